"""The database: durable, insert-only whatever the SQL, and one writer that never fails half-way."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import (
    Engine,
    Executable,
    TableClause,
    delete,
    insert,
    select,
    text,
    update,
)
from support.ledger_battery import BatteryChain, battery_chain
from support.ledger_world import signer
from support.postgres import administration, fresh_database, name_of
from support.refusal import refused
from support.second_opinion import load

from ledger.store import engine as module
from ledger.store.access.journal import Event
from ledger.store.engine import is_server, open_engine, reading, writing
from ledger.store.lock import DatabaseLock
from ledger.store.log import put_checkpoint, put_log_key
from ledger.store.rows import put, put_rows
from ledger.store.schema import METADATA, MUTABLE
from ledger.store.tables import AboutRow
from ledger.trust.note import ED25519, Vkey


@pytest.fixture(scope="module")
def chain(kind: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[BatteryChain]:
    """A ledger whose every table has rows."""
    database = None if kind == "sqlite" else fresh_database()
    with battery_chain(tmp_path_factory.mktemp("rows") / "ledger", database) as begun:
        begun.world.withdraw(begun.recycler, begun.treatment)
        with begun.world.ledger.store.write() as connection:
            put_log_key(connection, "entries", Vkey("l/entries", ED25519, signer("new").public), 1)
            put_rows(connection, AboutRow, [(begun.treatment, begun.treated)])
            event = Event(
                at=1,
                credential="reader",
                organisation="firm",
                action="read",
                subject=begun.treatment,
                owner=None,
                detail="",
            )
            put(connection, event)
        yield begun


@pytest.fixture
def engine(chain: BatteryChain) -> Engine:
    """The database of the chain."""
    return chain.world.ledger.store.engine


def changes(table: TableClause) -> Iterator[Executable]:
    """The forbidden changes of a row; heads may only rise."""
    yield delete(table)
    if table.name == "head":
        yield update(table).values(size=table.c.size - 1)
        yield update(table).values(epoch=table.c.epoch - 1)
    else:
        column = next(iter(table.columns))
        yield update(table).values({column: column})


def other_changes(
    engine: Engine, table: TableClause, row: dict[str, object]
) -> Iterator[Executable]:
    """The other ways of each database to remove rows."""
    if is_server(engine):
        yield text(f"TRUNCATE {table.name} CASCADE")
    else:
        yield insert(table).prefix_with("OR REPLACE").values(row)


@pytest.mark.parametrize("name", sorted(METADATA.tables.keys() - MUTABLE))
def test_insert_only(engine: Engine, name: str) -> None:
    """Every table has rows, and no UPDATE, DELETE or REPLACE changes one of them."""
    table = METADATA.tables[name]
    with reading(engine) as connection:
        rows = connection.execute(select(table)).all()
    assert rows
    for statement in (*changes(table), *other_changes(engine, table, rows[0]._asdict())):
        with refused("store.failed"), writing(engine) as connection:
            connection.execute(statement)
    with reading(engine) as connection:
        assert connection.execute(select(table)).all() == rows


def test_settings_of_sqlite(tmp_path: Path) -> None:
    """Every connection writes ahead, synchronises fully, and holds foreign keys, as the file of the module says."""
    real = load(Path(str(module.__file__)))
    open_engine, writing, reading = real.open_engine, real.writing, real.reading
    engine = open_engine(f"sqlite:///{tmp_path / 'x.db'}")
    expected = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "recursive_triggers": 1}
    with writing(engine, durable=False) as connection:
        assert connection.exec_driver_sql("PRAGMA synchronous").scalar_one() == 1
    with reading(engine) as connection:
        for name, value in expected.items():
            assert connection.exec_driver_sql(f"PRAGMA {name}").scalar_one() == value
    engine.dispose()


def test_settings_of_postgresql() -> None:
    """A commit waits for the disk unless it says otherwise, whatever the server was set to."""
    url = fresh_database()
    with administration() as connection:
        connection.execute(f"ALTER DATABASE {name_of(url)} SET synchronous_commit = off")
    engine, show = open_engine(url), "SHOW synchronous_commit"
    with writing(engine, durable=False) as connection:
        assert connection.exec_driver_sql(show).scalar_one() == "off"
    with writing(engine) as connection:
        assert connection.exec_driver_sql(show).scalar_one() == "on"
    with reading(engine) as connection:
        isolation = connection.exec_driver_sql("SHOW transaction_isolation").scalar_one()
        assert isolation == "repeatable read"
    with refused("store.failed"), reading(engine) as connection:
        connection.exec_driver_sql("CREATE TABLE x (y INTEGER)")
    engine.dispose()


def test_transaction_is_undone_whole(engine: Engine) -> None:
    """A failure at the end rolls back the successful writes before it."""

    def fail_at_the_end() -> None:
        with writing(engine) as connection:
            put_checkpoint(connection, "entries", 999, b"note")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail_at_the_end()
    with reading(engine) as connection:
        sql = "SELECT count(*) FROM checkpoint WHERE size = 999"
        assert connection.exec_driver_sql(sql).scalar_one() == 0


def test_readers_see_one_state(engine: Engine) -> None:
    """A reader that began before a commit does not see it; the next one does."""
    count = "SELECT count(*) FROM checkpoint"
    with reading(engine) as before:
        seen = before.exec_driver_sql(count).scalar_one()
        with writing(engine) as connection:
            put_checkpoint(connection, "entries", 1000, b"note")
        assert before.exec_driver_sql(count).scalar_one() == seen
    with reading(engine) as after:
        assert after.exec_driver_sql(count).scalar_one() == seen + 1


def test_what_cannot_be_read_is_reported(tmp_path: Path) -> None:
    """A file that is no database is refused in one sentence, for reading too."""
    (tmp_path / "x.db").write_bytes(b"no database, although it is long enough to look like one" * 9)
    broken = open_engine(f"sqlite:///{tmp_path / 'x.db'}")
    with refused("store.damaged"), reading(broken) as connection:
        connection.exec_driver_sql("SELECT 1 FROM leaf")
    broken.dispose()


def test_foreign_keys_hold(engine: Engine) -> None:
    """A change of a statement that is not there is refused by the database itself."""
    sql = "INSERT INTO change VALUES ('nothing', 'withdrawn', 'nothing', 1)"
    with refused("store.failed"), writing(engine) as connection:
        connection.exec_driver_sql(sql)


@pytest.mark.parametrize("url", ["mysql://nobody@localhost/nothing", "nothing", ""])
def test_other_databases_say_so(url: str) -> None:
    """An unsupported address of a database is refused without an attempt."""
    with refused("store.dialect"):
        open_engine(url)


def test_driver_that_is_not_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without its driver PostgreSQL is refused with what to install."""
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with refused("store.driver"):
        open_engine("postgresql://nobody@localhost/nothing")


def test_server_that_is_not_there(tmp_path: Path) -> None:
    """A server that does not answer becomes one sentence."""
    engine = open_engine(f"postgresql://nobody@/nothing?host={tmp_path}")
    with refused("store.failed"), reading(engine) as connection:
        connection.exec_driver_sql("SELECT 1")
    with refused("store.failed"):
        DatabaseLock(engine)
