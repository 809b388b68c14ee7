"""Events to send to partners, and events received from them."""

from sqlalchemy import BigInteger, LargeBinary, func, update
from sqlmodel import Field, col, select

from ledger.store.engine import Connection
from ledger.store.rows import Table, put, read_all, read_one


class ReceivedEvent(Table, table=True):
    """An event received from an organisation, and its time in seconds of UTC since 1970.

    The key prevents counting it twice.
    """

    __tablename__ = "pact_received"
    organisation: str = Field(primary_key=True, foreign_key="organisation.id")
    id: str = Field(primary_key=True)
    at: int = Field(sa_type=BigInteger)
    body: bytes = Field(sa_type=LargeBinary)


class OutgoingEvent(Table, table=True):
    """An event to an organisation; it stays until it is accepted or given up. Times are seconds of UTC since 1970.

    `ended` is the time of that, and `outcome` the last failure, if any.
    """

    __tablename__ = "pact_event"
    id: str = Field(primary_key=True)
    organisation: str = Field(foreign_key="organisation.id")
    body: bytes = Field(sa_type=LargeBinary)
    created: int = Field(sa_type=BigInteger)
    due: int = Field(index=True, sa_type=BigInteger)
    attempts: int = 0
    ended: int | None = Field(default=None, sa_type=BigInteger)
    outcome: str = ""


_WAITING = select(OutgoingEvent).where(col(OutgoingEvent.ended).is_(None))


def put_outgoing(connection: Connection, event: OutgoingEvent) -> None:
    """Store an event to send; a stored one of the same id stays."""
    if outgoing_of(connection, event.id) is None:
        put(connection, event)


def organisations_with_due_events(connection: Connection, now: int) -> tuple[str, ...]:
    """The organisations with events that are due at a time, the longest due first."""
    receiver, due = col(OutgoingEvent.organisation), col(OutgoingEvent.due)
    query = _WAITING.with_only_columns(receiver).where(due <= now).group_by(receiver)
    return tuple(connection.execute(query.order_by(func.min(due), receiver)).scalars())


def due_events(
    connection: Connection, organisation: str, now: int, count: int
) -> tuple[OutgoingEvent, ...]:
    """At most `count` events to an organisation that are due at a time, the longest due first."""
    query = _WAITING.where(OutgoingEvent.organisation == organisation, OutgoingEvent.due <= now)
    first = query.order_by(col(OutgoingEvent.due), OutgoingEvent.id).limit(count)
    return read_all(connection, first)


def outgoing_of(connection: Connection, name: str) -> OutgoingEvent | None:
    """The event of that id, or None."""
    return read_one(connection, select(OutgoingEvent).where(OutgoingEvent.id == name))


def end_event(connection: Connection, name: str, at: int, outcome: str) -> None:
    """Mark an event as accepted, or (with an outcome) as given up."""
    event = update(OutgoingEvent).where(col(OutgoingEvent.id) == name)
    connection.execute(event.values(ended=at, outcome=outcome))


def postpone(connection: Connection, name: str, at: int, failure: str) -> None:
    """Count a failed attempt and set the time of the next one."""
    event = update(OutgoingEvent).where(col(OutgoingEvent.id) == name)
    once_more = col(OutgoingEvent.attempts) + 1
    connection.execute(event.values(due=at, attempts=once_more, outcome=failure))


def receive(connection: Connection, organisation: str, name: str, at: int, body: bytes) -> bool:
    """Store a received event; return False if it was received before."""
    sent = select(ReceivedEvent).where(ReceivedEvent.organisation == organisation)
    if read_one(connection, sent.where(ReceivedEvent.id == name)) is not None:
        return False
    put(connection, ReceivedEvent(organisation=organisation, id=name, at=at, body=body))
    return True


def received_events(
    connection: Connection, organisation: str | None, count: int
) -> tuple[ReceivedEvent, ...]:
    """The newest events received from an organisation, or (None) from all."""
    query = select(ReceivedEvent).order_by(col(ReceivedEvent.at).desc(), ReceivedEvent.id)
    if organisation is not None:
        query = query.where(ReceivedEvent.organisation == organisation)
    return read_all(connection, query.limit(count))
