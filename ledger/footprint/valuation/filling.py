"""Gaps that a calculation fills on request: goods up to the mass of the outputs, and unstated transport.

Input flows below 1 % by mass of a component may be left out, and the missing mass is added to the flow that contributes
most, so that the masses of a component add up to 100 % (the rule of CFB-EV in a worked case; the filling is recalled).
For goods without stated transport the PEF method has default legs (`transport_defaults`). A calculation states which of
the two it fills; every filled amount is an own row of the entry, with the source `filled`, so contributions show it. A
gap above the cut-off is filled too, and stays a finding. Goods that are not counted in kg are filled by an amount of 34
digits, rounded once. Not filled: end of life, and entries with a mass that is not stated.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from ledger.footprint.graph.cells import CellKey, Cells, cell_key, total_of
from ledger.footprint.graph.factors import FactorTable
from ledger.footprint.graph.goods import GOODS, mass, product_line, used_goods
from ledger.footprint.graph.legs import goods_without_leg
from ledger.footprint.graph.mass_balance import mass_missing
from ledger.footprint.graph.numbers import EXACT, ONE, divide
from ledger.footprint.graph.resolution import EntryRecord, Resolution
from ledger.footprint.graph.transport_defaults import default_legs
from ledger.footprint.tally.valuation import CitedLine
from ledger.footprint.valuation.stage_assignment import assign_stage
from schemas.signed.calculation import Filling
from schemas.signed.inventory import Inventory
from schemas.signed.rows import ActivityInput, DeliveryInput
from schemas.signed.rulebook import Rulebook
from schemas.vocabulary import Purpose, Sign, Stage, Unit


class FillingRow(NamedTuple):
    """An addition to an entry: an amount of a delivery or flow, and its figure per unit."""

    label: str
    amount: Decimal
    cells: Cells
    purpose: Purpose


class _Goods(NamedTuple):
    """A row of goods: its amount, the kg of one unit, and its figure per unit."""

    label: str
    amount: Decimal
    kg_per_unit: Decimal
    cells: Cells

    @property
    def rank(self) -> tuple[Decimal, str]:
        """The row's contribution as a sort key; of two equal ones, the later label."""
        return EXACT.multiply(self.amount, total_of(self.cells)), self.label


@dataclass(frozen=True, slots=True)
class Filler:
    """The filler of a graph's gaps: the calculation's request, and the method for its values."""

    filling: Filling
    resolution: Resolution
    table: FactorTable
    rulebook: Rulebook

    def rows(
        self, record: EntryRecord, cited: Mapping[str, CitedLine[CellKey]]
    ) -> Iterator[FillingRow]:
        """The additions to an entry whose cited deliveries all have a figure.

        Raises:
            CradleError: `factor.*` if a flow that fills a gap has no factor.
        """
        inventory = record.inventory
        if inventory is None or record.entry.process.stage is Stage.END_OF_LIFE:
            return
        if self.filling.mass:
            yield from self._mass(record, inventory, cited)
        if self.filling.transport:
            yield from self._legs(record, inventory)

    def _mass(
        self, record: EntryRecord, inventory: Inventory, cited: Mapping[str, CitedLine[CellKey]]
    ) -> Iterator[FillingRow]:
        missing = mass_missing(record, inventory, self.resolution)
        if missing is not None and missing > 0:
            largest = max(self._goods(record, inventory, cited), key=lambda row: row.rank)
            amount = divide(missing, largest.kg_per_unit)
            yield FillingRow(largest.label, amount, largest.cells, Purpose.MATERIAL)

    def _goods(
        self, record: EntryRecord, inventory: Inventory, cited: Mapping[str, CitedLine[CellKey]]
    ) -> Iterator[_Goods]:
        """The goods that an entry uses by mass; all of their masses are known if some mass is missing."""
        for row in inventory.inputs:
            if row.purpose not in GOODS:
                continue
            if isinstance(row, ActivityInput):
                stage = assign_stage(record.entry, row.stage, row.purpose, self.rulebook)
                cells = self._flow(row.flow, row.unit, stage)
                yield _Goods(row.flow, Decimal(row.amount), ONE, cells)
            elif isinstance(row, DeliveryInput):
                source = cited[row.delivery]
                yield _Goods(
                    row.delivery, Decimal(row.amount), self._kg(row, source.maker), source.cells
                )

    def _kg(self, row: DeliveryInput, maker: EntryRecord) -> Decimal:
        """The kg of one unit; where a mass is missing, all others are known."""
        newest, _ = self.resolution.sources[row.delivery]
        return mass(ONE, product_line(maker, self.resolution.lines[newest])) or ONE

    def _legs(self, record: EntryRecord, inventory: Inventory) -> Iterator[FillingRow]:
        entry = record.entry
        stage = assign_stage(entry, entry.process.stage, Purpose.TRANSPORT, self.rulebook)
        taken = used_goods(inventory, self.resolution)
        for goods in goods_without_leg(record, inventory, taken, self.rulebook):
            there, here = goods.supplier.entry.site.country, entry.site.country
            if goods.mass is None:
                continue
            for leg in default_legs(goods.mass, there, here, self.rulebook, goods.purpose):
                cells = self._flow(leg.flow, Unit.TKM, stage)
                yield FillingRow(leg.flow, leg.tkm, cells, Purpose.TRANSPORT)

    def _flow(self, flow: str, unit: Unit, stage: Stage) -> dict[CellKey, Decimal]:
        values = self.table.of_flow(flow, unit, "product")
        return {cell_key(stage, group, Sign.BURDEN): value for group, value in values.items()}
