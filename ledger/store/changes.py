"""The registry's records about statements: superseded, withdrawn, or maker of a declared product.

A change counts at a registry state if its leaf is within the state's size, so every query about the
past is a comparison of indices.
"""

from collections.abc import Collection, Iterator, Sequence
from typing import Literal, NamedTuple

from sqlalchemy import bindparam, insert, select

from ledger.store.engine import Connection
from ledger.store.in_values import in_values
from ledger.store.tables import ChangeRow, MadeRow

_change, _made = ChangeRow.__table__, MadeRow.__table__
_PUT_CHANGE, _PUT_MADE = insert(_change), insert(_made)
_OF = (
    select(_change)
    .where(in_values(_change.c.old, "ids"))
    .where(_change.c.registry_index < bindparam("size"))
)
_SINCE = select(_change).where(_change.c.registry_index >= bindparam("size"))
_MADE = (
    select(_made)
    .where(_made.c.subject == bindparam("of_subject"))
    .where(_made.c.registry_index >= bindparam("start"), _made.c.registry_index < bindparam("end"))
    .order_by(_made.c.registry_index)
)
_MADE_SINCE = select(_made).where(
    _made.c.registry_index >= bindparam("start"), _made.c.registry_index < bindparam("end")
)
NOW = 2**62
"""A registry size above all real ones: the state of this transaction."""


class StatementChange(NamedTuple):
    """A change of statement `old`, `superseded` or `withdrawn` by statement `by`, at a leaf of the registry."""

    old: str
    kind: Literal["superseded", "withdrawn"]
    by: str
    registry_index: int


class MadeEntry(NamedTuple):
    """The record that an entry made the product of a subject, at a leaf of the registry."""

    entry: str
    subject: str
    registry_index: int


def put_change(connection: Connection, change: StatementChange) -> None:
    """Store a change; the database refuses a second one of the same statement."""
    connection.execute(_PUT_CHANGE, change._asdict())


def put_made(connection: Connection, entry: MadeEntry) -> None:
    """Store that an entry made a declared product."""
    connection.execute(_PUT_MADE, entry._asdict())


def changes_of(
    connection: Connection, ids: Collection[str], size: int = NOW
) -> dict[str, StatementChange]:
    """The change of each changed statement among these ids at a registry size, by its id."""
    rows = connection.execute(_OF, {"ids": ids, "size": size}) if ids else ()
    return {row.old: StatementChange(*row) for row in rows}


def read_changes(
    connection: Connection, ids: Sequence[str]
) -> Iterator[tuple[str, StatementChange]]:
    """Yield the change of each changed statement among these ids, with its id."""
    yield from changes_of(connection, ids).items()


def changes_since(connection: Connection, size: int) -> tuple[StatementChange, ...]:
    """The changes at registry leaves with index `size` or above."""
    return tuple(StatementChange(*row) for row in connection.execute(_SINCE, {"size": size}))


def made_of(
    connection: Connection, subject: str, start: int = 0, end: int = NOW
) -> tuple[MadeEntry, ...]:
    """The entries that made the product of a subject, at registry leaves from `start` to `end` - 1, in order."""
    rows = connection.execute(_MADE, {"of_subject": subject, "start": start, "end": end})
    return tuple(MadeEntry(*row) for row in rows)


def made_since(connection: Connection, start: int, end: int) -> tuple[MadeEntry, ...]:
    """The entries that made declared products, at registry leaves from `start` to `end` - 1."""
    rows = connection.execute(_MADE_SINCE, {"start": start, "end": end})
    return tuple(MadeEntry(*row) for row in rows)
