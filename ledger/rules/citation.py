"""The rules of a citation: a row names a delivery to its own issuer, in its unit, and valid at the time.

Three kinds of row cite a delivery. An input draws on it. An avoided line prices what it replaces, by a representative
delivery. Recycled feedstock names the virgin goods that it replaces (Ev of the Circular Footprint Formula), which may
be physical, because the same plant often uses both. A representative delivery is valid if the citing entry's period
starts before its last day.

Physical goods are made before they are used: an entry that draws on them does not end before the entry that made them
begins. Both may be averages over periods, so nothing more is impossible; a representative delivery stands for goods of
another period.
"""

from collections.abc import Iterator
from typing import NamedTuple

from ledger.footprint.graph.resolution import (
    DeliveryRecord,
    EntryRecord,
    Problem,
    Records,
    Resolution,
)
from schemas.signed.inventory import Inventory
from schemas.signed.rows import DeliveryInput
from schemas.vocabulary import Unit, Use


class Citation(NamedTuple):
    """A row that names a delivery.

    Attributes:
        place: the field path of the row.
        delivery: as the row names it.
        unit: of the row.
        is_price: the delivery must be representative.
        is_draw: the entry uses the goods.
    """

    place: str
    delivery: str
    unit: Unit
    is_price: bool = False
    is_draw: bool = False


def citations(inventory: Inventory) -> Iterator[Citation]:
    """The rows of an inventory that name a delivery."""
    for index, row in enumerate(inventory.inputs):
        place = f"inventory.inputs[{index}]"
        if isinstance(row, DeliveryInput):
            yield Citation(place, row.delivery, row.unit, is_draw=True)
        if row.type != "external" and row.recycled is not None and row.recycled.delivery:
            yield Citation(f"{place}.recycled", row.recycled.delivery, row.unit)
    for index, avoided in enumerate(inventory.avoided):
        if avoided.delivery is not None:
            place = f"inventory.avoided[{index}]"
            yield Citation(place, avoided.delivery, avoided.unit, is_price=True)


def citation_problem(
    citing: EntryRecord, row: Citation, source: DeliveryRecord, maker: EntryRecord | None
) -> Problem | None:
    """The first rule that a citation breaks, or None.

    Args:
        citing: the entry.
        row: its row.
        source: the newest version of the delivery that the row names.
        maker: the newest version of the entry that made the goods; None if it was withdrawn.
    """
    delivery = source.delivery
    if delivery.recipient != citing.entry.issuer:
        detail = "only the recipient of a delivery may cite it"
        return Problem("delivery.recipient", source.id, detail, f"{row.place}.delivery")
    if delivery.unit is not row.unit:
        detail = f"the delivery is in {delivery.unit.value}, the row in {row.unit.value}"
        return Problem("delivery.unit", source.id, detail, f"{row.place}.unit")
    if row.is_price and delivery.use is not Use.REPRESENTATIVE:
        detail = "an avoided line must name a representative delivery"
        return Problem("avoided.physical", source.id, detail, f"{row.place}.delivery")
    if delivery.valid_until is not None and citing.entry.period.start >= delivery.valid_until:
        detail = f"the delivery was valid until {delivery.valid_until}, the period starts later"
        return Problem("delivery.expired", source.id, detail, f"{row.place}.delivery")
    if maker is not None and row.is_draw and delivery.use is Use.PHYSICAL:
        return order_problem(citing, row, source, maker)
    return None


def order_problem(
    citing: EntryRecord, row: Citation, source: DeliveryRecord, maker: EntryRecord
) -> Problem | None:
    """Goods that are used before they are made; arguments as `citation_problem`, the goods physical."""
    use, production = citing.entry.period, maker.entry.period
    if production.start < use.end:
        return None
    detail = (
        f"the goods are made from {production.start} on, and the entry that uses them ends with the day before "
        f"{use.end}; correct the period of one of them, or cite an earlier delivery"
    )
    return Problem("delivery.before_made", source.id, detail, f"{row.place}.delivery")


def citation_problems(resolution: Resolution, records: Records) -> Iterator[Problem]:
    """The rules that citations in a graph break."""
    for record in resolution.nodes.values():
        for row in () if record.inventory is None else citations(record.inventory):
            source = resolution.sources.get(row.delivery)
            if source is not None:
                maker = resolution.nodes[source[1]]
                problem = citation_problem(record, row, records.deliveries[source[0]], maker)
                if problem is not None:
                    yield problem
