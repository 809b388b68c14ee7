"""Allocation: lines that share burdens by mass or energy share by the mass or energy that they state.

A line in kg shares by its amount, one in MJ by its amount, one in kWh by its amount x 3.6; any other line by its amount
x kg or kWh per unit of the product section, where that is stated. Otherwise one line could be given in tonnes beside
kilograms, or a price among masses, and would take the burdens away from the line that is drawn. Ours; ISO 14044,
4.3.4.2, asks for a physical relationship and leaves its proof to the review.

Left out: revenue, which no other statement contains; whether a physical relationship should have come before an
economic one, because an entry states no reasons; and a line whose product section states no mass or energy.
"""

from collections.abc import Iterator
from decimal import Decimal

from ledger.footprint.graph.goods import product_line, weight
from ledger.footprint.graph.numbers import EXACT, format_decimal
from ledger.footprint.graph.resolution import EntryRecord, Problem
from schemas.entry import ProductLine
from schemas.vocabulary import AllocationBasis, Unit

MJ_PER_KWH = Decimal("3.6")

UNIT_OF_VALUE = {AllocationBasis.MASS: "kg", AllocationBasis.ENERGY: "MJ"}
"""The unit of an allocation value by its basis, where other signed values give it too."""


def allocation_problems(record: EntryRecord) -> Iterator[Problem]:
    """The lines whose allocation value is not the mass in kg, or the energy in MJ, that they state."""
    inventory = record.inventory
    if inventory is None or inventory.allocation not in UNIT_OF_VALUE:
        return
    measure = weight if inventory.allocation is AllocationBasis.MASS else energy
    for index, output in enumerate(inventory.outputs):
        if output.allocation_value is None:
            continue
        own = measure(Decimal(output.amount), output.unit, product_line(record, output.line))
        if own is not None and own != Decimal(output.allocation_value):
            detail = (
                f"line {output.line} shares by {output.allocation_value} and states"
                f" {format_decimal(own)} {UNIT_OF_VALUE[inventory.allocation]}; state this as its value"
            )
            place = f"inventory.outputs[{index}].allocation_value"
            yield Problem("entry.allocation_value", record.id, detail, place)


def energy(amount: Decimal, unit: Unit, product: ProductLine | None) -> Decimal | None:
    """The energy in MJ of an amount of a line; None if it is not stated."""
    if unit is Unit.MJ:
        return amount
    stated = "1" if unit is Unit.KWH else None if product is None else product.kwh_per_unit
    if stated is None:
        return None
    return EXACT.multiply(EXACT.multiply(amount, Decimal(stated)), MJ_PER_KWH)
