"""The figure a second time, by other means: recursive, in fractions, rounded with integers.

Written from the rule alone (design of `exact-1`) and not from the code it checks. It reads only the
models: entries, deliveries, changes, factor sets and rulebook. A cell is a fraction; it is rounded
once, half to even, to the coarser of 34 significant digits and 1e-60, by integer division.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from ledger.footprint.graph.resolution import Records
from schemas.signed.calculation import Calculation, Composition
from schemas.signed.entry import Entry
from schemas.signed.inventory import Inventory
from schemas.signed.rows import ActivityInput, Avoided, Waste
from schemas.signed.rulebook import FactorSet, Rulebook

Key = tuple[str, str, str]
Cells = dict[Key, Fraction]
FINEST = 60
DIGITS = 34


class TooLargeError(Exception):
    """A cell of 1e31 or more."""


def round_half_even(value: Fraction) -> int:
    """The nearest integer of a fraction that is not negative; the even one of two as near."""
    whole, rest = divmod(value.numerator, value.denominator)
    twice = 2 * rest - value.denominator
    return whole + (1 if twice > 0 or (twice == 0 and whole % 2 == 1) else 0)


def round_cell(value: Fraction) -> Fraction:
    """A cell as it is kept: the coarser of 34 significant digits and 60 decimals."""
    size = abs(value)
    place = -FINEST
    while size and size >= Fraction(10) ** (place + DIGITS):
        place += 1
    step = Fraction(10) ** place
    rounded = round_half_even(size / step) * step
    if rounded >= 10**31:
        raise TooLargeError
    return rounded if value > 0 else -rounded


def format_fraction(value: Fraction) -> str:
    """The one string of a multiple of 1e-60."""
    scaled = abs(value) * 10**FINEST
    assert scaled.denominator == 1
    whole, decimals = divmod(scaled.numerator, 10**FINEST)
    tail = str(decimals).zfill(FINEST).rstrip("0")
    return ("-" if value < 0 else "") + str(whole) + ("." + tail if tail else "")


def format_cells(cells: Mapping[Key, Fraction]) -> list[tuple[str, str, str, str]]:
    """Cells as a calculation lists them: sorted, without those of zero."""
    return [(*key, format_fraction(cells[key])) for key in sorted(cells) if cells[key]]


@dataclass
class Reference:
    """Figures by recursion from an entry to what it cites."""

    records: Records
    factor_sets: Iterable[FactorSet]
    rulebook: Rulebook
    known: dict[tuple[str, str], Cells] = field(default_factory=dict)

    def line(self, entry_id: str, line: str) -> Cells:
        """The cells per unit of a line of the newest version of an entry."""
        entry_id = self._newest(entry_id)
        if (entry_id, line) not in self.known:
            exact = self.unrounded(entry_id, line)
            self.known[entry_id, line] = {key: round_cell(cell) for key, cell in exact.items()}
        return self.known[entry_id, line]

    def declared(self, composition: Composition, calculation: Calculation) -> Cells:
        """The cells per kWh of a declaration."""
        total: Cells = {}
        for row in composition.rows:
            cells = self.line(row.entry, row.line) if row.entry else self._delivered(row.delivery)
            _add(total, cells, Fraction(row.amount))
        energy = calculation.total_energy
        kwh = calculation.batteries * Fraction(energy.numerator) / Fraction(energy.denominator)
        return {key: round_cell(value / kwh) for key, value in total.items()}

    def unrounded(self, entry_id: str, line: str) -> Cells:
        """The cells of a line before their one rounding; their inputs are rounded."""
        record = self.records.entries[entry_id]
        inventory = record.inventory
        total: Cells = {}
        for row in inventory.inputs:
            if row.type == "delivery":
                _add(total, self._delivered(row.delivery), Fraction(row.amount))
            else:
                stage = self._stage(record.entry, row.purpose, row.stage)
                self._flow(total, row, "product", stage)
        for row in inventory.wastes:
            self._flow(total, row, "treatment", self._stage(record.entry, row.purpose, row.stage))
        for row in inventory.emissions:
            stage = self._stage(record.entry, "direct", row.stage)
            for gas in self.rulebook.characterization.rows:
                if (gas.gas, gas.origin) == (row.gas, row.origin):
                    cell = {(stage, gas.group.value, "burden"): Fraction(gas.value)}
                    _add(total, cell, Fraction(row.amount))
        for row in inventory.avoided:
            self._avoided(total, row)
        part = _part(inventory, line)
        return {key: value * part for key, value in total.items()}

    def _flow(self, total: Cells, row: ActivityInput | Waste, direction: str, stage: str) -> None:
        for group, value in self._factor(row.flow, row.unit, direction).items():
            _add(total, {(stage, group, "burden"): value}, Fraction(row.amount))

    def _avoided(self, total: Cells, row: Avoided) -> None:
        saved: dict[str, Fraction] = {}
        if row.flow:
            saved = self._factor(row.flow, row.unit, "product")
        else:
            for (_, group, _), value in self._delivered(row.delivery).items():
                saved[group] = saved.get(group, Fraction(0)) + value
        for group, value in saved.items():
            _add(total, {(row.stage.value, group, "credit"): value}, -Fraction(row.amount))

    def _factor(self, flow: str, unit: str, direction: str) -> dict[str, Fraction]:
        (found,) = (
            row
            for factors in self.factor_sets
            for row in factors.rows
            if (row.flow, row.unit, row.direction) == (flow, unit, direction)
        )
        return {row.group.value: Fraction(row.value) for row in found.values}

    def _delivered(self, delivery_id: str) -> Cells:
        delivery = self.records.deliveries[self._newest(delivery_id)].delivery
        return self.line(delivery.entry, delivery.line)

    def _newest(self, statement: str) -> str:
        while statement in self.records.changes:
            statement = self.records.changes[statement].by
        return statement

    def _stage(self, entry: Entry, purpose: str, stated: str) -> str:
        own = entry.process.value.split(".")[0]
        if self.rulebook.filing == "stated":
            return str(stated.value)
        for rule in self.rulebook.filing_rules:
            if (rule.process_stage, rule.purpose) == (own, purpose):
                return rule.stage.value
        return own


def _add(total: Cells, cells: Cells, amount: Fraction) -> None:
    for key, value in cells.items():
        total[key] = total.get(key, Fraction(0)) + amount * value


def _part(inventory: Inventory, line: str) -> Fraction:
    """The share of a line in the burdens, per unit of it."""
    (output,) = (row for row in inventory.outputs if row.line == line)
    if output.role in {"by_product", "scrap"}:
        return Fraction(0)
    if output.allocation_value is None:
        return 1 / Fraction(output.amount)
    shared = sum(
        Fraction(row.allocation_value) for row in inventory.outputs if row.allocation_value
    )
    return Fraction(output.allocation_value) / shared / Fraction(output.amount)
