"""Batteries are pieces, with the energy that their product section states: signed values that must agree.

A line in `piece` or `unit` that counts batteries makes as many of them as pieces. A product line that states kWh per
unit has the calculation's capacity in each battery: kWh per unit x amount / batteries, per piece exactly, else to the
digits that are stated. Ours: one battery cannot be two things. Left out: lines in kg or another unit, which do not
state the amount of one battery, and capacity that no line states.
"""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from ledger.footprint.graph.composition import Part
from ledger.footprint.graph.goods import product_line
from ledger.footprint.graph.numbers import EXACT, EXPLAIN, ZERO, format_rounded
from ledger.footprint.graph.resolution import EntryRecord, Problem
from schemas.signed.calculation import AssertedCalculation
from schemas.signed.inventory import Output
from schemas.vocabulary import Unit

PIECES = frozenset({Unit.PIECE, Unit.UNIT})
"""The units in which one is one battery."""

HALF = Decimal("0.5")


def battery_count(output: Output) -> Decimal:
    """The batteries that a line makes: its pieces, else its stated number."""
    if output.batteries is not None and output.unit in PIECES:
        return Decimal(output.amount)
    return Decimal(output.batteries or 0)


def piece_problems(record: EntryRecord) -> Iterator[Problem]:
    """Lines in pieces that state another number of batteries."""
    outputs = () if record.inventory is None else record.inventory.outputs
    for index, output in enumerate(outputs):
        batteries = output.batteries
        if batteries is not None and not _agree(battery_count(output), Decimal(batteries)):
            detail = (
                f"line {output.line} makes {output.amount} {output.unit.value} and states"
                f" {output.batteries} batteries; one of them is one battery, so state the same number"
            )
            place = f"inventory.outputs[{index}].batteries"
            yield Problem("entry.batteries", record.id, detail, place)


def stated_capacity(part: Part) -> Decimal | None:
    """The kWh of one battery by the product section of a product row; None if it states none."""
    held = _stated_energy(part)
    return None if held is None else EXPLAIN.divide(held[0], held[1])


def capacity_problems(
    calculation: AssertedCalculation, products: Sequence[Part]
) -> Iterator[Problem]:
    """Product lines whose kWh per unit give another capacity than the calculation states."""
    if calculation.declared_unit is not None:
        return
    capacity = calculation.battery.capacity_kwh
    for part in products:
        held = _stated_energy(part)
        if held is None:
            continue
        kwh, batteries, tolerance = held
        asserted = EXACT.multiply(Decimal(capacity), batteries)
        if not _agree(kwh, asserted, tolerance):
            each = format_rounded(EXPLAIN.divide(kwh, batteries))
            detail = (
                f"line {part.row.line} holds {each} kWh in each battery, and the calculation says"
                f" {capacity}; correct one of them"
            )
            yield Problem("calculation.capacity", part.entry, detail)


def _agree(value: Decimal, other: Decimal, tolerance: Decimal = ZERO) -> bool:
    """Return whether two values are equal up to rounding."""
    return EXACT.subtract(value, other).copy_abs() <= tolerance


def _stated_energy(part: Part) -> tuple[Decimal, Decimal, Decimal] | None:
    """The kWh of a product row, its batteries, and the tolerance for the rounding of kWh per unit.

    Per piece there is no rounding; per kg the last digit may be rounded.
    """
    output = part.output
    line = None if output is None else product_line(part.record, output.line)
    if output is None or not output.batteries or line is None or line.kwh_per_unit is None:
        return None
    amount, per_unit = Decimal(output.amount), Decimal(line.kwh_per_unit)
    half = HALF if output.unit not in PIECES else ZERO
    tolerance = EXACT.multiply(half.scaleb(int(per_unit.as_tuple().exponent)), amount)
    return EXACT.multiply(per_unit, amount), battery_count(output), tolerance
