"""What a witness signed last of each log: one row a log, changed in one transaction with the check.

If the check of the old size and the write of the new one were two steps, two requests at once could
leave the smaller size behind, and the witness would sign a second history from there (C2SP
tlog-witness). So a turn holds the database's write lock from before the look to after the commit,
also against another process on the same file; the commit is synchronised before anybody is
answered. Left out: history. A witness needs no more than the last checkpoint of a log.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

_TABLE = (
    "CREATE TABLE IF NOT EXISTS signed (origin TEXT PRIMARY KEY, note BLOB NOT NULL,"
    " time INTEGER NOT NULL) WITHOUT ROWID"
)
_LAST = "SELECT note, time FROM signed WHERE origin = ?"
_PUT = "INSERT OR REPLACE INTO signed (origin, note, time) VALUES (?, ?, ?)"


@dataclass(frozen=True, slots=True)
class Signed:
    """The last checkpoint signed of a log: the note with the cosignature, and its time."""

    note: bytes
    time: int


@dataclass(frozen=True, slots=True)
class Turn:
    """One look at the record, and one change of it."""

    connection: sqlite3.Connection

    def last(self, origin: str) -> Signed | None:
        """What was signed last of a log."""
        found = self.connection.execute(_LAST, (origin,)).fetchone()
        return None if found is None else Signed(*found)

    def put(self, origin: str, signed: Signed) -> None:
        """Remember what is signed now."""
        self.connection.execute(_PUT, (origin, signed.note, signed.time))


@dataclass(frozen=True, slots=True)
class Record:
    """The file; every turn opens it anew, so that threads and processes share nothing else."""

    path: Path

    def last(self, origin: str) -> Signed | None:
        """What was signed last of a log, to look at only."""
        with closing(_connect(self.path)) as connection:
            return Turn(connection).last(origin)

    @contextmanager
    def turn(self) -> Iterator[Turn]:
        """A turn of its own: committed durably at the end, undone if anything in it fails."""
        with closing(_connect(self.path)) as connection:
            connection.execute("BEGIN IMMEDIATE")
            with connection:  # Commits, or rolls back.
                yield Turn(connection)


def open_record(path: Path) -> Record:
    """The record in a file, begun if it is not there yet."""
    with closing(_connect(path)) as connection:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute(_TABLE)
    return Record(path)


def _connect(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, timeout=10, isolation_level=None)
    connection.execute("PRAGMA synchronous=FULL")
    return connection
