"""Sections by digest, in the database: one commit makes a statement and what it names durable.

Reading hashes what it reads, as with files (`blobs`). Why not files: `docs/decisions/0008`.
"""

from collections.abc import Mapping
from hashlib import sha256

from sqlalchemy import bindparam, select

from ledger.store.engine import Connection
from ledger.store.rows import put_rows
from ledger.store.statements import IDS_AT_ONCE
from ledger.store.tables import Table
from schemas.errors import CradleError

_document = Table.metadata.tables["document"]
_GET = select(_document.c.data).where(_document.c.digest == bindparam("of_digest"))
_KNOWN = select(_document.c.digest).where(
    _document.c.digest.in_(bindparam("digests", expanding=True))
)


def put_documents(connection: Connection, documents: Mapping[str, bytes]) -> None:
    """Keep documents, by digest, with the statements that name them; a known one stays."""
    named, digests = dict(documents), list(documents)
    for start in range(0, len(digests), IDS_AT_ONCE):
        asked = digests[start : start + IDS_AT_ONCE]
        for known in connection.execute(_KNOWN, {"digests": asked}).scalars():
            del named[known]
    put_rows(connection, "document", list(named.items()))


def document_of(connection: Connection, digest: str) -> bytes | None:
    """The document of that digest, or None.

    Raises:
        CradleError: `blob.damaged` where it is not what its name says.
    """
    data: bytes | None = connection.execute(_GET, {"of_digest": digest}).scalar_one_or_none()
    if data is not None and f"sha256:{sha256(data).hexdigest()}" != digest:
        detail = f"The stored section {digest} is damaged; restore the ledger from a backup."
        raise CradleError("blob.damaged", detail)
    return data
