"""The books of one entry while its rows are valued: terms, draws, and problems.

A posting is a figure per unit, an amount, and a target; everything is exact, so the order of rows does not matter.
`valuation.rows` decides on the value of a row, and `valuation.figure` uses the books.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple

from ledger.footprint.circular.recycling import Weights, material_of
from ledger.footprint.graph.cells import CellKey, Cells, add, cell_key, groups_of
from ledger.footprint.graph.factors import FactorTable, FlowValue, GroupValues
from ledger.footprint.graph.numbers import EXACT
from ledger.footprint.graph.resolution import EntryRecord, Observation, Problem
from ledger.footprint.graph.terms import Assignment, Draw, OwnTerm, Term, reassign
from ledger.footprint.tally.valuation import CitedLine
from ledger.footprint.valuation.grid_mix import replaced_mix, valued
from ledger.footprint.valuation.stage_assignment import assign_stage
from schemas.errors import CradleError
from schemas.signed.rows import ActivityInput, Avoided, DeliveryInput, Recycled, Row, Waste
from schemas.signed.rulebook import Rulebook
from schemas.vocabulary import Purpose, Sign, Stage, Unit


class PostingTarget(NamedTuple):
    """The target of a row's value, and its explanation; `row` is None if the value has no row."""

    assignment: Assignment
    source: str
    label: str
    purpose: Purpose | None = None
    row: Row | None = None
    sign: Sign = Sign.BURDEN


@dataclass(slots=True)
class Posting:
    """The postings so far.

    Attributes:
        record: the entry.
        cited: every cited delivery that has a figure.
        table: the factors of the calculation.
        rulebook: the stages of rows.
        weights: the multipliers of rows.
        terms: own rows.
        draws: the amounts drawn on deliveries.
        upstream: the kg CO2e of the draws, by cell.
        is_complete: True if every cited delivery has a figure.
        problems: rows without a value.
        remarks: rows assigned or counted otherwise than stated.
    """

    record: EntryRecord
    cited: Mapping[str, CitedLine[CellKey]]
    table: FactorTable
    rulebook: Rulebook
    weights: Weights
    terms: list[Term] = field(default_factory=list)
    draws: list[Draw] = field(default_factory=list)
    upstream: dict[CellKey, Decimal] = field(default_factory=dict)
    is_complete: bool = True
    problems: list[Problem] = field(default_factory=list)
    remarks: list[Observation] = field(default_factory=list)

    def fail(self, error: CradleError) -> None:
        """Record the reason why a row has no value, once if several rows share it."""
        problem = Problem.of(error, self.record.id)
        if problem not in self.problems:
            self.problems.append(problem)

    def note(self, code: str, detail: str) -> None:
        """Record the reason why a row has no value, in words."""
        self.problems.append(Problem(code, self.record.id, detail))

    def remark(self, code: str, detail: str, effect: Decimal | None = None) -> None:
        """Record a remark on a row that has a value."""
        self.remarks.append(Observation(code, self.record.id, detail, effect))

    def add(self, values: GroupValues, target: PostingTarget, amount: Decimal) -> None:
        """Post an amount of something, kg CO2e per unit by group."""
        for group, per_unit in values.items():
            key = cell_key(target.assignment.stage, group, target.sign, target.assignment.term)
            value = EXACT.multiply(amount, per_unit)
            self.terms.append(
                OwnTerm(key, value, target.source, target.label, target.purpose, target.row)
            )

    def draw(self, row: DeliveryInput, assignment: Assignment | None) -> None:
        """Post a row's draw on a delivery, assigned whole to a stage and term if one is given."""
        amount = EXACT.multiply(self.weights.of(row.purpose).factor, Decimal(row.amount))
        self.draws.append(Draw(row, amount, assignment))
        add(self.upstream, reassign(self.cells(row.delivery), assignment), amount)

    def cells(self, delivery: str) -> Cells:
        """The cells of a cited delivery; if they are missing, none, and the entry is incomplete."""
        cited_line = self.cited.get(delivery)
        if cited_line is None:
            self.is_complete = False
            return {}
        return cited_line.cells

    def look_up(self, flow: str, unit: Unit, direction: str) -> GroupValues:
        """The values of a factor; if there is none, none and a problem."""
        try:
            return self.table.of_flow(flow, unit, direction)
        except CradleError as error:
            self.fail(error)
            return {}

    def valued(self, row: ActivityInput | Waste) -> FlowValue:
        """The value of a row; none and a problem if its factor or the mix of its country is missing."""
        try:
            return valued(row, self.record.entry, self.table, self.rulebook)
        except CradleError as error:
            self.fail(error)
            return FlowValue(row.flow, {})

    def replaced(self, row: Recycled | Avoided, unit: Unit) -> FlowValue:
        """Ev, or E*v, per unit: of the delivery or flow that a row names, else of the material's virgin dataset.

        Replaced electricity has the mix of the site's country, as the rulebook assumes the grid.
        """
        label = row.delivery or row.flow or str(row.material)
        try:
            mix = replaced_mix(row.flow, unit, self.record.entry, self.table, self.rulebook)
        except CradleError as error:
            self.fail(error)
            return FlowValue(label, {})
        if mix is not None:
            return mix
        if row.delivery is not None:
            return FlowValue(label, groups_of(self.cells(row.delivery)))
        if row.flow is not None:
            return FlowValue(label, self.look_up(row.flow, unit, "product"))
        formula = self.rulebook.circular_footprint
        material = None if formula is None else material_of(row.material, formula)
        if material is None or material.virgin is None:
            detail = (
                f"rulebook {self.rulebook.id} has no virgin dataset of {row.material}; name a flow"
            )
            self.note("cff.virgin_unknown", detail)
            return FlowValue(label, {})
        return FlowValue(label, self.look_up(material.virgin, unit, "product"))

    def stage_of(self, stated_stage: Stage, purpose: Purpose, label: str) -> Stage:
        """The stage of a row; a remark if the row states another."""
        filed = assign_stage(self.record.entry, stated_stage, purpose, self.rulebook)
        if filed is not stated_stage:
            detail = (
                f"{label} states {stated_stage.value}, the rulebook assigns it to {filed.value}"
            )
            self.remark("stage.filed_differently", detail)
        return filed
