"""The composition of two states: the rows that each counts, per product, and the exchanges of these rows.

A role that only one state counts is a matter of the boundary, and so is the choice of entries that count as the
product. Within a role that both count, another site is a change of supplier, and another quantity per product a change
of amount. Amounts after are scaled to the number of before, until every row is exchanged.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import NamedTuple

from ledger.documents.difference.site import decimal_of
from ledger.documents.difference.state import FigureState
from ledger.footprint.analysis.unit_of_figure import made
from schemas.signed.calculation import AssertedCalculation, Composition, CompositionRow
from schemas.views.difference import Cause
from schemas.vocabulary import CompositionRole

ORDER = (CompositionRole.PRODUCT, CompositionRole.DISTRIBUTION, CompositionRole.END_OF_LIFE)


class RowChange(NamedTuple):
    """One exchange among the counted rows: its cause, and the rows by role, process and unit."""

    cause: Cause
    key: tuple[str, str, str]

    @property
    def role(self) -> str:
        """The role in words."""
        return self.key[0].replace("_", " ")


class _Rows(NamedTuple):
    """The rows of one role, process and unit, before and after."""

    before: tuple[CompositionRow, ...]
    after: tuple[CompositionRow, ...]


@dataclass(frozen=True)
class Counted:
    """The counted rows of two states in the same names."""

    before: FigureState
    after: FigureState

    @staticmethod
    def key(row: CompositionRow, state: FigureState) -> tuple[str, str, str]:
        """The role of a row, the process behind it, and its unit."""
        entry = row.entry
        if entry is None:
            entry = state.records.deliveries[row.delivery or ""].delivery.entry
        return row.role.value, state.records.entries[entry].entry.process.value, row.unit.value

    @cached_property
    def _scale(self) -> Fraction:
        """The factor from what after counts, batteries or declared units, to what before does."""
        return Fraction(made(self.before.calculation)) / Fraction(made(self.after.calculation))

    @cached_property
    def _rows(self) -> dict[tuple[str, str, str], _Rows]:
        keyed: dict[tuple[str, str, str], tuple[list[CompositionRow], list[CompositionRow]]] = {}
        for side, state in enumerate((self.before, self.after)):
            for row in state.composition.rows:
                keyed.setdefault(self.key(row, state), ([], []))[side].append(row)
        order = {role.value: number for number, role in enumerate(ORDER)}
        return {
            key: _Rows(tuple(keyed[key][0]), tuple(keyed[key][1]))
            for key in sorted(keyed, key=lambda key: (order[key[0]], key))
        }

    @cached_property
    def changes(self) -> tuple[RowChange, ...]:
        """The exchanges, in the order of the causes."""
        changes = [
            change for key, rows in self._rows.items() for change in self._changes(key, rows)
        ]
        order = {cause: number for number, cause in enumerate(Cause)}
        return tuple(sorted(changes, key=lambda change: order[change.cause]))

    def _changes(self, key: tuple[str, str, str], rows: _Rows) -> Iterator[RowChange]:
        if not rows.before or not rows.after:
            yield RowChange(Cause.BOUNDARY, key)
            return
        if _shares(rows.before) != _shares(rows.after):
            is_product = key[0] == CompositionRole.PRODUCT.value
            yield RowChange(Cause.BOUNDARY if is_product else Cause.SUPPLIER, key)
        if _sum(rows.before) != _sum(rows.after) * self._scale:
            yield RowChange(Cause.AMOUNT, key)

    def with_changes(self, done: Collection[RowChange]) -> tuple[Composition, AssertedCalculation]:
        """The rows after some of the exchanges, and the state's calculation whose number of products they are for."""
        if len(set(done)) == len(self.changes):
            return self.after.composition, self.after.calculation
        rows = [
            row
            for key, both in self._rows.items()
            for row in self._exchanged(both, {change.cause for change in done if change.key == key})
        ]
        composition = Composition.model_construct(rows=tuple(rows), exclusions=())
        return composition, self.before.calculation

    def _exchanged(self, rows: _Rows, done: Collection[Cause]) -> Iterable[CompositionRow]:
        if not rows.before or not rows.after:
            return _times(rows.after, self._scale) if done else rows.before
        ratio = _sum(rows.after) * self._scale / _sum(rows.before)
        own = ratio if Cause.AMOUNT in done else Fraction(1)
        if any(cause is not Cause.AMOUNT for cause in done):
            return _times(rows.after, self._scale / ratio * own)
        return _times(rows.before, own)


def _shares(rows: Iterable[CompositionRow]) -> dict[tuple[str | None, str | None, str], Fraction]:
    listed = tuple(rows)
    total = _sum(listed)
    return {(row.entry, row.delivery, row.line): Fraction(row.amount) / total for row in listed}


def _sum(rows: Iterable[CompositionRow]) -> Fraction:
    return sum((Fraction(row.amount) for row in rows), Fraction(0))


def _times(rows: Iterable[CompositionRow], factor: Fraction) -> tuple[CompositionRow, ...]:
    if factor == 1:
        return tuple(rows)
    return tuple(
        row.model_copy(update={"amount": decimal_of(Fraction(row.amount) * factor)}) for row in rows
    )
