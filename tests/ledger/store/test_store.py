"""Opening a folder: created once, one process at a time, and closed without a trace."""

from pathlib import Path

from support.ledger_world import LOG_SIGNERS, ORIGIN
from support.postgres import administration, fresh_database, name_of
from support.refusal import refused

from ledger.store.lock import FolderLock
from ledger.store.log import is_begun, put_log, size_of
from ledger.store.store import create_store, open_store, read_snapshot


def test_created_and_opened(tmp_path: Path, database: str | None) -> None:
    """A new store has its tables; opened again it is the same database."""
    create_store(tmp_path / "x", database).close()
    store = open_store(tmp_path / "x")
    with store.read() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM leaf").scalar_one() == 0
    store.close()
    for path in (tmp_path / "x", *(tmp_path / "x").rglob("*")):
        assert path.name == "lock" or path.stat().st_mode & 0o077 == 0


def test_folder_in_use(tmp_path: Path) -> None:
    """Nothing is created over other people's files, and nothing opened that is no store."""
    (tmp_path / "notes.txt").write_text("mine")
    with refused("ledger.folder"):
        create_store(tmp_path)
    with refused("ledger.folder"):
        create_store(tmp_path / "notes.txt")
    with refused("ledger.absent"):
        open_store(tmp_path)


def test_folder_that_cannot_be_used(tmp_path: Path) -> None:
    """A refusal of the operating system becomes one sentence."""
    (tmp_path / "file").write_text("")
    with refused("ledger.folder"):
        create_store(tmp_path / "file" / "x")
    create_store(tmp_path / "x").close()
    (tmp_path / "x" / "lock").unlink()
    (tmp_path / "x" / "lock").mkdir()
    with refused("ledger.folder"):
        open_store(tmp_path / "x")


def test_lock(tmp_path: Path) -> None:
    """A second holder is refused until the first lets go."""
    lock = FolderLock(tmp_path)
    with refused("ledger.locked"):
        FolderLock(tmp_path)
    lock.release()
    FolderLock(tmp_path).release()


def test_lock_of_the_database(tmp_path: Path) -> None:
    """Two folders cannot have one database open, until the server ends the session that does."""
    url = fresh_database()
    first = create_store(tmp_path / "x", url)
    with refused("ledger.locked"):
        create_store(tmp_path / "y", url)
    with administration() as connection:
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s",
            [name_of(url)],
        )
    second = create_store(tmp_path / "z", url)
    first.close()
    with refused("ledger.locked"):
        open_store(tmp_path / "x")
    second.close()
    open_store(tmp_path / "x").close()


def test_no_lock_is_kept_where_opening_fails(tmp_path: Path) -> None:
    """A database that cannot be read is refused, and the folder is free again."""
    create_store(tmp_path / "x").close()
    garbage = b"no database at all, but long enough to be taken for one"
    (tmp_path / "x" / "ledger.db").write_bytes(garbage)
    for _ in range(2):
        with refused("store.damaged"):
            open_store(tmp_path / "x")


def test_elsewhere(tmp_path: Path) -> None:
    """Database and checkpoint store may be elsewhere; opening needs to know the folder alone."""
    elsewhere, apart = tmp_path / "elsewhere.db", tmp_path / "apart" / "checkpoints"
    create_store(tmp_path / "x", f"sqlite:///{elsewhere}", apart).close()
    assert elsewhere.exists()
    store = open_store(tmp_path / "x")
    assert store.checkpoints.folder == apart
    store.close()
    assert {path.name for path in (tmp_path / "x").iterdir()} == {"lock", "place.json"}


def test_checkpoint_store_in_use(tmp_path: Path) -> None:
    """Two ledgers cannot have one checkpoint store, and nothing is kept of the second."""
    create_store(tmp_path / "x", checkpoints=tmp_path / "apart").close()
    with refused("checkpoint.store"):
        create_store(tmp_path / "y", checkpoints=tmp_path / "apart")
    with refused("ledger.absent"):
        open_store(tmp_path / "y")


def test_read_beside_who_has_it_open(tmp_path: Path) -> None:
    """A second reader needs no lock, sees one state, and leaves the folder to its owner."""
    store = create_store(tmp_path / "x")
    with read_snapshot(tmp_path / "x") as snapshot:
        assert size_of(snapshot.connection, "entries") == 0
        with store.write() as writing:
            put_log(writing, "entries", LOG_SIGNERS.vkey(ORIGIN, "entries"))
        assert not is_begun(snapshot.connection)
        assert snapshot.blobs.get(store.blobs.put(b"x")) == b"x"
    with read_snapshot(tmp_path / "x") as snapshot:
        assert is_begun(snapshot.connection)
    store.close()
    with refused("ledger.absent"), read_snapshot(tmp_path):
        pass
