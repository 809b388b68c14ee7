"""The record of backups, `backups.jsonl` in the ledger's folder: a line for each that was made or restored to check it.

The commands write a line after the proof, so a line without a proof does not exist. The record is a note for the
operator, not evidence: it says which backups there were, and cannot say that a folder still exists. A line that cannot
be read is left out. Left out besides: backups that a database server makes by its own means.
"""

import os
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from ledger.operation.backup import make_backup, restore_backup
from ledger.operation.contents import Contents
from ledger.store.engine import Connection
from ledger.store.failures import failure
from ledger.store.log import Log, edge_of, latest_checkpoint
from ledger.store.place import read_place
from ledger.trust.canonical import canonical
from schemas.errors import CradleError
from schemas.views.operation import BackupLine, BackupState, BackupStates

RECORD: Final = "backups.jsonl"
SHOWN: Final = 100
"""The newest lines that are read."""


def make_recorded_backup(folder: Path, to: Path, private: tuple[str, ...], now: int) -> Contents:
    """Make a backup, and note it in the ledger's folder.

    Raises:
        CradleError: as `make_backup`, `store.failed` if the line cannot be written.
    """
    proved = make_backup(folder, to, private)
    _append(folder, _line("made", to, proved, now, keys=bool(private)))
    return proved


def check_backup(folder: Path, backup: Path, now: int) -> Contents:
    """Restore a backup into a new folder beside it, prove the result, remove it, and note the check.

    Raises:
        CradleError: as `read_place` of the ledger, as `restore_backup`, `store.failed` if the line cannot be written.
    """
    read_place(folder)
    with TemporaryDirectory(prefix="restored-", dir=backup.resolve().parent) as scratch:
        proved = restore_backup(backup, Path(scratch) / "ledger")
    keys = (backup / "keys").is_dir()
    _append(folder, _line("restored", backup, proved, now, keys=keys))
    return proved


def read_record(folder: Path) -> tuple[BackupLine, ...]:
    """The newest lines of the record, the oldest first; none if there is no record."""
    try:
        lines = (folder / RECORD).read_bytes().splitlines()[-SHOWN:]
    except FileNotFoundError:
        return ()
    record = []
    for line in lines:
        try:
            record.append(BackupLine.parse(line))
        except CradleError:
            continue
    return tuple(record)


def backup_states(folder: Path, connection: Connection) -> BackupStates:
    """The backups of the record, compared with the logs as they are now."""
    lines = read_record(folder)
    checks = {_identity(row): row.at for row in lines if row.act == "restored"}
    backups = [row for row in lines if row.act == "made"]
    noted = {_identity(row) for row in backups}
    backups += [row for row in lines if row.act == "restored" and _identity(row) not in noted]
    backups.sort(key=lambda row: row.at, reverse=True)
    return BackupStates(
        items=tuple(
            BackupState(
                line=row, restored=checks.get(_identity(row)), missing=_missing(connection, row)
            )
            for row in backups
        )
    )


def _identity(row: BackupLine) -> tuple[str, str, str]:
    return row.place, row.entries_root, row.registry_root


def _missing(connection: Connection, row: BackupLine) -> int | None:
    """The leaves that the logs have and the backup has not; None if it is of another history."""
    missing = 0
    covered: dict[Log, tuple[int, str]] = {
        "entries": (row.entries, row.entries_root),
        "registry": (row.registry, row.registry_root),
    }
    for log, (size, root) in covered.items():
        newest, _ = latest_checkpoint(connection, log)
        if newest < size or edge_of(connection, log, size).root().hex() != root:
            return None
        missing += newest - size
    return missing


def _line(act: str, place: Path, proved: Contents, now: int, *, keys: bool) -> BackupLine:
    size = sum(path.stat().st_size for path in place.rglob("*") if path.is_file())
    return BackupLine.parse(
        canonical(
            {
                "act": act,
                "at": now,
                "place": place.resolve().name[:200] or "backup",
                "origin": proved.origin,
                "entries": proved.entries,
                "entries_root": proved.entries_root,
                "registry": proved.registry,
                "registry_root": proved.registry_root,
                "size": size,
                "keys": keys,
            }
        )
    )


def _append(folder: Path, line: BackupLine) -> None:
    """Append a line durably; a torn last line of a crash is ended first."""
    path = folder / RECORD
    try:
        with os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600), "r+b") as file:
            file.seek(0, os.SEEK_END)
            torn = b""
            if file.tell() > 0:
                file.seek(-1, os.SEEK_END)
                torn = b"" if file.read(1) == b"\n" else b"\n"
            file.write(torn + canonical(line.to_json()) + b"\n")
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        raise failure("The backup is complete, but could not be recorded", error) from error
