"""The order of a graph: suppliers before customers, and loops left out."""

import networkx as nx
from hypothesis import given
from hypothesis import strategies as st

from ledger.footprint.graph.order import loops, reachable, suppliers_first

EDGES = st.sets(st.tuples(st.sampled_from("abcdef"), st.sampled_from("abcdef")))


def graph_of(edges: set[tuple[str, str]]) -> dict[str, list[str]]:
    """The suppliers of six entries; an edge is a customer and its supplier."""
    return {node: [there for here, there in sorted(edges) if here == node] for node in "abcdef"}


@given(EDGES)
def test_suppliers_come_first_and_what_rests_on_a_loop_not_at_all(
    edges: set[tuple[str, str]],
) -> None:
    """An entry in the order comes after all its suppliers; an entry left out has a supplier left out."""
    suppliers = graph_of(edges)
    order = suppliers_first("abcdef", suppliers)
    assert len(set(order)) == len(order)
    for node in "abcdef":
        if node in order:
            assert set(suppliers[node]) <= set(order[: order.index(node)])
        else:
            assert not set(suppliers[node]) <= set(order)


@given(EDGES)
def test_there_is_a_loop_where_an_order_leaves_somebody_out(edges: set[tuple[str, str]]) -> None:
    """No member of a loop is in the order, and without a loop every entry is."""
    suppliers = graph_of(edges)
    order, found = suppliers_first("abcdef", suppliers), loops(suppliers)
    assert bool(found) == (len(order) < len(suppliers))
    assert set(order).isdisjoint(set().union(*found))


def test_loops_stand_by_their_first_member() -> None:
    """Two that rest on each other are one loop, one that rests on itself is another."""
    suppliers = {"d": ["c"], "c": ["d", "a"], "b": ["b"], "a": []}
    assert loops(suppliers) == [{"b"}, {"c", "d"}]


@given(EDGES, st.sets(st.sampled_from("abcdef")))
def test_what_is_reached_is_what_networkx_reaches(
    edges: set[tuple[str, str]], start: set[str]
) -> None:
    """The start belongs to it."""
    graph = nx.DiGraph(edges)
    graph.add_nodes_from("abcdef")
    behind = start.union(*(nx.descendants(graph, node) for node in start))
    assert reachable(start, graph_of(edges).__getitem__) == behind
