"""The location of a ledger: its database, its checkpoint store, and the identity of its folder.

    place.json   {"checkpoints": "checkpoints", "database": null, "here": "...", "instance": "..."}
    here         an empty file that is never touched again; only its identity counts

Two copies of one folder would be two signers of one log. So the location stores the system's identity
of the file `here`: the machine's id, the file's inode and the time of its last change, which a copy, a
restored backup or a clone on another machine cannot have. Moving the folder on its disk changes none
of these. A folder with another identity opens read-only until `unlock`.

This check cannot detect a snapshot of a whole machine that is started beside it, or a manual edit of
`place.json`. A checkpoint store that both copies share, and the witnesses, protect against these. A
`chown` or `chmod` of the file `here` looks like a copy.
"""

import json
import os
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from ledger.store.checkpoints import Checkpoints
from ledger.store.files import write_file
from schemas.errors import CradleError

PLACE, HERE = "place.json", "here"
DATABASE, CHECKPOINTS = "ledger.db", "checkpoints"
_MACHINE_ID = Path("/etc/machine-id")


@dataclass(frozen=True, slots=True)
class LedgerPlace:
    """The content of `place.json`.

    Attributes:
        checkpoints: the folder of the checkpoint store; relative to the ledger's, or absolute.
        database: the address of the database; None for SQLite in the folder.
        here: the identity of the file `here` when this was written; empty in a restored backup.
        instance: a random id; the checkpoint store names the one instance that may sign.
    """

    checkpoints: str
    database: str | None
    here: str
    instance: str

    def url(self, folder: Path) -> str:
        """The address of the database of the ledger in this folder."""
        return self.database or f"sqlite:///{folder / DATABASE}"

    def store(self, folder: Path) -> Checkpoints:
        """The checkpoint store of the ledger in this folder."""
        return Checkpoints(folder / self.checkpoints)


def new_place(database: str | None = None, checkpoints: Path | None = None) -> LedgerPlace:
    """A location with a fresh instance, not yet bound to a folder."""
    apart = str(checkpoints.absolute()) if checkpoints is not None else CHECKPOINTS
    return LedgerPlace(apart, database, "", os.urandom(16).hex())


def settle(folder: Path, place: LedgerPlace) -> LedgerPlace:
    """Bind a location to a folder, and write it there."""
    (folder / HERE).unlink(missing_ok=True)
    (folder / HERE).touch(mode=0o600)
    return _write(folder, replace(place, here=_identity(folder)))


def keep_place(folder: Path, place: LedgerPlace) -> None:
    """Write a location without binding it, so that the folder must be unlocked first."""
    _write(folder, replace(place, here=""))


def read_place(folder: Path) -> LedgerPlace:
    """Read the location of the ledger in a folder.

    Raises:
        CradleError: `ledger.absent` if there is none, `ledger.place` if it cannot be read.
    """
    try:
        return LedgerPlace(**json.loads((folder / PLACE).read_bytes()))
    except (FileNotFoundError, NotADirectoryError):
        detail = f"There is no ledger in {folder}; begin one with init."
        raise CradleError("ledger.absent", detail) from None
    except (OSError, ValueError, TypeError) as error:
        detail = f"{folder / PLACE} cannot be read; restore it from a backup."
        raise CradleError("ledger.place", detail) from error


def is_here(folder: Path, place: LedgerPlace) -> bool:
    """Return whether the location is bound to this very folder."""
    return place.here == _identity(folder)


def _write(folder: Path, place: LedgerPlace) -> LedgerPlace:
    write_file(folder / PLACE, json.dumps(asdict(place), indent=1, sort_keys=True).encode())
    return place


def _identity(folder: Path) -> str:
    try:
        file_status = (folder / HERE).stat()
    except OSError:
        return "nowhere"
    machine = _MACHINE_ID.read_text().strip() if _MACHINE_ID.exists() else ""
    return f"{machine} {file_status.st_ino} {file_status.st_ctime_ns}"
