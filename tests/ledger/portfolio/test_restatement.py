"""A restatement recomputes what is downstream, and gives the bits of a full run."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from support.supply_graphs import Given, supply_graph

from ledger.portfolio.restatement import restate
from ledger.portfolio.solve import product_scores
from ledger.portfolio.technosphere import technosphere, transposed, with_amounts


@given(supply_graph(), st.lists(st.integers(0, 11), min_size=1, max_size=3))
@settings(max_examples=100)
def test_a_wave_has_the_bits_of_a_full_run(it: Given, changed: list[int]) -> None:
    """Own values of some products change; loops are swept from zero, as in the full run."""
    graph = technosphere(*it.graph)
    own = graph.arranged(it.own).reshape(-1, 1)
    scores = product_scores(graph, own)
    old = scores.copy()
    rows = np.array([row % it.count for row in changed])
    own[rows] += 1.0
    wave = restate(graph, transposed(graph), own, scores, rows)
    assert scores.tobytes() == product_scores(graph, own).tobytes()
    assert (wave.before == old[wave.rows]).all()
    assert (wave.after == scores[wave.rows]).all()
    untouched = np.setdiff1d(np.arange(it.count), wave.rows)
    assert (scores[untouched] == old[untouched]).all()


def test_waves_of_a_large_graph_lose_nothing() -> None:
    """Forty changed amounts, one after another, in a chain without recycling."""
    it = Given.random(2_000, seed=3, recycled=0.0)
    graph = technosphere(*it.graph)
    own = graph.arranged(it.own).reshape(-1, 1)
    scores, customers = product_scores(graph, own), transposed(graph)
    reached = set()
    for number in range(0, len(it.rows), len(it.rows) // 40):
        amounts = graph.inputs.amounts.copy()
        amounts[number] *= 1.5
        graph = with_amounts(graph, amounts)
        wave = restate(graph, customers, own, scores, graph.takers[[number]])
        reached.add(len(wave.rows))
    assert scores.tobytes() == product_scores(graph, own).tobytes()
    assert min(reached) < 20 < max(reached) < 2_000


def test_a_change_of_a_sold_product_reaches_nothing_else() -> None:
    """c takes b, b takes a; a new own value of c concerns c alone."""
    graph = technosphere("abc", np.array([1, 2]), np.array([0, 1]), np.array([2.0, 3.0]))
    own = np.array([[1.0], [1.0], [1.0]])
    scores = product_scores(graph, own)
    row = graph.products.index("c")
    own[row] = 9.0
    wave = restate(graph, transposed(graph), own, scores, np.array([row]))
    assert wave.rows.tolist() == [row]
    assert (wave.before.item(), wave.after.item()) == (10.0, 18.0)
