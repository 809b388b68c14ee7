"""The largest sites of a graph of flows; the rest becomes smaller sites of the nearest kept consumer.

A site that is left out is removed as a vertex: each of its suppliers' flows is led on to its consumers, split in the
ratio of what it sends them, stage by stage. Its own part becomes a grey part of those consumers' bars. So no flow is
lost at any cap, and every bar is inflows, smaller sites and own part. The size of a site is the sum of sizes of all
that leaves it, burdens and credits apart, so that a credit does not hide a burden.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal, localcontext

from ledger.documents.drawing.sankey.values import (
    ZERO,
    Amounts,
    Cell,
    Flow,
    FlowGraph,
    Stages,
    add,
    amounts,
    size_of,
    stages_of,
)
from ledger.footprint.graph.numbers import EXPLAIN
from ledger.footprint.graph.order import suppliers_first

CAP = 24
"""Sites of a picture."""

NEGLIGIBLE = Decimal("0.005")
"""Below this share of all flows nothing is left out, so that two or three tiny sites are not a grey part."""


@dataclass(frozen=True, slots=True)
class Smaller:
    """The sites left out at a consumer: names by size, and the sum of their own parts.

    A site that supplies several consumers is counted once, where it sends most; its value is split.
    """

    names: tuple[str, ...]
    stages: Stages

    @property
    def count(self) -> int:
        """The number of sites."""
        return len(self.names)


@dataclass(frozen=True, slots=True)
class KeptFlows:
    """A graph of at most so many sites; the smaller ones by consumer, where None is the product."""

    graph: FlowGraph
    smaller: Mapping[str | None, Smaller]


@dataclass(slots=True)
class _Rest:
    """Smaller sites while they are gathered: size and name of each, and their sums."""

    sites: list[tuple[Decimal, str]] = field(default_factory=list)
    sums: dict[Cell, Decimal] = field(default_factory=dict)


class _Graph:
    """The flows by both ends; all flows of the same ends are one."""

    def __init__(self, graph: FlowGraph) -> None:
        self.sites = {site.key: site for site in graph.sites}
        if len(self.sites) < len(graph.sites):
            raise ValueError("two sites have one key")
        self.after: dict[str, dict[str | None, dict[Cell, Decimal]]] = {
            key: {} for key in sorted(self.sites)
        }
        self.before: dict[str | None, set[str]] = {
            None: set(),
            **{key: set() for key in self.sites},
        }
        for flow in sorted(graph.flows, key=_flow_order):
            if flow.source not in self.after or flow.target not in self.before:
                raise ValueError(f"{flow.source} to {flow.target} names an unknown site")
            self.add(flow.source, flow.target, amounts(flow.stages))

    def add(self, source: str, target: str | None, sums: Amounts) -> None:
        """Add a flow to that of the same ends."""
        add(self.after[source].setdefault(target, {}), sums)
        self.before[target].add(source)

    def take(self, key: str) -> None:
        """Take a site and its flows out."""
        for source in self.before.pop(key):
            del self.after[source][key]
        for target in self.after.pop(key):
            self.before[target].discard(key)

    def suppliers_first(self) -> list[str]:
        """The sites, every supplier before its consumers.

        Raises:
            ValueError: the flows have a loop.
        """
        order = suppliers_first(self.after, {key: self.before[key] for key in self.after})
        if len(order) < len(self.after):
            raise ValueError("the flows have a loop")
        return order

    def size(self, key: str) -> Decimal:
        """The sum of sizes of all that leaves a site."""
        return sum(map(_size, self.after[key].values()), ZERO)

    def ranked(self) -> list[str]:
        """The sites by size, largest first; ties by key."""
        size = {key: self.size(key) for key in self.after}
        return sorted(size, key=lambda key: (-size[key], key))


def _flow_order(flow: Flow) -> tuple[str, str, Stages]:
    return flow.source, flow.target or "", flow.stages


def keep(graph: FlowGraph, cap: int | None = CAP) -> KeptFlows:
    """Keep the largest sites.

    Args:
        graph: the flows.
        cap: the greatest number of sites; None keeps all.

    Raises:
        ValueError: the flows have a loop, name an unknown site, or two sites have one key.
    """
    with localcontext(EXPLAIN):
        network = _Graph(graph)
        for key in reversed(network.suppliers_first()):
            if not network.size(key):
                network.take(key)  # nothing from it reaches the product
        left_out = _left_out(network, cap)
        rest: dict[str | None, _Rest] = {}
        for key in network.suppliers_first() if left_out else []:
            if key in left_out:
                _remove(key, network, rest)
        return _kept(graph, network, rest)


def _kept(graph: FlowGraph, network: _Graph, rest: Mapping[str | None, _Rest]) -> KeptFlows:
    """The kept flows and sites, largest first, whatever the order of the graph was."""
    ends = [(source, target) for source, after in network.after.items() for target in after]
    ends.sort(key=lambda end: (-_size(network.after[end[0]][end[1]]), end[0], end[1] or ""))
    flows = tuple(
        Flow(source, target, stages_of(network.after[source][target])) for source, target in ends
    )
    sites = tuple(network.sites[key] for key in network.ranked())
    smaller = {
        key: Smaller(
            tuple(name for _, name in sorted(each.sites, key=lambda site: (-site[0], site[1]))),
            stages_of(each.sums),
        )
        for key, each in sorted(rest.items(), key=lambda item: item[0] or "")
    }
    return KeptFlows(replace(graph, sites=sites, flows=flows), smaller)


def _left_out(network: _Graph, cap: int | None) -> frozenset[str]:
    """The sites that are not drawn."""
    if cap is None or len(network.after) <= cap:
        return frozenset()
    ranked = network.ranked()
    own = {key: size_of(network.sites[key].own) for key in ranked}
    rest = sum((own[key] for key in ranked[cap:]), ZERO)
    few = len(ranked) <= cap + cap // 4
    negligible = rest < NEGLIGIBLE * sum(own.values(), ZERO)
    return frozenset() if few and negligible else frozenset(ranked[cap:])


def _remove(key: str, network: _Graph, rest: dict[str | None, _Rest]) -> None:
    """Take a site out of the flows; what is behind it goes on to its consumers."""
    size, consumers = network.size(key), dict(network.after[key])
    inflows = {source: network.after[source][key] for source in sorted(network.before[key])}
    network.take(key)
    for source, sums in inflows.items():
        for target, part in _split(sums, consumers).items():
            if part:
                network.add(source, target, part)
    gathered = rest.pop(key, _Rest())
    add(gathered.sums, amounts(network.sites[key].own))
    for target, part in _split(gathered.sums, consumers).items():
        add(rest.setdefault(target, _Rest()).sums, part)
    nearest = max(consumers, key=lambda target: (_size(consumers[target]), target or ""))
    rest[nearest].sites.extend([(size, network.sites[key].name), *gathered.sites])


def _size(sums: Amounts) -> Decimal:
    return sum((abs(value) for value in sums.values()), ZERO)


def _split(
    sums: Amounts, consumers: Mapping[str | None, Amounts]
) -> dict[str | None, dict[Cell, Decimal]]:
    """Split sums in the ratio of what the consumers get; the last part is the rest, so that nothing is lost."""
    parts: dict[str | None, dict[Cell, Decimal]] = {target: {} for target in consumers}
    for cell, value in sums.items():
        shares = {target: abs(got[cell]) for target, got in consumers.items() if got.get(cell)}
        shares = shares or {target: _size(got) for target, got in consumers.items() if _size(got)}
        shares = shares or dict.fromkeys(consumers, Decimal(1))
        *others, last = shares
        whole, given = sum(shares.values(), ZERO), ZERO
        for target in others:
            parts[target][cell] = value * shares[target] / whole
            given += parts[target][cell]
        parts[last][cell] = value - given
    return parts
