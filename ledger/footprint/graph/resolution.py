"""The graph of entries, as of a state of the registry.

A citation names one version of a delivery or entry and means the newest version as of a state, found by following the
registry's changes. `resolve` walks from the roots against the flow of goods and gives a graph whose nodes are entries
(newest versions) and whose edges run from supplier to customer. Failures (a missing statement, a withdrawn one, a loop)
are collected as problems: the service refuses on the first, the audit reports them all. Signatures and proofs are
checked elsewhere.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple, Self

from ledger.footprint.graph.order import Suppliers, loops, reachable, suppliers_first
from schemas.errors import CradleError
from schemas.signed.delivery import DeliveredFigure, Delivery
from schemas.signed.entry import Entry, Product
from schemas.signed.inventory import Inventory
from schemas.signed.opening import Opening
from schemas.signed.quality import Quality


class EntryRecord(NamedTuple):
    """An entry and its available sections; a withheld section is None."""

    id: str
    entry: Entry
    inventory: Inventory | None = None
    product: Product | None = None
    quality: Quality | None = None

    @property
    def battery_model(self) -> str | None:
        """The model of an entry that makes batteries; None of other goods. Without an inventory any model counts."""
        outputs = None if self.inventory is None else self.inventory.outputs
        counts = outputs is None or any(row.batteries is not None for row in outputs)
        return self.entry.model if counts else None


class DeliveryRecord(NamedTuple):
    """A delivery under its id, and what it opens; None if it opens nothing, or that is withheld."""

    id: str
    delivery: Delivery
    opening: Opening | None = None


class Change(NamedTuple):
    """The registry's change of a statement: `superseded` or `withdrawn`, and by which statement."""

    kind: str
    by: str


class Problem(NamedTuple):
    """A condition that prevents a figure, or breaks a rule; `detail` is a clause.

    `place` is the field path in the statement that breaks a rule, if it has one.
    """

    code: str
    subject: str
    detail: str
    place: str = ""

    @classmethod
    def of(cls, error: CradleError, subject: str) -> Self:
        """A refusal as a problem of the statement that caused it."""
        return cls(error.code, subject, error.detail.removesuffix("."))


class Observation(NamedTuple):
    """A fault in an entry's statements, which changes no figure; `detail` is a clause.

    Attributes:
        effect: estimated kg CO2e by which the figure is too high over the entry's period or lot, below zero too low;
            None if unknown. The lines share it as they share burdens.
        lines: the kg that each line has too much, if they do not share it so; `effect` is then the main line's.
    """

    code: str
    subject: str
    detail: str
    effect: Decimal | None = None
    lines: Mapping[str, Decimal] | None = None

    @property
    def problem(self) -> Problem:
        """The observation without its effect."""
        return Problem(self.code, self.subject, self.detail)


@dataclass(frozen=True)
class Records:
    """The available statements, and the registry's changes as of the state they are read at."""

    entries: Mapping[str, EntryRecord]
    deliveries: Mapping[str, DeliveryRecord]
    changes: Mapping[str, Change]
    _newest: dict[str, str | None] = field(default_factory=dict, compare=False)

    def newest(self, statement: str) -> str | None:
        """The newest version of a statement as of the state; None if it was withdrawn.

        The answer is kept for every version on the way, so a long line of corrections is followed once.
        """
        passed: dict[str, None] = {}
        version: str | None = statement
        while version is not None and version not in passed:
            if version in self._newest:
                version = self._newest[version]
                break
            change = self.changes.get(version)
            if change is None:
                break
            passed[version] = None
            version = None if change.kind == "withdrawn" else change.by
        self._newest.update(dict.fromkeys(passed, version))
        return version

    def last(self, statement: str) -> str:
        """The last version of a statement, withdrawn or not."""
        seen = {statement}
        change = self.changes.get(statement)
        while change is not None and change.kind != "withdrawn" and change.by not in seen:
            statement = change.by
            seen.add(statement)
            change = self.changes.get(statement)
        return statement


@dataclass(frozen=True)
class Resolution:
    """A graph as of a state.

    Attributes:
        nodes: the record of each entry by its id, in the order in which they were reached.
        suppliers: the edges.
        sources: for each cited delivery (as cited) the newest delivery and newest entry behind it.
        makers: the newest entry behind each newest delivery.
        lines: the line that each newest delivery delivers.
        supplier_figures: the figures stated with the newest deliveries.
        order: entry ids, suppliers first; a loop leaves its members out.
        lineage: the ids of all statements passed, including every version that was followed.
        problems: the failures to resolve.
    """

    nodes: Mapping[str, EntryRecord]
    suppliers: Suppliers
    sources: Mapping[str, tuple[str, str]]
    makers: Mapping[str, str]
    lines: Mapping[str, str]
    supplier_figures: Mapping[str, DeliveredFigure]
    order: tuple[str, ...]
    lineage: frozenset[str]
    problems: tuple[Problem, ...]

    def record(self, entry: str) -> EntryRecord:
        """The record of a node."""
        return self.nodes[entry]

    def upstream(self, entries: Iterable[str]) -> frozenset[str]:
        """All entries that some entries rest on, themselves included."""
        return reachable(entries, self.suppliers.__getitem__)

    def downstream(self, entries: Iterable[str]) -> frozenset[str]:
        """All entries that rest on some entries; themselves only if they rest on one of them."""
        customers: dict[str, list[str]] = {node: [] for node in self.nodes}
        for node, suppliers in self.suppliers.items():
            for supplier in suppliers:
                customers[supplier].append(node)
        direct = [customer for entry in entries for customer in customers[entry]]
        return reachable(direct, customers.__getitem__)


@dataclass
class _Walk:
    records: Records
    nodes: dict[str, EntryRecord] = field(default_factory=dict)
    suppliers: dict[str, Collection[str]] = field(default_factory=dict)
    sources: dict[str, tuple[str, str]] = field(default_factory=dict)
    lines: dict[str, str] = field(default_factory=dict)
    supplier_figures: dict[str, DeliveredFigure] = field(default_factory=dict)
    lineage: set[str] = field(default_factory=set)
    problems: dict[Problem, None] = field(default_factory=dict)

    def newest(self, statement: str, what: str) -> str | None:
        if statement not in self.records.changes:  # nearly every statement
            self.lineage.add(statement)
            return statement
        version: str | None = statement
        while version is not None and version not in self.lineage:
            self.lineage.add(version)
            change = self.records.changes.get(version)
            version = None if change is None or change.kind == "withdrawn" else change.by
        newest = self.records.newest(statement)
        if newest is None:
            self.note(f"{what}.withdrawn", statement, f"the {what} was withdrawn and has no figure")
        return newest

    def version(self, entry: str) -> str | None:
        """This version of an entry, whatever replaced it, as a node; None if it is not available."""
        record = self.records.entries.get(entry)
        if record is None:
            return None
        self.nodes[entry] = record
        return entry

    def note(self, code: str, subject: str, detail: str) -> None:
        self.problems[Problem(code, subject, detail)] = None

    def entry(self, cited: str) -> str | None:
        """The newest version of an entry, as a node; None if it is not available."""
        newest = self.newest(cited, "entry")
        if newest is None:
            return None
        record = self.records.entries.get(newest)
        if record is None:
            self.note("statement.missing", newest, "a cited entry is missing")
            return None
        self.nodes[newest] = record
        return newest

    def source(self, cited: str) -> tuple[str, str] | None:
        """The newest delivery and entry behind a cited delivery; None if they are not available."""
        newest = self.newest(cited, "delivery")
        if newest is None:
            return None
        record = self.records.deliveries.get(newest)
        if record is None:
            self.note("statement.missing", newest, "a cited delivery is missing")
            return None
        delivery = record.delivery
        entry = self.entry(delivery.entry)
        if entry is None:
            return None
        self.lines[newest] = delivery.line
        if delivery.figure is not None:
            self.supplier_figures[newest] = delivery.figure
        self.sources[cited] = source = newest, entry
        return source

    def behind(self, node: str) -> dict[str, None]:
        """The entries that a node cites through deliveries, each once, in the order of its citations."""
        suppliers: dict[str, None] = {}
        inventory = self.nodes[node].inventory
        for cited in inventory.cited if inventory is not None else ():
            source = self.sources.get(cited) or self.source(cited)
            if source is not None:
                suppliers[source[1]] = None
        return suppliers


def resolve(
    entries: Iterable[str],
    deliveries: Iterable[str],
    records: Records,
    versions: Iterable[str] = (),
) -> Resolution:
    """The graph behind entries and deliveries, as of the state that `records.changes` are read at.

    Args:
        entries: ids of entries to start from, any version.
        deliveries: ids of deliveries to start from, any version.
        records: the available statements and the changes as of the state.
        versions: ids of replaced or withdrawn entries to start from as well, in this version; nothing rests on them.
    """
    walk = _Walk(records)
    waiting = [node for node in map(walk.entry, entries) if node is not None]
    waiting += [node for node in map(walk.version, versions) if node is not None]
    for cited in deliveries:
        source = walk.source(cited)
        if source is not None:
            waiting.append(source[1])
    for node in waiting:
        if node not in walk.suppliers:
            walk.suppliers[node] = suppliers = walk.behind(node)
            waiting.extend(suppliers)  # a queue: tier by tier, in the order of the log
    order = suppliers_first(walk.nodes, walk.suppliers)
    for loop in loops(walk.suppliers) if len(order) < len(walk.nodes) else ():
        detail = f"the entry rests on itself, through {len(loop) - 1} others"
        walk.note("graph.loop", min(loop), detail)
    return Resolution(
        nodes=walk.nodes,
        suppliers=walk.suppliers,
        sources=walk.sources,
        makers=dict(walk.sources.values()),
        lines=walk.lines,
        supplier_figures=walk.supplier_figures,
        order=tuple(order),
        lineage=frozenset(walk.lineage),
        problems=tuple(walk.problems),
    )
