"""The rules of a citation: a row names a delivery to its own issuer, in its unit, and valid at the time.

Three kinds of row cite a delivery. An input draws on it. An avoided line prices what it replaces, by a representative
delivery. Recycled feedstock names the virgin goods that it replaces (Ev of the Circular Footprint Formula), which may
be physical, because the same plant often uses both. A representative delivery is valid if the citing entry's period
starts before its last day.
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
from schemas.inventory import Inventory
from schemas.rows import DeliveryInput
from schemas.vocabulary import Unit, Use


class Citation(NamedTuple):
    """A row that names a delivery.

    Attributes:
        place: the field path of the row.
        delivery: as the row names it.
        unit: of the row.
        is_price: the delivery must be representative.
    """

    place: str
    delivery: str
    unit: Unit
    is_price: bool = False


def citations(inventory: Inventory) -> Iterator[Citation]:
    """The rows of an inventory that name a delivery."""
    for index, row in enumerate(inventory.inputs):
        place = f"inventory.inputs[{index}]"
        if isinstance(row, DeliveryInput):
            yield Citation(place, row.delivery, row.unit)
        if row.type != "external" and row.recycled is not None and row.recycled.delivery:
            yield Citation(f"{place}.recycled", row.recycled.delivery, row.unit)
    for index, avoided in enumerate(inventory.avoided):
        if avoided.delivery is not None:
            place = f"inventory.avoided[{index}]"
            yield Citation(place, avoided.delivery, avoided.unit, is_price=True)


def citation_problem(citing: EntryRecord, row: Citation, source: DeliveryRecord) -> Problem | None:
    """The first rule that a citation breaks, or None.

    Args:
        citing: the entry.
        row: its row.
        source: the newest version of the delivery that the row names.
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
    return None


def citation_problems(resolution: Resolution, records: Records) -> Iterator[Problem]:
    """The rules that citations in a graph break."""
    for record in resolution.nodes.values():
        for row in () if record.inventory is None else citations(record.inventory):
            source = resolution.sources.get(row.delivery)
            if source is not None:
                problem = citation_problem(record, row, records.deliveries[source[0]])
                if problem is not None:
                    yield problem
