"""Documents by digest: sections, rulebooks and factor sets, one file each.

A file is written under a temporary name, synchronised, renamed, and its folder synchronised, so a
name that is there always has its whole content; the transaction that refers to it commits after
that. Reading hashes what it reads. Files are for the ledger's own user alone, since sections hold
recipes.
"""

import os
import re
from hashlib import sha256
from pathlib import Path

from schemas.errors import CradleError

_DIGEST = re.compile("sha256:[0-9a-f]{64}")


class Blobs:
    """The documents of one ledger, as `<folder>/ab/<64 hex digits>`."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def put(self, data: bytes) -> str:
        """Keep a document durably; returns its digest, `sha256:` and 64 hex digits."""
        digest = f"sha256:{sha256(data).hexdigest()}"
        path = self._path(digest)
        if not path.exists():
            for folder in (self._folder, path.parent):
                if not folder.exists():
                    folder.mkdir(mode=0o700, exist_ok=True)
                    _synchronise(folder.parent)
            _write(path, data)
            _synchronise(path.parent)
        return digest

    def get(self, digest: str) -> bytes | None:
        """The document of that digest, or None where the ledger does not have it.

        Raises:
            CradleError: `blob.damaged` where the file is not what its name says.
        """
        path = self._path(digest)
        if not path.exists():
            return None
        data = path.read_bytes()
        if f"sha256:{sha256(data).hexdigest()}" != digest:
            detail = f"The file {path.name} is damaged; restore it from a backup."
            raise CradleError("blob.damaged", detail)
        return data

    def _path(self, digest: str) -> Path:
        # A digest may come from outside, and becomes a path.
        if _DIGEST.fullmatch(digest) is None:
            raise CradleError("digest.grammar", f"{digest:.80} is not sha256: and 64 hex digits.")
        name = digest.removeprefix("sha256:")
        return self._folder / name[:2] / name


def _write(path: Path, data: bytes) -> None:
    temporary = path.with_name(f"{path.name}.{os.getpid()}.{os.urandom(8).hex()}.new")
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(path)


def _synchronise(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
