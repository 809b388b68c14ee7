"""Laws of the Sankey picture over random chains: no flow is lost, widths add up, labels do not meet."""

from decimal import Decimal
from itertools import combinations

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from support.flow_chains import random_graph, words

from ledger.documents.drawing.sankey.cap import CAP, KeptFlows, keep
from ledger.documents.drawing.sankey.draw import draw_sankey
from ledger.documents.drawing.sankey.labels import Box
from ledger.documents.drawing.sankey.layout import lay_out
from ledger.documents.drawing.sankey.rows import flow_rows
from ledger.documents.drawing.sankey.shapes import THINNEST, Layout
from ledger.documents.drawing.sankey.values import (
    FlowGraph,
    Stages,
    add,
    amounts,
    burdens_of,
    stages_of,
)

WORDS = words()
NEAR = Decimal("1e-20")
SEEDS = st.integers(0, 10**6)


def near(one: Decimal, other: Decimal) -> bool:
    """Equal up to the 50 digits of the computation."""
    return abs(one - other) <= NEAR * max(abs(one), abs(other), Decimal(1))


def entering(graph: FlowGraph) -> Stages:
    """What flows into the product, by stage."""
    sums: dict[tuple[str, bool], Decimal] = {}
    for flow in graph.flows:
        if flow.target is None:
            add(sums, amounts(flow.stages))
    return stages_of(sums)


def same(one: Stages, other: Stages) -> bool:
    """Equal by stage and sign."""
    left, right = amounts(one), amounts(other)
    return all(
        near(left.get(cell, Decimal(0)), right.get(cell, Decimal(0))) for cell in {*left, *right}
    )


def balanced(kept: KeptFlows) -> bool:
    """True if what leaves each kept site is inflows, smaller sites and own part, by stage and sign."""
    for site in kept.graph.sites:
        sums = amounts(site.own)
        if site.key in kept.smaller:
            add(sums, amounts(kept.smaller[site.key].stages))
        leaving: dict[tuple[str, bool], Decimal] = {}
        for flow in kept.graph.flows:
            add(sums if flow.target == site.key else {}, amounts(flow.stages))
            add(leaving if flow.source == site.key else {}, amounts(flow.stages))
        if not same(stages_of(sums), stages_of(leaving)):
            return False
    return True


@settings(max_examples=150, deadline=None)
@given(seed=SEEDS, cap=st.integers(1, 45))
def test_no_flow_is_lost_at_any_cap(seed: int, cap: int) -> None:
    """By stage and sign, all that entered the product still does, every bar adds up, and every site is counted."""
    graph = random_graph(seed)
    kept = keep(graph, cap)
    shown = [*entering(kept.graph), *(kept.smaller[None].stages if None in kept.smaller else ())]
    assert same(entering(graph), tuple(shown))
    assert balanced(kept)
    whole = keep(graph, None)
    counted = sum(rest.count for rest in kept.smaller.values())
    assert len(kept.graph.sites) + counted == len(whole.graph.sites)
    assert len(kept.graph.sites) <= cap + cap // 4


@settings(max_examples=100, deadline=None)
@given(seed=SEEDS, cap=st.integers(1, 30))
def test_rows_say_what_is_drawn(seed: int, cap: int) -> None:
    """The rows into the product sum to all that enters it, and each ribbon is one row."""
    kept = keep(random_graph(seed), cap)
    rows = flow_rows(kept)
    into = tuple(value for row in rows if row.target is None for value in row.stages)
    assert same(entering(keep(random_graph(seed), None).graph), into)
    layout = lay_out(kept, WORDS)
    if layout is not None:
        drawn = {(ribbon.flow.source, ribbon.flow.target) for ribbon in layout.ribbons}
        stated = {
            (row.source.key, None if row.target is None else row.target.key)
            for row in rows
            if row.source is not None and burdens_of(row.stages)
        }
        assert drawn == stated


@settings(max_examples=150, deadline=None)
@given(seed=SEEDS, cap=st.integers(1, 30))
def test_inflows_are_the_declared_figure_and_credits(seed: int, cap: int) -> None:
    """In drawn widths: what enters the product is its black part and the credits, less what is below zero."""
    layout = lay_out(keep(random_graph(seed), cap), WORDS)
    if layout is None:
        return
    product = layout.product
    inflows = sum(
        (ribbon.width for ribbon in layout.ribbons if ribbon.flow.target is None), Decimal(0)
    )
    if product.smaller is not None:
        inflows += product.smaller.y1 - product.smaller.y0
    assert near(inflows, product.declared + product.credited - product.below_zero)
    assert product.declared == 0 or product.below_zero == 0
    if layout.band is not None:
        assert near(layout.band.width, product.credited)
        assert near(sum((row.width for row in layout.band.flows), Decimal(0)), product.credited)


@settings(max_examples=100, deadline=None)
@given(seed=SEEDS)
def test_every_bar_is_the_sum_of_its_parts(seed: int) -> None:
    """A bar is as high as inflows, smaller sites and own part, or as the least height."""
    layout = lay_out(keep(random_graph(seed)), WORDS)
    for bar in layout.bars if layout else ():
        parts = sum((part.height for part in bar.parts), Decimal(0))
        assert near(bar.box.y1 - bar.box.y0, max(parts, THINNEST))


@settings(max_examples=60, deadline=None)
@given(seed=SEEDS)
def test_ribbons_end_inside_their_bars(seed: int) -> None:
    """Each ribbon leaves and joins a bar within its height."""
    layout = lay_out(keep(random_graph(seed)), WORDS)
    if layout is None:
        return
    boxes = {bar.site.key: bar.box for bar in layout.bars}
    for ribbon in layout.ribbons:
        top = ribbon.stripes[0].tops
        target = layout.product.box if ribbon.flow.target is None else boxes[ribbon.flow.target]
        for y, box in ((top[0], boxes[ribbon.flow.source]), (top[-1], target)):
            assert box.y0 - NEAR <= y
            assert y + ribbon.width <= box.y1 + Decimal("1e-15")


def meetings(layout: Layout) -> list[tuple[Box, Box]]:
    """The pairs of labels, and of labels and bars, that have an area in common."""
    labels = [label.box for label in layout.labels]
    bars = [layout.product.box, *(bar.box for bar in layout.bars)]
    if layout.product.smaller is not None:
        bars.append(layout.product.smaller)
    if layout.band is not None:
        bars += [Box(row.x, row.y, row.x + 10, row.y + row.height) for row in layout.band.flows]
    pairs = [*combinations(labels, 2), *((label, bar) for label in labels for bar in bars)]
    pairs += combinations(bars, 2)
    return [pair for pair in pairs if pair[0].meets(pair[1])]


@pytest.mark.parametrize("hundred", range(5))
@pytest.mark.parametrize("cap", [CAP, 9])
def test_no_labels_meet_in_500_chains(hundred: int, cap: int) -> None:
    """No label meets another or a bar, no bars meet, and everything is inside the picture."""
    for seed in range(hundred * 100, hundred * 100 + 100):
        layout = lay_out(keep(random_graph(seed), cap), WORDS)
        if layout is None:
            continue
        assert meetings(layout) == [], seed
        for box in (*(label.box for label in layout.labels), *(bar.box for bar in layout.bars)):
            assert box.x0 >= 0, seed
            assert box.x1 <= layout.width, seed
            assert layout.top <= box.y0, seed
            assert box.y1 <= layout.top + layout.height, seed


@settings(max_examples=30, deadline=None, phases=[Phase.generate])
@given(seed=SEEDS)
def test_equal_flows_give_equal_bytes(seed: int) -> None:
    """The same flows in another order give the same picture."""
    graph = random_graph(seed)
    turned = FlowGraph(graph.total, graph.sites[::-1], graph.flows[::-1], graph.credits[::-1])
    assert draw_sankey(keep(graph), WORDS, "p") == draw_sankey(keep(turned), WORDS, "p")
