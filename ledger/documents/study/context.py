"""The context of a study: an evaluated calculation, the names of firms, and the reader's rights.

A reader sees `everything` (the operator, the engaged auditor), the part of the `issuer` (the manufacturer), or the
`public` part. Values that contain those of suppliers have all digits for the first and 4 digits for the others, because
exact digits would let a reader reconstruct a supplier's amounts. Cells, stages and total are those of the calculation's
header, for every reader.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Literal, NamedTuple

from ledger.choices.report import ReportedChoices
from ledger.disclosure.aggregates import firms_by, in_steps, told_in_steps
from ledger.disclosure.digits import told_cells
from ledger.footprint.analysis.contributions import Contribution
from ledger.footprint.analysis.row_contributions import declared_contributions
from ledger.footprint.graph.cells import Cells
from ledger.footprint.graph.composition import Part
from ledger.footprint.graph.factors import FlowKey
from ledger.footprint.graph.numbers import (
    CELL,
    EXPLAIN,
    ZERO,
    explained_sum,
    format_decimal,
    format_rounded,
)
from ledger.footprint.graph.resolution import EntryRecord, Problem
from ledger.footprint.plausibility.context import PlausibilityContext
from schemas.signed.attestation import Attestation
from schemas.signed.calculation import Calculation, Exclusion
from schemas.signed.quality import StudyQuality
from schemas.signed.rulebook import Factor, FactorSet, Rulebook
from schemas.views.standing import FigureStanding

Reader = Literal["everything", "issuer", "public"]


class ExcludedRecord(NamedTuple):
    """An entry that the composition excludes, and its row there."""

    row: Exclusion
    record: EntryRecord


class SignedAttestation(NamedTuple):
    """An attestation of the calculation, under its id, with its auditor's name."""

    id: str
    attestation: Attestation
    auditor: str


@dataclass(frozen=True)
class StudyContext:
    """A calculation whose figure is known, and what the ledger knows about it.

    Attributes:
        id: of the calculation.
        calculation: as it is signed.
        rows: of its composition; each has a figure.
        graph: the entries behind it, their figures, and the method.
        factor_sets: those that the calculation names, by digest.
        excluded: the entries that its composition leaves out.
        firms: the legal name of each issuer.
        attestations: of the calculation, in the order of the log; refusals too.
        choices: that move the figure.
        quality: the rating; None if the rulebook rates nothing.
        short: the reason why the period is too short for a declaration; None if it is not.
        replaced: the number of statements behind the figure that replaced others.
        standing: of the figure, as far as the reader may know it.
        reader: of the study.
        page: the public address of the declaration; None without one.
    """

    id: str
    calculation: Calculation
    rows: tuple[Part, ...]
    graph: PlausibilityContext
    factor_sets: Mapping[str, FactorSet]
    excluded: Sequence[ExcludedRecord]
    firms: Mapping[str, str]
    attestations: Sequence[SignedAttestation]
    choices: ReportedChoices
    quality: StudyQuality | None
    short: Problem | None
    replaced: int
    standing: FigureStanding
    reader: Reader
    page: str | None = None

    @property
    def rulebook(self) -> Rulebook:
        """The rulebook of the calculation."""
        return self.graph.rulebook

    @property
    def firm(self) -> str:
        """The legal name of the manufacturer."""
        return self.firms[self.calculation.issuer]

    @cached_property
    def cells(self) -> Cells:
        """The cells as the calculation's header states them."""
        return told_cells(self.calculation)

    @cached_property
    def contributions(self) -> tuple[Contribution, ...]:
        """The own rows of all entries, in kg CO2e per kWh of total energy."""
        graph = self.graph
        return tuple(
            declared_contributions(
                self.rows, self.calculation, graph.rulebook, graph.resolution, graph.figures
            )
        )

    @cached_property
    def _sets(self) -> Mapping[FlowKey, FactorSet]:
        rows = ((key_of(row), it) for it in self.factor_sets.values() for row in it.rows)
        return dict(rows)

    def set_of(self, key: FlowKey) -> FactorSet:
        """The factor set that has the factor of a flow; exactly one does."""
        return self._sets[key]

    def record(self, entry: str) -> EntryRecord:
        """The record of an entry behind the figure."""
        return self.graph.resolution.record(entry)

    def shows(self, entry: str) -> bool:
        """True if the reader may see the rows of an entry."""
        if self.reader == "issuer":
            return self.record(entry).entry.issuer == self.calculation.issuer
        return self.reader == "everything"

    def signed_value(self, value: Decimal) -> str:
        """A sum of the manufacturer's signed cells: with no more digits than they have."""
        return self.own_value(value) if self.calculation.digits is None else format_rounded(value)

    def stated_value(self, value: Decimal) -> str:
        """A value that the older form of a calculation shows to everybody whole, as `own_value` of the newer one."""
        return exact(value) if self.calculation.digits is None else self.own_value(value)

    def own_value(self, value: Decimal) -> str:
        """A value of the manufacturer's own: with all digits, in public with 4."""
        return format_rounded(value) if self.reader == "public" else exact(value)

    def shared_value(self, value: Decimal) -> str:
        """A value that contains those of suppliers: with all digits only for who sees everything."""
        return exact(value) if self.reader == "everything" else format_rounded(value)

    def in_steps(self, key: Callable[[Contribution], str]) -> frozenset[str]:
        """The sums of contributions under a key that this reader is told in steps."""
        return self.stepped(
            (key(row), self.record(row.entry).entry.issuer) for row in self.contributions
        )

    def stepped(self, parts: Iterable[tuple[str, str]]) -> frozenset[str]:
        """The sums that this reader is told in steps (`ledger.disclosure.aggregates`), from name and firm of parts."""
        if self.reader == "everything" or self.calculation.digits is None:
            return frozenset()
        return told_in_steps(firms_by(parts), self.calculation.issuer)

    def sum_value(self, value: Decimal, *, is_stepped: bool) -> str:
        """A sum over firms, as `shared_value`, or in steps of the figure."""
        whole = Decimal(self.calculation.total)
        return self.shared_value(in_steps(value, whole) if is_stepped else value)

    def percent(self, kg: str) -> str | None:
        """The per cent of the total that a stated value is, to 4 digits; None if the total is not above zero.

        It is that of the value as stated, so that it discloses no further digit.
        """
        total = Decimal(self.calculation.total)
        if total <= 0:
            return None
        return format_rounded(EXPLAIN.divide(EXPLAIN.multiply(Decimal(kg), Decimal(100)), total))


def key_of(factor: Factor) -> FlowKey:
    """The key of a factor."""
    return FlowKey(factor.flow, factor.unit.value, factor.direction)


def exact(value: Decimal) -> str:
    """A value as documents hold it: at most 34 digits."""
    return format_decimal(CELL.plus(value))


def absolute_sum(rows: Sequence[Contribution]) -> Decimal:
    """The sum of absolute contributions, which shares are of; a net total may be near zero."""
    return explained_sum(row.value.copy_abs() for row in rows)


def share_of(part: Decimal, whole: Decimal) -> str:
    """A fraction of one, to 4 digits; zero of nothing."""
    return format_rounded(EXPLAIN.divide(part, whole) if whole else ZERO)
