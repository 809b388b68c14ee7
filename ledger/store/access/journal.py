"""The journal of reads and refusals, which each owner of data can see for its own data."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass

from sqlalchemy import bindparam, insert, select

from ledger.store.access import tables  # noqa: F401 - puts the tables into the metadata
from ledger.store.engine import Connection
from ledger.store.tables import Table

_journal = Table.metadata.tables["journal"]
_PUT = insert(_journal)
_LATEST = (
    select(_journal)
    .where(_journal.c.number < bindparam("before"))
    .order_by(_journal.c.number.desc())
    .limit(bindparam("count"))
)
_NEWEST = select(_journal.c.credential, _journal.c.at).order_by(_journal.c.number.desc())
_OF_OWNER = _LATEST.where(_journal.c.owner == bindparam("of"))


@dataclass(frozen=True, slots=True)
class Event:
    """One line of the journal.

    Attributes:
        at: the time in seconds of UTC since 1970.
        credential: the id of the acting credential.
        organisation: the organisation of that credential.
        action: the action, such as `read`, `bundle`, `preview` or `refused`.
        subject: the id of the statement or other object of the action.
        owner: the participant that owns the subject's data, or None.
        detail: the sections that were read, or the code of a refusal.
    """

    at: int
    credential: str
    organisation: str
    action: str
    subject: str
    owner: str | None
    detail: str


@dataclass(frozen=True, slots=True)
class NumberedEvent:
    """A line of the journal and its number, which is the cursor for older lines."""

    number: int
    event: Event


def put_events(connection: Connection, events: Iterable[Event]) -> None:
    """Append lines to the journal."""
    rows = [asdict(event) for event in events]
    if rows:
        connection.execute(_PUT, rows)


def last_noted(connection: Connection, count: int) -> dict[str, int]:
    """The time of the newest line of each credential among the newest `count` lines of the journal."""
    found: dict[str, int] = {}
    for name, at in connection.execute(_NEWEST.limit(count)):
        found.setdefault(name, at)
    return found


def events_of(
    connection: Connection, owner: str | None, before: int, count: int
) -> tuple[NumberedEvent, ...]:
    """At most `count` lines with numbers below `before`, newest first, of one owner or (None) of all."""
    asked = {"before": before, "count": count}
    if owner is None:
        found = connection.execute(_LATEST, asked)
    else:
        found = connection.execute(_OF_OWNER, {**asked, "of": owner})
    return tuple(NumberedEvent(row[0], Event(*row[1:])) for row in found)
