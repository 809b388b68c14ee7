"""Loops of a case: sites that supply each other. An entry names what it used by id, so one row of a loop must be cut.

case.toml may name cuts, each of which must be needed: it is on a loop that the other cuts leave. `case_smallest` cuts
the loops that are left. What a cut leaves out of a figure is computed in `case_cuts`.
"""

from collections.abc import Mapping
from fractions import Fraction

import networkx as nx

from ledger.exchange.case import Case
from ledger.exchange.case_rows import place_of
from schemas.errors import CradleError

Edge = tuple[str, str]
"""An output, and a site that uses it; or the maker in place of the output."""

Cost = tuple[Fraction, ...]
"""The first number decides, the next ones between equal ones."""

MOST_STEPS = 10_000
"""The steps of a search for the cheapest cuts."""


def loop_edges(case: Case) -> list[Edge]:
    """The edges on loops that the cuts of a case leave, sorted."""
    graph = _graph(case)
    room = {
        site: number
        for number, sites in enumerate(nx.strongly_connected_components(graph))
        for site in sites
    }
    edges = {(row.input, row.site) for row in case.used if row.input in case.lines and row.amount}
    return sorted(
        (supply, user) for supply, user in edges if room[case.maker(supply)] == room[user]
    )


def cheapest_pairs(costs: Mapping[Edge, Cost]) -> frozenset[Edge]:
    """The pairs of a maker and a user without which no loop is left, at the least cost.

    Every loop must lose one of its pairs, so each is tried in turn, the cheapest first. After `MOST_STEPS` the best
    that was found counts.
    """
    best, waiting = _one_by_one(costs), [(frozenset[Edge](), frozenset[Edge]())]
    for _ in range(MOST_STEPS):
        if not waiting:
            break
        cut, kept = waiting.pop()
        loop = _loop(costs, cut)
        if not loop:
            best = cut
        tried: list[tuple[frozenset[Edge], frozenset[Edge]]] = []
        for pair in (pair for pair in loop if pair not in kept):
            tried.append((cut | {pair}, kept))
            kept |= {pair}
        least = _sum(costs, best)
        waiting += [branch for branch in reversed(tried) if _sum(costs, branch[0]) < least]
    return best


def _one_by_one(costs: Mapping[Edge, Cost]) -> frozenset[Edge]:
    """The cheapest pair of one loop after the other."""
    cut = frozenset[Edge]()
    while loop := _loop(costs, cut):
        cut |= {loop[0]}
    return cut


def _loop(costs: Mapping[Edge, Cost], cut: frozenset[Edge]) -> list[Edge]:
    """The pairs of a loop that is left, the cheapest first; none if none is."""
    try:
        cycle = nx.find_cycle(nx.DiGraph(pair for pair in sorted(costs) if pair not in cut))
    except nx.NetworkXNoCycle:
        return []
    return sorted(((pair[0], pair[1]) for pair in cycle), key=lambda pair: (costs[pair], pair))


def _sum(costs: Mapping[Edge, Cost], pairs: frozenset[Edge]) -> Cost:
    """The cost of some pairs."""
    columns = zip(*(costs[pair] for pair in pairs), strict=True)
    return tuple(sum(column, Fraction(0)) for column in columns)


def suppliers_first(case: Case) -> tuple[str, ...]:
    """The sites in an order in which each comes after its suppliers.

    Raises:
        CradleError: `case.loop`, with the rows of a loop.
    """
    graph = _graph(case)
    try:
        return tuple(nx.lexicographical_topological_sort(graph))
    except nx.NetworkXUnfeasible:
        loop = [(edge[0], edge[1]) for edge in nx.find_cycle(graph)]
    rows = (
        row
        for row in case.used
        if row.input in case.lines and row.amount and (case.maker(row.input), row.site) in loop
    )
    names = " -> ".join([*(supplier for supplier, _ in loop), loop[0][0]])
    detail = f"Sites supply each other: {names}. Cut the loop before it is planned."
    raise CradleError("case.loop", detail, f"{place_of(rows)}, input")


def check_cuts(case: Case) -> None:
    """Check that each cut names rows that stand on a loop.

    Raises:
        CradleError: `case.cut`.
    """
    for number, cut in enumerate(case.cuts):
        place = f"case.toml, cut[{number}]"
        rows = [row for row in case.activities if (row.input, row.site) == (cut.supply, cut.user)]
        if cut.supply not in case.lines or not any(row.amount for row in rows):
            detail = (
                f"No row says that {cut.user} uses {cut.supply} of a site; correct from and to."
            )
            raise CradleError("case.cut", detail, place)
        if case.cuts.index(cut) != number:
            raise CradleError("case.cut", "The cut is already named; remove it.", place)
    graph = _graph(case)
    for number, cut in enumerate(case.cuts):
        if not nx.has_path(graph, cut.user, case.maker(cut.supply)):
            detail = f"{cut.supply} and {cut.user} are on no loop that other cuts leave; remove it."
            raise CradleError("case.cut", detail, f"case.toml, cut[{number}]")


def _graph(case: Case) -> "nx.DiGraph[str]":
    """The sites, with an edge from each supplier to each site that uses its goods."""
    graph: nx.DiGraph[str] = nx.DiGraph()
    graph.add_nodes_from(sorted(case.sites))
    graph.add_edges_from(
        (case.maker(row.input), row.site)
        for row in case.used
        if row.input in case.lines and row.amount
    )
    return graph
