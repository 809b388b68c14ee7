"""What an entry's own rows come to: valued by a factor, filed under a stage, kept with their label.

Activities and avoided flows are valued as `product`, wastes as `treatment`, emissions by the
rulebook's characterization; a cited delivery by the cells of the delivered line. Only an avoided
line subtracts. The stage of a row is the one it states, or the rulebook's rule over process code
and purpose; where both differ, the difference is told, not settled.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple

from ledger.footprint.cells import CellKey, Cells, add, cell_key, groups_of
from ledger.footprint.factors import FactorTable, GroupValues
from ledger.footprint.graph import EntryRecord, Problem
from ledger.footprint.numbers import EXACT
from ledger.footprint.recycling import Weights, default_materials, weigh
from schemas.entry import Entry
from schemas.errors import CradleError
from schemas.inventory import Inventory
from schemas.rows import ActivityInput, Avoided, Emission, Waste
from schemas.rulebook import Rulebook
from schemas.vocabulary import Purpose, Sign, Stage, Unit


class Term(NamedTuple):
    """One row's part of an entry's own figure, over the whole period or lot, in kg CO2e, exact.

    `purpose` is None for an avoided line; `value` is too large by the divisor of the entry's weights.
    """

    key: CellKey
    value: Decimal
    source: str
    label: str
    purpose: Purpose | None


@dataclass(frozen=True, slots=True)
class Valuation:
    """What the rows of an entry come to, over the whole period or lot.

    Attributes:
        terms: its own rows, avoided lines among them.
        upstream: what its deliveries bring, in kg CO2e by cell, exact.
        weights: what its rows were multiplied by, and the divisor by which terms and upstream are
            too large, so that a ratio among the rows needs no rounding of its own.
        told: whether the figure of every cited delivery was told.
        problems: what could not be valued.
        remarks: what is filed otherwise than stated.
    """

    terms: tuple[Term, ...]
    upstream: Cells
    weights: Weights
    told: bool
    problems: tuple[Problem, ...]
    remarks: tuple[Problem, ...]


def value(
    record: EntryRecord, cited: Mapping[str, Cells], table: FactorTable, rulebook: Rulebook
) -> Valuation:
    """Values all rows of an entry.

    Args:
        record: the entry; without its inventory nothing can be valued, and that is a problem.
        cited: kg CO2e per unit, by cell, of every cited delivery whose figure is told.
        table: the factors of the calculation.
        rulebook: how rows are filed, and whether avoided lines count.
    """
    weights, problems = weigh(record, rulebook)
    valuer = _Valuer(record, cited, table, rulebook, weights)
    valuer.problems.extend(problems)
    valuer.remarks.extend(default_materials(record, rulebook))
    if record.inventory is None:
        valuer.note("section.withheld", "the inventory is not shown, so its figure is not told")
    else:
        valuer.burdens(record.inventory)
        valuer.credits(record.inventory.avoided)
    return Valuation(
        tuple(valuer.terms),
        valuer.upstream,
        weights,
        valuer.told,
        tuple(valuer.problems),
        tuple(valuer.remarks),
    )


def file_stage(entry: Entry, stated: Stage, purpose: Purpose, rulebook: Rulebook) -> Stage:
    """The stage that the rulebook files a row under."""
    if rulebook.filing == "stated":
        return stated
    own = entry.process.stage
    for rule in rulebook.filing_rules:
        if rule.process_stage is own and rule.purpose is purpose:
            return rule.stage
    return own


@dataclass(slots=True)
class _Valuer:
    record: EntryRecord
    cited: Mapping[str, Cells]
    table: FactorTable
    rulebook: Rulebook
    weights: Weights
    terms: list[Term] = field(default_factory=list)
    upstream: dict[CellKey, Decimal] = field(default_factory=dict)
    told: bool = True
    problems: list[Problem] = field(default_factory=list)
    remarks: list[Problem] = field(default_factory=list)

    def note(self, code: str, detail: str) -> None:
        self.problems.append(Problem(code, self.record.id, detail))

    def burdens(self, inventory: Inventory) -> None:
        for row in inventory.inputs:
            if isinstance(row, ActivityInput):
                direct = row.purpose is Purpose.DIRECT
                self._flow(row, "product", "direct" if direct else row.source.value)
            else:
                amount = EXACT.multiply(self.weights.of(row.purpose), Decimal(row.amount))
                add(self.upstream, self._cells(row.delivery), amount)
        for waste in inventory.wastes:
            self._flow(waste, "treatment", "waste")
        for gas in inventory.emissions:
            self._emission(gas)

    def credits(self, lines: Sequence[Avoided]) -> None:
        for row, weight in zip(lines, self.weights.credits, strict=False):
            amount = EXACT.multiply(weight, Decimal(row.amount)).copy_negate()
            if row.delivery is None:
                label = str(row.flow)
                values = self._look_up(label, row.unit, "product")
            else:
                label = row.delivery
                values = groups_of(self._cells(row.delivery))
            self._add(values, _Place(row.stage, "avoided", label, sign=Sign.CREDIT), amount)

    def _flow(self, row: ActivityInput | Waste, direction: str, source: str) -> None:
        stage = self._file(row.stage, row.purpose, row.flow)
        values = self._look_up(row.flow, row.unit, direction)
        amount = EXACT.multiply(self.weights.of(row.purpose), Decimal(row.amount))
        self._add(values, _Place(stage, source, row.flow, row.purpose), amount)

    def _emission(self, row: Emission) -> None:
        stage = self._file(row.stage, Purpose.DIRECT, row.gas.value)
        try:
            values = self.table.of_gas(row.gas, row.origin)
        except CradleError as error:
            self.problems.append(Problem.of(error, self.record.id))
        else:
            amount = EXACT.multiply(self.weights.joint, Decimal(row.amount))
            self._add(values, _Place(stage, "direct", row.gas.value, Purpose.DIRECT), amount)

    def _cells(self, delivery: str) -> Cells:
        """The cells of a cited delivery; none, and the entry is untold, where they are not told."""
        cells = self.cited.get(delivery)
        if cells is None:
            self.told = False
            return {}
        return cells

    def _look_up(self, flow: str, unit: Unit, direction: str) -> GroupValues:
        """The values of a factor; none, and a problem, where it has none."""
        try:
            return self.table.of_flow(flow, unit, direction)
        except CradleError as error:
            self.problems.append(Problem.of(error, self.record.id))
            return {}

    def _file(self, stated: Stage, purpose: Purpose, label: str) -> Stage:
        filed = file_stage(self.record.entry, stated, purpose, self.rulebook)
        if filed is not stated:
            detail = f"{label} states {stated.value}, the rulebook files it under {filed.value}"
            self.remarks.append(Problem("stage.filed_differently", self.record.id, detail))
        return filed

    def _add(self, values: GroupValues, place: "_Place", amount: Decimal) -> None:
        for group, per_unit in values.items():
            key = cell_key(place.stage, group, place.sign)
            value = EXACT.multiply(amount, per_unit)
            self.terms.append(Term(key, value, place.source, place.label, place.purpose))


class _Place(NamedTuple):
    """Where a row's value goes, and what explains it."""

    stage: Stage
    source: str
    label: str
    purpose: Purpose | None = None
    sign: Sign = Sign.BURDEN
