"""Queries for deliveries: by id, and the live ones of an entry.

A delivery is live as long as no row of `change` names it. It belongs to the first version of its
entry, because a correction of the entry does not change the delivered goods. `facts` runs these
queries for many deliveries at once.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from sqlalchemy import bindparam, exists, func, select

from ledger.store.engine import Connection
from ledger.store.in_values import in_values
from ledger.store.tables import ChangeRow, DeliveryRow, StatementRow

_delivery, _change, _statement = (of.__table__ for of in (DeliveryRow, ChangeRow, StatementRow))
_BY_ID = select(_delivery).where(in_values(_delivery.c.id, "asked"))
_LIVE = select(_delivery).where(
    in_values(_delivery.c.entry_lineage, "asked"),
    ~exists().where(_change.c.old == _delivery.c.id),
)

# As an expression the recipient is in no index, so SQLite begins with the entry and not with all that a firm received.
_RECEIVED = (
    select(_delivery.c.id)
    .where(
        func.coalesce(_delivery.c.recipient, "") == bindparam("of_recipient"),
        _delivery.c.entry_lineage == bindparam("of_entry"),
    )
    .limit(1)
)
_LIVE_RECEIVED = (
    select(_delivery.c.id)
    .where(
        _delivery.c.recipient == bindparam("of_recipient"),
        ~exists().where(_change.c.old == _delivery.c.id),
    )
    .order_by(_delivery.c.index.desc())
    .limit(bindparam("most"))
)
_REPRESENTATIVE = (
    select(_delivery.c.id)
    .where(
        _delivery.c.recipient == bindparam("of_recipient"),
        _delivery.c.use == "representative",
        ~exists().where(_change.c.old == _delivery.c.id),
    )
    .order_by(_delivery.c.index.desc())
    .limit(bindparam("count"))
)
_RECIPIENTS = (
    select(_delivery.c.recipient)
    .join(_statement, _statement.c.id == _delivery.c.id)
    .where(in_values(_statement.c.issuer, "issuers"), _statement.c.kind == "delivery")
    .distinct()
)
_EVER = select(_delivery).where(in_values(_delivery.c.entry_lineage, "asked"))


class DeliveryKey(NamedTuple):
    """The search columns of a delivery; lineages are the ids of first versions, `at` is the index of its leaf."""

    id: str
    lineage: str
    entry_lineage: str
    line: str
    recipient: str
    use: str
    amount: str | None
    number: str
    at: int


def read_deliveries(
    connection: Connection, ids: Sequence[str]
) -> Iterator[tuple[str, DeliveryKey]]:
    """Yield the deliveries of these ids, each with its id."""
    for row in connection.execute(_BY_ID, {"asked": ids}):
        yield row.id, DeliveryKey(*row)


def read_delivered(
    connection: Connection, entry_lineages: Iterable[str]
) -> Iterator[tuple[str, DeliveryKey]]:
    """Yield the live deliveries of all versions of these entries, each with the entry's first version."""
    for row in connection.execute(_LIVE, {"asked": entry_lineages}):
        yield row.entry_lineage, DeliveryKey(*row)


def read_ever_delivered(
    connection: Connection, entry_lineages: Iterable[str]
) -> Iterator[DeliveryKey]:
    """Yield all deliveries of all versions of these entries, also those that are no longer live."""
    for row in connection.execute(_EVER, {"asked": entry_lineages}):
        yield DeliveryKey(*row)


def live_received(connection: Connection, participant: str, most: int) -> list[str]:
    """The ids of live deliveries to a participant, at most so many, the newest first."""
    parameters = {"of_recipient": participant, "most": most}
    return [row.id for row in connection.execute(_LIVE_RECEIVED, parameters)]


def is_recipient(connection: Connection, participant: str, entry_lineage: str) -> bool:
    """Return whether goods of any version of an entry were ever delivered to a participant."""
    parameters = {"of_recipient": participant, "of_entry": entry_lineage}
    return connection.execute(_RECEIVED, parameters).first() is not None


def representative_to(connection: Connection, recipient: str, count: int) -> tuple[str, ...]:
    """The ids of live representative deliveries to a participant, `count` at most, the newest first."""
    parameters = {"of_recipient": recipient, "count": count}
    return tuple(connection.execute(_REPRESENTATIVE, parameters).scalars())


def recipients_of(connection: Connection, issuers: Iterable[str]) -> tuple[str, ...]:
    """The participants that these ever delivered to."""
    return tuple(connection.execute(_RECIPIENTS, {"issuers": set(issuers)}).scalars())
