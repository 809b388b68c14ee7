"""Finding deliveries: the first version of one, and the live ones of an entry's line.

A delivery is live as long as no row of `change` names it. It hangs on the first version of its
entry, since a correction of the entry leaves the goods delivered.
"""

from typing import NamedTuple

from sqlalchemy import bindparam, exists, insert, select

from ledger.store.engine import Connection
from ledger.store.tables import Table

_delivery, _change = Table.metadata.tables["delivery"], Table.metadata.tables["change"]
_PUT = insert(_delivery)
_BY_ID = select(_delivery).where(_delivery.c.id == bindparam("of_id"))
_LIVE = (
    select(_delivery)
    .where(
        _delivery.c.entry_lineage == bindparam("of_entry"),
        ~exists().where(_change.c.old == _delivery.c.id),
    )
    .order_by(_delivery.c.id)
)

_RECEIVED = (
    select(_delivery.c.id)
    .where(
        _delivery.c.recipient == bindparam("of_recipient"),
        _delivery.c.entry_lineage == bindparam("of_entry"),
    )
    .limit(1)
)


class DeliveryKey(NamedTuple):
    """What finds a delivery; lineages are the ids of first versions."""

    id: str
    lineage: str
    entry_lineage: str
    line: str
    recipient: str
    use: str
    amount: str | None


def put_delivery(connection: Connection, key: DeliveryKey) -> None:
    """Keep what finds a delivery."""
    connection.execute(_PUT, key._asdict())


def delivery_key(connection: Connection, delivery: str) -> DeliveryKey | None:
    """The key of a delivery; None if there is no such delivery."""
    found = connection.execute(_BY_ID, {"of_id": delivery}).one_or_none()
    return None if found is None else DeliveryKey(*found)


def live_deliveries(connection: Connection, entry_lineage: str) -> tuple[DeliveryKey, ...]:
    """The live deliveries of all versions of an entry."""
    return tuple(
        DeliveryKey(*row) for row in connection.execute(_LIVE, {"of_entry": entry_lineage})
    )


def is_recipient(connection: Connection, participant: str, entry_lineage: str) -> bool:
    """Whether goods of an entry, of any version, were ever delivered to a participant."""
    asked = {"of_recipient": participant, "of_entry": entry_lineage}
    return connection.execute(_RECEIVED, asked).first() is not None
