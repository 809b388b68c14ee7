"""The closures of all figures: each states beside its figure what follows from the statements before its leaf.

What a firm received and nothing drew, and which of its entries are twins of what counts, is the operator's word in a
bundle (`schemas.signed.closure.Beside`), because it follows from draws and entries that the bundle does not show. A
monitor has all statements, and finds it again: leaf by leaf, each figure by the trade before it. Left out: closures
that are older than this word.
"""

from bisect import bisect_left
from collections.abc import Iterator

from ledger.audit.bundle.model import Bundle, IndexedLeaf
from ledger.audit.findings import Findings, StepNumber
from ledger.audit.log.registry import Registry
from ledger.choices.beside_figure import statements_beside
from ledger.choices.trade import RecordedTrade
from ledger.footprint.graph.composition import cited_by
from ledger.footprint.graph.resolution import (
    Change,
    DeliveryRecord,
    EntryRecord,
    Problem,
    Records,
    Resolution,
    resolve,
)
from ledger.rules.same_goods import FigureRoots
from ledger.store.documents import document_of
from ledger.store.engine import Connection
from schemas.signed.calculation import Calculation
from schemas.signed.closure import Beside, Closure
from schemas.signed.delivery import Delivery

STEP = StepNumber.INTEGRITY


def check_closures(
    connection: Connection, bundle: Bundle, registry: Registry, findings: Findings
) -> None:
    """Compare the closure of each figure with the statements before its leaf."""
    growing = _Growing(registry)
    for leaf in sorted(bundle.places.values()):
        growing.reach(leaf)
        if leaf.closure is not None:
            findings.checked(STEP)
            data = document_of(connection, leaf.closure)
            closure = None if data is None else Closure.parse(data)
            if closure is None:
                detail = "the closure that its leaf binds is not in the database"
                findings.contradict(STEP, Problem("closure.missing", leaf.id, detail), leaf.id)
            elif closure.beside is not None and _differs(growing, bundle, leaf, closure.beside):
                detail = "its closure states other goods left, or other twins, than the log before its leaf"
                findings.contradict(STEP, Problem("closure.beside", leaf.id, detail), leaf.id)
        growing.add(bundle, leaf.id)


class _Growing:
    """The statements of the log up to a leaf, and the changes of the registry that the leaf names."""

    def __init__(self, registry: Registry) -> None:
        self._registry = registry
        self._coming = iter(registry.changes)
        self._next = next(self._coming, None)
        self._changes: dict[str, Change] = {}
        self._at = (0, dict[str, Change]())
        self._entries: dict[str, EntryRecord] = {}
        self._deliveries: dict[str, DeliveryRecord] = {}
        self.trade = RecordedTrade(self._records(self._changes))

    def reach(self, leaf: IndexedLeaf) -> None:
        """Take in the changes before a leaf; its own statement changes nothing yet."""
        while self._next is not None and self._next.at < leaf.registry.size:
            change = self._next.leaf
            if change.by == leaf.id:
                return
            self._changes.setdefault(change.old, Change(change.kind, change.by))
            self.trade.records = self._records(self._changes)
            self._next = next(self._coming, None)

    def add(self, bundle: Bundle, name: str) -> None:
        """Add the statement of a leaf."""
        if name in bundle.entries:
            self._entries[name] = bundle.entries[name]
            self.trade.add_entry(bundle.entries[name])
        elif name in bundle.deliveries:
            self._deliveries[name] = bundle.deliveries[name]
            self.trade.add_delivery(bundle.deliveries[name])

    def records_at(self, size: int) -> Records:
        """The statements so far, as of a size of the registry; many figures are of states without a change between."""
        count = bisect_left(self._registry.changes, size, key=lambda change: change.at)
        if self._at[0] != count:
            self._at = count, self._registry.changes_at(size)
        return self._records(self._at[1])

    def _records(self, changes: dict[str, Change]) -> Records:
        return Records(self._entries, self._deliveries, changes)


def _differs(growing: _Growing, bundle: Bundle, leaf: IndexedLeaf, beside: Beside) -> bool:
    """True if another word stands beside a figure than follows; false where its graph has a finding already."""
    return any(
        not resolution.problems and statements_beside(resolution, roots, growing.trade) != beside
        for resolution, roots in _figure(growing, bundle, leaf)
    )


def _figure(
    growing: _Growing, bundle: Bundle, leaf: IndexedLeaf
) -> Iterator[tuple[Resolution, FigureRoots]]:
    """The graph and the start of the figure that a leaf's statement states."""
    signed = bundle.statements.get(leaf.id)
    statement = None if signed is None else signed.statement
    if isinstance(statement, Calculation) and signed is not None and signed.composition is not None:
        records = growing.records_at(statement.as_of.size)
        roots = FigureRoots.of_calculation(signed.composition, statement.period, records)
        yield resolve(*cited_by(signed.composition), records), roots
    elif isinstance(statement, Delivery) and statement.figure is not None:
        records = growing.records_at(statement.figure.registry.size)
        roots = FigureRoots.of_delivery(statement.entry, records)
        yield resolve([statement.entry], [], records), roots
