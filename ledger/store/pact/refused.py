"""Events of partners that were refused for their content, with the reason."""

from sqlalchemy import BigInteger, LargeBinary, delete
from sqlmodel import Field, col, select

from ledger.store.engine import Connection
from ledger.store.rows import Table, put, read_all


class RefusedEvent(Table, table=True):
    """A refused event: sender, digest of its bytes, last time in seconds of UTC since 1970, reason, size and bytes."""

    __tablename__ = "pact_refused"
    organisation: str = Field(primary_key=True, foreign_key="organisation.id")
    digest: str = Field(primary_key=True)
    at: int = Field(sa_type=BigInteger)
    code: str
    detail: str
    place: str
    size: int = Field(sa_type=BigInteger)
    body: bytes = Field(sa_type=LargeBinary)


def keep_refused(connection: Connection, event: RefusedEvent, most: int) -> None:
    """Store a refused event in place of the same one, and drop the oldest of its sender beyond `most`."""
    _drop(connection, event)
    put(connection, event)
    for old in refused_events(connection, event.organisation)[most:]:
        _drop(connection, old)


def _drop(connection: Connection, event: RefusedEvent) -> None:
    key = event.model_dump(include={"organisation", "digest"})
    connection.execute(delete(RefusedEvent).filter_by(**key))


def refused_events(connection: Connection, organisation: str | None) -> tuple[RefusedEvent, ...]:
    """The refused events of an organisation, or (None) of all, newest first."""
    query = select(RefusedEvent).order_by(col(RefusedEvent.at).desc(), RefusedEvent.digest)
    if organisation is not None:
        query = query.where(RefusedEvent.organisation == organisation)
    return read_all(connection, query)
