"""Sections in the database: what was put is got by its digest, once, and whole."""

from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import pytest
from sqlalchemy import insert
from support.refusal import refused

from ledger.store.documents import document_of, put_documents
from ledger.store.store import Store, create_store
from ledger.store.tables import DocumentRow


@pytest.fixture
def store(tmp_path: Path, database: str | None) -> Iterator[Store]:
    """An empty store."""
    opened = create_store(tmp_path / "x", database)
    yield opened
    opened.close()


def digest(data: bytes) -> str:
    """The name of a document."""
    return f"sha256:{sha256(data).hexdigest()}"


def test_put_and_get(store: Store) -> None:
    """Documents come back by their digest, however often and together with what they were put."""
    documents = {digest(data): data for data in (b"section %d" % number for number in range(1200))}
    with store.write() as connection:
        put_documents(connection, {})
        put_documents(connection, dict(list(documents.items())[:600]))
        put_documents(connection, documents)
    with store.read() as connection:
        for name, document in documents.items():
            assert document_of(connection, name) == document
        assert document_of(connection, digest(b"another")) is None


def test_damaged(store: Store) -> None:
    """A document that is not what its name says is refused."""
    name = digest(b"recipe")
    with store.write() as connection:
        table = DocumentRow.__table__
        connection.execute(insert(table).values(digest=name, data=b"recipes"))
    with store.read() as connection, refused("blob.damaged"):
        document_of(connection, name)
