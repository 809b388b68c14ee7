"""The last checkpoint that a witness signed for each log, changed in one transaction with the check.

If the check of the old size and the write of the new one were two steps, two concurrent requests
could leave the smaller size in the record, and the witness would sign a second history from there
(C2SP tlog-witness). So a turn holds the database's write lock from before the read until after the
commit, also against another process on the same file. The commit is synchronised before the answer.
Left out: history. A witness needs only the last checkpoint of a log.
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
class LastCheckpoint:
    """The last checkpoint signed for a log: the cosigned note, and its POSIX time in seconds."""

    note: bytes
    time: int


@dataclass(frozen=True, slots=True)
class Turn:
    """A transaction on the record: one read and one change."""

    connection: sqlite3.Connection

    def last(self, origin: str) -> LastCheckpoint | None:
        """The last checkpoint signed for a log, or None."""
        row = self.connection.execute(_LAST, (origin,)).fetchone()
        return None if row is None else LastCheckpoint(*row)

    def put(self, origin: str, signed: LastCheckpoint) -> None:
        """Store the checkpoint that is signed now."""
        self.connection.execute(_PUT, (origin, signed.note, signed.time))


@dataclass(frozen=True, slots=True)
class Record:
    """The record's file; every turn opens its own connection, so threads and processes share only the file."""

    path: Path

    def last(self, origin: str) -> LastCheckpoint | None:
        """The last checkpoint signed for a log, or None, outside of a turn."""
        with closing(_connect(self.path)) as connection:
            return Turn(connection).last(origin)

    @contextmanager
    def turn(self) -> Iterator[Turn]:
        """Begin a turn: committed durably at the end, rolled back if anything in it fails."""
        with closing(_connect(self.path)) as connection:
            connection.execute("BEGIN IMMEDIATE")
            with connection:  # Commits, or rolls back.
                yield Turn(connection)


def open_record(path: Path) -> Record:
    """Open the record in a file, and create it if it does not exist."""
    with closing(_connect(path)) as connection:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute(_TABLE)
    return Record(path)


def _connect(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, timeout=10, isolation_level=None)
    connection.execute("PRAGMA synchronous=FULL")
    return connection
