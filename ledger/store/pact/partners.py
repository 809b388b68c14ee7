"""Registered partners: organisations with a PACT server of their own, and this server's login there."""

from sqlalchemy import delete
from sqlmodel import Field, col, select

from ledger.store.engine import Connection
from ledger.store.rows import Table, put, read_all, read_one


class Partner(Table, table=True):
    """An organisation's PACT server, and this server's login there (OAuth 2 client credentials).

    Attributes:
        organisation: its id.
        base: the address before `/3/events`.
        client: this server's client id there.
        secret: its secret, encrypted where it is stored.
        token: the address of the token endpoint, which may be on another host; empty to discover it.
        scope, audience, resource: parameters of the request for a token; an empty one is not sent.
    """

    __tablename__ = "pact_partner"
    organisation: str = Field(primary_key=True, foreign_key="organisation.id")
    base: str
    client: str
    secret: str
    token: str = ""
    scope: str = ""
    audience: str = ""
    resource: str = ""


def put_partner(connection: Connection, partner: Partner) -> None:
    """Store the partner of an organisation, in place of an earlier one."""
    connection.execute(delete(Partner).where(col(Partner.organisation) == partner.organisation))
    put(connection, partner)


def partner_of(connection: Connection, organisation: str) -> Partner | None:
    """The partner of an organisation, or None."""
    return read_one(connection, select(Partner).where(Partner.organisation == organisation))


def partners(connection: Connection) -> tuple[Partner, ...]:
    """All partners, by the ids of their organisations."""
    return read_all(connection, select(Partner).order_by(Partner.organisation))
