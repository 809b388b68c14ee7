"""The arrangement of a graph: its order, its loops, and the refusal of impossible ones."""

from hashlib import sha256
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.supply_graphs import Given, supply_graph

from ledger.portfolio import kernels
from ledger.portfolio.solve import product_scores, supply
from ledger.portfolio.technosphere import Technosphere, technosphere, transposed, with_amounts
from schemas.errors import CradleError

GOLDEN = "a581a30e48fcae6d76c455055ab0c49b19f87507715cad8a75a9a28f87e6c310"


def arrange(*inputs: tuple[int, int, float], products: str = "abcd") -> Technosphere:
    """A graph of inputs: taker, taken, amount."""
    rows, columns, amounts = zip(*inputs, strict=True) if inputs else ((), (), ())
    return technosphere(
        products, np.array(rows, int), np.array(columns, int), np.array(amounts, float)
    )


def scores_of(graph: Technosphere, own: list[float]) -> list[float]:
    """Scores in the order of the given products."""
    found: list[float] = graph.restored(
        product_scores(graph, graph.arranged(np.array(own)))
    ).tolist()
    return found


@given(supply_graph())
@settings(max_examples=100)
def test_scores_are_those_of_a_dense_solve(it: Given) -> None:
    """With loops and credits, within 1e-12 of the largest score of LAPACK's solution of (I - Z) y = c."""
    graph = technosphere(*it.graph)
    dense = np.zeros((it.count, it.count))
    np.add.at(dense, (it.rows, it.columns), it.amounts)
    expected = np.linalg.solve(np.eye(it.count) - dense, it.own)
    found = graph.restored(product_scores(graph, graph.arranged(it.own)))
    assert np.abs(found - expected).max() <= 1e-12 * max(1.0, np.abs(expected).max())


@given(supply_graph(repeated=False), st.randoms(use_true_random=False))
@settings(max_examples=50)
def test_the_order_of_what_is_given_does_not_matter(it: Given, random: Random) -> None:
    """Products and inputs in another order give the same bits."""
    numbers = list(range(it.count))
    random.shuffle(numbers)
    rank = np.argsort(numbers)
    first = technosphere(*it.graph)
    edges = np.array(sorted(range(len(it.rows)), key=lambda _: random.random()), int)
    second = technosphere(
        [it.products[n] for n in numbers],
        rank[it.rows][edges],
        rank[it.columns][edges],
        it.amounts[edges],
    )
    assert second.products == first.products
    one = product_scores(first, first.arranged(it.own))
    other = product_scores(second, second.arranged(it.own[numbers]))
    assert one.tobytes() == other.tobytes()


@given(supply_graph())
@settings(max_examples=50)
def test_supply_and_scores_agree_on_a_demand(it: Given) -> None:
    """The own values of what a demand needs add up to the score of the demand, for each product."""
    graph = technosphere(*it.graph)
    own = graph.arranged(it.own)
    needed = supply(transposed(graph), np.eye(it.count))
    scores = product_scores(graph, own)
    assert np.abs(own @ needed - scores).max() <= 1e-12 * max(1.0, np.abs(scores).max())


@given(supply_graph(loops=False))
@settings(max_examples=50)
def test_without_a_loop_every_input_is_of_an_earlier_row(it: Given) -> None:
    """One sweep is enough."""
    graph = technosphere(*it.graph)
    assert (graph.inputs.indices < graph.takers).all()
    assert graph.spans.tolist() == [[0, it.count, 1]]


def test_the_interpreter_gives_the_bits_of_the_compiler() -> None:
    """The compiled sweep contracts and reorders nothing."""
    it = Given.random(60, seed=7)
    graph = technosphere(*it.graph)
    own = graph.arranged(it.own).reshape(-1, 1)
    slow = np.zeros_like(own)
    for first, last, count in graph.spans:
        for _ in range(count):
            kernels.sweep_column.py_func(graph.inputs, np.arange(first, last), own, slow)
    assert product_scores(graph, own).tobytes() == slow.tobytes()


def test_the_bits_of_a_graph_with_loops_are_known() -> None:
    """The same on every processor that follows IEEE 754."""
    it = Given.random(3_000, seed=1)
    graph = technosphere(*it.graph)
    assert len(graph.loops) >= 1
    scores = product_scores(graph, graph.arranged(it.own))
    assert sha256(scores.tobytes()).hexdigest() == GOLDEN


def test_a_loop_is_one_span_with_the_sweeps_it_needs() -> None:
    """a takes half a unit of b and b half a unit of a: each unit needs a quarter of itself."""
    graph = arrange((0, 1, 0.5), (1, 0, 0.5), (2, 0, 1.0))
    (loop,) = graph.loops
    assert {graph.products[row] for row in loop} == {"a", "b"}
    assert scores_of(graph, [3.0, 0.0, 1.0, 5.0]) == [4.0, 2.0, 5.0, 5.0]


def test_a_product_may_use_some_of_itself() -> None:
    """1 kg CO2e and a fifth of a unit of itself make 1.25 kg a unit."""
    assert scores_of(arrange((0, 0, 0.2)), [1.0, 0.0, 0.0, 0.0])[0] == pytest.approx(1.25, 1e-15)


@pytest.mark.parametrize("gain", [1.0, 1.5])
def test_a_loop_that_takes_all_it_makes_is_refused_by_name(gain: float) -> None:
    """A direct solver would say zero, or less, for it."""
    with pytest.raises(CradleError) as refused:
        arrange((0, 1, gain), (1, 0, 1.0), (2, 3, 0.1))
    assert refused.value.code == "portfolio.loop"
    assert refused.value.place == "a"
    assert refused.value.detail.startswith("a, b take from each other as much as they make")


def test_a_credit_counts_by_its_size_in_the_certificate() -> None:
    """A loop whose credits cancel its inputs is refused: no order of sweeps settles it for sure."""
    with pytest.raises(CradleError, match="take from each other"):
        arrange((0, 1, 1.2), (1, 0, -1.0))


def test_other_amounts_need_other_sweeps() -> None:
    """More of a loop's own goods take longer to settle, and too many are refused."""
    graph = arrange((0, 1, 0.1), (1, 0, 0.1))
    slower = with_amounts(graph, graph.inputs.amounts * 9)
    assert slower.spans[:, 2].max() > graph.spans[:, 2].max()
    with pytest.raises(CradleError, match="take from each other"):
        with_amounts(graph, graph.inputs.amounts * 10)


def test_a_graph_without_products_has_no_scores() -> None:
    """Nothing to sweep."""
    graph = arrange(products="")
    assert graph.spans.tolist() == []
    assert product_scores(graph, np.empty((0, 4))).shape == (0, 4)


def test_a_refused_loop_names_five_members_and_counts_the_others() -> None:
    """A chain of eight that ends in itself."""
    ring = [(n, (n + 1) % 8, 1.0) for n in range(8)]
    with pytest.raises(CradleError, match="and 3 others take from each other"):
        arrange(*ring, products="abcdefgh")
