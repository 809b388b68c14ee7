"""Electricity recognised by its nature: the mix of the site's country values it, under any flow that a row names.

A row in kWh is electricity, for any purpose, unless the accepted factor says that the flow is heat, fuel or goods; a
row in MJ only if the factor, or the row itself, says so. Electricity without a stated supply came from the grid, and a
delivery in kWh by a direct line. A rulebook with a rule of electricity lists the supplies that it accepts as stated.
All others, and electricity that a credit replaces, have the mix of the site's country: of the first kind in the
rulebook's list that a named factor set has, the newest that is not after the entry's last day. A grid zone is the
issuer's choice and selects nothing. Without a rule every row is valued as stated.

Sources: PEF (Recommendation (EU) 2021/2279, Annex I): the country's residual consumption mix; the EV draft of 2024: the
national average consumption mix. The order below these, and the age of a mix, are ours.
"""

from collections.abc import Iterable, Iterator
from decimal import Decimal

from ledger.footprint.graph.factors import FactorTable, FlowValue, GridMix
from schemas.errors import CradleError
from schemas.signed.electricity import ElectricityRule, Mix
from schemas.signed.entry import Entry
from schemas.signed.rows import ActivityInput, DeliveryInput, Waste
from schemas.signed.rulebook import Rulebook
from schemas.vocabulary import Supply, Unit

KINDS: tuple[Mix, ...] = ("average", "residual", "production")
"""The mixes that a factor is compared with if a rulebook has no rule, first choice first."""

MJ_PER_KWH = Decimal("3.6")

_ENERGY = frozenset({Unit.KWH, Unit.MJ})


def is_electricity(
    flow: str | None, unit: Unit, direction: str, table: FactorTable, *, is_stated: bool = False
) -> bool:
    """True if a flow is electricity by its factor; if the factor is silent, in kWh or if it `is_stated` by a row."""
    if unit not in _ENERGY:
        return False
    factor = None if flow is None else table.factor(flow, unit, direction)
    carrier = None if factor is None else factor.carrier
    return carrier == "electricity" or (carrier is None and (unit is Unit.KWH or is_stated))


def direction_of(row: ActivityInput | Waste) -> str:
    """The direction of the factor that values a row as stated."""
    return "treatment" if isinstance(row, Waste) else "product"


def supply_of(row: ActivityInput | DeliveryInput | Waste, table: FactorTable) -> Supply | None:
    """The supply of electricity to the site; None if a row is not electricity."""
    if isinstance(row, DeliveryInput):
        return Supply.DIRECT_LINE if row.unit is Unit.KWH else None
    said = row.electricity if isinstance(row, ActivityInput) else None
    if not is_electricity(row.flow, row.unit, direction_of(row), table, is_stated=said is not None):
        return None
    return Supply.GRID if said is None else said.supply


def accepts_as_stated(rulebook: Rulebook, supply: Supply) -> bool:
    """Return whether the rulebook values electricity by this supply as stated; True without a rule."""
    return rulebook.electricity is None or supply in rulebook.electricity.allowed


def valued(
    row: ActivityInput | Waste, entry: Entry, table: FactorTable, rulebook: Rulebook
) -> FlowValue:
    """The factor of a row of an entry: that of its flow, or the mix of its country.

    Raises:
        CradleError: `factor.none`, `factor.ambiguous`, `electricity.unit`, or as `mix_of`.
    """
    supply = supply_of(row, table)
    if supply is not None and rulebook.electricity is not None:
        _require_kwh(row.flow, row.unit)
        if not accepts_as_stated(rulebook, supply):
            return mix_of(entry, table, rulebook)
    return FlowValue(row.flow, table.of_flow(row.flow, row.unit, direction_of(row)))


def replaced_mix(
    flow: str | None, unit: Unit, entry: Entry, table: FactorTable, rulebook: Rulebook
) -> FlowValue | None:
    """The mix of electricity that a credit replaces; None for other goods, or if the rulebook has no rule.

    Args:
        flow: that the credit names; None if it names a delivery or a material.
        unit: that the credit is counted in.
        entry: that states it.
        table: the factors of the calculation.
        rulebook: its mixes apply.

    Raises:
        CradleError: `electricity.unit`, or as `mix_of`.
    """
    if rulebook.electricity is None or not is_electricity(flow, unit, "product", table):
        return None
    _require_kwh(flow or "", unit)
    return mix_of(entry, table, rulebook)


def _require_kwh(flow: str, unit: Unit) -> None:
    if unit is not Unit.KWH:
        detail = f"{flow} is electricity in {unit.value}; state it in kWh (1 kWh = 3.6 MJ)."
        raise CradleError("electricity.unit", detail, flow)


def mix_of(entry: Entry, table: FactorTable, rulebook: Rulebook) -> FlowValue:
    """The mix that values electricity from the grid at the site of an entry.

    Raises:
        CradleError: `electricity.no_mix`, `factor.ambiguous`.
    """
    kinds = kinds_of(rulebook)
    mix = country_mix(entry, table, kinds)
    if mix is None:
        country, years = entry.site.country, table.mix_years(entry.site.country, kinds)
        there = f"there is one for {', '.join(map(str, years))}" if years else "there is none"
        detail = (
            f"No named factor set has a life-cycle mix ({', '.join(kinds)}) of {country} for {last_year(entry)} or an "
            f"earlier year; {there}. Name a set that has it: `cradle factors sets` lists those that come with Cradle."
        )
        raise CradleError("electricity.no_mix", detail, country)
    return mix.valued


def country_mix(entry: Entry, table: FactorTable, kinds: tuple[Mix, ...]) -> GridMix | None:
    """The mix of an entry's country at its time; None if no named set has one.

    Raises:
        CradleError: `factor.ambiguous`.
    """
    return table.mix(entry.site.country, kinds, last_year(entry))


def mixes_of_kinds(
    grid: str, year: int, table: FactorTable, kinds: Iterable[Mix]
) -> Iterator[GridMix]:
    """The mix of a grid for a year of each kind; none of a kind that no set has, or several have."""
    for kind in kinds:
        try:
            mix = table.mix(grid, (kind,), year)
        except CradleError:
            continue
        if mix is not None:
            yield mix


def kinds_of(rulebook: Rulebook) -> tuple[Mix, ...]:
    """The kinds of mix that a rulebook prefers, first choice first."""
    return KINDS if rulebook.electricity is None else rulebook.electricity.mixes


def last_year(entry: Entry) -> int:
    """The year of the last day of an entry's period."""
    return int(entry.period.last_day[:4])


def is_outdated(mix: GridMix, entry: Entry, rule: ElectricityRule) -> bool:
    """Return whether a mix is older than the rulebook allows without a remark."""
    return last_year(entry) - mix.year > Decimal(rule.oldest_mix.value)
