"""Allocation: the values by which lines share burdens are of one kind, and of the stated basis.

Where lines share by mass, a line's value is amount x kg per unit, or the amount of a line in kg; by energy it is amount
x kWh per unit x 3.6, in MJ, or the amount of a line that is measured in energy itself. Masses and energies are in the
product section, so shares are recomputed and compared: this shows one line stated in another kind than the others, a
price among masses. Only the ratio matters, so values all in another unit are no fault. The excess of one line is the
deficit of another.

Three things are not checked: revenue, because no other statement contains it; the rule that a physical relationship
comes before an economic one (PEF), because an entry does not state reasons; and scrap that returns to the process that
made it, because statements do not distinguish it from goods that a recycler sells.
"""

from collections.abc import Iterator, Mapping
from decimal import Decimal

from ledger.footprint.graph.cells import exact_sum
from ledger.footprint.graph.goods import mass, product_line
from ledger.footprint.graph.numbers import EXACT, EXPLAIN, format_rounded
from ledger.footprint.graph.resolution import EntryRecord, Observation
from ledger.footprint.plausibility.context import PlausibilityContext, product
from ledger.footprint.valuation.figure import share
from schemas.inventory import Inventory, Output
from schemas.vocabulary import AllocationBasis, Unit

MJ_PER_KWH = Decimal("3.6")
_HUNDRED = Decimal(100)


def allocation_faults(context: PlausibilityContext) -> Iterator[Observation]:
    """The entries whose lines do not share by the basis that they state."""
    for record, inventory in context.entries:
        if inventory.allocation is None:
            continue
        values = _values(record, inventory)
        if values is None or not _differ(inventory, values):
            continue
        basis = inventory.allocation.value
        line = inventory.main.line
        stated = EXPLAIN.divide(*share(inventory, inventory.main))
        right = EXPLAIN.divide(values[line], exact_sum(values.values()))
        detail = (
            f"line {line} carries {_per_cent(stated)} of what the lines share by {basis}, "
            f"and has {_per_cent(right)} of it by its product section"
        )
        lines = _too_much(context, record, inventory, values)
        effect = None if lines is None else lines[line]
        yield Observation("allocation.basis_differs", record.id, detail, effect, lines)


def _values(record: EntryRecord, inventory: Inventory) -> dict[str, Decimal] | None:
    """The values that the lines would share by; None if the basis or a line does not give them."""
    found = {}
    for row in inventory.sharing:
        value = _value(record, inventory.allocation, row)
        if value is None:
            return None
        found[row.line] = value
    return found


def _value(record: EntryRecord, basis: AllocationBasis | None, row: Output) -> Decimal | None:
    amount, line = Decimal(row.amount), product_line(record, row.line)
    if basis is AllocationBasis.MASS:
        kg = mass(amount, line)
        return amount if kg is None and row.unit is Unit.KG else kg
    if basis is not AllocationBasis.ENERGY:
        return None
    if row.unit is Unit.MJ:
        return amount
    stated = "1" if row.unit is Unit.KWH else None if line is None else line.kwh_per_unit
    if stated is None:
        return None
    return EXACT.multiply(EXACT.multiply(amount, Decimal(stated)), MJ_PER_KWH)


def _differ(inventory: Inventory, values: Mapping[str, Decimal]) -> bool:
    """True if the stated shares differ from those of the values; ratios are compared exactly."""
    whole = exact_sum(values.values())
    for row in inventory.sharing:
        stated, sum_of_stated = share(inventory, row)
        if EXACT.multiply(stated, whole) != EXACT.multiply(values[row.line], sum_of_stated):
            return True
    return False


def _too_much(
    context: PlausibilityContext,
    record: EntryRecord,
    inventory: Inventory,
    values: Mapping[str, Decimal],
) -> dict[str, Decimal] | None:
    """The kg that each line carries beyond its share by the values; None if the figure is missing."""
    carried = {}
    for row in inventory.sharing:
        price = context.line_price(record.id, row.line)
        if price is None:
            return None
        carried[row.line] = product(Decimal(row.amount), price)
    burden, whole = exact_sum(carried.values()), exact_sum(values.values())
    return {
        line: EXPLAIN.subtract(kg, EXPLAIN.divide(product(burden, values[line]), whole))
        for line, kg in carried.items()
    }


def _per_cent(part: Decimal) -> str:
    return f"{format_rounded(product(part, _HUNDRED))} %"
