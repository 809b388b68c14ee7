"""The tables of requests for data, and of the links that invite firms without an account.

A row holds the request as canonical JSON, and the columns that queries need. No column says that a request
is answered or passed on: both are derived from the log and from the requests below it. An invitation is
identified by the SHA-256 of its secret, which is never stored. Times are whole seconds of UTC since 1970.
"""

from sqlalchemy import BigInteger, LargeBinary, UniqueConstraint
from sqlmodel import Field

from ledger.store.tables import Table


class RequestRow(Table, table=True):
    """A request; `depth` counts the requests above it, `organisation` is the account that accepted an invitation."""

    __tablename__ = "request"
    __table_args__ = (UniqueConstraint("asker", "reference"),)
    number: int | None = Field(default=None, primary_key=True)
    id: str = Field(unique=True)
    asker: str = Field(foreign_key="statement.id")
    reference: str
    asked: bytes = Field(sa_type=LargeBinary)
    parent: str | None = Field(index=True, foreign_key="request.id")
    depth: int
    addressee: str | None = Field(index=True, foreign_key="statement.id")
    organisation: str | None = Field(index=True, foreign_key="organisation.id")
    product: str
    start: str
    end: str
    due: str
    created: int = Field(sa_type=BigInteger)
    declined: int | None = Field(sa_type=BigInteger)
    reason: str | None
    withdrawn: int | None = Field(sa_type=BigInteger)


class InvitationRow(Table, table=True):
    """A link that opens the form of one request, once and until it expires."""

    __tablename__ = "invitation"
    secret: str = Field(primary_key=True)
    request: str = Field(index=True, foreign_key="request.id")
    created: int = Field(sa_type=BigInteger)
    expires: int = Field(sa_type=BigInteger)
    used: int | None = Field(sa_type=BigInteger)
