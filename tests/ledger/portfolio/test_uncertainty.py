"""Uncertainty by first order and by Monte Carlo, against each other and against closed formulas."""

from math import exp, sqrt

import numpy as np
import pytest
from support.supply_graphs import Given

from ledger.portfolio.solve import product_scores
from ledger.portfolio.technosphere import Technosphere, technosphere
from ledger.portfolio.uncertainty import Spread, first_order, monte_carlo, normal_draws, variances

KEY = bytes(range(16))


def chain() -> Technosphere:
    """b takes 2 a."""
    return technosphere("ab", np.array([1]), np.array([0]), np.array([2.0]))


def spread(amounts: list[float], own: list[float]) -> Spread:
    """Sigmas of the inputs and of the own values."""
    return Spread(np.array(amounts), np.array(own))


def test_first_order_is_the_law_of_error_propagation() -> None:
    """b = 5 + 2 x 3: sqrt((0.1 x 5)^2 + (0.2 x 2 x 3)^2 + (0.3 x 2 x 3)^2)."""
    graph = chain()
    known = variances(graph, np.array([3.0, 5.0]), spread([0.2], [0.3, 0.1]))
    found = first_order(known, np.array([0, 1]))
    assert found == pytest.approx([0.9, sqrt(0.5**2 + 1.2**2 + 1.8**2)], rel=1e-14)


def test_a_shared_supplier_counts_once() -> None:
    """c takes a directly and through b, so both parts of a's uncertainty add up before they are squared."""
    rows, columns = np.array([1, 2, 2]), np.array([0, 0, 1])
    graph = technosphere("abc", rows, columns, np.ones(3))
    known = variances(graph, np.array([1.0, 0.0, 0.0]), spread([0, 0, 0], [0.1, 0, 0]))
    (found,) = first_order(known, np.array([2]))
    assert found == pytest.approx(0.2, rel=1e-14)


def test_monte_carlo_draws_lognormal_values() -> None:
    """One own value: the median is what is stated, and the logarithm has the stated sigma."""
    graph = technosphere("a", np.empty(0, int), np.empty(0, int), np.empty(0))
    draws = normal_draws(KEY, range(20_000), 1)
    found = monte_carlo(graph, np.array([4.0]), spread([], [0.5]), np.array([0]), draws)
    assert found.failed == 0
    logs = np.log(found.scores[:, 0])
    assert exp(np.median(logs)) == pytest.approx(4.0, rel=0.02)
    assert logs.std() == pytest.approx(0.5, rel=0.02)


def test_both_agree_where_the_spread_is_small() -> None:
    """A chain with loops, sigma 0.02 everywhere: the median ratio over fifty products is 1 within 5 %."""
    it = Given.random(300, seed=5)
    graph = technosphere(*it.graph)
    own, rows = graph.arranged(it.own), np.arange(250, 300)
    sigmas = Spread(np.full(len(it.rows), 0.02), np.full(it.count, 0.02))
    analytic = first_order(variances(graph, own, sigmas), rows)
    draws = normal_draws(KEY, range(1_000), len(it.rows) + it.count)
    sampled = monte_carlo(graph, own, sigmas, rows, draws)
    assert np.median(sampled.scores.std(axis=0) / analytic) == pytest.approx(1.0, abs=0.05)


def test_a_sample_is_the_same_in_any_order() -> None:
    """Sample 7 alone has the bits of sample 7 among ten."""
    ten = list(normal_draws(KEY, range(10), 50))
    (alone,) = normal_draws(KEY, [7], 50)
    assert alone.tobytes() == ten[7].tobytes()
    assert ten[6].tobytes() != ten[7].tobytes()


def test_a_sample_with_an_impossible_loop_is_counted_and_left_out() -> None:
    """a and b take 0.9 of each other; half of the samples ask for more than they make."""
    graph = technosphere("ab", np.array([0, 1]), np.array([1, 0]), np.array([0.95, 0.95]))
    draws = normal_draws(KEY, range(100), 4)
    found = monte_carlo(graph, np.ones(2), spread([0.2, 0.2], [0, 0]), np.array([0]), draws)
    assert 10 < found.failed < 90
    assert len(found.scores) == 100 - found.failed
    assert (found.scores >= product_scores(technosphere("a", *EMPTY), np.ones(1))).all()


EMPTY = (np.empty(0, int), np.empty(0, int), np.empty(0))
