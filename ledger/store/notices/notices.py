"""Notices: what happened that concerns an organisation, each once, and how far both logs and the clock were read.

A notice names its event and holds no words: these are written as it is shown, from what the reader may know then.
"""

from collections.abc import Iterable
from typing import Final

from sqlalchemy import BigInteger, Index, text, update
from sqlmodel import Field, col, select

from ledger.store.engine import Connection
from ledger.store.in_values import in_values
from ledger.store.rows import COUNTED, Table, read_all, read_one

# A second writer of the same notice waits for the first on both databases, and then writes nothing.
_PUT: Final = text(
    "INSERT INTO notice (id, organisation, kind, subject, cause, at)"
    " VALUES (:id, :organisation, :kind, :subject, :cause, :at) ON CONFLICT DO NOTHING"
)

_BEGIN: Final = text(
    "INSERT INTO notice_reach (id, entries_size, registry_size, time)"
    " VALUES (:id, :entries_size, :registry_size, :time) ON CONFLICT DO NOTHING"
)


class Notice(Table, table=True):
    """An event that concerns an organisation.

    Attributes:
        number: of the notice, which is the cursor for older ones; assigned when it is written.
        id: the digest of organisation, kind, subject and cause, so that an event is noticed once.
        organisation: that it concerns.
        kind: of the event (`schemas.views.notices`).
        subject: the id of what it is about: a statement or a request.
        cause: the id of the statement, request or engagement by which it came.
        at: the time at which the server noticed it, in seconds of UTC since 1970.
    """

    __tablename__ = "notice"
    __table_args__ = (Index(None, "organisation", "number"),)
    number: int = Field(default=0, primary_key=True, sa_column_kwargs=COUNTED)
    id: str = Field(unique=True)
    organisation: str = Field(foreign_key="organisation.id")
    kind: str
    subject: str
    cause: str
    at: int = Field(sa_type=BigInteger)


class NoticeReach(Table, table=True):
    """How far notices were derived: the leaves of both logs, and the time of requests and engagements; one row."""

    __tablename__ = "notice_reach"
    id: int = Field(default=1, primary_key=True)
    entries_size: int = Field(sa_type=BigInteger)
    registry_size: int = Field(sa_type=BigInteger)
    time: int = Field(sa_type=BigInteger)


NOTHING: Final = NoticeReach(entries_size=0, registry_size=0, time=0)


def put_notice(connection: Connection, notice: Notice) -> bool:
    """Store a notice; False if it is stored already."""
    members = {name: value for name, value in notice.model_dump().items() if name != "number"}
    return connection.execute(_PUT, members).rowcount == 1


def notices_of(
    connection: Connection, organisation: str, before: int, count: int
) -> tuple[Notice, ...]:
    """At most `count` notices of an organisation with numbers below `before`, newest first."""
    query = select(Notice).where(Notice.organisation == organisation, Notice.number < before)
    return read_all(connection, query.order_by(col(Notice.number).desc()).limit(count))


def notices_named(connection: Connection, ids: Iterable[str]) -> tuple[Notice, ...]:
    """The notices of these ids, in the order in which they were noticed."""
    query = select(Notice).where(in_values(col(Notice.id), "ids")).order_by(col(Notice.number))
    return read_all(connection, query, ids=set(ids))


def notice_reach(connection: Connection) -> NoticeReach:
    """How far notices were derived; nothing before the first run on a new ledger."""
    return read_one(connection, select(NoticeReach)) or NOTHING


def put_notice_reach(connection: Connection, former: NoticeReach, reached: NoticeReach) -> bool:
    """Store how far notices were derived; False if another writer was there since `former` was read."""
    if former == NOTHING:
        connection.execute(_BEGIN, NOTHING.model_dump())
    unchanged = update(NoticeReach).where(
        col(NoticeReach.entries_size) == former.entries_size,
        col(NoticeReach.registry_size) == former.registry_size,
        col(NoticeReach.time) == former.time,
    )
    return connection.execute(unchanged.values(reached.model_dump())).rowcount == 1
