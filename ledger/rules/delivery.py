"""The rules of a delivery: an own line, in agreement with it, to another registered participant, and once.

A second delivery of one line to one recipient under one number is a repetition, as when the first answer was lost on
the way; two parts of one consignment have numbers of their own.

A physical delivery also stays within what its line made, together with all live ones of every version of the entry
(`ledger.footprint.analysis.balances.excess`): the ledger refuses the issuer's own excess, and the verifier finds what a
later correction left in excess.
"""

from collections.abc import Container, Iterator
from typing import NamedTuple

from ledger.footprint.graph.resolution import (
    DeliveryRecord,
    EntryRecord,
    Problem,
    Records,
    Resolution,
)


def line_problems(source: DeliveryRecord, record: EntryRecord) -> Iterator[Problem]:
    """The entry behind a delivery is its issuer's own, and has the line, product and unit that it states."""
    delivery = source.delivery
    if delivery.issuer != record.entry.issuer:
        detail = "only the issuer of an entry delivers its goods"
        yield Problem("delivery.issuer", source.id, detail, "entry")
    if record.inventory is None:
        return
    output = record.inventory.output(delivery.line)
    if output is None:
        lines = ", ".join(row.line for row in record.inventory.outputs)
        detail = f"entry {record.id} has no line {delivery.line}; it has {lines}"
        yield Problem("delivery.line", source.id, detail, "line")
    elif output.product != delivery.product:
        detail = f"line {delivery.line} is {output.product}"
        yield Problem("delivery.product", source.id, detail, "product")
    elif output.unit is not delivery.unit:
        detail = f"line {delivery.line} is in {output.unit.value}"
        yield Problem("delivery.unit", source.id, detail, "unit")


def recipient_problem(source: DeliveryRecord, *, is_registered: bool) -> Problem | None:
    """The recipient is another participant, and registered.

    Args:
        source: the delivery.
        is_registered: the registry holds the recipient's registration.
    """
    delivery = source.delivery
    if delivery.recipient == delivery.issuer:
        detail = "the recipient is the issuer itself; deliver to another participant"
        return Problem("delivery.recipient", source.id, detail, "recipient")
    if not is_registered:
        detail = (
            f"no participant is registered as {delivery.recipient}; ask the customer to register"
        )
        return Problem("delivery.recipient", source.id, detail, "recipient")
    return None


class DeliveryNote(NamedTuple):
    """The fields that no two live deliveries share; `entry` identifies an entry over all its versions."""

    entry: str
    line: str
    recipient: str
    number: str


def repeated_problem(name: str, note: DeliveryNote, earlier: str | None) -> Problem | None:
    """The problem of a delivery where an earlier live one has the same note."""
    if earlier is None:
        return None
    detail = (
        f"{earlier} already delivers line {note.line} to this recipient under number {note.number};"
        " supersede it, or give this delivery a number of its own"
    )
    return Problem("delivery.repeated", name, detail, "number")


def delivery_problems(
    resolution: Resolution, records: Records, registered: Container[str]
) -> Iterator[Problem]:
    """The rules that the deliveries of a graph break, against the newest version of their entry.

    Args:
        resolution: the graph.
        records: its statements.
        registered: the participants that the registry holds.
    """
    noted: dict[DeliveryNote, str] = {}
    for newest, entry in sorted(resolution.makers.items()):
        source = records.deliveries[newest]
        delivery = source.delivery
        note = DeliveryNote(entry, delivery.line, delivery.recipient, delivery.number)
        repeated = repeated_problem(newest, note, noted.get(note))
        noted.setdefault(note, newest)
        if repeated is not None:
            yield repeated
        yield from line_problems(source, resolution.nodes[entry])
        is_registered = source.delivery.recipient in registered
        problem = recipient_problem(source, is_registered=is_registered)
        if problem is not None:
            yield problem
