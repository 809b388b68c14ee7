"""Copying a database: what was copied is there, and new rows are numbered behind it, in either kind."""

from pathlib import Path

from support.asking import firms
from support.ledger_world import world

from ledger.store.access.journal import Event, events_of
from ledger.store.copying import copy_database
from ledger.store.engine import open_engine, writing
from ledger.store.requests.requests import request_by_reference
from ledger.store.rows import put


def target(folder: Path, database: str | None) -> str:
    """The address of an empty database."""
    return database or f"sqlite:///{folder / 'copy.db'}"


def test_a_copy_goes_on(tmp_path: Path, database: str | None) -> None:
    """The journal and the requests of a copied ledger take further rows, numbered after the old ones."""
    engine = open_engine(target(tmp_path, database))
    with firms(tmp_path / "ledger") as asking:
        asking.ask("maker", "cells")
        copy_database(asking.world.ledger.store.engine, engine)
    with writing(engine) as connection:
        (line,) = events_of(connection, None, 2**31 - 1, 10)
        put(connection, line)
        newer, old = events_of(connection, None, 2**31 - 1, 10)
        assert newer.number > old.number == line.number
        kept = request_by_reference(connection, asking.parties["maker"].id, "maker to cells")
        assert kept is not None
        other = {"id": "1" * 32, "reference": "another"}
        put(connection, kept.model_copy(update=other))
        made = request_by_reference(connection, kept.asker, "another")
        assert made is not None
        assert made.number > kept.number
    engine.dispose()


def test_a_copy_of_nothing_begins_with_one(tmp_path: Path, database: str | None) -> None:
    """Tables without rows leave the numbering as it is."""
    engine = open_engine(target(tmp_path, database))
    with world(tmp_path / "ledger") as begun:
        copy_database(begun.ledger.store.engine, engine)
    with writing(engine) as connection:
        assert events_of(connection, None, 2**31 - 1, 10) == ()
        event = Event(
            at=1, credential="a", organisation="b", action="c", subject="d", owner=None, detail="e"
        )
        put(connection, event)
        (line,) = events_of(connection, None, 2**31 - 1, 10)
        assert line.number == 1
    engine.dispose()
