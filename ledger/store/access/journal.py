"""The journal: who read what of whose, and what was refused; shown to whom the data belong to."""

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
_OF_OWNER = _LATEST.where(_journal.c.owner == bindparam("of"))


@dataclass(frozen=True, slots=True)
class Event:
    """One line of the journal.

    Attributes:
        at: seconds of UTC since 1970.
        credential: who it was.
        organisation: of that credential.
        action: what was done, such as `read`, `bundle`, `preview` or `refused`.
        subject: the statement, or what else it was done to.
        owner: the participant whose data the subject is; None where it is nobody's.
        detail: which sections were read, or the code of a refusal.
    """

    at: int
    credential: str
    organisation: str
    action: str
    subject: str
    owner: str | None
    detail: str


@dataclass(frozen=True, slots=True)
class Recorded:
    """A line of the journal and its number, by which older ones are asked for."""

    number: int
    event: Event


def put_events(connection: Connection, events: Iterable[Event]) -> None:
    """Write lines of the journal."""
    rows = [asdict(event) for event in events]
    if rows:
        connection.execute(_PUT, rows)


def events_of(
    connection: Connection, owner: str | None, before: int, count: int
) -> tuple[Recorded, ...]:
    """The newest lines with numbers below `before`, of one owner or (None) of all, newest first."""
    asked = {"before": before, "count": count}
    if owner is None:
        found = connection.execute(_LATEST, asked)
    else:
        found = connection.execute(_OF_OWNER, {**asked, "of": owner})
    return tuple(Recorded(row[0], Event(*row[1:])) for row in found)
