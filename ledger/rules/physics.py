"""Physics: a battery holds no more energy than the elements that its maker states can store.

The product section of a product line states mass and elements; each atom of a charge carrier moves a known charge at a
voltage that no known cell exceeds (`footprint.battery.charge_carriers`). A capacity above that by more than the
rulebook's margin, for purity and rounding, contradicts the section: both are signed by one firm. Not judged: a line
without mass or without a carrier among its elements, and content that only the suppliers state, which is the register's
(`choices.physics`).
"""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from ledger.footprint.battery.charge_carriers import storable_energy
from ledger.footprint.graph.composition import Part
from ledger.footprint.graph.goods import product_line, weight
from ledger.footprint.graph.numbers import EXPLAIN, ONE, format_rounded
from ledger.footprint.graph.resolution import Problem
from ledger.rules.batteries import battery_count
from schemas.signed.calculation import AssertedCalculation
from schemas.signed.conservative import Conservative
from schemas.signed.rulebook import Rulebook


def storable_capacity(part: Part, rule: Conservative) -> Decimal | None:
    """The most kWh of one battery by the stated elements of its line; None without a carrier among them, or a mass."""
    output = part.output
    line = None if output is None else product_line(part.record, output.line)
    if output is None or line is None or not battery_count(output):
        return None
    kg = weight(Decimal(output.amount), output.unit, line)
    if kg is None:
        return None
    content = {row.element: EXPLAIN.multiply(kg, Decimal(row.fraction)) for row in line.elements}
    whole = storable_energy(content, rule)
    return None if whole is None else EXPLAIN.divide(whole, battery_count(output))


def physics_problems(
    calculation: AssertedCalculation, products: Sequence[Part], rulebook: Rulebook
) -> Iterator[Problem]:
    """Product lines whose stated elements cannot store the capacity that a calculation asserts."""
    rule = rulebook.conservative
    if rule is None or calculation.declared_unit is not None:
        return
    least = EXPLAIN.subtract(ONE, Decimal(rule.margin.value))
    capacity = Decimal(calculation.battery.capacity_kwh)
    for part in products:
        most = storable_capacity(part, rule)
        if most is not None and most < EXPLAIN.multiply(capacity, least):
            detail = (
                f"the elements that line {part.row.line} states store at most {format_rounded(most)} kWh in each"
                f" battery, and the calculation says {calculation.capacity_kwh}; correct one of them, or state all"
                " elements that carry charge"
            )
            yield Problem("physics.impossible_capacity", part.entry, detail)
