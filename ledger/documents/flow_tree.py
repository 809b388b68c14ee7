"""A figure as a tree: each supplier under its customer, with its own part and everything behind it.

    root 0.124
      pack plant        own 0.031   with suppliers 0.166
        cell plant      own 0.011   with suppliers 0.135

Own part and suppliers add up to the line above. An entry with several customers, or several products, is apportioned to
each by what flows to it, stage by stage; this explains the figure and is not a declared digit. Suppliers beyond the
largest ones are one row with their number. A closed block shows what its supplier opened, and its own part together
with what it keeps closed. Left out: amounts of goods.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from ledger.footprint.graph.numbers import EXPLAIN, ZERO
from schemas.views.flows import CalculationFlows, FlowEdge, FlowNode, StageFlow
from schemas.vocabulary import Sign, Stage

SHOWN = 12
"""The most suppliers of one row that are listed one by one."""

Parts = Mapping[tuple[Stage, Sign], Decimal]


class TreeRow(NamedTuple):
    """A row of the tree.

    Attributes:
        depth: 0 for what flows to the battery directly.
        node: of the flows; None for the row of smaller suppliers.
        number: the node's place in the flows, or the count of smaller suppliers.
        own: its own part, kg CO2e per unit of the total; None for a sum of smaller suppliers.
        whole: with everything behind it.
        burdens: of `whole`, without credits.
        suppliers: the number of rows below it, shown or not.
        is_open: True if these rows are shown.
    """

    depth: int
    node: FlowNode | None
    number: int
    own: Decimal | None
    whole: Decimal
    burdens: Decimal
    suppliers: int
    is_open: bool


@dataclass(frozen=True, slots=True)
class _Graph:
    """The flows by node: what arrives, and the sum of what leaves."""

    nodes: Mapping[str, tuple[int, FlowNode]]
    arriving: Mapping[str | None, Sequence[FlowEdge]]
    leaving: Mapping[str, Parts]


def flow_tree(flows: CalculationFlows, opened: Collection[int]) -> tuple[TreeRow, ...]:
    """The rows of the tree, customers before suppliers, the largest burdens first.

    Args:
        flows: as the reader may see them.
        opened: the places of the nodes whose suppliers are shown; a row without an own part is always open.
    """
    graph = _graph(flows)
    roots = [(edge, _parts(edge.stages)) for edge in graph.arriving.get(None, ())]
    return tuple(_below(graph, roots, 0, frozenset(opened)))


def default_open(flows: CalculationFlows, depth: int) -> frozenset[int]:
    """The places of the nodes that are at most so many rows away from the battery."""
    graph = _graph(flows)
    level: list[str | None] = [None]
    places: set[int] = set()
    for _ in range(depth):
        level = [edge.source for target in level for edge in graph.arriving.get(target, ())]
        places |= {graph.nodes[name][0] for name in level if name is not None}
    return frozenset(places)


def _graph(flows: CalculationFlows) -> _Graph:
    arriving: dict[str | None, list[FlowEdge]] = {}
    leaving: dict[str, dict[tuple[Stage, Sign], Decimal]] = {}
    for edge in flows.edges:
        arriving.setdefault(edge.target, []).append(edge)
        sums = leaving.setdefault(edge.source, {})
        for key, value in _parts(edge.stages).items():
            sums[key] = EXPLAIN.add(sums.get(key, ZERO), value)
    nodes = {node.id: (place, node) for place, node in enumerate(flows.nodes)}
    return _Graph(nodes, arriving, leaving)


def _below(
    graph: _Graph, rows: Sequence[tuple[FlowEdge, Parts]], depth: int, opened: frozenset[int]
) -> Iterator[TreeRow]:
    """The rows of some flows into one node, and everything open behind them."""
    ordered = sorted(rows, key=lambda row: (-_size(row[1]), graph.nodes[row[0].source][0]))
    for edge, parts in ordered[:SHOWN]:
        yield from _row(graph, edge.source, parts, depth, opened)
    small = [parts for _, parts in ordered[SHOWN:]]
    if small:
        whole = sum((_sum(parts) for parts in small), ZERO)
        burdens = sum((_sum(parts, Sign.BURDEN) for parts in small), ZERO)
        yield TreeRow(depth, None, len(small), None, whole, burdens, 0, is_open=False)


def _row(
    graph: _Graph, name: str, parts: Parts, depth: int, opened: frozenset[int]
) -> Iterator[TreeRow]:
    place, node = graph.nodes[name]
    behind = [
        (edge, _apportioned(_parts(edge.stages), parts, graph.leaving[name]))
        for edge in graph.arriving.get(name, ())
    ]
    own = _own(graph, node, parts, [below for _, below in behind])
    is_open = bool(behind) and place in opened
    burdens = _sum(parts, Sign.BURDEN)
    yield TreeRow(depth, node, place, own, _sum(parts), burdens, len(behind), is_open)
    if is_open:
        yield from _below(graph, behind, depth + 1, opened)


def _own(graph: _Graph, node: FlowNode, parts: Parts, behind: Sequence[Parts]) -> Decimal:
    """The own part of an entry, or all that a closed block does not explain."""
    if node.own is not None:
        return _sum(_apportioned(_parts(node.own), parts, graph.leaving[node.id]))
    return EXPLAIN.subtract(_sum(parts), sum(map(_sum, behind), ZERO))


def _apportioned(arriving: Parts, leaving_here: Parts, leaving: Parts) -> Parts:
    """The part of what arrives at a node that goes on to one of its customers."""
    return {
        key: EXPLAIN.divide(EXPLAIN.multiply(value, leaving_here.get(key, ZERO)), leaving[key])
        for key, value in arriving.items()
        if leaving.get(key)
    }


def _parts(stages: Sequence[StageFlow]) -> Parts:
    """The values by stage and sign, without zeros."""
    pairs = (
        ((row.stage, sign), Decimal(value))
        for row in stages
        for sign, value in ((Sign.BURDEN, row.burdens), (Sign.CREDIT, row.credits))
    )
    return {key: value for key, value in pairs if value}


def _sum(parts: Parts, sign: Sign | None = None) -> Decimal:
    total = ZERO
    for (_, part_sign), value in parts.items():
        if sign in {None, part_sign}:
            total = EXPLAIN.add(total, value)
    return total


def _size(parts: Parts) -> Decimal:
    """Burdens and credits by their absolute values, so that a credit does not hide a burden."""
    total = ZERO
    for value in parts.values():
        total = EXPLAIN.add(total, abs(value))
    return total
