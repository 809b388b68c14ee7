"""A ledger's folder, opened: the database, the documents, and the lock that makes it ours.

ledger.db     statements, logs, and what rules look up
blobs/        sections, rulebooks, factor sets by digest
cosigned/     checkpoints with the cosignatures of witnesses
lock          held as long as the store is open
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from ledger.store.blobs import Blobs
from ledger.store.cosigned import Cosigned
from ledger.store.engine import Connection, Engine, open_engine, reading, writing
from ledger.store.lock import FolderLock
from ledger.store.migrate import migrate
from schemas.errors import CradleError

DATABASE = "ledger.db"


@dataclass(frozen=True)
class Store:
    """The one handle on a folder; `close` lets go of it."""

    engine: Engine
    blobs: Blobs
    cosigned: Cosigned
    lock: FolderLock

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """One state of the database to read from."""
        with reading(self.engine) as connection:
            yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """One transaction, committed durably at the end."""
        with writing(self.engine) as connection:
            yield connection

    def close(self) -> None:
        """Let go of the database and the lock."""
        self.engine.dispose()
        self.lock.release()


def create_store(folder: Path, url: str | None = None) -> Store:
    """A new store in a folder that is empty or not there yet.

    Raises:
        CradleError: `ledger.folder` where something else is in it, or it cannot be made.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise CradleError("ledger.folder", f"{folder} is not empty; name a new folder.")
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise CradleError("ledger.folder", f"{folder} cannot be made: {error}.") from error
    return _open(folder, url)


def open_store(folder: Path, url: str | None = None) -> Store:
    """The store that is in a folder, its tables brought to the present revision.

    Raises:
        CradleError: `ledger.absent`, or `ledger.locked`.
    """
    if not (folder / "lock").exists():
        raise CradleError("ledger.absent", f"There is no ledger in {folder}; begin one with init.")
    return _open(folder, url)


def _open(folder: Path, url: str | None) -> Store:
    engine = open_engine(url or f"sqlite:///{folder / DATABASE}")
    lock = FolderLock(folder)
    try:
        with writing(engine) as connection:
            migrate(connection)
    except BaseException:
        engine.dispose()
        lock.release()
        raise
    return Store(engine, Blobs(folder / "blobs"), Cosigned(folder / "cosigned"), lock)
