"""The database: durable, insert-only whatever the SQL, and one writer that never fails half-way."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, delete, insert, select, update
from support.battery import BatteryChain, battery_chain
from support.refusal import refused

from ledger.store.engine import open_engine, reading, writing
from ledger.store.tables import Table
from schemas.errors import CradleError


@pytest.fixture(scope="module")
def chain(tmp_path_factory: pytest.TempPathFactory) -> Iterator[BatteryChain]:
    """A ledger whose every table has rows."""
    with battery_chain(tmp_path_factory.mktemp("rows") / "ledger") as begun:
        begun.world.withdraw(begun.recycler, begun.treatment)
        yield begun


@pytest.fixture
def engine(chain: BatteryChain) -> Engine:
    """The database of the chain."""
    return chain.world.ledger.store.engine


@pytest.mark.parametrize("name", sorted(Table.metadata.tables))
def test_insert_only(engine: Engine, name: str) -> None:
    """Every table has rows, and no UPDATE, DELETE or REPLACE changes one of them."""
    table = Table.metadata.tables[name]
    with reading(engine) as connection:
        rows = connection.execute(select(table)).all()
    assert rows
    column = next(iter(table.columns))
    for statement in (
        update(table).values({column: column}),
        delete(table),
        insert(table).prefix_with("OR REPLACE").values(rows[0]._asdict()),
    ):
        with refused("store.failed"), writing(engine) as connection:
            connection.execute(statement)
    with reading(engine) as connection:
        assert connection.execute(select(table)).all() == rows


def test_settings(engine: Engine) -> None:
    """Every connection writes ahead, synchronises fully, and holds foreign keys."""
    expected = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "recursive_triggers": 1}
    with reading(engine) as connection:
        for name, value in expected.items():
            assert connection.exec_driver_sql(f"PRAGMA {name}").scalar_one() == value


def test_transaction_is_undone_whole(engine: Engine) -> None:
    """What fails at the end takes back what went well before it."""

    def fail_at_the_end() -> None:
        with writing(engine) as connection:
            sql = "INSERT INTO checkpoint (log, size, note) VALUES ('entries', 999, x'00')"
            connection.exec_driver_sql(sql)
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
            sql = "INSERT INTO checkpoint (log, size, note) VALUES ('entries', 1000, x'00')"
            connection.exec_driver_sql(sql)
        assert before.exec_driver_sql(count).scalar_one() == seen
    with reading(engine) as after:
        assert after.exec_driver_sql(count).scalar_one() == seen + 1


def test_what_cannot_be_read_is_told(tmp_path: Path) -> None:
    """A file that is no database is refused in one sentence, for reading too."""
    (tmp_path / "x.db").write_bytes(b"no database, although it is long enough to look like one" * 9)
    broken = open_engine(f"sqlite:///{tmp_path / 'x.db'}")
    with refused("store.failed"), reading(broken) as connection:
        connection.exec_driver_sql("SELECT 1 FROM leaf")


def test_foreign_keys_hold(engine: Engine) -> None:
    """A change of a statement that is not there is refused by the database itself."""
    sql = "INSERT INTO change VALUES ('nothing', 'withdrawn', 'nothing', 1)"
    with refused("store.failed"), writing(engine) as connection:
        connection.exec_driver_sql(sql)


def test_other_databases_say_so() -> None:
    """A database that is not supported yet is named, not tried."""
    with pytest.raises(CradleError) as caught:
        open_engine("postgresql://nobody@localhost/nothing")
    assert caught.value.code == "store.dialect"
