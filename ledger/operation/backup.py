"""Backup and restore, each of which proves its result (`contents`).

    backup.json          the proved sizes and roots of both logs, and counts
    ledger.db            every row in one state of the database (SQLite, also for another database)
    blobs/               rulebooks and factor sets
    checkpoints/         the journal of signed checkpoints
    keys/, registrar/    private keys, only if they were asked for

A backup may be made while the ledger runs. The journal is copied first, then the database, so the
copied rows reach every checkpoint in the journal.

A restored ledger is read-only until `unlock`: a backup does not know which checkpoints were signed
later.
"""

import json
from dataclasses import asdict
from pathlib import Path
from shutil import rmtree

from ledger.operation.contents import Contents, prove_contents
from ledger.store.blobs import Blobs
from ledger.store.checkpoints import JOURNAL, Checkpoints
from ledger.store.copying import copy_database
from ledger.store.engine import open_engine, reading
from ledger.store.files import copy_folder, make_file, make_folder, write_file
from ledger.store.integrity import require_whole
from ledger.store.migrate import require_current
from ledger.store.place import CHECKPOINTS, DATABASE, LedgerPlace, keep_place, new_place, read_place
from ledger.store.store import BLOBS
from schemas.errors import CradleError

REPORT = "backup.json"


def make_backup(folder: Path, to: Path, private: tuple[str, ...] = ()) -> Contents:
    """Copy a ledger in one consistent state to a new folder, and prove the copy.

    Args:
        folder: of the ledger; it may be in use.
        to: a folder that is empty or does not exist.
        private: folders of private keys in the ledger's that are copied too.

    Raises:
        CradleError: `ledger.absent`, `backup.folder`, `store.*` (`store.damaged` for damage that a copy would not
            show, such as that of an index), or as `prove_contents`.
    """
    place = read_place(folder)
    _require_new(to)
    journal = place.store(folder).folder / JOURNAL
    if journal.exists():
        make_folder(to / CHECKPOINTS)
        write_file(to / CHECKPOINTS / JOURNAL, journal.read_bytes())
    make_file(to / DATABASE)
    _check(place.url(folder))
    _copy_database(place.url(folder), _sqlite(to))
    for name in (BLOBS, *private):
        if (folder / name).exists():
            copy_folder(folder / name, to / name)
    proved = _prove(_sqlite(to), to / BLOBS, Checkpoints(to / CHECKPOINTS))
    write_file(to / REPORT, _report(proved))
    return proved


def restore_backup(
    backup: Path, to: Path, database: str | None = None, checkpoints: Path | None = None
) -> Contents:
    """Restore a backup to a new folder, proved before and after; the ledger is read-only.

    Args:
        backup: a folder that `make_backup` made.
        to: a folder that is empty or does not exist.
        database: the address of an empty database; without it SQLite in the folder.
        checkpoints: the checkpoint store of the ledger that was lost, where that survived; without
            it the one in the backup is restored into the folder.

    Raises:
        CradleError: `backup.absent`, `backup.differs`, `backup.folder`, `store.*`, `ledger.database`, or as
            `prove_contents`: among them `log.shrunk` where the surviving checkpoint store has larger
            sizes than the backup.
    """
    if not (backup / REPORT).exists():
        raise CradleError(
            "backup.absent", f"{backup} is not a backup; name one that `backup` made."
        )
    kept = Checkpoints(backup / CHECKPOINTS) if checkpoints is None else Checkpoints(checkpoints)
    if _report(_prove(_sqlite(backup), backup / BLOBS, kept)) != (backup / REPORT).read_bytes():
        detail = f"The contents of {backup} differ from its {REPORT}; use another backup."
        raise CradleError("backup.differs", detail)
    _require_new(to)
    try:
        return _fill(backup, to, new_place(database, checkpoints))
    except CradleError:
        rmtree(to, ignore_errors=True)  # What was copied is in the backup still.
        raise


def _fill(backup: Path, to: Path, place: LedgerPlace) -> Contents:
    """Copy a backup into an empty folder and prove the copy."""
    for name in sorted(path.name for path in backup.iterdir() if path.is_dir()):
        if name != CHECKPOINTS or place.checkpoints is None:
            copy_folder(backup / name, to / name)
    if place.database is None:
        make_file(to / DATABASE)
    _copy_database(_sqlite(backup), place.url(to))
    keep_place(to, place)
    return _prove(place.url(to), to / BLOBS, place.store(to))


def _report(proved: Contents) -> bytes:
    return json.dumps(asdict(proved), indent=1, sort_keys=True).encode()


def _check(url: str) -> None:
    """Refuse a damaged database: a copy is made from its tables, so an index of it would not be seen."""
    engine = open_engine(url)
    try:
        with reading(engine) as connection:
            require_current(connection)
            require_whole(connection)
    finally:
        engine.dispose()


def _prove(url: str, blobs: Path, checkpoints: Checkpoints) -> Contents:
    engine = open_engine(url)
    try:
        with reading(engine) as connection:
            require_current(connection)
            require_whole(connection)
            return prove_contents(connection, Blobs(blobs), checkpoints.read())
    finally:
        engine.dispose()


def _copy_database(source: str, target: str) -> None:
    engines = open_engine(source), open_engine(target)
    try:
        copy_database(*engines)
    finally:
        for engine in engines:
            engine.dispose()


def _sqlite(folder: Path) -> str:
    return f"sqlite:///{folder / DATABASE}"


def _require_new(folder: Path) -> None:
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise CradleError("backup.folder", f"{folder} is not empty; name a new folder.")
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise CradleError(
            "backup.folder", f"{folder} cannot be made: {error}. Name another folder."
        ) from error
