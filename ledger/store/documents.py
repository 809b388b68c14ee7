"""Sections by digest, in the database: one commit makes a statement and its sections durable.

Reading verifies the digest, as with files (`blobs`). `docs/decisions/0008` explains why sections are not files.
"""

from collections.abc import Mapping
from hashlib import sha256

from sqlalchemy import bindparam, select

from ledger.store.engine import Connection
from ledger.store.in_values import in_values
from ledger.store.rows import put_rows
from ledger.store.tables import DocumentRow
from schemas.errors import CradleError

_document = DocumentRow.__table__
_GET = select(_document.c.data).where(_document.c.digest == bindparam("of_digest"))
_KNOWN = select(_document.c.digest).where(in_values(_document.c.digest, "digests"))


def put_documents(connection: Connection, documents: Mapping[str, bytes]) -> None:
    """Store documents by digest, in the transaction of the statements that name them; known ones stay."""
    if documents:
        stored_digests = {*connection.execute(_KNOWN, {"digests": documents}).scalars()}
        put_rows(
            connection,
            DocumentRow,
            [row for row in documents.items() if row[0] not in stored_digests],
        )


def document_of(connection: Connection, digest: str) -> bytes | None:
    """The document of that digest, or None.

    Raises:
        CradleError: `blob.damaged` if the content does not have that digest.
    """
    data: bytes | None = connection.execute(_GET, {"of_digest": digest}).scalar_one_or_none()
    if data is not None and f"sha256:{sha256(data).hexdigest()}" != digest:
        detail = f"The stored section {digest} is damaged; restore the ledger from a backup."
        raise CradleError("blob.damaged", detail)
    return data
