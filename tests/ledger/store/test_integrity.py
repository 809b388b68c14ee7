"""Damage to a database: rows that an index hides, values of other types, references, and triggers that are gone."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from support.ledger_folders import damage
from support.ledger_small import Small, small_ledger
from support.ledger_world import LOG_SIGNERS
from support.operator import found_in
from support.postgres import run_in
from support.refusal import refused
from support.sqlite_pages import runs_of

from ledger.append.ledger import Ledger
from ledger.operation.backup import make_backup
from ledger.store.engine import open_engine, reading
from ledger.store.integrity import problems_of
from ledger.store.integrity_server import Index, look_up, planned
from ledger.store.place import DATABASE, read_place

PRIMARY = {"sqlite": "sqlite_autoindex_statement_1", "postgresql": "pk_statement"}


def hide(small: Small, table: str, index: str) -> str:
    """Close a ledger and have an index of a table hide the ore's entry; return its id."""
    store = small.world.ledger.store
    url = read_place(store.folder).database
    small.world.ledger.close()
    if url is None:
        _flip(store.folder / DATABASE, index, small.ore)
        return small.ore
    catalogue = "UPDATE pg_index SET indisready = {} WHERE indexrelid = '{}'::regclass"
    mine = f"FROM {table} WHERE id = '{small.ore}'"
    run_in(
        url,
        "SET session_replication_role = replica",
        f"CREATE TEMPORARY TABLE kept AS SELECT * {mine}",
        f"DELETE {mine}",
        catalogue.format("false", index),
        f"INSERT INTO {table} TABLE kept",
        catalogue.format("true", index),
    )
    return small.ore


def _flip(path: Path, index: str, value: str) -> None:
    """Change one byte of a value in an index."""
    data = bytearray(path.read_bytes())
    runs = [run for run in runs_of(path) if run.owner == index and run.part == "cell"]
    (at,) = (found for run in runs if (found := data.find(value.encode(), run.start, run.end)) >= 0)
    data[at + 12] ^= 1
    path.write_bytes(data)


@pytest.fixture
def small(tmp_path: Path, database: str | None) -> Iterator[Small]:
    """A small ledger of this test alone, which the test may close."""
    with small_ledger(tmp_path / "ledger", database) as built:
        yield built


def problems(folder: Path) -> list[str]:
    """The problems of a ledger's database."""
    engine = open_engine(read_place(folder).url(folder))
    with reading(engine) as connection:
        found = list(problems_of(connection))
    engine.dispose()
    return found


def test_a_row_that_an_index_hides(small: Small, kind: str, tmp_path: Path) -> None:
    """The monitor finds it, a checked start and a backup refuse; the whole ledger before has no problem."""
    folder = small.world.ledger.store.folder
    assert problems(folder) == []
    hide(small, "statement", PRIMARY[kind])
    assert problems(folder) != []
    assert ("store.damaged", "database") in found_in(small.world)
    with refused("store.damaged"):
        Ledger.open(folder, LOG_SIGNERS, check=True)
    with refused("store.damaged"):
        make_backup(folder, tmp_path / "backup")


@pytest.mark.one_database
def test_each_id_is_looked_up(small: Small) -> None:
    """The statement itself is named, and not only the index that hides it."""
    entry = hide(small, "statement", PRIMARY["sqlite"])
    assert ("statement.hidden", entry) in found_in(small.world)


@pytest.mark.one_database("postgresql")
@pytest.mark.parametrize(
    ("table", "index"),
    [
        ("statement", "ix_statement_issuer_kind_index"),
        ("statement", "uq_statement_log_index"),
        ("entry", "pk_entry"),
    ],
)
def test_every_index_of_a_server_is_read(small: Small, table: str, index: str) -> None:
    """A row that another index hides is found by that index."""
    folder = small.world.ledger.store.folder
    hide(small, table, index)
    assert problems(folder) == [f"1 rows of {table} are not found by the index {index}"]


@pytest.mark.one_database("postgresql")
def test_a_key_that_rows_share_is_looked_up_once(small: Small) -> None:
    """The index of kinds is asked once for each kind, however many statements are of that kind."""
    index = Index("statement", "ix_statement_kind_index", 0, ready=True, columns=["kind"])
    with small.world.ledger.store.read() as connection, planned(connection):
        explained = connection.exec_driver_sql(f"EXPLAIN ANALYZE {look_up(index)}").scalars()
        (scan,) = (line for line in explained if f"Index Scan using {index.name}" in line)
        count = connection.exec_driver_sql("SELECT count(DISTINCT kind) FROM statement")
        assert f" loops={count.scalar_one()})" in scan


@pytest.mark.one_database("postgresql")
def test_an_index_that_a_server_does_not_keep(small: Small) -> None:
    """An index that is not maintained is a problem before a row is missing in it."""
    url = read_place(small.world.ledger.store.folder).database
    assert url is not None
    run_in(url, "UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'pk_entry'::regclass")
    assert problems(small.world.ledger.store.folder) == [
        "the index pk_entry is not kept up to date"
    ]
    small.world.ledger.close()


@pytest.mark.one_database
@pytest.mark.parametrize(
    ("sql", "problem"),
    [
        ("UPDATE statement SET envelope = 'text'", "the column envelope of statement has a value"),
        ("UPDATE delivery SET line = x'ff'", "the column line of delivery has a value"),
        ("UPDATE line SET line = CAST(x'ff41' AS TEXT)", "a text of line is not UTF-8"),
        (
            "DROP INDEX ix_statement_kind_index",
            "the index ix_statement_kind_index is not the one",
        ),
        ("CREATE VIEW added AS SELECT 1", "the view added is not the one"),
        (
            "INSERT INTO session VALUES ('hash', 'nobody', 1)",
            "row 1 of session refers to a row of credential that is missing",
        ),
    ],
)
def test_what_indexes_do_not_show(small: Small, sql: str, problem: str) -> None:
    """Other types, texts that are not UTF-8, another schema, and references to nothing."""
    folder = small.world.ledger.store.folder
    small.world.ledger.close()
    damage(folder, sql)
    assert any(line.startswith(problem) for line in problems(folder)), problems(folder)


@pytest.mark.one_database
def test_a_trigger_that_is_gone(small: Small) -> None:
    """Without its triggers a database lets rows be changed, so that is found."""
    folder = small.world.ledger.store.folder
    small.world.ledger.close()
    with closing(sqlite3.connect(folder / DATABASE)) as connection, connection:
        connection.execute("DROP TRIGGER leaf_no_update")
    assert problems(folder) == ["the trigger leaf_no_update is not the one that the program makes"]
