"""Where a ledger is: its database, its checkpoint store, and whether this folder is the one it was begun in.

    place.json   {"checkpoints": "checkpoints", "database": null, "here": "...", "instance": "..."}
    here         an empty file that is never touched again; only its identity counts

Two copies of one folder would be two signers of one log. So the place keeps what the system says of
the file `here`: the machine's id, the file's inode and the time of its last change, which a copy, a
restored backup or a clone on another machine cannot have. Moving the folder on its disk changes
nothing. A folder that is not where it says it is opens read-only until `unlock`.

What this cannot see: a snapshot of a whole machine that is started beside it, and a hand that edits
`place.json`. Against these stand a checkpoint store that both copies share, and the witnesses. It
also takes a `chown` or `chmod` of the file `here` for a copy.
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
class Place:
    """What a folder says of its ledger.

    Attributes:
        checkpoints: the folder of the checkpoint store; relative to the ledger's, or absolute.
        database: address of the database; None for SQLite in the folder.
        here: identity of the file `here` when this was written; empty in a restored backup.
        instance: random; the checkpoint store names the one instance that may sign.
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


def new_place(database: str | None = None, checkpoints: Path | None = None) -> Place:
    """A place that no folder has taken yet."""
    apart = str(checkpoints.absolute()) if checkpoints is not None else CHECKPOINTS
    return Place(apart, database, "", os.urandom(16).hex())


def settle(folder: Path, place: Place) -> Place:
    """Make a folder the one that this place speaks of."""
    (folder / HERE).unlink(missing_ok=True)
    (folder / HERE).touch(mode=0o600)
    return _write(folder, replace(place, here=_identity(folder)))


def keep_place(folder: Path, place: Place) -> None:
    """Write a place that the folder has yet to be unlocked for."""
    _write(folder, replace(place, here=""))


def read_place(folder: Path) -> Place:
    """What a folder says of its ledger.

    Raises:
        CradleError: `ledger.absent` where there is none, `ledger.place` where it cannot be read.
    """
    try:
        return Place(**json.loads((folder / PLACE).read_bytes()))
    except (FileNotFoundError, NotADirectoryError):
        detail = f"There is no ledger in {folder}; begin one with init."
        raise CradleError("ledger.absent", detail) from None
    except (OSError, ValueError, TypeError) as error:
        detail = f"{folder / PLACE} cannot be read; restore it from a backup."
        raise CradleError("ledger.place", detail) from error


def is_here(folder: Path, place: Place) -> bool:
    """Whether the folder is the one that its place was written for."""
    return place.here == _identity(folder)


def _write(folder: Path, place: Place) -> Place:
    write_file(folder / PLACE, json.dumps(asdict(place), indent=1, sort_keys=True).encode())
    return place


def _identity(folder: Path) -> str:
    try:
        found = (folder / HERE).stat()
    except OSError:
        return "nowhere"
    machine = _MACHINE_ID.read_text().strip() if _MACHINE_ID.exists() else ""
    return f"{machine} {found.st_ino} {found.st_ctime_ns}"
