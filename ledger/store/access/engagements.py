"""Engagements: which auditor the operator lets into the closure of which statement."""

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
    """A recorded grant: `auditor` (an organisation) reads all that `subject` rests on."""

    id: str
    auditor: str
    subject: str
    granted_by: str
    created: int
    ended: int | None = None


def put_engagement(connection: Connection, engagement: Engagement) -> None:
    """Keep a new engagement."""
    connection.execute(_PUT, asdict(engagement))


def engagement_of(connection: Connection, name: str) -> Engagement | None:
    """The engagement of that id, or None."""
    found = connection.execute(_OF, {"name": name}).one_or_none()
    return None if found is None else Engagement(*found)


def live_engagements(connection: Connection, auditor: str) -> tuple[Engagement, ...]:
    """The engagements of an auditor that have not ended, the oldest first."""
    return tuple(Engagement(*row) for row in connection.execute(_LIVE, {"of": auditor}))


def engagements(connection: Connection) -> tuple[Engagement, ...]:
    """All engagements, ended ones too, the oldest first."""
    return tuple(Engagement(*row) for row in connection.execute(_ALL))


def end_engagement(connection: Connection, name: str, at: int) -> None:
    """End an engagement."""
    connection.execute(_END, {"name": name, "at": at})
