"""Events to send to partners, and events received from them."""

from dataclasses import asdict, dataclass

from sqlalchemy import and_, bindparam, func, insert, select, update

from ledger.store.engine import Connection
from ledger.store.pact import tables  # noqa: F401 - puts the tables into the metadata
from ledger.store.tables import Table

_event, _received = (Table.metadata.tables[name] for name in ("pact_event", "pact_received"))
_PUT_EVENT, _PUT_RECEIVED = insert(_event), insert(_received)
_IS_DUE = and_(_event.c.ended.is_(None), _event.c.due <= bindparam("now"))
_WAITING = (
    select(_event.c.organisation)
    .where(_IS_DUE)
    .group_by(_event.c.organisation)
    .order_by(func.min(_event.c.due), _event.c.organisation)
)
_DUE = (
    select(_event)
    .where(_IS_DUE, _event.c.organisation == bindparam("of"))
    .order_by(_event.c.due, _event.c.id)
    .limit(bindparam("count"))
)
_EVENT = select(_event).where(_event.c.id == bindparam("of"))
_END = (
    update(_event)
    .where(_event.c.id == bindparam("of"))
    .values(ended=bindparam("at"), outcome=bindparam("result"))
)
_LATER = (
    update(_event)
    .where(_event.c.id == bindparam("of"))
    .values(due=bindparam("at"), attempts=_event.c.attempts + 1, outcome=bindparam("failure"))
)
_KNOWN = select(_received.c.id).where(
    _received.c.organisation == bindparam("from_whom"), _received.c.id == bindparam("of")
)
_NEWEST = (
    select(_received).order_by(_received.c.at.desc(), _received.c.id).limit(bindparam("count"))
)
_NEWEST_OF = _NEWEST.where(_received.c.organisation == bindparam("from_whom"))


@dataclass(frozen=True, slots=True)
class ReceivedEvent:
    """A received event, with its sender and its time in seconds of UTC since 1970."""

    organisation: str
    id: str
    at: int
    body: bytes


@dataclass(frozen=True, slots=True)
class OutgoingEvent:
    """An event that is to be sent to an organisation; times are seconds of UTC since 1970."""

    id: str
    organisation: str
    body: bytes
    created: int
    due: int
    attempts: int = 0
    ended: int | None = None
    outcome: str = ""


def put_outgoing(connection: Connection, event: OutgoingEvent) -> None:
    """Store an event to send; a stored one of the same id stays."""
    if connection.execute(_EVENT, {"of": event.id}).first() is None:
        connection.execute(_PUT_EVENT, asdict(event))


def organisations_with_due_events(connection: Connection, now: int) -> tuple[str, ...]:
    """The organisations with events that are due at a time, the longest due first."""
    return tuple(connection.execute(_WAITING, {"now": now}).scalars())


def due_events(
    connection: Connection, organisation: str, now: int, count: int
) -> tuple[OutgoingEvent, ...]:
    """At most `count` events to an organisation that are due at a time, the longest due first."""
    asked = {"of": organisation, "now": now, "count": count}
    return tuple(OutgoingEvent(*row) for row in connection.execute(_DUE, asked))


def outgoing_of(connection: Connection, name: str) -> OutgoingEvent | None:
    """The event of that id, or None."""
    found = connection.execute(_EVENT, {"of": name}).one_or_none()
    return None if found is None else OutgoingEvent(*found)


def end_event(connection: Connection, name: str, at: int, outcome: str) -> None:
    """Mark an event as accepted, or (with an outcome) as given up."""
    connection.execute(_END, {"of": name, "at": at, "result": outcome})


def postpone(connection: Connection, name: str, at: int, failure: str) -> None:
    """Count a failed attempt and set the time of the next one."""
    connection.execute(_LATER, {"of": name, "at": at, "failure": failure})


def receive(connection: Connection, organisation: str, name: str, at: int, body: bytes) -> bool:
    """Store a received event; return False if it was received before."""
    asked = {"from_whom": organisation, "of": name}
    if connection.execute(_KNOWN, asked).first() is not None:
        return False
    row = {"organisation": organisation, "id": name, "at": at, "body": body}
    connection.execute(_PUT_RECEIVED, row)
    return True


def received_events(
    connection: Connection, organisation: str | None, count: int
) -> tuple[ReceivedEvent, ...]:
    """The newest events received from an organisation, or (None) from all."""
    query = _NEWEST if organisation is None else _NEWEST_OF
    asked = {"count": count} | ({} if organisation is None else {"from_whom": organisation})
    return tuple(ReceivedEvent(*row) for row in connection.execute(query, asked))
