"""Locks: only one process at a time has a ledger open; the system releases the lock when it dies.

The folder's lock is on a file in it (`flock`), so it needs no cleaning up after a crash. If the
database is a server, a second lock is in the server itself (a session's advisory lock), since
another folder, perhaps on another machine, may name the same database. Left out: network file
systems that do not keep such locks, and a lock that is lost while its holder sleeps. In these cases
the epoch (`head`) keeps two writers apart.
"""

from contextlib import suppress
from pathlib import Path
from typing import IO

from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from ledger.store.engine import Engine, is_server
from ledger.store.files import lock_file
from schemas.errors import CradleError

ADVISORY_KEY = int.from_bytes(b"cradle")
"""The number of the sequencer's lock among the advisory locks of its database."""


class FolderLock:
    """A lock on a folder, held from construction until `release`."""

    def __init__(self, folder: Path) -> None:
        """Take the lock.

        Raises:
            CradleError: `ledger.locked` if another process, or another handle, holds it;
                `ledger.folder` if the file cannot be written; `ledger.system` as `lock_file`.
        """
        try:
            self._file: IO[bytes] = (folder / "lock").open("ab")
        except OSError as error:
            detail = f"The ledger's folder cannot be used: {error}. Check its path and who may write there."
            raise CradleError("ledger.folder", detail) from error
        try:
            lock_file(self._file)
        except OSError:
            self._file.close()
            detail = f"Another process has opened {folder}; wait for it or stop it."
            raise CradleError("ledger.locked", detail) from None

    def release(self) -> None:
        """Let another process in."""
        self._file.close()


class DatabaseLock:
    """A lock in a database server, held by a session from construction until `release`.

    On SQLite it does nothing: the folder's lock is sufficient.
    """

    def __init__(self, engine: Engine) -> None:
        """Take the lock.

        Raises:
            CradleError: `ledger.locked` if another session holds it, `store.failed`.
        """
        self._session = None
        if not is_server(engine):
            return
        try:
            session = engine.connect().execution_options(isolation_level="AUTOCOMMIT")
            query = text("SELECT pg_try_advisory_lock(:key)")
            taken = session.execute(query, {"key": ADVISORY_KEY}).scalar_one()
        except SQLAlchemyError as error:
            reason = str(error).partition("\n")[0].removesuffix(".")
            detail = f"The ledger's database could not be reached: {reason}. Check that it runs."
            raise CradleError("store.failed", detail) from error
        if not taken:
            session.close()
            detail = "Another process has this ledger's database open; wait for it or stop it."
            raise CradleError("ledger.locked", detail)
        self._session = session

    def release(self) -> None:
        """Let another process in."""
        if self._session is not None:
            with suppress(SQLAlchemyError):  # The server may have ended the session and its lock.
                self._session.execute(text("SELECT pg_advisory_unlock_all()"))
            self._session.close()
