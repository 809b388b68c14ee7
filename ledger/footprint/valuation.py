"""What an entry's own rows come to: valued by a factor, filed under a stage, kept with their label.

Activities and avoided flows are valued as `product`, wastes as `treatment`, emissions by the
rulebook's characterization; a cited delivery by the cells of the delivered line; an imported figure
by what its file says (`external.counting`). Only an avoided line subtracts. Where a row is filed
otherwise than it states, the difference is told, not settled. Under the Circular Footprint Formula a
recycler's rows are weighted (`recycling`), and recycled feedstock brings its virgin counterpart with
it (`recycled_content`).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple

from ledger.footprint.cells import CellKey, Cells, add, cell_key, groups_of
from ledger.footprint.external.counting import EXTERNAL, external_cells
from ledger.footprint.factors import FactorTable, GroupValues
from ledger.footprint.filing import draw_place, file_stage
from ledger.footprint.graph import EntryRecord, Observation, Problem
from ledger.footprint.numbers import EXACT, ZERO
from ledger.footprint.recycled_content import beside_feedstock, is_closed_loop, market_claim
from ledger.footprint.recycling import Weights, default_materials, material_of, weigh
from ledger.footprint.terms import Draw, Place, Term, refile
from schemas.errors import CradleError
from schemas.inventory import Inventory
from schemas.rows import (
    ActivityInput,
    Avoided,
    DeliveryInput,
    Emission,
    ExternalInput,
    Recycled,
    Waste,
)
from schemas.rulebook import CircularFootprint, Rulebook
from schemas.vocabulary import CircularTerm, Group, Purpose, Sign, Stage, Unit


class Cited(NamedTuple):
    """A delivered line: its figure, kg CO2e per unit by cell, and the entry that made it."""

    cells: Cells
    maker: EntryRecord


@dataclass(frozen=True, slots=True)
class Valuation:
    """What the rows of an entry come to, over the whole period or lot.

    Attributes:
        terms: its own rows, avoided lines among them.
        draws: what it takes of deliveries.
        upstream: what the draws bring, in kg CO2e by cell, exact.
        divisor: what terms and draws are too large by, so that a ratio among the rows needs no
            rounding of its own.
        told: whether the figure of every cited delivery was told.
        problems: what could not be valued.
        remarks: what is filed or counted otherwise than stated.
    """

    terms: tuple[Term, ...]
    draws: tuple[Draw, ...]
    upstream: Cells
    divisor: Decimal
    told: bool
    problems: tuple[Problem, ...]
    remarks: tuple[Observation, ...]


def value(
    record: EntryRecord, cited: Mapping[str, Cited], table: FactorTable, rulebook: Rulebook
) -> Valuation:
    """Values all rows of an entry.

    Args:
        record: the entry; without its inventory nothing can be valued, and that is a problem.
        cited: every cited delivery whose figure is told.
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
        valuer.rest()
    return Valuation(
        tuple(valuer.terms),
        tuple(valuer.draws),
        valuer.upstream,
        weights.divisor,
        valuer.told,
        tuple(valuer.problems),
        tuple(valuer.remarks),
    )


@dataclass(slots=True)
class _Valuer:
    record: EntryRecord
    cited: Mapping[str, Cited]
    table: FactorTable
    rulebook: Rulebook
    weights: Weights
    terms: list[Term] = field(default_factory=list)
    draws: list[Draw] = field(default_factory=list)
    upstream: dict[CellKey, Decimal] = field(default_factory=dict)
    told: bool = True
    problems: list[Problem] = field(default_factory=list)
    remarks: list[Observation] = field(default_factory=list)

    def note(self, code: str, detail: str) -> None:
        self.problems.append(Problem(code, self.record.id, detail))

    def remark(self, code: str, detail: str, effect: Decimal | None = None) -> None:
        self.remarks.append(Observation(code, self.record.id, detail, effect))

    def burdens(self, inventory: Inventory) -> None:
        for row in inventory.inputs:
            formula = self.rulebook.circular_footprint
            if isinstance(row, ExternalInput):
                self._external(row)
            elif row.recycled is not None and formula is not None and self._is_circular(row):
                self._recycled(row, row.recycled, formula)
            elif isinstance(row, ActivityInput):
                direct = row.purpose is Purpose.DIRECT
                self._flow(row, "product", "direct" if direct else row.source.value)
            else:
                self._draw(
                    row, draw_place(self.record.entry, row.purpose, self.weights, self.rulebook)
                )
        for waste in inventory.wastes:
            self._flow(waste, "treatment", "waste")
        for gas in inventory.emissions:
            self._emission(gas)

    def credits(self, lines: Sequence[Avoided]) -> None:
        for row, weight in zip(lines, self.weights.credits, strict=False):
            amount = EXACT.multiply(weight.factor, Decimal(row.amount)).copy_negate()
            label = row.delivery or row.flow or str(row.material)
            values = self._replaced(row, row.unit)
            place = _Place(Place(row.stage, weight.term), "avoided", label, sign=Sign.CREDIT)
            self._add(values, place, amount)

    def rest(self) -> None:
        """What a recycler treated and no row accounts for, at the rulebook's Ed."""
        formula, kg = self.rulebook.circular_footprint, self.weights.unaccounted
        ed = ZERO if formula is None else Decimal(formula.ed.value)
        if ed and kg:
            place = Place(Stage.END_OF_LIFE, CircularTerm.DISPOSAL)
            where = _Place(place, "disposal", "not accounted for", Purpose.DISPOSAL)
            self._add({Group.UNSPECIFIED: ed}, where, kg)

    def _is_circular(self, row: DeliveryInput | ActivityInput) -> bool:
        """Whether recycled feedstock falls under the formula: not at end of life, not in a closed loop."""
        entry = self.record.entry
        if entry.process.stage is Stage.END_OF_LIFE:
            return False
        source = self.cited.get(row.delivery) if isinstance(row, DeliveryInput) else None
        if source is None or not is_closed_loop(entry, source.maker.entry):
            return True
        detail = (
            "it takes back what it made itself, a closed loop, and states it as recycled feedstock"
        )
        self.remark("cff.closed_loop", detail)
        return False

    def _recycled(
        self, row: DeliveryInput | ActivityInput, said: Recycled, formula: CircularFootprint
    ) -> None:
        virgin, amount = self._replaced(said, row.unit), Decimal(row.amount)
        label = row.delivery if isinstance(row, DeliveryInput) else row.flow
        raw = _Place(Place(Stage.RAW_MATERIAL), "virgin", label, row.purpose)
        feedstock = self._feedstock(row)
        if said.evidence == "market_average":
            self._add(virgin, raw, amount)
            claim = market_claim(amount, said, virgin, feedstock, formula)
            detail = (
                f"{label} is a market's recycled share, not traced feedstock; it counts as virgin"
            )
            self.remark("cff.market_average", detail, claim)
            return
        if isinstance(row, DeliveryInput):
            self._draw(row, raw.place)
        else:
            self._add(feedstock, raw._replace(source=row.source.value), amount)
        for part in beside_feedstock(amount, said, virgin, feedstock, formula):
            place = Place(Stage.RAW_MATERIAL, part.term)
            at = _Place(place, part.source, label, row.purpose, part.sign)
            self._add(part.values, at, part.amount)

    def _feedstock(self, row: DeliveryInput | ActivityInput) -> GroupValues:
        """Erec, kg CO2e per unit by group."""
        if isinstance(row, DeliveryInput):
            return groups_of(self._cells(row.delivery))
        return self._look_up(row.flow, row.unit, "product")

    def _replaced(self, row: Recycled | Avoided, unit: Unit) -> GroupValues:
        """Ev, or E*v, per unit: of the delivery or flow that a row names, else of the material's virgin dataset."""
        if row.delivery is not None:
            return groups_of(self._cells(row.delivery))
        if row.flow is not None:
            return self._look_up(row.flow, unit, "product")
        formula = self.rulebook.circular_footprint
        known = None if formula is None else material_of(row.material, formula)
        if known is None or known.virgin is None:
            detail = (
                f"rulebook {self.rulebook.id} has no virgin dataset of {row.material}; name a flow"
            )
            self.note("cff.virgin_unknown", detail)
            return {}
        return self._look_up(known.virgin, unit, "product")

    def _flow(self, row: ActivityInput | Waste, direction: str, source: str) -> None:
        weight = self.weights.of(row.purpose)
        stage = self._file(row.stage, row.purpose, row.flow)
        values = self._look_up(row.flow, row.unit, direction)
        amount = EXACT.multiply(weight.factor, Decimal(row.amount))
        self._add(values, _Place(Place(stage, weight.term), source, row.flow, row.purpose), amount)

    def _external(self, row: ExternalInput) -> None:
        """The file's stages stand where rows are filed as stated; else the row is filed whole."""
        weight, by_rule = self.weights.of(row.purpose), self.rulebook.filing == "rule"
        filed = self._file(row.stage, row.purpose, row.file)
        amount = EXACT.multiply(weight.factor, Decimal(row.amount))
        try:
            cells = external_cells(row, self.table)
        except CradleError as error:
            self.problems.append(Problem.of(error, self.record.id))
            return
        if by_rule and (told := {stage for stage, _ in cells if stage} - {filed}):
            stages = ", ".join(sorted(told))
            detail = (
                f"the file {row.file} states {stages}, the rulebook files it under {filed.value}"
            )
            self.remark("stage.filed_differently", detail)
        for (stage, group), value in cells.items():
            place = Place(filed if stage is None or by_rule else stage, weight.term)
            self._add({group: value}, _Place(place, EXTERNAL, row.file, row.purpose), amount)

    def _emission(self, row: Emission) -> None:
        weight = self.weights.process
        stage = self._file(row.stage, Purpose.DIRECT, row.gas.value)
        try:
            values = self.table.of_gas(row.gas, row.origin)
        except CradleError as error:
            self.problems.append(Problem.of(error, self.record.id))
        else:
            amount = EXACT.multiply(weight.factor, Decimal(row.amount))
            place = Place(stage, weight.term)
            self._add(values, _Place(place, "direct", row.gas.value, Purpose.DIRECT), amount)

    def _draw(self, row: DeliveryInput, place: Place | None) -> None:
        amount = EXACT.multiply(self.weights.of(row.purpose).factor, Decimal(row.amount))
        self.draws.append(Draw(row.delivery, amount, place))
        add(self.upstream, refile(self._cells(row.delivery), place), amount)

    def _cells(self, delivery: str) -> Cells:
        """The cells of a cited delivery; none, and the entry is untold, where they are not told."""
        found = self.cited.get(delivery)
        if found is None:
            self.told = False
            return {}
        return found.cells

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
            self.remark("stage.filed_differently", detail)
        return filed

    def _add(self, values: GroupValues, at: "_Place", amount: Decimal) -> None:
        for group, per_unit in values.items():
            key = cell_key(at.place.stage, group, at.sign, at.place.term)
            value = EXACT.multiply(amount, per_unit)
            self.terms.append(Term(key, value, at.source, at.label, at.purpose))


class _Place(NamedTuple):
    """Where a row's value goes, and what explains it."""

    place: Place
    source: str
    label: str
    purpose: Purpose | None = None
    sign: Sign = Sign.BURDEN
