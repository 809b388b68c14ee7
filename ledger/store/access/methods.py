"""The names of rulebooks and factor sets, and the organisations that added them; the documents are files (`blobs`)."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass

from sqlalchemy import bindparam, delete, func, select, text

from ledger.store.access import tables  # noqa: F401 - puts the tables into the metadata
from ledger.store.engine import Connection
from ledger.store.tables import Table

_method, _organisation = Table.metadata.tables["method"], Table.metadata.tables["organisation"]
# A second writer of the same name waits for the first on both databases, and then writes nothing.
_PUT = text(
    "INSERT INTO method (digest, name, organisation) VALUES (:digest, :name, :organisation) ON CONFLICT DO NOTHING"
)
_NAMED = select(_method.c.digest).where(_method.c.name == bindparam("of"))
_OWNERS = select(_method.c.digest, _organisation.c.name).outerjoin(
    _organisation, _organisation.c.id == _method.c.organisation
)
_COUNT = select(func.count()).select_from(_method).where(_method.c.organisation == bindparam("of"))
_DELETE = delete(_method).where(_method.c.digest == bindparam("of"))


@dataclass(frozen=True, slots=True)
class MethodName:
    """The name of a document; `organisation` is the one that added it, None for the operator."""

    digest: str
    name: str
    organisation: str | None


def put_method(connection: Connection, method: MethodName) -> bool:
    """Store a name; false if another document has it, or if this one has a name already."""
    return connection.execute(_PUT, asdict(method)).rowcount == 1


def method_named(connection: Connection, name: str) -> str | None:
    """The digest of the document of a name, or None."""
    found: str | None = connection.execute(_NAMED, {"of": name}).scalar_one_or_none()
    return found


def owners_of_methods(connection: Connection) -> Mapping[str, str | None]:
    """The name of the organisation that added each document, by digest; None for the operator."""
    return {row.digest: row.name for row in connection.execute(_OWNERS)}


def count_methods(connection: Connection, organisation: str) -> int:
    """The number of documents that an organisation added."""
    return int(connection.execute(_COUNT, {"of": organisation}).scalar_one())


def forget_method(connection: Connection, digest: str) -> None:
    """Remove the name of a document."""
    connection.execute(_DELETE, {"of": digest})
