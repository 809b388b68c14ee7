"""The journal of reads and refusals, which each owner of data can see for its own data; its lines are insert-only."""

from collections.abc import Collection, Iterable

from sqlalchemy import BigInteger, Index
from sqlmodel import Field, col, select

from ledger.store.engine import Connection
from ledger.store.in_values import in_values
from ledger.store.rows import COUNTED, Table, read_all


class Event(Table, table=True):
    """One line of the journal.

    Attributes:
        number: of the line, which is the cursor for older lines; assigned when it is written.
        at: the time in seconds of UTC since 1970.
        credential: the id of the acting credential.
        organisation: the organisation of that credential.
        action: the action, such as `read`, `bundle`, `preview` or `refused`.
        subject: the id of the statement or other object of the action.
        owner: the participant that owns the subject's data, or None.
        detail: the sections that were read, or the code of a refusal.
    """

    __tablename__ = "journal"
    __table_args__ = (Index(None, "owner", "number"), Index(None, "subject"))
    number: int = Field(default=0, primary_key=True, sa_column_kwargs=COUNTED)
    at: int = Field(sa_type=BigInteger)
    credential: str
    organisation: str
    action: str
    subject: str
    owner: str | None
    detail: str


_NEWEST = select(Event).order_by(col(Event.number).desc())


def last_noted(connection: Connection, count: int) -> dict[str, int]:
    """The time of the newest line of each credential among the newest `count` lines of the journal."""
    times: dict[str, int] = {}
    query = _NEWEST.with_only_columns(col(Event.credential), col(Event.at)).limit(count)
    for name, at in connection.execute(query):
        times.setdefault(name, at)
    return times


def events_of(
    connection: Connection, owner: str | None, before: int, count: int
) -> tuple[Event, ...]:
    """At most `count` lines with numbers below `before`, newest first, of one owner or (None) of all."""
    query = _NEWEST.where(Event.number < before).limit(count)
    return read_all(connection, query if owner is None else query.where(Event.owner == owner))


def organisations_noted(
    connection: Connection, subjects: Iterable[str], but: Collection[str]
) -> tuple[str, ...]:
    """The organisations with a line about one of these subjects, of another action than these."""
    query = select(Event.organisation).where(in_values(col(Event.subject), "subjects"))
    others = query.where(col(Event.action).not_in(but)).distinct()
    return tuple(connection.execute(others, {"subjects": set(subjects)}).scalars())
