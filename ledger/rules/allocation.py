"""Allocation: lines that share burdens by mass or energy state their mass or energy, and share by it.

By mass, goods share by their kg: the amount of a line in kg, else amount x kg per unit of the product section. By
energy, a line in MJ shares by its amount and one in kWh by its amount x 3.6; other goods share by amount x kWh per
unit x 3.6, and only goods that burn do: each kg holds from `LEAST_HEAT` to `MOST_HEAT`. A line whose unit has no such
quantity, or that does not state it, cannot share on that basis. Otherwise one line could be in tonnes beside
kilograms, a price among masses, or a token beside both, and would take the burdens away from the line that is drawn.
Ours; ISO 14044, 4.3.4.2, asks for a physical relationship and leaves its proof to the review.

Left out: revenue, which no other statement contains; whether a physical relationship should have come before an
economic one, because an entry states no reasons; and whether a stated mass or energy is true. A product section that
is not shown breaks no rule.
"""

from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from ledger.footprint.graph.goods import UNITS_OF_GOODS, product_line, weight
from ledger.footprint.graph.numbers import EXACT, ONE, format_decimal
from ledger.footprint.graph.resolution import EntryRecord, Problem
from ledger.footprint.valuation.grid_mix import MJ_PER_KWH
from schemas.signed.entry import ProductLine
from schemas.signed.inventory import Output
from schemas.vocabulary import AllocationBasis, Unit

UNIT_OF_VALUE = {AllocationBasis.MASS: "kg", AllocationBasis.ENERGY: "MJ"}
"""The unit of an allocation value by its basis, where other signed values give it too."""

MJ_OF_ENERGY = {Unit.MJ: ONE, Unit.KWH: MJ_PER_KWH}
"""The MJ of one unit of energy."""

LEAST_HEAT = Decimal(2)
"""MJ per kg, ours: above what a battery stores (0.5 kWh), below blast furnace gas, the poorest fuel in use."""

MOST_HEAT = Decimal(142)
"""MJ per kg: hydrogen has the highest gross heating value of all fuels, 141.9 (Hydrogen Analysis Resource Center)."""

_WORDS = {"kg_per_unit": "kg per unit", "kwh_per_unit": "kWh per unit"}


class ShareFault(NamedTuple):
    """A broken rule of one line: its code, the field at which to correct it, and a clause."""

    code: str
    field: str
    detail: str


def allocation_problems(record: EntryRecord) -> Iterator[Problem]:
    """The lines that cannot share on the entry's basis, or that share by another value than they state."""
    inventory = record.inventory
    for index, output in enumerate(() if inventory is None else inventory.outputs):
        basis = None if inventory is None else inventory.allocation
        fault = share_fault(basis, output, product_line(record, output.line))
        if fault is not None:
            rows = "product.lines[" if fault.field in _WORDS else "inventory.outputs["
            detail = f"line {output.line} {fault.detail}"
            yield Problem(fault.code, record.id, detail, f"{rows}{index}].{fault.field}")


def share_fault(
    basis: AllocationBasis | None, output: Output, product: ProductLine | None
) -> ShareFault | None:
    """The first broken rule of a line, whose product section may not be shown; None if there is none."""
    if basis not in UNIT_OF_VALUE or output.allocation_value is None:
        return None
    is_energy = basis is AllocationBasis.ENERGY and output.unit in MJ_OF_ENERGY
    if output.unit not in UNITS_OF_GOODS and not is_energy:
        detail = f"is in {output.unit.value}, which has no {basis.value} to share by; choose another basis"
        return ShareFault("entry.allocation_basis", "unit", detail)
    if product is not None and not is_energy:
        unstated = _unstated(basis, output, product)
        if unstated is not None:
            detail = f"shares by {basis.value} and does not state its {_WORDS[unstated]}; state it"
            return ShareFault("entry.allocation_unstated", unstated, detail)
        if basis is AllocationBasis.ENERGY and not _burns(output, product):
            detail = (
                f"shares by energy, and its kg do not hold {LEAST_HEAT} to {MOST_HEAT} MJ, as goods that burn do;"
                " correct its kWh or kg per unit, or choose another basis"
            )
            return ShareFault("entry.allocation_heat", "kwh_per_unit", detail)
    measure = weight if basis is AllocationBasis.MASS else energy
    own = measure(Decimal(output.amount), output.unit, product)
    if own is None or own == Decimal(output.allocation_value):
        return None
    detail = (
        f"shares by {output.allocation_value} and states {format_decimal(own)} {UNIT_OF_VALUE[basis]};"
        " state this as its value"
    )
    return ShareFault("entry.allocation_value", "allocation_value", detail)


def _unstated(basis: AllocationBasis, output: Output, product: ProductLine) -> str | None:
    """The quantity per unit that goods need on a basis and do not state; None if they state all."""
    if output.unit is not Unit.KG and product.kg_per_unit is None:
        return "kg_per_unit"
    needs_energy = basis is AllocationBasis.ENERGY
    return "kwh_per_unit" if needs_energy and product.kwh_per_unit is None else None


def _burns(output: Output, product: ProductLine) -> bool:
    """True if a kg of goods holds the energy of a fuel."""
    kg, mj = weight(ONE, output.unit, product), energy(ONE, output.unit, product)
    return (
        kg is not None
        and mj is not None
        and EXACT.multiply(kg, LEAST_HEAT) <= mj <= EXACT.multiply(kg, MOST_HEAT)
    )


def energy(amount: Decimal, unit: Unit, product: ProductLine | None) -> Decimal | None:
    """The energy in MJ of an amount of a line; None if it is not stated."""
    if unit in MJ_OF_ENERGY:
        return EXACT.multiply(amount, MJ_OF_ENERGY[unit])
    if product is None or product.kwh_per_unit is None:
        return None
    return EXACT.multiply(EXACT.multiply(amount, Decimal(product.kwh_per_unit)), MJ_PER_KWH)
