"""Loops of a case: sites that supply each other. An entry names what it used by id, so one row of a loop must be cut.

Nothing is cut unless `case.toml` names it. Every cut is needed: it stands on a loop that the other cuts leave. What a
cut leaves out of a figure is computed in `case_cuts`.
"""

import networkx as nx

from ledger.exchange.case import Case
from ledger.exchange.case_rows import place_of
from schemas.errors import CradleError


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
    detail = f"Sites supply each other: {names}. Name one of these rows in case.toml by a table"
    detail += " [[cut]] with from, to and reason."
    raise CradleError("case.loop", detail, f"{place_of(rows)}, input")


def check_cuts(case: Case) -> None:
    """Check that each cut names rows that stand on a loop.

    Raises:
        CradleError: `case.cut` or `case.loop`.
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
    suppliers_first(case)
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
