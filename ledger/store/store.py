"""A ledger's folder, opened: the database, the documents, the checkpoint store, and the locks that make it ours.

ledger.db     statements, logs, sections, and what rules look up (unless a server holds it)
blobs/        rulebooks and factor sets by digest
checkpoints/  what was signed (unless it is kept apart)
cosigned/     checkpoints with the cosignatures of witnesses
place.json    where database and checkpoint store are, and which folder this is
lock          held as long as the store is open
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property, partial
from pathlib import Path
from threading import Lock
from typing import Any, Final

from cachetools import LRUCache

from ledger.store.blobs import Blobs
from ledger.store.checkpoints import Checkpoints
from ledger.store.cosigned import Cosigned
from ledger.store.engine import Connection, Engine, open_engine, reading, writing
from ledger.store.files import make_file
from ledger.store.lock import DatabaseLock, FolderLock
from ledger.store.log import LOGS, Log
from ledger.store.migrate import bring_up, migrate, require_current
from ledger.store.place import DATABASE, Place, keep_place, new_place, read_place
from schemas.errors import CradleError

BLOBS, COSIGNED = "blobs", "cosigned"
LOGINS = 1024
"""The most logins that are kept for requests within the same second."""

Prepare = Callable[[Connection], None]
"""What is done to the tables in the transaction that opens a store, which a failure of it undoes."""


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
    """

    folder: Path
    place: Place
    engine: Engine
    locks: tuple[FolderLock | DatabaseLock, ...]
    logins: LRUCache[Any, Any] = field(
        default_factory=lambda: LRUCache(LOGINS), compare=False, repr=False
    )
    logins_lock: Lock = field(default_factory=Lock, compare=False, repr=False)

    @property
    def blobs(self) -> Blobs:
        """The documents that no statement brings with it."""
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
        """One state of the database to read from."""
        with reading(self.engine) as connection:
            yield connection

    @contextmanager
    def write(self, *, durable: bool = True) -> Iterator[Connection]:
        """One transaction, committed at the end; durably, unless it can be made again."""
        with writing(self.engine, durable=durable) as connection:
            yield connection

    def forget_logins(self) -> None:
        """Look every login up again: a credential, a session or an organisation has changed."""
        with self.logins_lock:
            self.logins.clear()

    def close(self) -> None:
        """Let go of the database and the locks."""
        for lock in reversed(self.locks):
            lock.release()
        self.engine.dispose()


UPGRADING: Final = partial(bring_up, upgrade=True)
"""Upgrades the tables of a SQLite file; refuses older ones of a server."""


def create_store(
    folder: Path, database: str | None = None, checkpoints: Path | None = None
) -> Store:
    """A new store in a folder that is empty or not there yet; `settle` makes the folder its own.

    Args:
        folder: of the ledger.
        database: address of an empty database; without it SQLite in the folder.
        checkpoints: the folder of the checkpoint store; without it one in the ledger's.

    Raises:
        CradleError: `ledger.folder` where something else is in it, or it cannot be made;
            `ledger.locked`, `checkpoint.store` or `store.*`.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise CradleError("ledger.folder", f"{folder} is not empty; name a new folder.")
    place = new_place(database, checkpoints)
    engine = open_engine(place.url(folder))
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise CradleError(
            "ledger.folder", f"{folder} cannot be made: {error}. Name another folder."
        ) from error
    store = _open(folder, place, engine, migrate)
    try:
        store.checkpoints.begin(place.instance)
        keep_place(folder, place)
    except BaseException:
        store.close()
        raise
    return store


def open_store(folder: Path, prepare: Prepare = UPGRADING) -> Store:
    """The store that is in a folder, its tables at the present revision.

    Args:
        folder: of the ledger.
        prepare: what sees to that; by default a file is upgraded, and a server's database is refused.

    Raises:
        CradleError: `ledger.absent`, `ledger.place`, `ledger.locked` or `store.*`.
    """
    place = read_place(folder)
    return _open(folder, place, open_engine(place.url(folder)), prepare)


@dataclass(frozen=True, slots=True)
class Sight:
    """One state of a ledger, and all that was signed of it before, to read and nothing else.

    Attributes:
        connection: the state of the database.
        blobs: the documents that no statement brings with it.
        signed: checkpoints that are kept elsewhere than in the database, by log.
    """

    connection: Connection
    blobs: Blobs
    signed: Mapping[Log, tuple[bytes, ...]]


@contextmanager
def look_into(folder: Path) -> Iterator[Sight]:
    """One state of a store, to read beside the process that has it open; nothing is written.

    Raises:
        CradleError: `ledger.absent`, `ledger.place`, `checkpoint.store`, or `store.*`, also where
            the tables are of another revision.
    """
    place = read_place(folder)
    # What was signed is read before the database, which by then holds all that it covers.
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
            yield Sight(connection, Blobs(folder / BLOBS), signed)
    finally:
        engine.dispose()


def _open(folder: Path, place: Place, engine: Engine, prepare: Prepare) -> Store:
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
