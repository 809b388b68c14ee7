"""Documents by digest that no statement carries: rulebooks and factor sets, one file each.

An existing file always has its whole content, and a transaction that refers to it commits later.
Reading verifies the digest. Sections are in the database (`documents`).
"""

from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

from ledger.store.failures import failure
from ledger.store.files import make_folder, write_file
from schemas.errors import CradleError
from schemas.values import DIGEST


class Blobs:
    """The documents of one ledger, as `<folder>/ab/<64 hex digits>`."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def put(self, data: bytes) -> str:
        """Store a document durably; return its digest, `sha256:` and 64 hex digits.

        Raises:
            CradleError: `store.failed` if the disk fails.
        """
        digest = f"sha256:{sha256(data).hexdigest()}"
        path = self.path_of(digest)
        try:
            if not path.exists():
                make_folder(self._folder)
                make_folder(path.parent)
                write_file(path, data)
        except OSError as error:
            raise failure("The document could not be stored", error) from error
        return digest

    def get(self, digest: str) -> bytes | None:
        """The document of that digest, or None if the ledger does not have it.

        Raises:
            CradleError: `blob.damaged` if the content does not have the digest in its name, `store.failed` if the
                disk fails.
        """
        path = self.path_of(digest)
        try:
            data = path.read_bytes()
        except FileNotFoundError:
            return None
        except OSError as error:
            raise failure("A document could not be read", error) from error
        if f"sha256:{sha256(data).hexdigest()}" != digest:
            detail = f"The file {path.name} is damaged; restore it from a backup."
            raise CradleError("blob.damaged", detail)
        return data

    def remove(self, digest: str) -> None:
        """Remove a document that nothing names any more.

        Raises:
            CradleError: `digest.grammar`, or `store.failed` if the disk fails.
        """
        try:
            self.path_of(digest).unlink(missing_ok=True)
        except OSError as error:
            raise failure("The document could not be removed", error) from error

    def digests(self) -> tuple[str, ...]:
        """The digests of all documents, from the names of their files, sorted."""
        named = (f"sha256:{path.name}" for path in self._folder.glob("??/*"))
        return tuple(sorted(name for name in named if DIGEST.fullmatch(name)))

    def each(self) -> Iterator[str]:
        """Verify every document; yield its digest.

        Raises:
            CradleError: `blob.damaged`.
        """
        for digest in self.digests():
            self.get(digest)
            yield digest

    def path_of(self, digest: str) -> Path:
        """The file of a document.

        Raises:
            CradleError: `digest.grammar`.
        """
        # A digest may come from outside and becomes part of a path.
        if DIGEST.fullmatch(digest) is None:
            raise CradleError(
                "digest.grammar",
                f"{digest!r:.80} is not sha256: and 64 hex digits; copy the whole digest.",
            )
        name = digest.removeprefix("sha256:")
        return self._folder / name[:2] / name
