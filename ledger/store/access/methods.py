"""The names of rulebooks and factor sets, and the organisations that added them; the documents are files (`blobs`)."""

from collections.abc import Mapping

from sqlalchemy import delete, func, text
from sqlmodel import Field, col, select

from ledger.store.access.organisations import Organisation
from ledger.store.engine import Connection
from ledger.store.rows import Table

# A second writer of the same name waits for the first on both databases, and then writes nothing.
_PUT = text(
    "INSERT INTO method (digest, name, organisation) VALUES (:digest, :name, :organisation) ON CONFLICT DO NOTHING"
)


class MethodName(Table, table=True):
    """A rulebook or factor set: its name in the form that look-alikes share, and the organisation that added it.

    Without an organisation the operator added it. A document from before this table has no row.
    """

    __tablename__ = "method"
    digest: str = Field(primary_key=True)
    name: str = Field(unique=True)
    organisation: str | None = Field(index=True, foreign_key="organisation.id")


def put_method(connection: Connection, method: MethodName) -> bool:
    """Store a name; false if another document has it, or if this one has a name already."""
    return connection.execute(_PUT, method.model_dump()).rowcount == 1


def method_named(connection: Connection, name: str) -> str | None:
    """The digest of the document of a name, or None."""
    query = select(MethodName.digest).where(MethodName.name == name)
    return connection.execute(query).scalar_one_or_none()


def owners_of_methods(connection: Connection) -> Mapping[str, str | None]:
    """The name of the organisation that added each document, by digest; None for the operator."""
    query = select(MethodName.digest, Organisation.name).outerjoin(
        Organisation, col(Organisation.id) == MethodName.organisation
    )
    return dict(connection.execute(query).all())


def count_methods(connection: Connection, organisation: str) -> int:
    """The number of documents that an organisation added."""
    query = select(func.count()).select_from(MethodName)
    rows = connection.execute(query.where(MethodName.organisation == organisation))
    return int(rows.scalar_one())


def forget_method(connection: Connection, digest: str) -> None:
    """Remove the name of a document."""
    connection.execute(delete(MethodName).where(col(MethodName.digest) == digest))
