"""The context of the register: a calculation, its composition, the graph behind it, and what the log adds."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from ledger.choices.choice import Choice
from ledger.choices.coordinates import Change, Contributions
from ledger.choices.kinds import KINDS
from ledger.choices.log import LogWord
from ledger.choices.reading import contributions_of
from ledger.footprint.analysis.contributions import Demand, Reach, declared_demand, reach
from ledger.footprint.graph.composition import Part
from ledger.footprint.graph.factors import FactorTable
from ledger.footprint.graph.goods import EntryGoods
from ledger.footprint.graph.numbers import EXPLAIN, ZERO, format_rounded
from ledger.footprint.graph.resolution import EntryRecord, Resolution
from ledger.footprint.plausibility.certificates import serial_range
from ledger.footprint.plausibility.context import PlausibilityContext
from ledger.footprint.valuation.figure import Figures
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
        log: the statements beside them that the log shows; None if there are none.
    """

    subject: str
    calculation: AssertedCalculation
    rows: Sequence[Part]
    graph: PlausibilityContext
    accepted: Sequence[FactorSet] = ()
    log: LogWord | None = None

    @property
    def resolution(self) -> Resolution:
        """The graph, with all entries that an alternative may draw on."""
        return self.graph.resolution if self.log is None else self.log.resolution

    @property
    def figures(self) -> Figures:
        """The declared figures of `resolution`."""
        return self.graph.figures if self.log is None else self.log.figures

    @property
    def rule(self) -> Conservative | None:
        """The rulebook's alternatives; None if it has none."""
        return self.graph.rulebook.conservative

    @property
    def least_sample(self) -> Decimal:
        """The least share of an amount, or of a period, from which an average may be taken; zero if there is none."""
        stated = None if self.rule is None else self.rule.least_sample
        return ZERO if stated is None else Decimal(stated.value)

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

    @cached_property
    def entries(self) -> Sequence[EntryGoods]:
        """The entries that the figure draws on, by whatever share, and the goods they use, suppliers first."""
        graph = self.graph
        drawn = {entry for entry, _ in self.reach.lines}
        for node in reversed(graph.resolution.order):
            if node in drawn:
                rows = (draw.row for draw in graph.figures.entries[node].draws)
                drawn.update(graph.resolution.sources[row.delivery][1] for row in rows)
        return [it for it in graph.entry_goods if it.record.id in drawn]

    @cached_property
    def contributions(self) -> Mapping[str, Contributions]:
        """The kg CO2e of each row of the entries that the figure draws on, over the whole period."""
        graph, done = self.graph, self.graph.figures.entries
        return {
            it.record.id: contributions_of(done[it.record.id], graph.resolution, done)
            for it in self.entries
        }

    def choice(
        self, code: str, record: EntryRecord, detail: str, changes: Sequence[Change], *rows: Row
    ) -> Choice:
        """A choice in an entry, with the evidence of its rows; without changes unless the rulebook names it."""
        return Choice(
            kind=KINDS[code],
            subject=record.id,
            by=record.entry.issuer,
            detail=detail,
            changes=self._named(code, changes),
            evidence=tuple(dict.fromkeys(name for row in rows for name in evidence_of(row))),
        )

    def on_calculation(
        self,
        code: str,
        detail: str,
        changes: Sequence[Change] = (),
        evidence: Iterable[str | None] = (),
    ) -> Choice:
        """A choice in the calculation itself, by its issuer."""
        return Choice(
            kind=KINDS[code],
            subject=self.subject,
            by=self.calculation.issuer,
            detail=detail,
            changes=self._named(code, changes),
            evidence=tuple(dict.fromkeys(name for name in evidence if name is not None)),
        )

    def _named(self, code: str, changes: Sequence[Change]) -> tuple[Change, ...]:
        """The changes of a kind of choice; none unless the rulebook names it."""
        named = self.rule is not None and self.rule.alternative(code) is not None
        return tuple(changes) if named else ()


def in_words(amount: str, unit: Unit) -> str:
    """An amount to 4 digits, so that it discloses no issuer's exact amounts, and its unit."""
    return f"{format_rounded(Decimal(amount))} {unit.value}"


def in_percent(share: Decimal) -> str:
    """A share in per cent, to 4 digits."""
    return format_rounded(EXPLAIN.multiply(share, Decimal(100)))


def evidence_of(row: Row) -> tuple[str, ...]:
    """The document, certificates, file and digests that a row names."""
    named = [] if row.document is None else [row.document]
    if isinstance(row, ExternalInput):
        named.append(row.file)
    if isinstance(row, ActivityInput) and row.electricity is not None:
        named += map(serial_range, row.electricity.certificates)
    return (*named, *row.evidence)
