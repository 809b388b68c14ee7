"""The cap: what is kept, where the rest goes, and what is refused."""

from decimal import Decimal

import pytest
from support.flow_chains import burden, graph_of

from ledger.documents.drawing.sankey.cap import keep
from ledger.documents.drawing.sankey.rows import flow_rows
from ledger.documents.drawing.sankey.values import Flow, FlowGraph, Site, burdens_of


def many(count: int, size: str = "1") -> FlowGraph:
    """A pack with so many suppliers of one size."""
    keys = [f"s{number:03}" for number in range(count)]
    own = {"pack": burden("1000"), **{key: burden(size) for key in keys}}
    return graph_of(own, {"pack": {None: 1}, **{key: {"pack": 1} for key in keys}})


def test_the_largest_24_are_kept() -> None:
    """Of 101 sites 24 are drawn, and the other 77 are one part of the pack."""
    kept = keep(many(100))
    assert len(kept.graph.sites) == 24
    assert kept.smaller["pack"].count == 77
    assert burdens_of(kept.smaller["pack"].stages) == 77


def test_credits_count_by_their_size() -> None:
    """A site whose credits equal its burdens is larger than one with the burdens alone."""
    graph = graph_of(
        {"a": burden("2"), "b": burden("1.5", credit="-1.5"), "c": burden("1")},
        {"a": {None: 1}, "b": {None: 1}, "c": {None: 1}},
    )
    assert {site.key for site in keep(graph, 1).graph.sites} == {"b"}


def test_a_few_tiny_sites_are_not_left_out() -> None:
    """If less than 0.5 % would be left out, nothing is; but not if there are many of them."""
    assert keep(many(26, "0.1")).smaller == {}
    assert keep(many(200, "0.001")).smaller["pack"].count == 177


def test_a_kept_site_behind_one_left_out_flows_on() -> None:
    """The mine is large, the trader between is not kept: the mine then supplies the trader's customers."""
    graph = graph_of(
        {"a": burden("50"), "b": burden("50"), "t": burden("2"), "mine": burden("90")},
        {"a": {None: 1}, "b": {None: 1}, "t": {"a": 3, "b": 1}, "mine": {"t": 1, "b": 9}},
    )
    kept = keep(graph, 3)
    flows = {(flow.source, flow.target): burdens_of(flow.stages) for flow in kept.graph.flows}
    assert flows["mine", "a"] == Decimal("6.75")
    assert flows["mine", "b"] == Decimal(81) + Decimal("2.25")
    assert burdens_of(kept.smaller["a"].stages) == Decimal("1.5")
    assert burdens_of(kept.smaller["b"].stages) == Decimal("0.5")
    assert (kept.smaller["a"].names, kept.smaller["b"].names) == (("t",), ())


def test_rows_name_smaller_sites() -> None:
    """A row without a source has the names of the sites that it adds up."""
    rows = flow_rows(keep(many(30), 5))
    (rest,) = (row for row in rows if row.source is None)
    assert len(rest.smaller) == 26
    assert rest.target is not None
    assert rest.target.key == "pack"


def test_a_site_without_a_way_to_the_product_is_no_part_of_the_figure() -> None:
    """It is neither drawn nor counted, nor is what only supplies it."""
    graph = graph_of(
        {"pack": burden("1"), "lost": burden("5"), "mine": burden("5")},
        {"pack": {None: 1}, "lost": {"pack": 1}, "mine": {"lost": 1}},
    )
    flows = tuple(flow for flow in graph.flows if flow.source != "lost")
    kept = keep(FlowGraph(graph.total, graph.sites, flows))
    assert [site.key for site in kept.graph.sites] == ["pack"]


def test_a_site_from_which_nothing_flows_is_not_drawn() -> None:
    """An entry without burdens and credits is neither drawn nor counted."""
    graph = graph_of({"pack": burden("1"), "idle": ()}, {"pack": {None: 1}, "idle": {"pack": 1}})
    kept = keep(graph)
    assert [site.key for site in kept.graph.sites] == ["pack"]
    assert kept.smaller == {}


@pytest.mark.parametrize(
    ("sites", "flows", "what"),
    [
        (("a", "b"), (("a", "b"), ("b", "a"), ("a", None)), "loop"),
        (("a",), (("a", "x"),), "unknown"),
        (("a",), (("x", None),), "unknown"),
        (("a", "a"), (("a", None),), "one key"),
    ],
)
def test_a_graph_that_is_none_is_refused(
    sites: tuple[str, ...], flows: tuple[tuple[str, str | None], ...], what: str
) -> None:
    """Loops, unknown ends and equal keys are errors of the caller."""
    graph = FlowGraph(
        Decimal(1),
        tuple(Site(key, key) for key in sites),
        tuple(Flow(*ends, burden("1")) for ends in flows),
    )
    with pytest.raises(ValueError, match=what):
        keep(graph)


def test_twenty_thousand_sites_are_capped() -> None:
    """Sites are removed in time nearly in proportion to their flows."""
    kept = keep(many(20_000))
    assert kept.smaller["pack"].count == 20_001 - 24
