"""Durable writing of files: a crash leaves the old content or the new, never a part of either."""

import os
from pathlib import Path
from typing import IO

from schemas.errors import CradleError


def write_file(path: Path, data: bytes) -> None:
    """Write a file durably, readable by the ledger's own user alone.

    It is written under a temporary name, synchronised, renamed, and its folder synchronised. A file that could not be
    written leaves nothing behind, because what failed may be a full disk.
    """
    temporary = path.with_name(f"{path.name}.{os.getpid()}.{os.urandom(8).hex()}.new")
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    except BaseException:
        temporary.unlink()
        raise
    synchronise(path.parent)


def make_file(path: Path) -> None:
    """Make an empty file for the ledger's own user alone; an existing file stays."""
    path.touch(mode=0o600, exist_ok=True)


def make_folder(folder: Path) -> None:
    """Make a folder durably for the ledger's own user alone; an existing folder stays."""
    if not folder.exists():
        folder.mkdir(mode=0o700, exist_ok=True)
        synchronise(folder.parent)


def copy_folder(source: Path, to: Path) -> None:
    """Copy a folder and its content durably, for the ledger's own user alone."""
    make_folder(to)
    for path in sorted(source.rglob("*")):
        target = to / path.relative_to(source)
        if path.is_dir():
            make_folder(target)
        else:
            write_file(target, path.read_bytes())


def synchronise(folder: Path) -> None:
    """Make the names in a folder survive a loss of power; Windows opens no folder for that."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def lock_file(file: IO[bytes]) -> None:
    """Take the lock on an open file, without waiting; the system releases it when the file is closed.

    Raises:
        BlockingIOError: another process, or another handle, holds it.
        CradleError: `ledger.system` if the system has no such locks, as Windows.
    """
    try:
        import fcntl  # noqa: PLC0415 - Windows has no such module, and commands without a ledger need none
    except ModuleNotFoundError:
        detail = (
            "This system lacks the locks that a ledger's folder needs; open it on Linux or macOS,"
            " on Windows in WSL, or use the ledger of a server (--login)."
        )
        raise CradleError("ledger.system", detail) from None
    fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
