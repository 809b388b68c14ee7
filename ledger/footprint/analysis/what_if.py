"""One thing exchanged in an entry, to see what the figure would be: another flow, another delivery, another country.

The exchanged graph is computed by the same engine as a figure. It is nobody's statement and is never signed. The amount
stays, so a replacement of other quality is compared as if it were used alike.
"""

from typing import NamedTuple

from ledger.footprint.graph.resolution import EntryRecord, Records
from schemas.errors import CradleError
from schemas.signed.inventory import Inventory
from schemas.signed.rows import (
    ActivityInput,
    DeliveryInput,
    ElectricitySupply,
    ExternalInput,
    Input,
)
from schemas.vocabulary import Purpose, Source, Stage, Supply, Unit


class Exchange(NamedTuple):
    """What is exchanged: the input at a place of an entry, or the country of its site.

    Attributes:
        entry: the id of the newest version.
        place: of the input in the inventory, from 0; None for the country.
        flow: that the input is in place of its own.
        delivery: that the input is in place of its own.
        country: of the site, whose mix values electricity if the rulebook says so.
    """

    entry: str
    place: int | None = None
    flow: str | None = None
    delivery: str | None = None
    country: str | None = None


def exchanged(records: Records, exchange: Exchange) -> Records:
    """The records with the exchange made.

    Raises:
        CradleError: `what_if.row` if the entry or its input is not among the records, or nothing is exchanged.
    """
    record = records.entries.get(exchange.entry)
    if record is None:
        raise _absent()
    entries = {**records.entries, exchange.entry: _exchanged(record, exchange)}
    return Records(entries, records.deliveries, records.changes)


def _exchanged(record: EntryRecord, exchange: Exchange) -> EntryRecord:
    if exchange.country is not None:
        site = record.entry.site.model_copy(update={"country": exchange.country})
        return record._replace(entry=record.entry.model_copy(update={"site": site}))
    inventory, place = record.inventory, exchange.place
    if inventory is None or place is None or not 0 <= place < len(inventory.inputs):
        raise _absent()
    inputs = list(inventory.inputs)
    inputs[place] = _replacement(inputs[place], record.entry.process.stage, exchange)
    return record._replace(inventory=_with_inputs(inventory, tuple(inputs)))


def _replacement(row: Input, stage: Stage, exchange: Exchange) -> Input:
    """The input as a delivery or a flow, with the amount, unit and purpose that it has."""
    if isinstance(row, ExternalInput):
        raise _absent()
    if exchange.delivery is not None:
        return DeliveryInput(
            type="delivery",
            delivery=exchange.delivery,
            amount=row.amount,
            unit=row.unit,
            known=row.known,
            purpose=row.purpose,
        )
    if exchange.flow is None:
        raise _absent()
    if isinstance(row, ActivityInput):
        return row.model_copy(update={"flow": exchange.flow})
    grid = ElectricitySupply(supply=Supply.GRID)
    return ActivityInput(
        type="activity",
        flow=exchange.flow,
        amount=row.amount,
        unit=row.unit,
        known=row.known,
        purpose=row.purpose,
        stage=stage,
        source=Source.DATASET,
        electricity=grid if row.unit is Unit.KWH and row.purpose is Purpose.ENERGY else None,
    )


def _with_inputs(inventory: Inventory, inputs: tuple[Input, ...]) -> Inventory:
    """A copy with other inputs; made anew, because an inventory keeps what it cites."""
    members = {name: getattr(inventory, name) for name in Inventory.model_fields}
    return Inventory.model_construct(**{**members, "inputs": inputs})


def _absent() -> CradleError:
    detail = "There is no such input to exchange; choose one of the list."
    return CradleError("what_if.row", detail)
