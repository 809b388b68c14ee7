"""The unit of a calculation's figure: a kWh of the total energy of its batteries, or the declared unit of a product.

One division turns the sum of a composition into a figure. Its divisor is an exact ratio,

    a battery    batteries x total energy, in kWh
    a product    what the product lines made, in the unit of the lines

The number that was made is of batteries, or of declared units. The functional unit of batteries and its rules are in
`footprint.battery`; a product has none of them, and no service life either.
"""

from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from ledger.footprint.graph.composition import Part, product_power
from ledger.footprint.graph.numbers import EXACT, EXPLAIN, ONE
from schemas.signed.calculation import AssertedCalculation
from schemas.signed.inventory import Output


class Divisor(NamedTuple):
    """The number of units that a figure divides by, as an exact ratio."""

    numerator: Decimal
    denominator: Decimal


def divisor_of(calculation: AssertedCalculation) -> Divisor:
    """The units of the figure in all that the calculation counts."""
    declared = calculation.declared_unit
    if declared is not None:
        return Divisor(Decimal(declared.amount), ONE)
    battery = calculation.battery
    energy = battery.total_energy
    kwh = EXACT.multiply(Decimal(battery.batteries), Decimal(energy.numerator))
    return Divisor(kwh, Decimal(energy.denominator))


def per_unit(calculation: AssertedCalculation) -> Decimal:
    """The part of all that the calculation counts that falls on one unit of its figure."""
    divisor = divisor_of(calculation)
    return EXPLAIN.divide(divisor.denominator, divisor.numerator)


def made(calculation: AssertedCalculation) -> Decimal:
    """The number of batteries, or of declared units, that the calculation states."""
    declared = calculation.declared_unit
    return Decimal(calculation.battery.batteries if declared is None else declared.amount)


def peak_power(products: Sequence[Part], calculation: AssertedCalculation) -> Decimal | None:
    """The kWp of one unit of a figure, as the maker states it; None if a product line states none."""
    power = product_power(products)
    return None if power is None else EXPLAIN.multiply(power, per_unit(calculation))


def made_by(calculation: AssertedCalculation, output: Output) -> Decimal | None:
    """The number of batteries, or of declared units, that a line states; None if it counts none of them."""
    declared = calculation.declared_unit
    if declared is not None:
        return Decimal(output.amount) if output.unit is declared.unit else None
    return None if output.batteries is None else Decimal(output.batteries)
