"""Choices that meet a bound of physics: a capacity above what the carriers of charge can store, and energy per kg.

The content of a battery is that of its product section; if that states no carrier, what its suppliers state
(`graph.contents`, an upper bound: no loss on the way), provided that the entry which made the cathode states it: where
the cathode was bought as a dataset, the rest of the chain holds only traces. The alternative is the capacity that the
content can store, or that the rulebook's highest specific energy gives. Beyond the margin, a product section that
contradicts the capacity is a broken rule (`rules.physics`).
"""

from collections.abc import Iterator
from decimal import Decimal

from ledger.choices.choice import Choice
from ledger.choices.context import CalculationContext
from ledger.choices.coordinates import EnergyChange
from ledger.footprint.battery.charge_carriers import storable_energy
from ledger.footprint.graph.composition import Part, product_rows
from ledger.footprint.graph.goods import product_line, weight
from ledger.footprint.graph.numbers import EXPLAIN, format_rounded
from ledger.rules.batteries import battery_count
from ledger.rules.physics import storable_capacity
from schemas.conservative import Conservative
from schemas.vocabulary import ProcessCode

Bound = tuple[Decimal, str]
"""The most kWh of one battery, and the choice of more in words."""


def physics_choices(context: CalculationContext) -> Iterator[Choice]:
    """The bounds that the asserted capacity passes."""
    rule = context.rule
    if rule is None:
        return
    products = product_rows(context.rows)
    for code, bound in (
        ("physics.charge_carrier", _charge),
        ("physics.specific_energy", _specific_energy),
    ):
        found = [it for part in products if (it := bound(context, part, rule)) is not None]
        if found:
            kwh, detail = min(found)
            yield _other_capacity(context, code, detail, kwh)


def _charge(context: CalculationContext, part: Part, rule: Conservative) -> Bound | None:
    """The bound by the charge carriers; None if the capacity is within it, or no content is stated."""
    capacity, source = Decimal(context.calculation.capacity_kwh), "its maker states"
    most = storable_capacity(part, rule)
    if most is None:
        most, source = _by_chain(context, part, rule), "its suppliers state"
    if most is None or most >= capacity:
        return None
    detail = (
        f"the charge carriers that {source} store at most {format_rounded(most)} kWh in each battery, and the"
        f" calculation says {context.calculation.capacity_kwh}"
    )
    return most, detail


def _by_chain(context: CalculationContext, part: Part, rule: Conservative) -> Decimal | None:
    """The most kWh of one battery by the statements of its suppliers; None if they name no carrier."""
    contents, output = context.graph.contents, part.output
    if output is None or not battery_count(output):
        return None
    cathodes = [
        contents[it.record.id, line.line]
        for it in context.entries
        if it.record.entry.process is ProcessCode.CATHODE_ACTIVE_MATERIAL
        for line in it.inventory.outputs
    ]
    carriers = {row.element for row in rule.charge_carriers}
    if not cathodes or any(carriers.isdisjoint(held) for held in cathodes):
        return None
    held = contents[part.entry, output.line]
    each = EXPLAIN.divide(Decimal(output.amount), battery_count(output))
    content = {element: EXPLAIN.multiply(row.kg, each) for element, row in held.items()}
    return storable_energy(content, rule)


def _specific_energy(context: CalculationContext, part: Part, rule: Conservative) -> Bound | None:
    """The bound by the mass; None if the capacity is within it, or the mass is not stated."""
    output, limit = part.output, rule.specific_energy
    if output is None or limit is None or not battery_count(output):
        return None
    kg = weight(Decimal(output.amount), output.unit, product_line(part.record, output.line))
    if kg is None:
        return None
    each = EXPLAIN.divide(kg, battery_count(output))
    most = EXPLAIN.multiply(each, Decimal(limit.value))
    if most >= Decimal(context.calculation.capacity_kwh):
        return None
    detail = (
        f"{context.calculation.capacity_kwh} kWh in {format_rounded(each)} kg; at {limit.value} kWh per kg they"
        f" are {format_rounded(most)}"
    )
    return most, detail


def _other_capacity(context: CalculationContext, code: str, detail: str, kwh: Decimal) -> Choice:
    """The choice whose alternative is another capacity."""
    stated = context.calculation
    change = EnergyChange(EXPLAIN.divide(Decimal(stated.capacity_kwh), kwh), "capacity")
    return context.on_calculation(code, detail, [change], [stated.capacity_evidence])
