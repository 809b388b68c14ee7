"""Marks of the leaves of the entries log, and the secret of each participant under which its tags are made.

A mark is stored as the document that its leaf binds, so a bundle shows the stored bytes. The sequencer assigns the
numbers, never the database.
"""

from collections.abc import Collection, Iterator
from typing import NamedTuple

from sqlalchemy import and_, bindparam, func, select

from ledger.store.engine import Connection
from ledger.store.in_values import in_values
from ledger.store.tables import MarkRow, MarkSecretRow, StatementRow

_mark, _secret, _statement = (MarkRow.__table__, MarkSecretRow.__table__, StatementRow.__table__)
_LAST = (
    select(func.coalesce(func.max(_mark.c.nr), 0))
    .where(_mark.c.participant == _statement.c.id)
    .correlate(_statement)
)
_STATES = (
    select(
        _statement.c.id,
        _LAST.where(_mark.c.role == "issued").scalar_subquery().label("issued"),
        _LAST.where(_mark.c.role == "received").scalar_subquery().label("received"),
        _secret.c.secret,
    )
    .select_from(_statement)
    .outerjoin(_secret, _secret.c.participant == _statement.c.id)
    .where(in_values(_statement.c.id, "asked"))
)
_OF_FIRM = (
    select(_mark.c.index, _mark.c.data)
    .where(_mark.c.participant == bindparam("of_participant"), _mark.c.role == bindparam("of_role"))
    .where(_mark.c.nr <= bindparam("count"))
    .order_by(_mark.c.nr)
)
_AT = (
    select(_statement.c.id, _mark.c.data)
    .join(_mark, and_(_mark.c.index == _statement.c.index, _statement.c.log == "entries"))
    .where(in_values(_statement.c.id, "asked"))
)
_BETWEEN = (
    select(_mark.c.index, _mark.c.participant, _mark.c.role, _mark.c.nr, _mark.c.data)
    .where(_mark.c.index >= bindparam("start"), _mark.c.index < bindparam("end"))
    .order_by(_mark.c.index, _mark.c.role)
)
_MARKED = ("entry", "delivery")
_FIRST = select(func.min(_mark.c.index))
_LAST_UNMARKED = (
    select(_statement.c.index)
    .where(_statement.c.log == "entries", _statement.c.index < bindparam("before"))
    .where(_statement.c.kind.in_(_MARKED))
    .order_by(_statement.c.index.desc())
    .limit(1)
)
_NAMES = select(_statement.c.index, _statement.c.id, _statement.c.kind).where(
    _statement.c.log == "entries", in_values(_statement.c.index, "asked")
)


class MarkState(NamedTuple):
    """The last numbers of a participant, and its secret; None before its first mark."""

    issued: int = 0
    received: int = 0
    secret: bytes | None = None


class StoredMark(NamedTuple):
    """A row of a mark: its leaf's index, the columns that find it, and its document."""

    at: int
    participant: str
    role: str
    nr: int
    data: bytes


class MarkedStatement(NamedTuple):
    """A statement of the entries log that has marks."""

    id: str
    kind: str


def mark_states(connection: Connection, participants: Collection[str]) -> dict[str, MarkState]:
    """The state of each of these participants."""
    rows = connection.execute(_STATES, {"asked": list(participants)})
    return {row.id: MarkState(row.issued, row.received, row.secret) for row in rows}


def marks_of(
    connection: Connection, participant: str, role: str, count: int
) -> Iterator[tuple[int, bytes]]:
    """Yield the first marks of a participant in a role, each with the index of its leaf, in their order."""
    parameters = {"of_participant": participant, "of_role": role, "count": count}
    yield from (tuple(row) for row in connection.execute(_OF_FIRM, parameters))


def marks_on(connection: Connection, statements: Collection[str]) -> Iterator[tuple[str, bytes]]:
    """Yield the marks of these statements, each with the statement's id."""
    yield from (tuple(row) for row in connection.execute(_AT, {"asked": list(statements)}))


def marks_between(connection: Connection, start: int, end: int) -> Iterator[StoredMark]:
    """Yield the marks of the leaves from `start` to `end` - 1, in the order of the log and of each leaf."""
    parameters = {"start": start, "end": end}
    yield from (StoredMark(*row) for row in connection.execute(_BETWEEN, parameters))


def mark_secrets(connection: Connection) -> dict[str, bytes]:
    """The secret of each participant that has one."""
    return {row.participant: row.secret for row in connection.execute(select(_secret))}


def statements_at(connection: Connection, indices: Collection[int]) -> dict[int, MarkedStatement]:
    """The statements of these leaves of the entries log, by index."""
    rows = connection.execute(_NAMES, {"asked": list(indices)})
    return {index: MarkedStatement(name, kind) for index, name, kind in rows}


def marked_since(connection: Connection, first: int) -> int:
    """The index from which every entry and delivery has marks; `first` is the first mark if none is stored."""
    stored: int | None = connection.execute(_FIRST).scalar_one()
    before = first if stored is None else stored
    last: int | None = connection.execute(_LAST_UNMARKED, {"before": before}).scalar_one_or_none()
    return 0 if last is None else last + 1
