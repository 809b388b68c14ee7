"""Registered partners: organisations with a PACT server of their own, and this server's login there."""

from dataclasses import asdict, dataclass

from sqlalchemy import bindparam, delete, insert, select

from ledger.store.engine import Connection
from ledger.store.pact import tables  # noqa: F401 - puts the tables into the metadata
from ledger.store.tables import Table

_partner = Table.metadata.tables["pact_partner"]
_PUT = insert(_partner)
_DROP = delete(_partner).where(_partner.c.organisation == bindparam("of"))
_OF = select(_partner).where(_partner.c.organisation == bindparam("of"))
_ALL = select(_partner).order_by(_partner.c.organisation)


@dataclass(frozen=True, slots=True)
class Partner:
    """An organisation's PACT server, and this server's login there (OAuth 2 client credentials).

    Attributes:
        organisation: its id.
        base: the address before `/3/events`.
        client: this server's client id there.
        secret: its secret, encrypted where it is stored.
        token: the address of the token endpoint, which may be on another host; empty to discover it.
        scope, audience, resource: parameters of the request for a token; an empty one is not sent.
    """

    organisation: str
    base: str
    client: str
    secret: str
    token: str = ""
    scope: str = ""
    audience: str = ""
    resource: str = ""


def put_partner(connection: Connection, partner: Partner) -> None:
    """Store the partner of an organisation, in place of an earlier one."""
    connection.execute(_DROP, {"of": partner.organisation})
    connection.execute(_PUT, asdict(partner))


def partner_of(connection: Connection, organisation: str) -> Partner | None:
    """The partner of an organisation, or None."""
    found = connection.execute(_OF, {"of": organisation}).one_or_none()
    return None if found is None else Partner(*found)


def partners(connection: Connection) -> tuple[Partner, ...]:
    """All partners, by the ids of their organisations."""
    return tuple(Partner(*row) for row in connection.execute(_ALL))
