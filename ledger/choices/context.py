"""The context of the register: a calculation, its composition, the graph behind it, and what the log adds."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from ledger.choices.choice import Choice
from ledger.choices.coordinates import Change
from ledger.choices.kinds import KINDS
from ledger.footprint.analysis.contributions import Demand, Reach, declared_demand, reach
from ledger.footprint.graph.composition import Part
from ledger.footprint.graph.factors import FactorTable
from ledger.footprint.graph.numbers import format_rounded
from ledger.footprint.graph.resolution import EntryRecord
from ledger.footprint.plausibility.certificates import serial_range
from ledger.footprint.plausibility.context import PlausibilityContext
from schemas.calculation import AssertedCalculation
from schemas.conservative import Conservative
from schemas.rows import ActivityInput, ExternalInput, Row
from schemas.rulebook import FactorSet
from schemas.vocabulary import Unit


@dataclass(frozen=True)
class ChoiceContext:
    """A calculation whose figure is known, and its graph.

    Attributes:
        subject: the id of the calculation.
        calculation: its assertions.
        rows: of its composition; each has a figure.
        graph: the entries, their figures, and the method.
        accepted: factor sets that the reader accepts beside those that the calculation names.
    """

    subject: str
    calculation: AssertedCalculation
    rows: Sequence[Part]
    graph: PlausibilityContext
    accepted: Sequence[FactorSet] = ()

    @property
    def rule(self) -> Conservative | None:
        """The rulebook's alternatives; None if it has none."""
        return self.graph.rulebook.conservative

    @cached_property
    def tables(self) -> tuple[FactorTable, FactorTable]:
        """The factors that the calculation names, and those of the other accepted sets."""
        return self.graph.table, FactorTable(self.accepted, self.graph.rulebook)

    @cached_property
    def demand(self) -> Demand:
        """The lines that one kWh of total energy needs."""
        return declared_demand(self.rows, self.calculation, self.graph.rulebook)

    @cached_property
    def reach(self) -> Reach:
        """The parts of entries and lines that one kWh of total energy needs."""
        return reach(self.demand, self.graph.resolution, self.graph.figures)

    def choice(
        self, code: str, record: EntryRecord, detail: str, changes: Sequence[Change], *rows: Row
    ) -> Choice:
        """A choice in an entry, with the evidence of its rows; without changes unless the rulebook names it."""
        named = self.rule is not None and self.rule.alternative(code) is not None
        return Choice(
            kind=KINDS[code],
            subject=record.id,
            by=record.entry.issuer,
            detail=detail,
            changes=tuple(changes) if named else (),
            evidence=tuple(dict.fromkeys(name for row in rows for name in evidence_of(row))),
        )


def in_words(amount: str, unit: Unit) -> str:
    """An amount to 4 digits, so that it discloses no issuer's exact amounts, and its unit."""
    return f"{format_rounded(Decimal(amount))} {unit.value}"


def evidence_of(row: Row) -> tuple[str, ...]:
    """The document, certificates, file and digests that a row names."""
    named = [] if row.document is None else [row.document]
    if isinstance(row, ExternalInput):
        named.append(row.file)
    if isinstance(row, ActivityInput) and row.electricity is not None:
        named += map(serial_range, row.electricity.certificates)
    return (*named, *row.evidence)
