"""An open ledger folder: the database, the documents, the checkpoint store, and the locks on them.

ledger.db     statements, logs, sections, and search rows of the rules (unless a server holds them)
blobs/        rulebooks and factor sets by digest
checkpoints/  the signed checkpoints (unless they are kept elsewhere)
cosigned/     checkpoints with the cosignatures of witnesses
place.json    the location of database and checkpoint store, and the identity of this folder
lock          the lock, held as long as the store is open
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from pathlib import Path
from shutil import rmtree
from threading import Lock
from typing import Any, Final, Self

from cachetools import LRUCache

from ledger.store.blobs import Blobs
from ledger.store.checkpoints import JOURNAL, Checkpoints
from ledger.store.cosigned import Cosigned
from ledger.store.engine import Connection, Engine, open_engine, reading, writing
from ledger.store.failures import WriteState
from ledger.store.files import make_file
from ledger.store.lock import DatabaseLock, FolderLock
from ledger.store.log import LOGS, Log
from ledger.store.migrate import migrate, prepare_tables, require_current
from ledger.store.place import DATABASE, LedgerPlace, keep_place, new_place, read_place
from ledger.store.probe import require_writable
from schemas.errors import CradleError

BLOBS, COSIGNED = "blobs", "cosigned"
LOGINS = 1024
"""The most logins that are kept for requests within the same second."""

Prepare = Callable[[Connection], None]
"""Prepares the tables in the transaction that opens a store; a failure rolls it back."""


@dataclass(frozen=True)
class Store:
    """The one handle on a folder; `close` lets go of it.

    Attributes:
        folder: of the ledger.
        place: where the database and the checkpoint store are.
        engine: of the database.
        locks: held while the store is open.
        logins: principals by second and credential, so that a burst of requests asks the database once.
        logins_lock: held for each use of `logins`.
        writes: the last failure to write, until `require_writable` has written again.
        transaction: the open one that all reading joins, if there is one (`joined`).
    """

    folder: Path
    place: LedgerPlace
    engine: Engine
    locks: tuple[FolderLock | DatabaseLock, ...]
    logins: LRUCache[Any, Any] = field(
        default_factory=lambda: LRUCache(LOGINS), compare=False, repr=False
    )
    logins_lock: Lock = field(default_factory=Lock, compare=False, repr=False)
    writes: WriteState = field(default_factory=WriteState, compare=False, repr=False)
    transaction: Connection | None = field(default=None, compare=False, repr=False)

    @property
    def blobs(self) -> Blobs:
        """The documents that no statement carries."""
        return Blobs(self.folder / BLOBS)

    @cached_property
    def cosigned(self) -> Cosigned:
        """Checkpoints with the cosignatures of witnesses."""
        return Cosigned(self.folder / COSIGNED)

    @property
    def checkpoints(self) -> Checkpoints:
        """The checkpoint store."""
        return self.place.store(self.folder)

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """Begin a transaction that reads one state of the database, or join the open one."""
        if self.transaction is not None:
            yield self.transaction
            return
        with reading(self.engine) as connection:
            yield connection

    @contextmanager
    def joined(self) -> Iterator[Self]:
        """Begin a transaction that reads one state, which all reading of this store joins until the context ends."""
        with self.read() as connection:
            yield replace(self, transaction=connection)

    @contextmanager
    def write(self, *, durable: bool = True) -> Iterator[Connection]:
        """Begin a writing transaction, committed at the end; `durable` may be False if the rows can be made again."""
        with self.noting_failures(), writing(self.engine, durable=durable) as connection:
            yield connection

    @contextmanager
    def noting_failures(self) -> Iterator[None]:
        """Remember a failure of the database or the disk; a writer of a file uses this around its write."""
        try:
            yield
        except CradleError as error:
            self.writes.note(error)
            raise

    def require_writable(self) -> None:
        """After a failed write, prove by a real one that the store can be written again.

        Raises:
            CradleError: `store.failed` with the present reason.
        """
        with self.writes.probing:
            if self.writes.last is not None:
                require_writable(self.engine, self.folder, self.checkpoints.folder / JOURNAL)
                self.writes.last = None

    def forget_logins(self) -> None:
        """Look every login up again: a credential, a session or an organisation has changed."""
        with self.logins_lock:
            self.logins.clear()

    def close(self) -> None:
        """Release the database and the locks."""
        for lock in reversed(self.locks):
            lock.release()
        self.engine.dispose()


UPGRADING: Final = partial(prepare_tables, upgrade=True)
"""Upgrades the tables of a SQLite file; refuses older ones of a server."""


def create_store(
    folder: Path, database: str | None = None, checkpoints: Path | None = None
) -> Store:
    """Create a store in an empty or new folder; `settle` then binds it to the folder.

    Args:
        folder: the folder of the ledger.
        database: the address of an empty database; None for SQLite in the folder.
        checkpoints: the folder of the checkpoint store; None for one in the ledger's folder.

    Raises:
        CradleError: `ledger.folder` if the folder is not empty, or cannot be made;
            `ledger.locked`, `checkpoint.store` or `store.*`.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise CradleError("ledger.folder", f"{folder} is not empty; name a new folder.")
    place, was_there = new_place(database, checkpoints), folder.exists()
    engine = open_engine(place.url(folder))
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise CradleError(
            "ledger.folder", f"{folder} cannot be made: {error}. Name another folder."
        ) from error
    try:
        store = _open(folder, place, engine, migrate)
    except CradleError as error:
        if error.code != "ledger.locked":  # Otherwise another process creates a ledger here.
            _clear(folder, keep=was_there)
        raise
    try:
        store.checkpoints.begin(place.instance)
        keep_place(folder, place)
    except BaseException:
        store.close()
        _clear(folder, keep=was_there)
        raise
    return store


def _clear(folder: Path, *, keep: bool) -> None:
    """Remove what a failed creation left in a folder that was empty, and the folder if it was not there."""
    rmtree(folder, ignore_errors=True)
    if keep:
        folder.mkdir(mode=0o700, exist_ok=True)


def open_store(folder: Path, prepare: Prepare = UPGRADING) -> Store:
    """Open the store in a folder, with tables at the present revision.

    Args:
        folder: the folder of the ledger.
        prepare: prepares the tables; by default a file is upgraded, and older tables of a server are refused.

    Raises:
        CradleError: `ledger.absent`, `ledger.place`, `ledger.locked` or `store.*`.
    """
    place = read_place(folder)
    return _open(folder, place, open_engine(place.url(folder)), prepare)


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One state of a ledger to read, with the checkpoints signed up to it.

    Attributes:
        connection: the state of the database.
        blobs: the documents that no statement carries.
        signed: checkpoints that are stored outside the database, by log.
    """

    connection: Connection
    blobs: Blobs
    signed: Mapping[Log, tuple[bytes, ...]]


@contextmanager
def read_snapshot(folder: Path) -> Iterator[Snapshot]:
    """Read one state of a store beside the process that has it open, without writing.

    Raises:
        CradleError: `ledger.absent`, `ledger.place`, `checkpoint.store`, or `store.*`, also if the
            tables are of another revision.
    """
    place = read_place(folder)
    # Checkpoints are read before the database, which then holds all leaves that they cover.
    kept = place.store(folder).read()
    pairs = list(Cosigned(folder / COSIGNED).newest())
    signed = {
        log: (
            *([kept.notes[log]] if kept and log in kept.notes else []),
            *(p.note(log) for p in pairs),
        )
        for log in LOGS
    }
    engine = open_engine(place.url(folder))
    try:
        with reading(engine) as connection:
            require_current(connection)
            yield Snapshot(connection, Blobs(folder / BLOBS), signed)
    finally:
        engine.dispose()


def _open(folder: Path, place: LedgerPlace, engine: Engine, prepare: Prepare) -> Store:
    if place.database is None:
        make_file(folder / DATABASE)
    locks: list[FolderLock | DatabaseLock] = []
    try:
        locks.append(FolderLock(folder))
        locks.append(DatabaseLock(engine))
        with writing(engine) as connection:
            prepare(connection)
    except BaseException:
        for lock in reversed(locks):
            lock.release()
        engine.dispose()
        raise
    return Store(folder, place, engine, tuple(locks))
