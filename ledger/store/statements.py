"""Submitted statements, and queries for them by id, by place in a log, or by the statements they are about."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from operator import attrgetter
from typing import Final

import orjson
from sqlalchemy import bindparam, select

from ledger.store.engine import Connection
from ledger.store.in_values import in_values
from ledger.store.log import Log
from ledger.store.rows import put_rows
from ledger.store.tables import AboutRow, DeliveryRow, StatementRow
from ledger.trust.envelope import parse_envelope

_statement = StatementRow.__table__
_BY_ID = select(_statement).where(in_values(_statement.c.id, "ids"))
_IN_LOG = (
    select(_statement)
    .where(_statement.c.log == bindparam("of_log"))
    .where(_statement.c.index >= bindparam("start"), _statement.c.index < bindparam("end"))
    .order_by(_statement.c.index)
)
_ISSUED = (
    select(_statement.c.id)
    .where(_statement.c.issuer == bindparam("of_issuer"), _statement.c.kind == bindparam("of_kind"))
    .where(_statement.c.index < bindparam("end"))
    .order_by(_statement.c.index)
)
_NEWEST = (
    select(_statement.c.index, _statement.c.id)
    .where(_statement.c.issuer == bindparam("of_issuer"), _statement.c.kind == bindparam("of_kind"))
    .where(_statement.c.index < bindparam("before"))
    .order_by(_statement.c.index.desc())
    .limit(bindparam("count"))
)
_OF_KIND = (
    select(_statement.c.id)
    .where(_statement.c.kind == bindparam("of_kind"))
    .order_by(_statement.c.index)
)
_NEWEST_OF_KIND = (
    select(_statement.c.id)
    .where(_statement.c.kind == bindparam("of_kind"))
    .order_by(_statement.c.index.desc())
    .limit(bindparam("count"))
)
_BETWEEN = (
    select(_statement.c.id)
    .where(_statement.c.id >= bindparam("first"), _statement.c.id <= bindparam("last"))
    .order_by(_statement.c.id)
)
_delivery = DeliveryRow.__table__
_LISTED = (
    select(_statement)
    .where(_statement.c.kind == bindparam("of_kind"), _statement.c.index > bindparam("after"))
    .order_by(_statement.c.index)
    .limit(bindparam("count"))
)
_LISTED_OF = _LISTED.where(_statement.c.issuer == bindparam("of_issuer"))
_RECEIVED = (
    select(_statement)
    .join_from(_delivery, _statement, _statement.c.id == _delivery.c.id)
    .where(_delivery.c.recipient == bindparam("of_recipient"))
    .where(_delivery.c.index > bindparam("after"))
    .order_by(_delivery.c.index)
    .limit(bindparam("count"))
)
_about = AboutRow.__table__
_ABOUT = (
    select(_statement.c.index, _statement.c.id, _statement.c.kind)
    .join(_about, _about.c.statement == _statement.c.id)
    .where(in_values(_about.c.subject, "subjects"))
)
_ROW = attrgetter(*_statement.columns.keys())
DOCUMENTS: Final[Mapping[str, tuple[str, ...]]] = {
    "attestation": ("calculation", "delivery"),
    "admission": ("method",),
    "answer": ("objection",),
    "commitment": ("subject",),
    "declaration": ("calculation", "attestation"),
    "objection": ("subject",),
}
"""The kinds of statements that are about other statements or documents, each with the members that name these."""


@dataclass(frozen=True, slots=True)
class StoredStatement:
    """A statement: its submitted envelope, and the place of its leaf in the log."""

    id: str
    kind: str
    issuer: str | None
    envelope: bytes
    log: Log
    index: int


def put_statements(connection: Connection, statements: Iterable[StoredStatement]) -> None:
    """Store statements whose leaves are appended in the same transaction."""
    kept = list(statements)
    put_rows(connection, StatementRow, [_ROW(stored) for stored in kept])
    abouts = [(row.id, name) for row in kept for name in subjects_of(row.kind, row.envelope)]
    put_rows(connection, AboutRow, abouts)


def subjects_of(kind: str, envelope: bytes) -> tuple[str, ...]:
    """The ids of the statements that a document is about; empty for a statement of another kind.

    Migration 0007 fills its table with this function, so any extension needs a migration of its own, except for a new
    kind, of which no database has a statement yet.
    """
    if kind not in DOCUMENTS:
        return ()
    members = orjson.loads(parse_envelope(envelope).payload)
    return tuple(members[name] for name in DOCUMENTS[kind] if name in members)


def statement_of(connection: Connection, statement: str) -> StoredStatement | None:
    """The statement of that id, or None."""
    row = connection.execute(_BY_ID, {"ids": [statement]}).one_or_none()
    return None if row is None else StoredStatement(*row)


def statements_of(connection: Connection, ids: Collection[str]) -> tuple[StoredStatement, ...]:
    """The known statements of these ids, in no particular order."""
    rows = connection.execute(_BY_ID, {"ids": ids}) if ids else ()
    return tuple(StoredStatement(*row) for row in rows)


def statements_in(
    connection: Connection, log: Log, start: int, end: int
) -> tuple[StoredStatement, ...]:
    """The statements with leaves from `start` to `end` - 1, in the order of the log.

    The registry also has leaves without a statement; these are skipped.
    """
    rows = connection.execute(_IN_LOG, {"of_log": log, "start": start, "end": end})
    return tuple(StoredStatement(*row) for row in rows)


def issued(connection: Connection, issuer: str, kind: str, end: int) -> tuple[str, ...]:
    """The ids of an issuer's statements of a kind with leaves up to `end` - 1, in the order of the log."""
    parameters = {"of_issuer": issuer, "of_kind": kind, "end": end}
    return tuple(connection.execute(_ISSUED, parameters).scalars())


def newest_of_kind(connection: Connection, kind: str, count: int) -> tuple[str, ...]:
    """The ids of the newest statements of a kind, the newest first."""
    parameters = {"of_kind": kind, "count": count}
    return tuple(connection.execute(_NEWEST_OF_KIND, parameters).scalars())


def newest_issued(
    connection: Connection, issuer: str, kinds: Iterable[str], before: int, count: int
) -> tuple[str, ...]:
    """The ids of an issuer's newest statements of some kinds, the newest first.

    Each kind is read by itself, as far as the newest of all kinds could be of it: an index has the order of one kind.

    Args:
        connection: the transaction.
        issuer: the participant.
        kinds: of the statements, all in the entries log.
        before: the index that all of them are below.
        count: the largest number of statements.
    """
    limits = {"of_issuer": issuer, "before": before, "count": count}
    rows = [
        (index, name)
        for kind in kinds
        for index, name in connection.execute(_NEWEST, {**limits, "of_kind": kind})
    ]
    return tuple(name for _, name in sorted(rows, reverse=True)[:count])


def ids_of_kind(connection: Connection, kind: str) -> tuple[str, ...]:
    """The ids of all statements of a kind, in the order of their log; all of a kind are in one log."""
    return tuple(connection.execute(_OF_KIND, {"of_kind": kind}).scalars())


def ids_beginning(connection: Connection, digits: str) -> tuple[str, ...]:
    """The ids that begin with these hexadecimal digits.

    The ends of the range are ids too, so the index serves under any collation.
    """
    first, last = (f"sha256:{digits.ljust(64, end)}" for end in "0f")
    return tuple(connection.execute(_BETWEEN, {"first": first, "last": last}).scalars())


def ids_about(connection: Connection, kind: str, subjects: Iterable[str]) -> tuple[str, ...]:
    """The ids of the documents of a kind that are about any of these statements, in the order of the log.

    The kind is filtered here, because with it in the query SQLite scans all documents of the kind.
    """
    rows = connection.execute(_ABOUT, {"subjects": subjects})
    of_kind = {(row.index, row.id) for row in rows if row.kind == kind}
    return tuple(name for _, name in sorted(of_kind))


def page_of(
    connection: Connection, kind: str, reader: str | None, after: int, count: int
) -> tuple[StoredStatement, ...]:
    """A page of statements of a kind, in the order of their log.

    Args:
        connection: the transaction.
        kind: a kind whose statements are all in one log.
        reader: the participant that issued or received them; None for all.
        after: the index after which the page begins; -1 for the first page.
        count: the largest number of statements.
    """
    limits = {"after": after, "count": count}
    if reader is None:
        rows = connection.execute(_LISTED, {**limits, "of_kind": kind})
        return tuple(StoredStatement(*row) for row in rows)
    issued = connection.execute(_LISTED_OF, {**limits, "of_kind": kind, "of_issuer": reader})
    concerning = {row.id: StoredStatement(*row) for row in issued}
    if kind == "delivery":
        received = connection.execute(_RECEIVED, {**limits, "of_recipient": reader})
        concerning |= {row.id: StoredStatement(*row) for row in received}
    return tuple(sorted(concerning.values(), key=attrgetter("index"))[:count])
