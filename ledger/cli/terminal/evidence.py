"""The digests of documents: a salted one by which a statement names what its issuer keeps, a plain one of the public.

The salted one is the SHA-256 of a salt of 16 random bytes and then the document's bytes
(docs/formats/declaration.md), so nobody finds a short document by trying. The salt is kept beside the document, as
`<name>.salt`, in hexadecimal digits; both are shown to the auditor. A file that has a salt keeps it, so naming it twice
gives one digest.
"""

from hashlib import sha256
from pathlib import Path
from secrets import token_hex
from typing import Final

from schemas.errors import CradleError

SALT_BYTES: Final = 16


def evidence_digest(name: str | None) -> str | None:
    """The digest of a document that is named by its digest or as a file; None without one.

    Raises:
        CradleError: `file.unreadable`, `evidence.empty`, `evidence.salt` for a file of a salt that has none, or
            `file.unwritable`.
    """
    from ledger.choices.settling import is_digest
    from ledger.cli.terminal.files import read_file, write_file

    if name is None or is_digest(name):
        return name
    content, kept = read_document(name), Path(name + ".salt")
    if not kept.exists():
        write_file(kept, f"{token_hex(SALT_BYTES)}\n".encode())
    try:
        salt = bytes.fromhex(read_file(kept).decode("ascii").strip())
    except ValueError:
        salt = b""
    if len(salt) != SALT_BYTES:
        detail = "A salt is 32 hexadecimal digits; remove this file, and a new one is made."
        raise CradleError("evidence.salt", detail, str(kept))
    return f"sha256:{sha256(salt + content).hexdigest()}"


def published_digest(name: str) -> str:
    """The plain digest of a document that everybody may read, named by its digest or as a file.

    Raises:
        CradleError: as `read_document`.
    """
    from ledger.choices.settling import is_digest
    from ledger.trust.leaves import digest

    return name if is_digest(name) else digest(read_document(name))


def read_document(name: str) -> bytes:
    """Read a document that has content.

    Raises:
        CradleError: `file.unreadable`, `evidence.empty`.
    """
    from ledger.cli.terminal.files import read_file

    content = read_file(Path(name))
    if not content:
        raise CradleError("evidence.empty", "The file has no content; name the document.", name)
    return content
