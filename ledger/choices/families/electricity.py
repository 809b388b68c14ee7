"""Choices of electricity: a supply or mix other than the country's, and electricity as energy of another kind.

A country is a claim. Where the registration of its firm confirms another one, the dearer mix of the two counts.

A row that counts as its declarer states it is a choice if it counts less than the country's mix: by on site, direct
line or contract, a delivery in kWh, or, under a rulebook without a rule of electricity, any other factor. A grid zone
and, without a rule, the kind and year of a mix are chosen too. The alternative is the dearest mix of the country among
the kinds that the rulebook accepts, each the newest of an accepted set that is not after the entry; a country without
one counts as the dearest grid that is known (`power_price`).

Energy in MJ, or in kWh under a factor of heat, fuel or goods, may be electricity under another name: the only thing
that a row states about its kind is the flow. But most energy in MJ is heat of a burnt fuel, and that shows: methane is
the fossil fuel with the least carbon, and heat that carries less than its carbon dioxide came from something else. So
energy is a choice if it counts less than the mix, kWh for kWh, and less than the rulebook's `fossil_heat` in total or
in its fossil and unspecified groups: biogas, biomass, waste heat, heat pumps, solar heat, and flows of no stated kind.
Fuel under a factor of its supply alone is ordinary if the entry emits the missing fossil carbon dioxide of all such
fuel. Not listed: electricity stated as heat of a gas boiler, which is a false flow and no choice.

Electricity that a credit replaces is left to the choices of recovery, and fuels in kg or m3 to those of factors.
"""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple

from ledger.choices.choice import Choice
from ledger.choices.context import ChoiceContext
from ledger.choices.coordinates import Option, RowChange
from ledger.choices.families.power_price import (
    PowerPrice,
    dearest_of,
    power_prices,
)
from ledger.footprint.external.counting import external_cells
from ledger.footprint.graph.cells import exact_sum, groups_of
from ledger.footprint.graph.factors import GroupValues
from ledger.footprint.graph.goods import per_unit, unit_of
from ledger.footprint.graph.numbers import EXACT, EXPLAIN, ONE, ZERO, format_rounded
from ledger.footprint.graph.resolution import EntryRecord
from ledger.footprint.plausibility.context import PlausibilityContext, product
from ledger.footprint.plausibility.power import Power, power_rows
from ledger.footprint.valuation.grid_mix import (
    MJ_PER_KWH,
    accepts_as_stated,
    direction_of,
    supply_of,
)
from schemas.gases import Gas, GasOrigin
from schemas.signed.electricity import Carrier
from schemas.signed.inventory import Inventory
from schemas.signed.rows import ActivityInput, Avoided, DeliveryInput, ExternalInput, Waste
from schemas.vocabulary import Group, Supply, Unit

_EnergyRow = ActivityInput | DeliveryInput | ExternalInput | Waste

_COMBUSTION = (Group.FOSSIL, Group.UNSPECIFIED)
"""The groups that carry the carbon of a burnt fossil fuel; a set without groups states it as unspecified."""


def electricity_choices(context: ChoiceContext) -> Iterator[Choice]:
    """The energy that counts less than electricity of the country's mix."""
    for record, inventory in context.graph.entries:
        if record.id not in context.needed:
            continue
        prices = tuple(power_prices(context, record))
        for power in power_rows(context.graph, record, inventory):
            yield from _supply(context, power, prices)
            yield from _place(context, power, dearest_of(prices))
        yield from _carriers(context, record, inventory, dearest_of(prices))


def _place(context: ChoiceContext, power: Power, price: PowerPrice | None) -> Iterator[Choice]:
    """Electricity by the mix of the stated country, where that of the registration has a dearer one."""
    record, row = power.record, power.row
    if isinstance(row, Avoided) or accepts_as_stated(context.graph.rulebook, power.supply):
        return
    country, *others = context.countries(record)
    if not others or price is None or power.mix is None or price.kg <= power.mix.price:
        return
    used = PowerPrice(country, power.mix.price, power.mix)
    detail = (
        f"{power.kwh_in_words(power.kwh)} in {country}, where the registration of its firm has {others[0]}:"
        f" {used.words}, not {price.words}"
    )
    changes = _at_price(context.graph, record, row, power.kwh, price)
    yield context.choice("site.country", record, detail, changes, row)


def _supply(context: ChoiceContext, power: Power, prices: Sequence[PowerPrice]) -> Iterator[Choice]:
    """A row of electricity that counts as stated, and less than the mix.

    A row that names the only mix of its site's country, of another year, leaves the other country alone to compare.
    """
    row, intensity = power.row, power.stated or ZERO
    if isinstance(row, Avoided) or not accepts_as_stated(context.graph.rulebook, power.supply):
        return
    named = power.record.entry.site.country if power.names_country_mix else None
    price = dearest_of(it for it in prices if it.is_known or it.country != named)
    if (price is None and named is not None) or (price is not None and intensity >= price.kg):
        return
    supply = power.supply.value.replace("_", " ")
    detail = (
        f"{power.kwh_in_words(power.kwh)} by {supply}{_certified(power)} counted by {power.label} at"
        f" {format_rounded(intensity)} kg CO2e per kWh, not by {_in_words(power.record, price)}"
    )
    changes = _at_price(context.graph, power.record, row, power.kwh, price)
    yield context.choice("electricity.below_mix", power.record, detail, changes, row)


def _certified(power: Power) -> str:
    """The kWh on certificates of a contract, in words."""
    if power.supply is not Supply.CONTRACT:
        return ""
    certified = exact_sum(Decimal(row.kwh) for row in power.certificates)
    return f" with certificates for {power.share(certified)}"


class _Energy(NamedTuple):
    """Energy that is not stated as electricity.

    Attributes:
        row: its row.
        kwh: the amount.
        stated: kg CO2e per kWh that the figure counts.
        burnt: the part of it that the carbon of a fossil fuel may explain.
        kind: as the accepted factor states it; None if it does not.
    """

    row: _EnergyRow
    kwh: Decimal
    stated: Decimal
    burnt: Decimal
    kind: Carrier | None

    def short_of(self, least: Decimal) -> Decimal:
        """The kg CO2e by which the row is below heat of a fossil fuel, of `least` kg per kWh."""
        return product(self.kwh, EXPLAIN.subtract(least, self.burnt))


def _carriers(
    context: ChoiceContext, record: EntryRecord, inventory: Inventory, price: PowerPrice | None
) -> Iterator[Choice]:
    """Energy that is not stated as electricity, and counts less than the mix and than heat of a fossil fuel."""
    graph, least = context.graph, _least_burnt(context)
    rows = [
        _energy(graph, record, row)
        for row in (*inventory.inputs, *inventory.wastes)
        if row.unit in {Unit.KWH, Unit.MJ} and not _is_electricity(graph, row)
    ]
    if least is not None:
        rows = [row for row in rows if row.burnt < least]
        fuels = [row for row in rows if row.kind == "fuel"]
        if _burnt_here(inventory) >= exact_sum(row.short_of(least) for row in fuels):
            rows = [row for row in rows if row.kind != "fuel"]
    for row in rows:
        if price is None or row.stated < price.kg:
            detail = (
                f"{unit_of(inventory)} {per_unit(row.kwh, inventory)} kWh {_source(row)} at"
                f" {format_rounded(row.stated)} kg CO2e per kWh, not by {_in_words(record, price)}"
            )
            changes = _at_price(graph, record, row.row, row.kwh, price)
            yield context.choice("electricity.carrier", record, detail, changes, row.row)


def _least_burnt(context: ChoiceContext) -> Decimal | None:
    """The kg CO2e per kWh of heat from a fossil fuel; None if the rulebook does not state it."""
    if context.rule is None or context.rule.fossil_heat is None:
        return None
    return product(Decimal(context.rule.fossil_heat.value), MJ_PER_KWH)


def _burnt_here(inventory: Inventory) -> Decimal:
    """The kg of fossil carbon dioxide that an entry emits, the only trace of a fuel whose factor is of its supply."""
    return exact_sum(
        Decimal(row.amount)
        for row in inventory.emissions
        if (row.gas, row.origin) == (Gas.CO2, GasOrigin.FOSSIL)
    )


def _energy(graph: PlausibilityContext, record: EntryRecord, row: _EnergyRow) -> _Energy:
    scale = ONE if row.unit is Unit.KWH else MJ_PER_KWH
    values = _values(graph, record, row)
    intensity = exact_sum(values.values())
    burnt = min(intensity, exact_sum(values.get(group, ZERO) for group in _COMBUSTION))
    return _Energy(
        row=row,
        kwh=EXPLAIN.divide(Decimal(row.amount), scale),
        stated=product(intensity, scale),
        burnt=product(burnt, scale),
        kind=_kind(graph, row),
    )


def _is_electricity(graph: PlausibilityContext, row: _EnergyRow) -> bool:
    return not isinstance(row, ExternalInput) and supply_of(row, graph.table) is not None


def _values(graph: PlausibilityContext, record: EntryRecord, row: _EnergyRow) -> GroupValues:
    """The kg CO2e per unit of a row that its entry counts, by group."""
    if isinstance(row, DeliveryInput):
        newest, entry = graph.resolution.sources[row.delivery]
        return groups_of(graph.figures.entries[entry].lines[graph.resolution.lines[newest]].cells)
    if isinstance(row, ExternalInput):
        sums: dict[Group, Decimal] = {}
        for (_, group), value in external_cells(row, graph.table).items():
            sums[group] = EXACT.add(sums.get(group, ZERO), value)
        return sums
    return graph.used_values(record, row)


def _kind(graph: PlausibilityContext, row: _EnergyRow) -> Carrier | None:
    if isinstance(row, DeliveryInput | ExternalInput):
        return None
    factor = graph.table.factor(row.flow, row.unit, direction_of(row))
    return None if factor is None else factor.carrier


def _source(energy: _Energy) -> str:
    """The kind and source of energy, in words."""
    row, kind = energy.row, f"as {energy.kind}" if energy.kind else "of no stated kind"
    if isinstance(row, DeliveryInput):
        return f"{kind} by delivery {row.delivery}"
    if isinstance(row, ExternalInput):
        return f"{kind} by the file {row.file}"
    return f"{kind} counted by {row.flow}"


def _at_price(
    graph: PlausibilityContext,
    record: EntryRecord,
    row: _EnergyRow,
    kwh: Decimal,
    price: PowerPrice | None,
) -> list[RowChange]:
    """The row as electricity of a price; nothing without one."""
    if price is None:
        return []
    kg = graph.counted(product(kwh, price.kg), record.id, row.purpose)
    return [RowChange(record.id, row, (Option(kg),))]


def _in_words(record: EntryRecord, price: PowerPrice | None) -> str:
    if price is None:
        return f"a mix of {record.entry.site.country}, of which no named set has one"
    return price.words
