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
from sqlalchemy import Engine

from ledger.store.engine import is_server, open_engine, reading, writing
from ledger.store.migrate import HEAD, migrate, revision_of
from ledger.store.schema import METADATA, MUTABLE

ALEMBIC = Path(__file__).parents[3] / "alembic.ini"


@pytest.fixture
def engine(tmp_path: Path, database: str | None) -> Iterator[Engine]:
    """An empty database."""
    opened = open_engine(database or f"sqlite:///{tmp_path / 'x.db'}")
    yield opened
    opened.dispose()


SQLITE_NAMES = "SELECT name FROM sqlite_master"
POSTGRESQL_NAMES = """
    SELECT tablename FROM pg_tables WHERE schemaname = 'public'
    UNION SELECT indexname FROM pg_indexes WHERE schemaname = 'public'
    UNION SELECT tgname FROM pg_trigger WHERE NOT tgisinternal
    UNION SELECT proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace
"""


def names(engine: Engine) -> set[str]:
    """All that is in the database."""
    with reading(engine) as connection:
        query = POSTGRESQL_NAMES if is_server(engine) else SQLITE_NAMES
        return set(connection.exec_driver_sql(query).scalars())


def test_migrations_make_the_models(engine: Engine) -> None:
    """Nothing differs between the tables of the code and those of the migrations."""
    with writing(engine) as connection:
        migrate(connection)
    with reading(engine) as connection:
        assert compare_metadata(MigrationContext.configure(connection), METADATA) == []
        assert revision_of(connection) == HEAD


def test_head_is_the_last_revision() -> None:
    """The revision that the code asks for is the last one there is, and alembic.ini finds it."""
    scripts = ScriptDirectory.from_config(Config(ALEMBIC))
    assert scripts.get_current_head() == HEAD


def test_alembic_command(engine: Engine) -> None:
    """The alembic command works on the database that `-x url` names."""
    url = engine.url.set(drivername=engine.dialect.name).render_as_string(hide_password=False)
    config = Config(ALEMBIC, cmd_opts=Namespace(x=[f"url={url}"]))
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
    kept = METADATA.tables.keys() - MUTABLE
    expected = {f"{table}_no_{verb}" for table in kept for verb in ("update", "delete")}
    assert expected <= names(engine)
