"""Invitation links, by the hash of their secrets, and the single use of each."""

from dataclasses import asdict, dataclass

from sqlalchemy import bindparam, insert, select, update

from ledger.store.engine import Connection
from ledger.store.requests import tables  # noqa: F401 - puts the tables into the metadata
from ledger.store.tables import Table

_invitation = Table.metadata.tables["invitation"]
_PUT = insert(_invitation)
_OF = select(_invitation).where(_invitation.c.secret == bindparam("of"))
_NEWEST = (
    select(_invitation)
    .where(_invitation.c.request == bindparam("of_request"))
    .order_by(_invitation.c.created.desc(), _invitation.c.expires.desc())
    .limit(1)
)
_USE = (
    update(_invitation)
    .where(_invitation.c.secret == bindparam("of"), _invitation.c.used.is_(None))
    .values(used=bindparam("at"))
)
_END = (
    update(_invitation)
    .where(
        _invitation.c.request == bindparam("of_request"),
        _invitation.c.used.is_(None),
        _invitation.c.expires > bindparam("at"),
    )
    .values(expires=bindparam("at"))
)


@dataclass(frozen=True, slots=True)
class Link:
    """An invitation by the SHA-256 of its secret; revoking it sets `expires` to that time."""

    secret: str
    request: str
    created: int
    expires: int
    used: int | None = None


def put_link(connection: Connection, link: Link) -> None:
    """Store a new link."""
    connection.execute(_PUT, asdict(link))


def link_of(connection: Connection, secret: str) -> Link | None:
    """The link with this hash of its secret, or None."""
    found = connection.execute(_OF, {"of": secret}).one_or_none()
    return None if found is None else Link(*found)


def newest_link(connection: Connection, request: str) -> Link | None:
    """The newest link to a request, or None."""
    found = connection.execute(_NEWEST, {"of_request": request}).one_or_none()
    return None if found is None else Link(*found)


def use_link(connection: Connection, secret: str, at: int) -> bool:
    """Mark a link as used; return False if it was used before, also by a concurrent call."""
    return connection.execute(_USE, {"of": secret, "at": at}).rowcount == 1


def end_links(connection: Connection, request: str, at: int) -> None:
    """Revoke the unused links to a request."""
    connection.execute(_END, {"of_request": request, "at": at})
