"""Key ownership and key history: the participant of each raw key, and the events of a participant's keys."""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from sqlalchemy import insert, select

from ledger.store.engine import Connection
from ledger.store.in_values import in_values
from ledger.store.tables import KeyEventRow, KeyRow

_key, _event = KeyRow.__table__, KeyEventRow.__table__
_PUT_KEY, _PUT_EVENT = insert(_key), insert(_event)
_HELD = select(_key).where(in_values(_key.c.key, "keys"))
_EVENTS = (
    select(_event)
    .where(in_values(_event.c.participant, "participants"))
    .order_by(_event.c.registry_index)
)


class KeyEvent(NamedTuple):
    """The registration of a participant, or a change of its keys, at a leaf of the registry."""

    id: str
    participant: str
    registry_index: int


def put_keys(connection: Connection, participant: str, keys: Iterable[str]) -> None:
    """Store keys, in hexadecimal, as a participant's; the database refuses a key of another participant."""
    rows = [{"key": key, "participant": participant} for key in keys]
    if rows:
        connection.execute(_PUT_KEY, rows)


def put_key_event(connection: Connection, event: KeyEvent) -> None:
    """Store that a statement registered or changed a participant's keys."""
    connection.execute(_PUT_EVENT, event._asdict())


def holders_of(connection: Connection, keys: Iterable[str]) -> dict[str, str]:
    """The participant of each of these keys that has or had one, by key."""
    return {row.key: row.participant for row in connection.execute(_HELD, {"keys": keys})}


def read_events(
    connection: Connection, participants: Sequence[str]
) -> Iterator[tuple[str, KeyEvent]]:
    """Yield the events of these participants' keys, each with its participant, in the order of the registry."""
    for row in connection.execute(_EVENTS, {"participants": participants}):
        yield row.participant, KeyEvent(*row)
