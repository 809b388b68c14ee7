"""Queries for the trade of firms: live deliveries to them, what live entries draw on these, and their entries by words.

A statement is live as long as no row of `change` names it. Draws are of a delivery's first version (`entries`).
"""

from collections.abc import Collection, Iterator
from typing import NamedTuple

from sqlalchemy import exists, select

from ledger.store.deliveries import DeliveryKey
from ledger.store.engine import Connection
from ledger.store.entries import EntryKey
from ledger.store.in_values import in_values
from ledger.store.tables import ChangeRow, DeliveryRow, DrawRow, EntryRow, LineRow, MadeRow

_entry, _line, _draw, _delivery, _change, _made = (
    EntryRow.__table__,
    LineRow.__table__,
    DrawRow.__table__,
    DeliveryRow.__table__,
    ChangeRow.__table__,
    MadeRow.__table__,
)
_RECEIVED = select(_delivery).where(
    in_values(_delivery.c.recipient, "firms"), ~exists().where(_change.c.old == _delivery.c.id)
)
_DRAWN = (
    select(_draw.c.delivery_lineage, _draw.c.amount)
    .join(_delivery, _delivery.c.id == _draw.c.delivery_lineage)
    .where(
        in_values(_delivery.c.recipient, "firms"), ~exists().where(_change.c.old == _draw.c.entry)
    )
)
_ISSUED = (
    select(_line.c.product, exists().where(_made.c.entry == _entry.c.id), _entry)
    .join(_line, _line.c.entry == _entry.c.id)
    .where(in_values(_entry.c.issuer, "firms"))
)


class IssuedLine(NamedTuple):
    """The search columns of an entry, and the product of one of its lines; `is_battery` if it makes a model."""

    entry: EntryKey
    product: str
    is_battery: bool


def received_by(connection: Connection, firms: Collection[str]) -> Iterator[DeliveryKey]:
    """Yield the live deliveries to firms."""
    for row in connection.execute(_RECEIVED, {"firms": list(firms)}):
        yield DeliveryKey(*row)


def drawn_by(connection: Connection, firms: Collection[str]) -> Iterator[tuple[str, str]]:
    """Yield the first version of each delivery to firms with the amount of each live draw on it."""
    yield from (tuple(row) for row in connection.execute(_DRAWN, {"firms": list(firms)}))


def issued_by(connection: Connection, firms: Collection[str]) -> Iterator[IssuedLine]:
    """Yield every line of every entry of firms, in any version."""
    for product, is_battery, *key in connection.execute(_ISSUED, {"firms": list(firms)}):
        yield IssuedLine(EntryKey(*key), product, is_battery)
