"""The context of the plausibility checks: a graph's values, to state the effect of a fault in kg CO2e.

Effects explain and are no declared digits: they are computed at 50 digits. A row of a recycler counts as far as the
Circular Footprint Formula counts it, so an effect is multiplied by the same weight.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property, reduce

from ledger.footprint.circular.recycling import UNWEIGHED, Weights, weigh
from ledger.footprint.external.counting import external_cells
from ledger.footprint.graph.cells import exact_sum, total_of
from ledger.footprint.graph.contents import Contents, contents
from ledger.footprint.graph.factors import FactorTable, GridMix, GroupValues
from ledger.footprint.graph.goods import EntryGoods, used_goods
from ledger.footprint.graph.numbers import EXPLAIN, ONE, ZERO
from ledger.footprint.graph.resolution import EntryRecord, Resolution
from ledger.footprint.valuation.figure import Figures
from ledger.footprint.valuation.grid_mix import country_mix, kinds_of, valued
from schemas.errors import CradleError
from schemas.signed.calculation import Filling
from schemas.signed.inventory import Inventory
from schemas.signed.rows import ActivityInput, Avoided, Emission, ExternalInput, Waste
from schemas.signed.rulebook import Rulebook
from schemas.vocabulary import Purpose, Stage, Unit


def product(*values: Decimal) -> Decimal:
    """The product of explanatory values, at 50 digits."""
    return reduce(EXPLAIN.multiply, values, ONE)


@dataclass(frozen=True)
class PlausibilityContext:
    """A graph, its figures, and the method they were computed by.

    `files` are the available imported files, by digest; `filling` names the gaps that the figures fill.
    """

    resolution: Resolution
    figures: Figures
    table: FactorTable
    rulebook: Rulebook
    files: Mapping[str, bytes] = field(default_factory=dict)
    filling: Filling | None = None

    @cached_property
    def contents(self) -> Contents:
        """The elements in each line; recycled shares and recovery are compared with them."""
        return contents(self.resolution)

    def credit(self, row: Avoided) -> Decimal:
        """The kg CO2e of an avoided line over its entry's period, below zero."""
        return self._credits.get(id(row), ZERO)

    @cached_property
    def _credits(self) -> Mapping[int, Decimal]:
        """The kg CO2e of each avoided line, by the identity of its row."""
        sums: dict[int, Decimal] = {}
        for figure in self.figures.entries.values():
            for term in figure.terms:
                if term.purpose is None and term.row is not None:
                    value = EXPLAIN.divide(term.value, figure.divisor)
                    sums[id(term.row)] = EXPLAIN.add(sums.get(id(term.row), ZERO), value)
        return sums

    @cached_property
    def entry_goods(self) -> Sequence[EntryGoods]:
        """The entries with a shown inventory and the goods they use, suppliers first."""
        return [
            EntryGoods(record, inventory, tuple(used_goods(inventory, self.resolution)))
            for record, inventory in self.entries
        ]

    @cached_property
    def entries(self) -> Sequence[tuple[EntryRecord, Inventory]]:
        """The entries with a shown inventory, suppliers first."""
        return [
            (record, record.inventory)
            for record in map(self.resolution.record, self.resolution.order)
            if record.inventory is not None
        ]

    def weights(self, entry: str) -> Weights:
        """The weights by which an entry's figure counts its rows."""
        return self._weights.get(entry, UNWEIGHED)

    @cached_property
    def _weights(self) -> Mapping[str, Weights]:
        """The weights of each entry, found once: an effect asks for those of every row."""
        return {record.id: weigh(record, self.rulebook)[0] for record, _ in self.entries}

    @cached_property
    def recyclers(self) -> frozenset[str]:
        """The entries at end of life that count recycling by the formula, and those that use the goods of one.

        The graph decides, not the terms of a figure: goods used for disposal count as disposal from there on.
        """
        recycler_ids: set[str] = set()
        for record, inventory in self.entries:
            if record.entry.process.stage is Stage.END_OF_LIFE:
                cited = (
                    self.resolution.sources.get(it.delivery) for it in inventory.delivery_inputs
                )
                makers = {source[1] for source in cited if source is not None}
                if self.weights(record.id).counts_recycling or not recycler_ids.isdisjoint(makers):
                    recycler_ids.add(record.id)
        return frozenset(recycler_ids)

    def counted(self, kg: Decimal, entry: str, purpose: Purpose) -> Decimal:
        """The part of a row's kg CO2e that its entry's figure counts."""
        weights = self.weights(entry)
        return EXPLAIN.divide(product(kg, weights.of(purpose).factor), weights.divisor)

    def credited(self, kg: Decimal, entry: str, place: int) -> Decimal:
        """The part of an avoided line's kg CO2e that its entry's figure counts: below zero, as it is subtracted."""
        weights = self.weights(entry)
        counted = EXPLAIN.divide(product(kg, weights.credits[place].factor), weights.divisor)
        return counted.copy_negate()

    def price(self, flow: str, unit: Unit, direction: str = "product") -> Decimal | None:
        """The kg CO2e per unit of a flow, over all groups; None unless exactly one factor values it."""
        try:
            return exact_sum(self.table.of_flow(flow, unit, direction).values())
        except CradleError:
            return None

    def used_values(self, record: EntryRecord, row: ActivityInput | Waste) -> GroupValues:
        """The values per unit of a row in its entry's figure, by group; empty if unknown."""
        try:
            return valued(row, record.entry, self.table, self.rulebook).values
        except CradleError:
            return {}

    def delivered_values(self, cited: str) -> tuple[Decimal, ...]:
        """The cells of a cited delivery, per unit; empty if its figure is missing."""
        newest, entry = self.resolution.sources.get(cited, ("", ""))
        figure = self.figures.line(entry, self.resolution.lines.get(newest, ""))
        return () if figure is None else tuple(figure.cells.values())

    def delivered_price(self, cited: str | None) -> Decimal | None:
        """The kg CO2e per unit of a cited delivery; None if its figure is missing."""
        newest, entry = self.resolution.sources.get(cited or "", ("", ""))
        return self.line_price(entry, self.resolution.lines.get(newest, ""))

    def imported_values(self, row: ExternalInput) -> tuple[Decimal, ...]:
        """The counted values of an imported figure, per unit; empty if it has no figure."""
        try:
            return tuple(external_cells(row, self.table).values())
        except CradleError:
            return ()

    def gas_values(self, row: Emission) -> tuple[Decimal, ...]:
        """The characterization of a gas, per kg; empty if the rulebook has no factor for it."""
        try:
            return tuple(self.table.of_gas(row.gas, row.origin).values())
        except CradleError:
            return ()

    def mix(self, record: EntryRecord) -> GridMix | None:
        """The mix of an entry's country that the rulebook prefers; None unless there is exactly one."""
        try:
            return country_mix(record.entry, self.table, kinds_of(self.rulebook))
        except CradleError:
            return None

    def line_price(self, entry: str, line: str) -> Decimal | None:
        """The kg CO2e per unit of an output line; None if its figure is missing."""
        figure = self.figures.line(entry, line)
        return None if figure is None else total_of(figure.cells)
