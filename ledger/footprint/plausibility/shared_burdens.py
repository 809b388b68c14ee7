"""Burdens that a recycler shares with the user of its recyclate, and that may not belong to recycling.

Under the Circular Footprint Formula end of life counts (1-A) of a recycler's process as soon as anything is recovered.
The findings: a recycler that recovers little of what it treats; rows that A would not scale by their nature, transport
in tkm and waste, under another purpose; and work of a recycler whose burdens are already shared, shared again. The
effect is the reduction by A.
"""

from collections.abc import Callable, Iterator
from decimal import Decimal

from ledger.footprint.graph.cells import term_total
from ledger.footprint.graph.numbers import EXPLAIN, ONE, explained_sum, format_rounded
from ledger.footprint.graph.resolution import EntryRecord, Observation
from ledger.footprint.plausibility.context import PlausibilityContext, product
from ledger.footprint.plausibility.recovery import by_material, recovered_kg
from schemas.signed.inventory import Inventory
from schemas.signed.rows import DeliveryInput, ExternalInput
from schemas.vocabulary import CircularTerm, Purpose, Unit

LEAST_RECOVERED = Decimal("0.5")
"""The lowest recycling efficiency in Annex XII to Regulation (EU) 2023/1542, by mass (European Commission, 2025)."""


def _whole(material: str) -> Decimal:
    """All that is stated of a material."""
    del material
    return ONE


def sharing_faults(context: PlausibilityContext) -> Iterator[Observation]:
    """The faults of recyclers whose burdens the formula shares; none without it."""
    for record, inventory in context.entries if context.rulebook.circular_footprint else ():
        counted = context.counted(ONE, record.id, Purpose.MATERIAL)
        if counted < ONE:
            left_out = EXPLAIN.subtract(counted, ONE)
            yield from _low_recovery(record, inventory, counted, context)
            yield from _other_purpose(record, inventory, left_out, context)
            yield from _applied_twice(record, inventory, left_out, context)


def _low_recovery(
    record: EntryRecord, inventory: Inventory, counted: Decimal, context: PlausibilityContext
) -> Iterator[Observation]:
    """A recycler that recovers less than half of the mass it treats."""
    line, recovered = (
        context.figures.line(record.id, inventory.main.line),
        low_recovery(record, context),
    )
    if line is not None and counted and recovered is not None:
        shared = term_total(line.cells, CircularTerm.RECYCLING)
        left_out = EXPLAIN.subtract(shared, EXPLAIN.divide(shared, counted))
        share = format_rounded(recovered)
        detail = (
            f"it recovers {share} kg per kg treated, and A is taken off all burdens of its process"
        )
        treated = Decimal(inventory.main.amount)
        yield Observation("cff.low_recovery", record.id, detail, product(left_out, treated))


def low_recovery(
    record: EntryRecord, context: PlausibilityContext, part: Callable[[str], Decimal] = _whole
) -> Decimal | None:
    """The kg that a recycler recovers per kg treated; None if it is half or more, or nothing is treated in kg.

    Args:
        record: the recycler's entry.
        context: the graph.
        part: of the kg stated of a material that counts; all of it unless it is given.
    """
    inventory = record.inventory
    if inventory is None or inventory.main.unit is not Unit.KG:
        return None
    kg = [
        EXPLAIN.multiply(recovered_kg(rows, material, context.resolution), part(material))
        for material, rows in by_material(record).items()
    ]
    share = EXPLAIN.divide(explained_sum(kg), Decimal(inventory.main.amount))
    return share if share < LEAST_RECOVERED else None


def _other_purpose(
    record: EntryRecord, inventory: Inventory, left_out: Decimal, context: PlausibilityContext
) -> Iterator[Observation]:
    """Transport and waste with a purpose that A scales."""
    formula = context.rulebook.circular_footprint
    shares_collection = formula is not None and formula.follows("collection_shared")
    moved = [] if shares_collection else [row for row in inventory.inputs if row.unit is Unit.TKM]
    rows = [(row, "product") for row in moved] + [(row, "treatment") for row in inventory.wastes]
    for row, direction in rows:
        if isinstance(row, ExternalInput) or not _is_scaled(record, row.purpose, context):
            continue
        if isinstance(row, DeliveryInput):
            label, price = row.delivery, context.delivered_price(row.delivery)
        else:
            label, price = row.flow, context.price(row.flow, row.unit, direction)
        detail = f"{label} has purpose {row.purpose.value}, so that A is taken off it"
        effect = None if price is None else product(Decimal(row.amount), price, left_out)
        yield Observation("cff.other_purpose", record.id, detail, effect)


def _applied_twice(
    record: EntryRecord, inventory: Inventory, left_out: Decimal, context: PlausibilityContext
) -> Iterator[Observation]:
    """Work of a recycler whose figure already includes a share of recycling; no effect if it is not apart in it."""
    for row in inventory.delivery_inputs:
        newest, maker = context.resolution.sources.get(row.delivery, ("", ""))
        if maker not in context.recyclers or not _is_scaled(record, row.purpose, context):
            continue
        line = context.figures.line(maker, context.resolution.lines.get(newest, ""))
        cells = {} if line is None else line.cells
        shared = term_total(cells, CircularTerm.RECYCLING)
        detail = f"A was taken off the recycling of {maker} already, and is taken off it again"
        effect = product(Decimal(row.amount), shared, left_out) if shared else None
        yield Observation("cff.a_applied_twice", record.id, detail, effect)


def _is_scaled(record: EntryRecord, purpose: Purpose, context: PlausibilityContext) -> bool:
    """True if A reduces an entry's rows of a purpose; energy recovery has a factor of its own."""
    return purpose is not Purpose.ENERGY_RECOVERY and context.counted(ONE, record.id, purpose) < ONE
