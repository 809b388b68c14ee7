"""Opening a folder: created once, one process at a time, and closed without a trace."""

from pathlib import Path

import pytest
from support.refusal import refused

from ledger.store.lock import FolderLock
from ledger.store.store import create_store, open_store


def test_created_and_opened(tmp_path: Path) -> None:
    """A new store has its tables; opened again it is the same database."""
    create_store(tmp_path / "x").close()
    store = open_store(tmp_path / "x")
    with store.read() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM leaf").scalar_one() == 0
    store.close()
    assert (tmp_path / "x").stat().st_mode & 0o077 == 0


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
    """What the system refuses is told in one sentence."""
    (tmp_path / "file").write_text("")
    with refused("ledger.folder"):
        create_store(tmp_path / "file" / "x")
    (tmp_path / "lock").mkdir()
    with refused("ledger.folder"):
        open_store(tmp_path)


def test_lock(tmp_path: Path) -> None:
    """A second holder is refused until the first lets go."""
    lock = FolderLock(tmp_path)
    with refused("ledger.locked"):
        FolderLock(tmp_path)
    lock.release()
    FolderLock(tmp_path).release()


def test_no_lock_is_kept_where_opening_fails(tmp_path: Path) -> None:
    """A database that cannot be read is refused, and the folder is free again."""
    (tmp_path / "lock").touch()
    (tmp_path / "ledger.db").write_bytes(b"no database at all, but long enough to be taken for one")
    for _ in range(2):
        with refused("store.failed"):
            open_store(tmp_path)


@pytest.mark.parametrize("url", ["postgresql://nobody@localhost/x"])
def test_address(tmp_path: Path, url: str) -> None:
    """The database may be elsewhere, in a kind that is supported."""
    elsewhere = tmp_path / "elsewhere.db"
    create_store(tmp_path / "x", f"sqlite:///{elsewhere}").close()
    assert elsewhere.exists()
    with refused("store.dialect"):
        create_store(tmp_path / "y", url)
