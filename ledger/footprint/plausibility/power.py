"""The electricity of an entry, row by row: its supply, its value as stated, and its value by the mix.

Rows are inputs, wastes and avoided lines that `grid_mix` recognises as electricity. Values explain and are no declared
digits.
"""

from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from ledger.footprint.graph.factors import GridMix
from ledger.footprint.graph.goods import per_unit, unit_of
from ledger.footprint.graph.numbers import EXACT, EXPLAIN, ONE
from ledger.footprint.graph.resolution import EntryRecord, Observation
from ledger.footprint.plausibility.context import PlausibilityContext, product
from ledger.footprint.valuation.grid_mix import (
    MJ_PER_KWH,
    direction_of,
    is_electricity,
    supply_of,
)
from schemas.signed.inventory import Inventory
from schemas.signed.rows import (
    ActivityInput,
    Avoided,
    Certificate,
    DeliveryInput,
    ExternalInput,
    Waste,
)
from schemas.vocabulary import Supply, Unit


class Power(NamedTuple):
    """A row of electricity.

    Attributes:
        record: the entry.
        inventory: of the entry.
        row: the row itself.
        supply: its supply; electricity that a credit replaces is from the grid.
        label: the flow, delivery or material that the row names.
        kwh: the amount.
        stated: kg CO2e per kWh of the named flow, delivery or material; None if unknown.
        of_grid: the country or zone of the mix that the row names, if any.
        mix: of the site's country, as the rulebook prefers; None if no named set has one.
        weight: the part of the row that its entry's figure counts; below zero for a credit.
        certificates: the certificates of a contract.
    """

    record: EntryRecord
    inventory: Inventory
    row: ActivityInput | DeliveryInput | Waste | Avoided
    supply: Supply
    label: str
    kwh: Decimal
    stated: Decimal | None
    of_grid: str | None
    mix: GridMix | None
    weight: Decimal
    certificates: tuple[Certificate, ...] = ()

    @property
    def excess_over_mix(self) -> Decimal | None:
        """The kg CO2e per kWh by which the row, as stated, makes the figure higher than the mix would."""
        if self.stated is None or self.mix is None:
            return None
        above = EXPLAIN.subtract(self.stated, self.mix.price)
        return product(above, self.weight)

    @property
    def names_country_mix(self) -> bool:
        """True if the row names a mix of its site's country, or of a zone with the country's code as prefix."""
        country, zone = self.record.entry.site.country, self.record.entry.site.zone
        of_zone = self.of_grid == zone and zone is not None and zone.startswith(country)
        return self.of_grid == country or of_zone

    @property
    def mix_words(self) -> str:
        """The mix of the site's country in words."""
        if self.mix is None:
            return f"a mix of {self.record.entry.site.country}, of which no named set has one"
        mix = self.mix
        return f"the {mix.kind} mix of {mix.grid} for {mix.year}, {mix.factor.flow}"

    def fault(self, code: str, detail: str, kwh: Decimal) -> Observation:
        """A finding on a number of kWh of the row."""
        effect = None if self.excess_over_mix is None else product(kwh, self.excess_over_mix)
        return Observation(code, self.record.id, detail, effect)

    def uncovered_kwh(self, certified_kwh: Decimal, valid: Decimal) -> Decimal:
        """The kWh of the row that certificates cover as stated, but valid ones do not."""
        return EXACT.subtract(min(self.kwh, certified_kwh), min(self.kwh, valid))

    def kwh_in_words(self, kwh: Decimal) -> str:
        """A number of kWh in words."""
        return f"{unit_of(self.inventory)} {self.share(kwh)} kWh"

    def share(self, kwh: Decimal) -> str:
        """A number of kWh per unit of the main output."""
        return per_unit(kwh, self.inventory)


def power_rows(
    context: PlausibilityContext, record: EntryRecord, inventory: Inventory
) -> Iterator[Power]:
    """The electricity that an entry uses, wastes and replaces."""
    for row in (*inventory.inputs, *inventory.wastes):
        supply = None if isinstance(row, ExternalInput) else supply_of(row, context.table)
        if isinstance(row, ExternalInput) or supply is None:
            continue
        power = _power(context, record, inventory, row)._replace(
            supply=supply, weight=context.counted(ONE, record.id, row.purpose)
        )
        said = row.electricity if isinstance(row, ActivityInput) else None
        yield power if said is None else power._replace(certificates=said.certificates)
    for place, line in enumerate(inventory.avoided):
        if is_electricity(line.flow, line.unit, "product", context.table):
            credit = context.credited(ONE, record.id, place)
            yield _power(context, record, inventory, line)._replace(weight=credit)


def _power(
    context: PlausibilityContext,
    record: EntryRecord,
    inventory: Inventory,
    row: ActivityInput | DeliveryInput | Waste | Avoided,
) -> Power:
    """A row as from the grid, counted whole."""
    flow = None if isinstance(row, DeliveryInput) else row.flow
    delivery = None if isinstance(row, ActivityInput | Waste) else row.delivery
    material = row.material if isinstance(row, Avoided) else None
    direction = direction_of(row) if isinstance(row, ActivityInput | Waste) else "product"
    price = context.price(flow, row.unit, direction) if flow else context.delivered_price(delivery)
    factor = context.table.factor(flow, row.unit, direction) if flow else None
    scale = ONE if row.unit is Unit.KWH else MJ_PER_KWH
    return Power(
        record=record,
        inventory=inventory,
        row=row,
        supply=Supply.GRID,
        label=flow or delivery or str(material),
        kwh=EXPLAIN.divide(Decimal(row.amount), scale),
        stated=None if price is None else product(price, scale),
        of_grid=None if factor is None else factor.grid,
        mix=context.mix(record),
        weight=ONE,
    )
