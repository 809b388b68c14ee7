"""Choices that meet a bound of physics: a capacity above what the carriers of charge can store, and energy per kg.

The alternative is the capacity that the content can store (`choices.battery`), or that the rulebook's highest specific
energy gives. Beyond the margin, a product section that contradicts the capacity is a broken rule (`rules.physics`).
"""

from collections.abc import Iterator
from decimal import Decimal

from ledger.choices.battery import Battery, battery_of
from ledger.choices.choice import Choice
from ledger.choices.context import CalculationContext
from ledger.choices.coordinates import EnergyChange
from ledger.footprint.battery.charge_carriers import storable_energy
from ledger.footprint.graph.composition import product_rows
from ledger.footprint.graph.numbers import EXPLAIN, format_rounded
from schemas.signed.conservative import Conservative

Bound = tuple[Decimal, str]
"""The most kWh of one battery, and the choice of more in words."""


def physics_choices(context: CalculationContext) -> Iterator[Choice]:
    """The bounds that the asserted capacity passes."""
    rule = context.rule
    if rule is None or context.calculation.declared_unit is not None:
        return
    candidates = (battery_of(context, part, rule) for part in product_rows(context.rows))
    batteries = [battery for battery in candidates if battery is not None]
    for code, bound in (
        ("physics.charge_carrier", _charge),
        ("physics.specific_energy", _specific_energy),
    ):
        limits = [it for battery in batteries if (it := bound(context, battery, rule)) is not None]
        if limits:
            kwh, detail = min(limits)
            yield _other_capacity(context, code, detail, kwh)


def _charge(context: CalculationContext, battery: Battery, rule: Conservative) -> Bound | None:
    """The bound by the charge carriers; None if the capacity is within it, or no content is stated."""
    capacity, most = (
        Decimal(context.calculation.battery.capacity_kwh),
        storable_energy(battery.content, rule),
    )
    source = "its maker states" if battery.content is battery.own else "its suppliers state"
    if most is None or most >= capacity:
        return None
    detail = (
        f"the charge carriers that {source} store at most {format_rounded(most)} kWh in each battery, and the"
        f" calculation says {context.calculation.battery.capacity_kwh}"
    )
    return most, detail


def _specific_energy(
    context: CalculationContext, battery: Battery, rule: Conservative
) -> Bound | None:
    """The bound by the mass; None if the capacity is within it, or the mass is not stated."""
    each, limit = battery.kg, rule.specific_energy
    if each is None or limit is None:
        return None
    most = EXPLAIN.multiply(each, Decimal(limit.value))
    if most >= Decimal(context.calculation.battery.capacity_kwh):
        return None
    detail = (
        f"{context.calculation.battery.capacity_kwh} kWh in {format_rounded(each)} kg; at {limit.value} kWh per kg they"
        f" are {format_rounded(most)}"
    )
    return most, detail


def _other_capacity(context: CalculationContext, code: str, detail: str, kwh: Decimal) -> Choice:
    """The choice whose alternative is another capacity."""
    calculation = context.calculation.battery
    change = EnergyChange(EXPLAIN.divide(Decimal(calculation.capacity_kwh), kwh), "capacity")
    return context.on_calculation(code, detail, [change], [calculation.capacity_evidence])
