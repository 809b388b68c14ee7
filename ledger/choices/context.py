"""The context of the register: a calculation or a delivery, the graph behind its figure, and what the log adds."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property

from ledger.choices.choice import Choice
from ledger.choices.conservative_reading import contributions_of
from ledger.choices.coordinates import Change, Contributions
from ledger.choices.kinds import KINDS
from ledger.choices.log import LogWord
from ledger.choices.wording import evidence_of
from ledger.footprint.analysis.contributions import Demand, Line, Reach, declared_demand, reach
from ledger.footprint.analysis.declared_figure import declared_cells
from ledger.footprint.analysis.row_contributions import places_of
from ledger.footprint.analysis.unit_of_figure import divisor_of
from ledger.footprint.graph.cells import Cells
from ledger.footprint.graph.composition import Part, product_rows
from ledger.footprint.graph.factors import FactorTable, GridMix
from ledger.footprint.graph.goods import EntryGoods
from ledger.footprint.graph.homes import Homes, countries_of
from ledger.footprint.graph.numbers import EXPLAIN, ZERO
from ledger.footprint.graph.resolution import EntryRecord, Resolution
from ledger.footprint.plausibility.context import PlausibilityContext
from ledger.footprint.valuation.figure import Figures
from ledger.footprint.valuation.grid_mix import kinds_of, mixes_of_kinds
from schemas.signed.calculation import AssertedCalculation
from schemas.signed.conservative import Conservative
from schemas.signed.constants import Constant
from schemas.signed.rows import Row
from schemas.signed.rulebook import FactorSet
from schemas.values import Period


@dataclass(frozen=True, kw_only=True)
class ChoiceContext(ABC):
    """A figure that is known, and its graph.

    Attributes:
        subject: the id of the calculation or delivery that states it.
        graph: the entries, their figures, and the method.
        accepted: factor sets that the reader accepts beside those that the subject names.
        log: the statements beside them that the log shows; None if there are none.
        rows: of a composition, each with a figure; none of a delivery.
        homes: the registrations of firms, as far as they are shown.
        listed: the digests of the factor sets that the reader accepts.
    """

    subject: str
    graph: PlausibilityContext
    accepted: Sequence[FactorSet] = ()
    log: LogWord | None = None
    rows: Sequence[Part] = ()
    homes: Homes = field(default_factory=dict)
    listed: frozenset[str] = frozenset()

    @property
    @abstractmethod
    def demand(self) -> Demand:
        """The lines that one unit of the figure needs: one kWh of total energy, or one unit of the delivered goods."""

    @property
    @abstractmethod
    def products(self) -> Sequence[Line]:
        """The lines of the product that the figure is of."""

    @property
    @abstractmethod
    def units(self) -> Decimal:
        """The units of the figure that were made: kWh of all batteries, or the whole output of the delivered line."""

    @property
    @abstractmethod
    def period(self) -> Period | None:
        """The period of a calculation; None for a delivery, whose goods have that of their entry."""

    @abstractmethod
    def cells(self, figures: Figures) -> Cells | None:
        """The figure by cell, from figures of the graph; None if one that it needs is missing.

        Raises:
            CradleError: `figure.overflow`.
        """

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

    def countries(self, record: EntryRecord) -> tuple[str, ...]:
        """The country that an entry states for its site, and the one that its firm's registration confirms."""
        return countries_of(record.entry, self.homes)

    def constant(
        self, read: Callable[[Conservative], Constant | None], otherwise: Decimal = ZERO
    ) -> Decimal:
        """A constant of the rulebook's alternatives, or another value if it states none."""
        constant = None if self.rule is None else read(self.rule)
        return otherwise if constant is None else Decimal(constant.value)

    @cached_property
    def tables(self) -> tuple[FactorTable, FactorTable]:
        """The factors that the calculation names, and those of the other accepted sets."""
        return self.graph.table, FactorTable(self.accepted, self.graph.rulebook)

    def dearest_mix(self, grids: Iterable[str], year: int) -> GridMix | None:
        """The dearest mix of some grids for a year, of any kind that the rulebook accepts; None if no set has one."""
        kinds = kinds_of(self.graph.rulebook)
        mixes = (
            mix
            for grid in grids
            for table in self.tables
            for mix in mixes_of_kinds(grid, year, table, kinds)
        )
        return max(mixes, key=lambda mix: mix.price, default=None)

    def dearest_of_any(self, year: int) -> GridMix | None:
        """The dearest mix of all grids of which a set has one; looked for once for each year."""
        if year not in self._known_mixes:
            grids = {grid for table in self.tables for grid in table.grids}
            self._known_mixes[year] = self.dearest_mix(sorted(grids), year)
        return self._known_mixes[year]

    @cached_property
    def _known_mixes(self) -> dict[int, GridMix | None]:
        return {}

    @cached_property
    def reach(self) -> Reach:
        """The parts of entries and lines that one unit of the figure needs."""
        return reach(self.demand, self.graph.resolution, self.graph.figures)

    @cached_property
    def lines(self) -> frozenset[Line]:
        """The lines that the figure draws on, by whatever share: a line that carries nothing as stated is one."""
        graph = self.graph
        lines = set(self.demand)
        drawn = {entry for entry, _ in lines}
        for node in reversed(graph.resolution.order):
            if node in drawn:
                for draw in graph.figures.entries[node].draws:
                    newest, maker = graph.resolution.sources[draw.row.delivery]
                    lines.add((maker, graph.resolution.lines[newest]))
                    drawn.add(maker)
        return frozenset(lines)

    @cached_property
    def needed(self) -> frozenset[str]:
        """The entries that the figure draws on, by whatever share."""
        return frozenset(entry for entry, _ in self.lines)

    @cached_property
    def entries(self) -> Sequence[EntryGoods]:
        """The entries that the figure draws on, by whatever share, and the goods they use, suppliers first."""
        return [it for it in self.graph.entry_goods if it.record.id in self.needed]

    def rests_on(self, supplier: str, entry: str) -> bool:
        """True if a supplier is an entry, or rests on it as stated; one before it in the graph's order does not."""
        last = len(self._place)
        if self._place.get(supplier, last) < self._place.get(entry, last):
            return False
        if supplier not in self._behind:
            self._behind[supplier] = self.resolution.upstream([supplier])
        return entry in self._behind[supplier]

    @cached_property
    def _place(self) -> Mapping[str, int]:
        return {node: at for at, node in enumerate(self.resolution.order)}

    @cached_property
    def _behind(self) -> dict[str, frozenset[str]]:
        return {}

    @cached_property
    def contributions(self) -> Mapping[str, Contributions]:
        """The kg CO2e of each row of the entries that the figure draws on, over the whole period."""
        graph, done = self.graph, self.graph.figures.entries
        return {
            it.record.id: contributions_of(done[it.record.id], graph.resolution, done)
            for it in self.entries
        }

    def choice(
        self,
        code: str,
        record: EntryRecord,
        detail: str,
        changes: Sequence[Change],
        *rows: Row,
        at: str | None = None,
        kg: Decimal | None = None,
    ) -> Choice:
        """A choice in an entry, with the evidence of its rows; without changes unless the rulebook names it.

        Args:
            code: its kind.
            record: the entry.
            detail: the values chosen.
            changes: the alternative.
            rows: those that the choice is about.
            at: its coordinate; None is the place of the one row.
            kg: the mass that must be explained.
        """
        if at is None:
            (row,) = rows
            at = self._places(record)[id(row)]
        return Choice(
            kind=KINDS[code],
            subject=record.id,
            by=record.entry.issuer,
            detail=detail,
            changes=self._named(code, changes),
            evidence=tuple(dict.fromkeys(name for row in rows for name in evidence_of(row))),
            coordinate=at,
            kg=kg,
        )

    def _places(self, record: EntryRecord) -> Mapping[int, str]:
        """The place of each row of an entry, by its identity; found once for each entry."""
        if record.id not in self._known_places:
            self._known_places[record.id] = places_of(record.inventory)
        return self._known_places[record.id]

    @cached_property
    def _known_places(self) -> dict[str, Mapping[int, str]]:
        return {}

    def _named(self, code: str, changes: Sequence[Change]) -> tuple[Change, ...]:
        """The changes of a kind of choice; none unless the rulebook names it."""
        named = self.rule is not None and self.rule.alternative(code) is not None
        return tuple(changes) if named else ()


@dataclass(frozen=True, kw_only=True)
class CalculationContext(ChoiceContext):
    """A calculation, in kg CO2e per unit of its figure; `calculation` are its assertions."""

    calculation: AssertedCalculation

    @cached_property
    def demand(self) -> Demand:
        """The lines that one unit of the figure needs."""
        return declared_demand(self.rows, self.calculation, self.graph.rulebook)

    @property
    def products(self) -> Sequence[Line]:
        """The product lines of the composition, each once."""
        lines = ((part.entry, part.row.line) for part in product_rows(self.rows))
        return tuple(dict.fromkeys(lines))

    @property
    def units(self) -> Decimal:
        """The kWh of total energy of all batteries, or the declared units of a product."""
        divisor = divisor_of(self.calculation)
        return EXPLAIN.divide(divisor.numerator, divisor.denominator)

    @property
    def period(self) -> Period:
        """The period of the calculation."""
        return self.calculation.period

    def cells(self, figures: Figures) -> Cells | None:
        """The declared figure by cell; arguments and errors as `ChoiceContext`."""
        return declared_cells(self.rows, figures, self.calculation, self.graph.rulebook)

    def on_calculation(
        self,
        code: str,
        detail: str,
        changes: Sequence[Change] = (),
        evidence: Iterable[str | None] = (),
        at: str = "",
    ) -> Choice:
        """A choice in the calculation itself, by its issuer; `at` is the statement that it leaves out."""
        return Choice(
            kind=KINDS[code],
            subject=self.subject,
            by=self.calculation.issuer,
            detail=detail,
            changes=self._named(code, changes),
            evidence=tuple(dict.fromkeys(name for name in evidence if name is not None)),
            coordinate=at,
        )
