"""Engagements: the operator's grants of a statement's closure to an auditor."""

from dataclasses import asdict, dataclass

from sqlalchemy import bindparam, insert, select, update

from ledger.store.access import tables  # noqa: F401 - puts the tables into the metadata
from ledger.store.engine import Connection
from ledger.store.tables import Table

_engagement = Table.metadata.tables["engagement"]
_PUT = insert(_engagement)
_OF = select(_engagement).where(_engagement.c.id == bindparam("name"))
_LIVE = (
    select(_engagement)
    .where(_engagement.c.auditor == bindparam("of"), _engagement.c.ended.is_(None))
    .order_by(_engagement.c.created, _engagement.c.id)
)
_ALL = select(_engagement).order_by(_engagement.c.created, _engagement.c.id)
_END = (
    update(_engagement)
    .where(_engagement.c.id == bindparam("name"), _engagement.c.ended.is_(None))
    .values(ended=bindparam("at"))
)


@dataclass(frozen=True, slots=True)
class Engagement:
    """A grant: the organisation `auditor` may read everything on which the statement `subject` rests."""

    id: str
    auditor: str
    subject: str
    granted_by: str
    created: int
    ended: int | None = None


def put_engagement(connection: Connection, engagement: Engagement) -> None:
    """Store a new engagement."""
    connection.execute(_PUT, asdict(engagement))


def engagement_of(connection: Connection, name: str) -> Engagement | None:
    """The engagement of that id, or None."""
    found = connection.execute(_OF, {"name": name}).one_or_none()
    return None if found is None else Engagement(*found)


def live_engagements(connection: Connection, auditor: str) -> tuple[Engagement, ...]:
    """The engagements of an auditor that have not ended, oldest first."""
    return tuple(Engagement(*row) for row in connection.execute(_LIVE, {"of": auditor}))


def engagements(connection: Connection) -> tuple[Engagement, ...]:
    """All engagements, including ended ones, oldest first."""
    return tuple(Engagement(*row) for row in connection.execute(_ALL))


def end_engagement(connection: Connection, name: str, at: int) -> None:
    """End an engagement at a time; an ended one stays unchanged."""
    connection.execute(_END, {"name": name, "at": at})
