"""The layout of chosen chains: what is below zero, closed, single, tiny, or nothing."""

from decimal import Decimal
from itertools import pairwise

import pytest
from support.flow_chains import burden, graph_of, words

from ledger.documents.drawing.sankey.cap import keep
from ledger.documents.drawing.sankey.layout import lay_out
from ledger.documents.drawing.sankey.shapes import THINNEST, Layout
from ledger.documents.drawing.sankey.values import CreditFlow, FlowGraph, StageValue

WORDS = words()


def drawn(graph: FlowGraph, cap: int = 24) -> Layout:
    """The layout of a graph that shows something."""
    layout = lay_out(keep(graph, cap), WORDS)
    assert layout is not None
    return layout


def texts(layout: Layout) -> list[str]:
    """The lines of all labels."""
    return [
        " ".join(part for part in (line.name, line.value) if part)
        for label in layout.labels
        for line in label.lines
    ]


CHAIN = graph_of(
    {
        "pack": burden("1", "main_production"),
        "cell": burden("2", "main_production"),
        "mine": burden("4"),
        "recycler": burden("1", "end_of_life", "-3"),
    },
    {"pack": {None: 1}, "cell": {"pack": 1}, "mine": {"cell": 1}, "recycler": {None: 1}},
)


def test_bars_are_in_the_ratio_of_what_leaves_them() -> None:
    """A bar is as high as its value in the scale of the picture, own part and suppliers together."""
    high = {bar.site.key: bar.box.y1 - bar.box.y0 for bar in drawn(CHAIN).bars}
    assert high["pack"] == 7 * high["recycler"]
    assert 6 * high["pack"] == 7 * high["cell"]


def test_credits_are_never_netted() -> None:
    """The recycler's bar shows its burdens; its credits take back part of the product's bar."""
    layout = drawn(CHAIN)
    assert layout.product.declared * 3 == layout.product.credited * 5
    assert layout.sums.burdens == 8
    assert layout.sums.credits == -3


def test_a_flow_with_burdens_and_credits_is_as_wide_as_its_burdens() -> None:
    """A credit in a link makes the link no thinner."""
    ribbons = {ribbon.flow.source: ribbon.width for ribbon in drawn(CHAIN).ribbons}
    assert ribbons["recycler"] * 7 == ribbons["pack"]


def test_treatment_at_end_of_life_comes_in_from_below() -> None:
    """It joins the product last, and its bar is below the product's."""
    large = graph_of(
        {"pack": burden("1"), "recycler": burden("5", "end_of_life")},
        {"pack": {None: 1}, "recycler": {None: 1}},
    )
    layout = drawn(large)
    joints = {ribbon.flow.source: ribbon.stripes[0].tops[-1] for ribbon in layout.ribbons}
    assert joints["pack"] == 0
    assert joints["recycler"] > 0
    tops = {bar.site.key: bar.box.y0 for bar in layout.bars}
    assert tops["recycler"] > layout.product.box.y1


def test_a_total_below_zero_has_no_black_part() -> None:
    """The credits that exceed the burdens are labelled, and the band holds them too."""
    graph = graph_of(
        {"pack": burden("1"), "recycler": burden("1", "end_of_life", "-5")},
        {"pack": {None: 1}, "recycler": {None: 1}},
    )
    layout = drawn(graph)
    assert layout.product.declared == 0
    assert layout.product.below_zero * 5 == layout.product.credited * 3
    assert "below zero" in texts(layout)
    assert "\u22123" in texts(layout)
    assert layout.band is not None
    assert layout.band.width == layout.product.credited


def test_a_total_of_zero_has_neither_part() -> None:
    """Nothing is declared and nothing is below zero if credits equal the burdens."""
    layout = drawn(graph_of({"a": burden("1", credit="-1")}, {"a": {None: 1}}))
    assert layout.product.declared == layout.product.below_zero == 0
    assert "below zero" not in texts(layout)


def test_credits_alone_are_shown() -> None:
    """Without burdens the site has the least bar, and its label has the credits."""
    layout = drawn(
        graph_of({"recycler": burden("0", "end_of_life", "-2")}, {"recycler": {None: 1}})
    )
    assert [bar.box.y1 - bar.box.y0 for bar in layout.bars] == [THINNEST]
    assert layout.ribbons == ()
    assert "DE \u22122" in texts(layout)


def test_a_single_site_without_credits_has_no_band() -> None:
    """One bar, one ribbon, and the figure."""
    layout = drawn(graph_of({"pack": burden("2")}, {"pack": {None: 1}}))
    assert layout.band is None
    assert layout.product.declared == layout.ribbons[0].width
    assert texts(layout) == ["Declared", "2", "kg CO2e per kWh", "pack", "DE 2"]


@pytest.mark.parametrize(
    "graph",
    [
        FlowGraph(Decimal(0)),
        graph_of({"pack": ()}, {"pack": {None: 1}}),
        graph_of({"pack": burden("0")}, {"pack": {None: 1}}),
    ],
)
def test_nothing_is_laid_out_for_nothing(graph: FlowGraph) -> None:
    """Without a flow there is no layout."""
    assert lay_out(keep(graph), WORDS) is None


def test_closed_blocks_are_wide_and_say_so() -> None:
    """A direct supplier is one block; its label says that all behind it is in it."""
    graph = graph_of(
        {"own": burden("1"), "block": burden("9"), "recycler": burden("1", "end_of_life", "-2")},
        {"own": {None: 1}, "block": {"own": 1}, "recycler": {None: 1}},
        closed=frozenset({"block", "recycler"}),
    )
    layout = drawn(graph)
    wide = {bar.site.key: bar.box.x1 - bar.box.x0 for bar in layout.bars}
    assert wide["block"] == wide["recycler"] == 80
    assert wide["own"] == 10
    assert texts(layout).count("with all behind it") == 2


def test_only_closed_blocks_can_be_shown() -> None:
    """A reader without an own site sees blocks, also behind blocks."""
    graph = graph_of(
        {"block": burden("3"), "deeper": burden("2")},
        {"block": {None: 1}, "deeper": {"block": 1}},
        closed=frozenset({"block", "deeper"}),
    )
    layout = drawn(graph)
    assert [bar.site.closed for bar in layout.bars] == [True, True]
    assert layout.product.declared == sum(
        ribbon.width for ribbon in layout.ribbons if ribbon.flow.target is None
    )


def test_a_tiny_flow_has_a_bar_that_can_be_seen() -> None:
    """A bar is never thinner than 2 px, and the ribbon keeps its exact width."""
    graph = graph_of(
        {"pack": burden("1"), "mine": burden("0.000000001")},
        {"pack": {None: 1}, "mine": {"pack": 1}},
    )
    layout = drawn(graph)
    high = {bar.site.key: bar.box.y1 - bar.box.y0 for bar in layout.bars}
    assert high["mine"] == THINNEST
    thin = min(ribbon.width for ribbon in layout.ribbons)
    assert 0 < thin < Decimal("0.000001")


def test_what_is_left_out_is_a_grey_part_of_its_consumer() -> None:
    """With a cap of two, the mine and the recycler are parts of the bars that they supply."""
    layout = drawn(CHAIN, 2)
    parts = {bar.site.key: [part.kind for part in bar.parts] for bar in layout.bars}
    assert parts == {"pack": ["inputs", "own"], "cell": ["smaller", "own"]}
    assert layout.product.smaller is not None
    assert "1 smaller sites" in texts(layout)


def test_a_long_chain_is_wider_rather_than_unreadable() -> None:
    """Columns never come nearer than the values between them need."""
    keys = [f"site {number:02}" for number in range(24)]
    shares: dict[str, dict[str | None, int]] = {keys[0]: {None: 1}}
    shares |= {after: {before: 1} for before, after in pairwise(keys)}
    layout = drawn(graph_of({key: burden("1") for key in keys}, shares))
    lefts = sorted(bar.box.x0 for bar in layout.bars)
    assert min(right - left for left, right in pairwise(lefts)) >= 84
    assert layout.width > 1184


def test_a_flow_over_several_columns_passes_between_the_bars() -> None:
    """It has a place in each column between its ends, so that it crosses no bar."""
    graph = graph_of(
        {"pack": burden("1"), "cell": burden("1"), "foil": burden("1"), "mine": burden("2")},
        {
            "pack": {None: 1},
            "cell": {"pack": 1},
            "foil": {"cell": 1},
            "mine": {"foil": 1, "pack": 1},
        },
    )
    layout = drawn(graph)
    (ribbon,) = (r for r in layout.ribbons if (r.flow.source, r.flow.target) == ("mine", "pack"))
    assert len(ribbon.places) == 6
    boxes = {bar.site.key: bar.box for bar in layout.bars}
    for at, key in ((1, "foil"), (3, "cell")):
        top = ribbon.stripes[0].tops[at]
        assert top >= boxes[key].y1 or top + ribbon.width <= boxes[key].y0


def test_credits_end_under_what_they_replace() -> None:
    """A credit flow ends in the column of the site that makes what it replaces; others end at a third."""
    named = (CreditFlow("Nickel", Decimal(-2), "mine"), CreditFlow("Copper", Decimal(-1)))
    layout = drawn(FlowGraph(CHAIN.total, CHAIN.sites, CHAIN.flows, named))
    assert layout.band is not None
    nickel, copper = layout.band.flows
    least = min(bar.box.x0 for bar in layout.bars)
    assert nickel.x == least
    assert copper.x > nickel.x
    assert nickel.width == 2 * copper.width


@pytest.mark.parametrize("values", [(), ("-1",), ("-1", "-0.5")])
def test_credits_without_a_name_are_other_credits(values: tuple[str, ...]) -> None:
    """What the names do not explain is a flow of its own, so the band is whole."""
    named = tuple(CreditFlow(value, Decimal(value)) for value in values)
    layout = drawn(FlowGraph(CHAIN.total, CHAIN.sites, CHAIN.flows, named))
    assert layout.band is not None
    assert sum(row.credit.value for row in layout.band.flows) == -3
    assert layout.band.flows[-1].credit.name == ("Other credits" if values else "Credits")


def test_credits_of_four_digits_are_not_topped_up() -> None:
    """A difference of a rounding is no flow of its own; the widths still fill the band."""
    named = (CreditFlow("Nickel", Decimal("-2.001")), CreditFlow("Copper", Decimal(-1)))
    layout = drawn(FlowGraph(CHAIN.total, CHAIN.sites, CHAIN.flows, named))
    assert layout.band is not None
    assert [row.credit.name for row in layout.band.flows] == ["Nickel", "Copper"]


@pytest.mark.parametrize("value", ["-3.1", "1"])
def test_named_credits_cannot_exceed_those_of_the_flows(value: str) -> None:
    """A picture that contradicts its own flows is refused."""
    graph = FlowGraph(CHAIN.total, CHAIN.sites, CHAIN.flows, (CreditFlow("x", Decimal(value)),))
    with pytest.raises(ValueError, match="credit"):
        lay_out(keep(graph), WORDS)


def test_a_negative_burden_counts_as_a_credit() -> None:
    """A quantity is drawn by its sign, so no bar has a negative height."""
    stages = (StageValue("raw_material", Decimal(-1), Decimal(0)),)
    graph = graph_of({"a": burden("4"), "b": stages}, {"a": {None: 1}, "b": {"a": 1}})
    layout = drawn(graph)
    assert layout.sums.credits == -1
    assert layout.product.declared == 3 * layout.product.credited
