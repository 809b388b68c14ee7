"""Engagements: the operator's grants of a statement's closure to an auditor."""

from collections.abc import Iterable

from sqlalchemy import BigInteger, Index, update
from sqlmodel import Field, col, select

from ledger.store.engine import Connection
from ledger.store.in_values import in_values
from ledger.store.rows import Table, read_all, read_one


class Engagement(Table, table=True):
    """A grant: the organisation `auditor` may read everything on which the statement `subject` rests."""

    __tablename__ = "engagement"
    __table_args__ = (Index(None, "auditor", "subject"),)
    id: str = Field(primary_key=True)
    auditor: str = Field(foreign_key="organisation.id")
    subject: str = Field(foreign_key="statement.id")
    granted_by: str = Field(foreign_key="credential.id")
    created: int = Field(sa_type=BigInteger)
    ended: int | None = Field(default=None, sa_type=BigInteger)


_ALL = select(Engagement).order_by(col(Engagement.created), col(Engagement.id))


def engagement_of(connection: Connection, name: str) -> Engagement | None:
    """The engagement of that id, or None."""
    return read_one(connection, select(Engagement).where(Engagement.id == name))


def live_engagements(connection: Connection, auditor: str) -> tuple[Engagement, ...]:
    """The engagements of an auditor that have not ended, oldest first."""
    live = _ALL.where(Engagement.auditor == auditor, col(Engagement.ended).is_(None))
    return read_all(connection, live)


def engaged_for(connection: Connection, subjects: Iterable[str]) -> tuple[Engagement, ...]:
    """The engagements for one of these subjects that have not ended, oldest first."""
    live = _ALL.where(
        in_values(col(Engagement.subject), "subjects"), col(Engagement.ended).is_(None)
    )
    return read_all(connection, live, subjects=set(subjects))


def engagements_since(connection: Connection, after: int) -> tuple[Engagement, ...]:
    """The engagements that began after a time and have not ended, oldest first."""
    live = _ALL.where(col(Engagement.created) > after, col(Engagement.ended).is_(None))
    return read_all(connection, live)


def engagements(connection: Connection) -> tuple[Engagement, ...]:
    """All engagements, including ended ones, oldest first."""
    return read_all(connection, _ALL)


def end_engagement(connection: Connection, name: str, at: int) -> None:
    """End an engagement at a time; an ended one stays unchanged."""
    live = col(Engagement.ended).is_(None)
    connection.execute(update(Engagement).where(col(Engagement.id) == name, live).values(ended=at))
