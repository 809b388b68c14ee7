"""Failures of the store: reasons without paths, and which of them make a store count as not writable."""

import errno
from pathlib import Path

import pytest
from sqlalchemy import exc
from support.refusal import refused

from ledger.store.engine import Engine, open_engine, writing
from ledger.store.failures import WriteState, reason_of
from ledger.store.migrate import migrate
from ledger.store.probe import require_writable
from schemas.errors import CradleError


@pytest.fixture
def engine(tmp_path: Path, database: str | None) -> Engine:
    """An empty ledger's tables."""
    made = open_engine(database or f"sqlite:///{tmp_path / 'x.db'}")
    with writing(made) as connection:
        migrate(connection)
    return made


def failed(engine: Engine, sql: str, *before: str) -> CradleError:
    """The failure of a writing transaction."""
    with pytest.raises(CradleError) as caught:
        run(engine, *before, sql)
    return caught.value


def run(engine: Engine, *statements: str) -> None:
    """Run statements in one writing transaction."""
    with writing(engine) as connection:
        for one in statements:
            connection.exec_driver_sql(one)


@pytest.mark.one_database
@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (OSError(errno.ENOSPC, "No space left on device", "/ledger/db"), "No space left on device"),
        (OSError("/ledger/db"), "OSError"),
        (
            exc.TimeoutError("QueuePool limit of size 5"),
            "all connections to the database are in use",
        ),
        (exc.ArgumentError("/ledger/db"), "the database refused (ArgumentError)"),
    ],
)
def test_reasons_name_no_path(error: Exception, reason: str) -> None:
    """A reason is in the words of the system, or of this program."""
    assert reason_of(error) == reason


def test_a_refused_row_is_no_failure_of_the_disk(engine: Engine) -> None:
    """A row that breaks a constraint leaves a store writable; otherwise one caller could take a server out."""
    error = failed(engine, "INSERT INTO change VALUES ('nothing', 'withdrawn', 'nothing', 1)")
    state = WriteState()
    state.note(error)
    assert error.code == "store.failed"
    assert state.last is None
    engine.dispose()


def test_a_read_only_database_is_one(engine: Engine) -> None:
    """A database that takes no writes is remembered, with a reason that names no file."""
    before = "SET TRANSACTION READ ONLY"
    if engine.dialect.name == "sqlite":
        before = "PRAGMA query_only=ON"
    error = failed(engine, "INSERT INTO log VALUES ('entries', 'key')", before)
    state = WriteState()
    state.note(error)
    assert state.last is error
    assert "read" in error.detail
    assert "/" not in error.detail
    engine.dispose()


def test_a_probe_leaves_nothing(engine: Engine, tmp_path: Path) -> None:
    """A store that can be written stays as it was; one whose journal is gone cannot be written."""
    (tmp_path / "apart").mkdir()
    journal = tmp_path / "apart" / "journal"
    with refused("store.failed"):
        require_writable(engine, tmp_path, journal)
    journal.write_bytes(b"line")
    before = sorted(tmp_path.rglob("*"))
    require_writable(engine, tmp_path, journal)
    assert sorted(tmp_path.rglob("*")) == before
    assert journal.read_bytes() == b"line"
    engine.dispose()
