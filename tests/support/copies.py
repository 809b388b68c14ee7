"""Copies of a ledger's folder, as a person makes them; and copies that were unlocked and may sign."""

from dataclasses import replace
from pathlib import Path
from shutil import copytree

from support.postgres import fresh_database, name_of
from support.worlds import LOG_SIGNERS

from ledger.service.operation.unlock import unlock
from ledger.store.log import Log
from ledger.store.place import keep_place, read_place


def newest_checkpoint(folder: Path, log: Log = "entries") -> bytes:
    """The newest checkpoint in a ledger's own checkpoint store."""
    signed = read_place(folder).store(folder).read()
    assert signed is not None
    return signed.notes[log]


def copy_folder(source: Path, folder: Path) -> None:
    """Copy a closed ledger; a database in a server is copied there and named in the copy."""
    copytree(source, folder)
    place = read_place(folder)
    if place.database is not None:
        keep_place(folder, replace(place, database=fresh_database(name_of(place.database))))


def copy_ledger(source: Path, folder: Path) -> None:
    """Copy a closed ledger, and make the copy one that signs."""
    copy_folder(source, folder)
    unlock(folder, LOG_SIGNERS, newest_checkpoint(source))
