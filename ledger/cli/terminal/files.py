"""Files that the user names.

A file is written whole or not at all: beside its place first, then moved there. A file that exists is replaced with
`--force` alone, and a private key not even then: `require_new` is the one check of every command that writes a file
which the user names. Without the key nobody can sign again what it signed, and most have no copy.
"""

import os
import shutil
from pathlib import Path
from typing import Final

from schemas.errors import CradleError, sentence

PRIVATE_KEY: Final = b"PRIVATE KEY-----"
"""The end of the line with which a PEM file of a private key begins, encrypted or not."""

LARGEST_KEY: Final = 1 << 16
"""The bytes in which a key file has that line, also behind a text; a bundle is not read to its end."""


def read_file(path: Path) -> bytes:
    """Read a file that the user named.

    Raises:
        CradleError: `file.unreadable`.
    """
    try:
        return path.read_bytes()
    except OSError as error:
        detail = f"{system_reason(error, 'it cannot be read')}; check the path, and that you may read the file."
        raise CradleError("file.unreadable", detail, str(path)) from None


def require_place(path: Path) -> None:
    """Refuse a file that cannot be written because its folder is missing or the path is a folder.

    A command that works long, or submits, asks this first.

    Raises:
        CradleError: `file.unwritable`.
    """
    folder = path.resolve().parent
    if path.is_dir() or not folder.is_dir():
        what = "This is a folder" if path.is_dir() else f"There is no folder {folder}"
        detail = f"{what}; check the path, and name a file in a folder that exists."
        raise CradleError("file.unwritable", detail, str(path))


def require_new(path: Path, *, force: bool) -> None:
    """Refuse a file that exists, unless it may be replaced; a device such as /dev/stdout is always written to.

    Raises:
        CradleError: `file.exists`, `file.private_key` whether it may be replaced or not, or as `require_place`.
        OSError: a file that may be replaced and cannot be read.
    """
    require_place(path)
    if not path.is_file() or path.is_relative_to("/dev"):
        return
    if not force:
        detail = "There is a file of this name; choose another name, or replace it with --force."
        raise CradleError("file.exists", detail, str(path))
    with path.open("rb") as file:
        begins = file.read(LARGEST_KEY)
    if PRIVATE_KEY in begins:
        detail = "This file holds a private key, which no command replaces; choose another name."
        raise CradleError("file.private_key", detail, str(path))


def write_file(path: Path, data: bytes, *, private: bool = False) -> None:
    """Write a file that the user named, whole or not at all.

    Args:
        path: the file.
        data: its content.
        private: True if only the user may read it, also where it replaces a file that others could read.

    Raises:
        CradleError: `file.unwritable`.
    """
    target = path.resolve()
    beside = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        if target.exists() and not target.is_file():
            target.write_bytes(data)  # such as /dev/stdout
            return
        try:
            if private:
                beside.touch(mode=0o600)
            beside.write_bytes(data)
            if target.exists() and not private:
                shutil.copymode(target, beside)
            beside.replace(target)
        finally:
            beside.unlink(missing_ok=True)
    except OSError as error:
        detail = f"{system_reason(error, 'it cannot be written')}; check the folder, and that you may write there."
        raise CradleError("file.unwritable", detail, str(path)) from None


def system_reason(error: OSError, otherwise: str) -> str:
    """The system's words for a failure, or other ones if it has none, as the beginning of a sentence."""
    return sentence(error.strerror or otherwise).removesuffix(".")
