"""Migrations: the tables they make are the tables of the models, forwards and back."""

from argparse import Namespace
from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine
from support.worlds import world

from ledger.store.engine import open_engine, reading, writing
from ledger.store.migrate import HEAD, migrate, revision_of
from ledger.store.tables import Table
from schemas.vocabulary import Role

ALEMBIC = Path(__file__).parents[3] / "alembic.ini"


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    """An empty database."""
    opened = open_engine(f"sqlite:///{tmp_path / 'x.db'}")
    yield opened
    opened.dispose()


def names(engine: Engine) -> set[str]:
    """All that is in the database."""
    with reading(engine) as connection:
        return set(connection.exec_driver_sql("SELECT name FROM sqlite_master").scalars())


def test_migrations_make_the_models(engine: Engine) -> None:
    """Nothing differs between the tables of the code and those of the migrations."""
    with writing(engine) as connection:
        migrate(connection)
    with reading(engine) as connection:
        assert compare_metadata(MigrationContext.configure(connection), Table.metadata) == []
        assert revision_of(connection) == HEAD


def test_head_is_the_last_revision() -> None:
    """The revision that the code asks for is the last one there is, and alembic.ini finds it."""
    scripts = ScriptDirectory.from_config(Config(ALEMBIC))
    assert scripts.get_current_head() == HEAD


def test_alembic_command(engine: Engine) -> None:
    """The alembic command works on the database that `-x url` names."""
    config = Config(ALEMBIC, cmd_opts=Namespace(x=[f"url={engine.url}"]))
    command.upgrade(config, "head")
    with reading(engine) as connection:
        assert revision_of(connection) == HEAD


def test_up_and_down(engine: Engine) -> None:
    """Down leaves nothing but the revision's own table, and up again makes the same."""
    with writing(engine) as connection:
        migrate(connection)
    made = names(engine)
    with writing(engine) as connection:
        migrate(connection, "base")
    assert {name for name in names(engine) if "alembic" not in name} == set()
    with writing(engine) as connection:
        migrate(connection)
        migrate(connection)
    assert names(engine) == made


def test_failed_migration_leaves_nothing(engine: Engine) -> None:
    """A migration is one transaction: what fails in the middle never happened."""

    def fail_at_the_end() -> None:
        with writing(engine) as connection:
            migrate(connection)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail_at_the_end()
    assert names(engine) == set()
    with reading(engine) as connection:
        assert revision_of(connection) is None


def test_every_table_has_its_triggers(engine: Engine) -> None:
    """A table added without triggers against UPDATE and DELETE is noticed here."""
    with writing(engine) as connection:
        migrate(connection)
    expected = {
        f"{table}_no_{verb}" for table in Table.metadata.tables for verb in ("update", "delete")
    }
    assert expected <= names(engine)


def test_keys_are_filled_from_the_registrations_that_are_there(tmp_path: Path) -> None:
    """A ledger of revision 0001 gets its key tables; of a key registered twice the first one keeps it."""
    with world(tmp_path / "ledger") as begun:
        mine = begun.register("mine", Role.SUPPLIER)
    opened = open_engine(f"sqlite:///{tmp_path / 'ledger' / 'ledger.db'}")
    expected = kept(opened)
    assert len(expected) == 4 + 2
    with writing(opened) as connection:
        migrate_down(connection, "0001")
        connection.exec_driver_sql(
            "INSERT INTO leaf SELECT log, 2, data FROM leaf WHERE log = 'registry' AND \"index\" = 1"
        )
        connection.exec_driver_sql(
            "INSERT INTO statement SELECT 'twin', kind, issuer, envelope, log, 2 FROM statement "
            "WHERE log = 'registry' AND \"index\" = 1"
        )
        migrate(connection)
    assert kept(opened) == expected | {("twin", "twin", 2)}
    assert {row[1] for row in expected} == {mine.id, begun.registrar.id}
    opened.dispose()


def kept(engine: Engine) -> set[tuple[object, ...]]:
    """All that the key tables hold."""
    with reading(engine) as connection:
        return {
            tuple(row)
            for table in ("key", "key_event")
            for row in connection.exec_driver_sql(f"SELECT * FROM {table}")  # noqa: S608 - of two
        }


def migrate_down(connection: Connection, revision: str) -> None:
    """Back to an older revision."""
    config = Config(attributes={"connection": connection})
    scripts = ALEMBIC.parent / "ledger" / "store" / "migrations"
    config.set_main_option("script_location", str(scripts))
    command.downgrade(config, revision)
