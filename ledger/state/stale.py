"""Stale figures: calculations and delivered figures whose lineage the registry has touched since.

A figure is of a registry state. A later leaf makes it stale, though not wrong, if it replaces or
withdraws a statement it rests on or a later version of one, or (for a calculation) adds an entry of
the same product that belongs to it (`ledger.rules.period`). The leaf is named, and the parties concerned decide. The
audit reports this for a bundle (`ledger.audit.links.lineage`), this module for the whole ledger,
from the store.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from ledger.footprint.graph.composition import cited_by
from ledger.rules.period import outdates
from ledger.state.closure import read_closure
from ledger.state.kept import Kept
from ledger.state.view import View
from ledger.store.changes import NOW, changes_of, changes_since, made_of
from ledger.store.statements import ids_of_kind
from ledger.trust.leaves import made_subject
from schemas.signed.calculation import Calculation, Composition, Declaration
from schemas.signed.delivery import Delivery
from schemas.signed.statement import Issued, Kind, SectionName
from schemas.values import RegistryState

LINEAGES: Final = 64
"""The number of lineages that are kept before all of them are dropped."""


@dataclass(frozen=True, slots=True)
class LineageChange:
    """A leaf of the registry that touches a statement behind a figure.

    `event` is `superseded`, `withdrawn` or `added`; `by` is the statement that made it.
    """

    index: int
    statement: str
    event: Literal["superseded", "withdrawn", "added"]
    by: str

    @property
    def what(self) -> str:
        """The change in words."""
        if self.event == "added":
            return "made the product too"
        return f"{self.by} {'replaced' if self.event == 'superseded' else 'withdrew'} it"


@dataclass(frozen=True, slots=True)
class StaleFigure:
    """A statement with a figure, and the changes of its lineage after the state it was computed at."""

    id: str
    kind: str
    issuer: str
    as_of: RegistryState
    touches: tuple[LineageChange, ...]


def find_stale(view: View, ids: Iterable[str]) -> Iterator[StaleFigure]:
    """The stale ones among these calculations and live deliveries, in the order given."""
    names = list(ids)
    gone = changes_of(view.connection, names)
    for name in names:
        statement = view.statement(name, Issued)
        if isinstance(statement, Calculation):
            changes = tuple(calculation_changes(view, statement, statement.as_of.size))
            state = statement.as_of
        elif isinstance(statement, Delivery) and statement.figure and name not in gone:
            state = statement.figure.registry
            changes = tuple(_touches(view, [statement.entry], (state.size, NOW)))
        else:
            continue
        if changes:
            kind = "calculation" if isinstance(statement, Calculation) else "delivery"
            yield StaleFigure(name, kind, statement.issuer, state, changes)


def ids_with_figures(view: View) -> tuple[str, ...]:
    """The ids of all deliveries, and of all calculations that count."""
    return (*live_calculations(view), *ids_of_kind(view.connection, Kind.DELIVERY.value))


def live_calculations(view: View) -> tuple[str, ...]:
    """The ids of all calculations that count: not superseded, and not all of its declarations are."""
    calculations = ids_of_kind(view.connection, Kind.CALCULATION.value)
    replaced = set(changes_of(view.connection, calculations))
    replaced |= _replaced_by_declaration(view, ids_of_kind(view.connection, Kind.DECLARATION.value))
    return tuple(name for name in calculations if name not in replaced)


def own_calculations(view: View, issuer: str) -> tuple[str, ...]:
    """The ids of an issuer's calculations that count, as `ids_with_figures` chooses them."""
    names = view.issued(issuer, Kind.CALCULATION)
    declared = _replaced_by_declaration(view, view.issued(issuer, Kind.DECLARATION))
    replaced = changes_of(view.connection, names).keys() | declared
    return tuple(name for name in names if name not in replaced)


def _replaced_by_declaration(view: View, declarations: Sequence[str]) -> set[str]:
    """The calculations of these declarations that have no live one."""
    statements, changed = view.read(declarations), changes_of(view.connection, declarations)
    declared: dict[bool, set[str]] = {True: set(), False: set()}
    for name, statement in statements.items():
        if isinstance(statement, Declaration):
            declared[name not in changed].add(statement.calculation)
    return declared[False] - declared[True]


def calculation_changes(
    view: View, calculation: Calculation, since: int, until: int = NOW
) -> Iterator[LineageChange]:
    """The changes of a calculation's lineage by leaves of the registry from `since` to `until` - 1.

    Args:
        view: the transaction.
        calculation: the calculation.
        since: the registry size whose lineage is looked at: that of the calculation, or a later one.
        until: the registry size that the changes are within.
    """
    composition = view.section(calculation, SectionName.COMPOSITION, Composition)
    entries, deliveries = cited_by(composition)
    replacing = set()
    for touch in _touches(view, [*entries, *deliveries], (since, until)):
        replacing.add(touch.by)
        yield touch
    subject = made_subject(calculation.issuer, calculation.model, calculation.site)
    for row in made_of(view.connection, subject, since, until):
        record = view.entry(row.entry)
        concerned = record is not None and outdates(record.entry, calculation)
        if concerned and row.entry not in replacing:
            yield LineageChange(row.registry_index, row.entry, "added", row.entry)


def _touches(view: View, roots: Iterable[str], between: tuple[int, int]) -> Iterator[LineageChange]:
    since, until = between
    changes = [row for row in changes_since(view.connection, since) if row.registry_index < until]
    if not changes:
        return
    touched = set(_kept_lineage(view, frozenset(roots), since))
    for change in sorted(changes, key=lambda row: row.registry_index):
        if change.old in touched:
            touched.add(change.by)
            yield LineageChange(change.registry_index, change.old, change.kind, change.by)


def figure_lineage(view: View, statement: Calculation | Delivery) -> frozenset[str]:
    """All that a calculation or a delivery's figure rests on, as of the state that it was computed at."""
    if isinstance(statement, Calculation):
        composition = view.section(statement, SectionName.COMPOSITION, Composition)
        entries, deliveries = cited_by(composition)
        return _kept_lineage(view, frozenset((*entries, *deliveries)), statement.as_of.size)
    if statement.figure is None:
        return frozenset()
    return _kept_lineage(view, frozenset((statement.entry,)), statement.figure.registry.size)


def _lineage(view: View, roots: frozenset[str], size: int) -> frozenset[str]:
    """All that these statements rest on as of a registry size."""
    records = read_closure(view, roots, size)
    return frozenset((*records.entries, *records.deliveries))


_LINEAGES = Kept[frozenset[str]]("lineages", LINEAGES)


def _kept_lineage(view: View, roots: frozenset[str], size: int) -> frozenset[str]:
    """The lineage of a figure, which never changes; the last ones are kept, because a lineage may be large."""
    return _LINEAGES.of(view.memory, (roots, size), lambda: _lineage(view, roots, size))
