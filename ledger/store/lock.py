"""The lock on a ledger's folder: one process at a time, released by the system when that one dies.

Two sequencers over one database would each hand out log indices. The lock is taken on a file beside
the database (`flock`), so it needs no cleaning up after a crash. Left out: network file systems that
do not keep such locks; keep the folder on a local disk.
"""

import fcntl
from pathlib import Path
from typing import IO

from schemas.errors import CradleError


class FolderLock:
    """A lock that is held from construction until `release`."""

    def __init__(self, folder: Path) -> None:
        """Take the lock.

        Raises:
            CradleError: `ledger.locked` where another process, or another handle, holds it;
                `ledger.folder` where the file cannot be written.
        """
        try:
            self._file: IO[bytes] = (folder / "lock").open("ab")
        except OSError as error:
            detail = f"The ledger's folder cannot be used: {error}."
            raise CradleError("ledger.folder", detail) from error
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            self._file.close()
            detail = f"Another process has opened {folder}; wait for it or stop it."
            raise CradleError("ledger.locked", detail) from None

    def release(self) -> None:
        """Let another process in."""
        self._file.close()
