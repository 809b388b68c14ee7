"""The cheapest pairs of makers and users without which no loop is left."""

from fractions import Fraction
from itertools import chain, combinations
from random import Random

import networkx as nx
import pytest

from ledger.exchange import case_loops
from ledger.exchange.case_loops import Edge, cheapest_pairs


def costs(**pairs: int) -> dict[Edge, tuple[Fraction]]:
    """Pairs such as `ab`, each with its cost."""
    return {(pair[0], pair[1]): (Fraction(cost),) for pair, cost in pairs.items()}


def test_the_cheapest_pair_of_a_loop_is_cut() -> None:
    """Of equal ones the first by name."""
    assert cheapest_pairs(costs(ab=3, bc=2, ca=4)) == {("b", "c")}
    assert cheapest_pairs(costs(ab=2, bc=2, ca=2)) == {("a", "b")}


def test_a_shared_pair_is_cut_if_it_is_cheaper_than_two() -> None:
    """Alone each of the others is cheaper than it."""
    assert cheapest_pairs(costs(ab=3, ba=2, bc=2, ca=2)) == {("a", "b")}
    assert cheapest_pairs(costs(ab=5, ba=2, bc=2, ca=2)) == {("b", "a"), ("b", "c")}


def test_without_a_loop_nothing_is_cut() -> None:
    """Nor without a pair."""
    assert cheapest_pairs(costs(ab=1, bc=1)) == frozenset()
    assert cheapest_pairs({}) == frozenset()


def test_a_site_that_uses_its_own_goods_is_a_loop() -> None:
    """Its pair is the only one to cut."""
    assert cheapest_pairs(costs(aa=9, ab=1)) == {("a", "a")}


@pytest.mark.parametrize("seed", range(20))
def test_no_other_set_is_cheaper(seed: int) -> None:
    """Compared with every set of pairs, on random graphs of five sites."""
    random = Random(seed)  # noqa: S311 - a test of many graphs
    pairs = random.sample([(a, b) for a in "abcde" for b in "abcde"], 9)
    priced = {pair: (Fraction(random.randint(1, 9)),) for pair in pairs}
    sets = chain.from_iterable(combinations(pairs, size) for size in range(10))
    least = min(
        sum(priced[pair][0] for pair in cut)
        for cut in sets
        if nx.is_directed_acyclic_graph(nx.DiGraph(p for p in pairs if p not in cut))
    )
    assert sum(priced[pair][0] for pair in cheapest_pairs(priced)) == least


def test_a_search_that_ends_early_still_leaves_no_loop(monkeypatch: pytest.MonkeyPatch) -> None:
    """The cheapest pair of one loop after the other."""
    monkeypatch.setattr(case_loops, "MOST_STEPS", 0)
    cut = cheapest_pairs(costs(ab=3, ba=2, bc=2, ca=2))
    assert cut == {("b", "a"), ("b", "c")}
