"""Rows as values: what was put is read back, and no reader changes it."""

from collections.abc import Iterator

import pytest
from sqlmodel import select

from ledger.store.access.journal import Event
from ledger.store.engine import Connection, open_engine, writing
from ledger.store.migrate import migrate
from ledger.store.rows import put, read_all, read_one

READ = Event(
    at=1, credential="a", organisation="b", action="read", subject="c", owner=None, detail=""
)


@pytest.fixture
def connection() -> Iterator[Connection]:
    """A transaction of an empty database."""
    engine = open_engine("sqlite://")
    with writing(engine) as connection:
        migrate(connection)
        yield connection
    engine.dispose()


def test_a_row_is_what_was_put(connection: Connection) -> None:
    """The database numbers the rows, and each other column is as it was put."""
    put(connection)
    put(connection, READ, READ.model_copy(update={"owner": "d"}))
    numbered = [READ.model_copy(update={"number": 1})]
    numbered.append(READ.model_copy(update={"number": 2, "owner": "d"}))
    assert read_all(connection, select(Event).order_by(Event.at, Event.number)) == (*numbered,)
    assert read_one(connection, select(Event).where(Event.owner == "d")) == numbered[1]
    assert read_one(connection, select(Event).where(Event.owner == "e")) is None


def test_a_row_is_frozen(connection: Connection) -> None:
    """A row that was made and one that was read keep their values, and equal rows are one member of a set."""
    put(connection, READ)
    read = read_all(connection, select(Event))[0]
    made = READ.model_copy(update={"number": 1})
    for row in (READ, read, made):
        with pytest.raises(AttributeError, match="A row of Event is frozen"):
            row.subject = "other"  # type: ignore[misc]  # what mypy refuses, too
        with pytest.raises(ValueError, match="frozen"):
            del row.subject
        assert row.subject == "c"
    assert {read, made} == {made}
