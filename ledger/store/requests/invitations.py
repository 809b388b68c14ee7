"""Invitation links, by the hash of their secrets, and the single use of each."""

from sqlalchemy import BigInteger, update
from sqlmodel import Field, col, select

from ledger.store.engine import Connection
from ledger.store.rows import Table, read_one


class Link(Table, table=True):
    """A link that opens the form of one request, once and until it expires, by the SHA-256 of its secret.

    The secret is never stored. Revoking a link sets `expires` to that time.
    """

    __tablename__ = "invitation"
    secret: str = Field(primary_key=True)
    request: str = Field(index=True, foreign_key="request.id")
    created: int = Field(sa_type=BigInteger)
    expires: int = Field(sa_type=BigInteger)
    used: int | None = Field(default=None, sa_type=BigInteger)


_UNUSED = update(Link).where(col(Link.used).is_(None))


def link_of(connection: Connection, secret: str) -> Link | None:
    """The link with this hash of its secret, or None."""
    return read_one(connection, select(Link).where(Link.secret == secret))


def newest_link(connection: Connection, request: str) -> Link | None:
    """The newest link to a request, or None."""
    links = select(Link).where(Link.request == request)
    newest = links.order_by(col(Link.created).desc(), col(Link.expires).desc())
    return read_one(connection, newest.limit(1))


def use_link(connection: Connection, secret: str, at: int) -> bool:
    """Mark a link as used; return False if it was used before, also by a concurrent call."""
    query = _UNUSED.where(col(Link.secret) == secret).values(used=at)
    return connection.execute(query).rowcount == 1


def end_links(connection: Connection, request: str, at: int) -> None:
    """Revoke the unused links to a request."""
    query = _UNUSED.where(col(Link.request) == request, col(Link.expires) > at)
    connection.execute(query.values(expires=at))
