"""The graph of entries, as of a state of the registry.

A citation names one version of a delivery or entry; it means the newest version as of a state,
found by following the registry's changes. `resolve` walks from the roots against the flow of goods
and gives a graph whose nodes are entries (newest versions) and whose edges run from supplier to
customer. What cannot be resolved (a statement not at hand, a withdrawn one, a loop) is collected as
problems: the service refuses on the first, the audit reports them all. Signatures and proofs are not
looked at here. Nodes and edges are plain mappings, for that is all that nearly every question needs;
networkx answers those about paths and loops.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import NamedTuple, Self, TypeAlias

import networkx as nx

from schemas.delivery import Delivery
from schemas.entry import Entry, Product
from schemas.errors import CradleError
from schemas.inventory import Inventory
from schemas.quality import Quality


class EntryRecord(NamedTuple):
    """An entry and those of its sections that are at hand; a section not shown is None."""

    id: str
    entry: Entry
    inventory: Inventory | None = None
    product: Product | None = None
    quality: Quality | None = None


class DeliveryRecord(NamedTuple):
    """A delivery under its id."""

    id: str
    delivery: Delivery


class Change(NamedTuple):
    """What the registry says of a statement: `superseded` or `withdrawn`, and by which one."""

    kind: str
    by: str


class Problem(NamedTuple):
    """Something that keeps a figure from being told, or contradicts a rule; `detail` is a clause."""

    code: str
    subject: str
    detail: str

    @classmethod
    def of(cls, error: CradleError, subject: str) -> Self:
        """A refusal as a problem of what it was refused for."""
        return cls(error.code, subject, error.detail.removesuffix("."))


class Observation(NamedTuple):
    """A fault in what an entry states, which changes no figure; `detail` is a clause.

    Attributes:
        effect: kg CO2e over the entry's period or lot that its figure has too much, and below zero
            too little, estimated; None where nothing tells. The lines share it as they share burdens.
        lines: where they do not, the kg that each line has too much; `effect` is then the main line's.
    """

    code: str
    subject: str
    detail: str
    effect: Decimal | None = None
    lines: Mapping[str, Decimal] | None = None


_Graph: TypeAlias = "nx.DiGraph[str, dict[str, object], dict[str, object]]"

Customers = Mapping[str, Collection[str]]
"""The customers of each entry of a graph, in the order they were come upon."""


@dataclass(frozen=True)
class Records:
    """The statements at hand, and the registry's changes as of the state they are read at."""

    entries: Mapping[str, EntryRecord]
    deliveries: Mapping[str, DeliveryRecord]
    changes: Mapping[str, Change]

    def newest(self, statement: str) -> str | None:
        """The newest version of a statement as of the state; None where it was withdrawn."""
        return self.versions(statement)[-1]

    def versions(self, statement: str) -> tuple[str | None, ...]:
        """A statement and its later versions in order; the last is None where it was withdrawn."""
        chain: list[str | None] = [statement]
        seen = {statement}
        change = self.changes.get(statement)
        while change is not None:
            chain.append(None if change.kind == "withdrawn" else change.by)
            if change.kind == "withdrawn" or change.by in seen:
                break
            seen.add(change.by)
            change = self.changes.get(change.by)
        return tuple(chain)


@dataclass(frozen=True)
class Resolution:
    """A graph as of a state.

    Attributes:
        nodes: the record of each entry by its id, in the order they were come upon.
        customers: the edges, supplier to customers.
        sources: for each cited delivery (as cited) the newest delivery and newest entry behind it.
        lines: the line that each newest delivery delivers.
        order: entry ids, suppliers first; a loop leaves its members out.
        lineage: the ids of all statements passed, every version that was followed included.
        problems: what could not be resolved.
    """

    nodes: Mapping[str, EntryRecord]
    customers: Customers
    sources: Mapping[str, tuple[str, str]]
    lines: Mapping[str, str]
    order: tuple[str, ...]
    lineage: frozenset[str]
    problems: tuple[Problem, ...]

    @cached_property
    def graph(self) -> _Graph:
        """Nodes and edges for networkx."""
        return _graph(self.customers)

    def record(self, entry: str) -> EntryRecord:
        """The record of a node."""
        return self.nodes[entry]

    def upstream(self, entry: str) -> frozenset[str]:
        """All entries that `entry` rests on, itself included."""
        return frozenset(nx.ancestors(self.graph, entry)) | {entry}


@dataclass
class _Walk:
    records: Records
    nodes: dict[str, EntryRecord] = field(default_factory=dict)
    customers: dict[str, dict[str, None]] = field(default_factory=dict)
    sources: dict[str, tuple[str, str]] = field(default_factory=dict)
    lineage: set[str] = field(default_factory=set)
    problems: dict[Problem, None] = field(default_factory=dict)

    def newest(self, statement: str, what: str) -> str | None:
        if statement not in self.records.changes:  # nearly all: one look-up in place of a list
            self.lineage.add(statement)
            return statement
        versions = self.records.versions(statement)
        self.lineage.update(version for version in versions if version is not None)
        if versions[-1] is None:
            self.note(f"{what}.withdrawn", statement, f"the {what} was withdrawn and has no figure")
        return versions[-1]

    def note(self, code: str, subject: str, detail: str) -> None:
        self.problems[Problem(code, subject, detail)] = None

    def entry(self, cited: str) -> str | None:
        """The newest version of an entry, as a node; None where it cannot be had."""
        newest = self.newest(cited, "entry")
        if newest is None:
            return None
        record = self.records.entries.get(newest)
        if record is None:
            self.note("statement.missing", newest, "an entry that is cited is not at hand")
            return None
        self.nodes[newest] = record
        self.customers.setdefault(newest, {})
        return newest

    def source(self, cited: str) -> tuple[str, str] | None:
        """The newest delivery and entry behind a cited delivery; None where they cannot be had."""
        newest = self.newest(cited, "delivery")
        if newest is None:
            return None
        record = self.records.deliveries.get(newest)
        if record is None:
            self.note("statement.missing", newest, "a delivery that is cited is not at hand")
            return None
        entry = self.entry(record.delivery.entry)
        return None if entry is None else (newest, entry)


def resolve(entries: Iterable[str], deliveries: Iterable[str], records: Records) -> Resolution:
    """The graph behind entries and deliveries, as of the state that `records.changes` are read at.

    Args:
        entries: ids of entries to start from, any version.
        deliveries: ids of deliveries to start from, any version.
        records: the statements at hand and the changes as of the state.
    """
    walk = _Walk(records)
    waiting = [node for node in map(walk.entry, entries) if node is not None]
    for cited in deliveries:
        source = walk.source(cited)
        if source is not None:
            walk.sources[cited] = source
            waiting.append(source[1])
    done: set[str] = set()
    while waiting:
        node = waiting.pop()
        if node in done:
            continue
        done.add(node)
        inventory = walk.records.entries[node].inventory
        for cited in inventory.cited if inventory is not None else ():
            source = walk.sources.get(cited) or walk.source(cited)
            if source is not None:
                walk.sources[cited] = source
                walk.customers[source[1]][node] = None
                waiting.append(source[1])
    order = _suppliers_first(walk.customers)
    if len(order) < len(walk.nodes):
        _name_loops(walk)
    return Resolution(
        nodes=walk.nodes,
        customers=walk.customers,
        sources=walk.sources,
        lines={
            newest: records.deliveries[newest].delivery.line for newest, _ in walk.sources.values()
        },
        order=tuple(order),
        lineage=frozenset(walk.lineage),
        problems=tuple(walk.problems),
    )


def _suppliers_first(customers: Customers) -> list[str]:
    """A topological order (Kahn); the members of a loop are left out with what rests on them."""
    suppliers = dict.fromkeys(customers, 0)
    for found in customers.values():
        for customer in found:
            suppliers[customer] += 1
    order = [node for node, count in suppliers.items() if not count]
    for node in order:
        for customer in customers[node]:
            suppliers[customer] -= 1
            if not suppliers[customer]:
                order.append(customer)  # a queue: it is come to later
    return order


def _name_loops(walk: _Walk) -> None:
    """Tells each loop under the first of its members."""
    components = nx.strongly_connected_components(_graph(walk.customers))
    for loop in sorted((c for c in components if _is_loop(walk.customers, c)), key=min):
        detail = f"the entry rests on itself, by way of {len(loop) - 1} others"
        walk.note("graph.loop", min(loop), detail)


def _is_loop(customers: Customers, component: set[str]) -> bool:
    return len(component) > 1 or any(node in customers[node] for node in component)


def _graph(customers: Customers) -> _Graph:
    graph: _Graph = nx.DiGraph()
    graph.add_nodes_from(customers)
    graph.add_edges_from((node, other) for node, found in customers.items() for other in found)
    return graph
