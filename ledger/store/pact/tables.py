"""The tables of the PACT API.

`pact_footprint`, `pact_reader` and `pact_term` repeat deliveries in the terms of PACT's criteria and can be rebuilt at
any time; `pact_reach` has the number of leaves of both logs that they cover. Every page is found in the order of the
log by walking one key of narrow rows, so its time does not grow with the number of footprints: the key of the reader,
or that of a name; other criteria are checked in an index without the documents. Partners are the operator's list of
call-back addresses. An outgoing event stays until it is accepted or given up.
"""

from sqlalchemy import BigInteger, Index, LargeBinary
from sqlmodel import Field

from ledger.store.tables import Table


class PactFootprintRow(Table, table=True):
    """A delivery as a footprint: its readers, the columns of criteria, and its document while active."""

    __tablename__ = "pact_footprint"
    __table_args__ = (Index(None, "number", "status", "geography", "valid_from", "valid_to"),)
    id: str = Field(primary_key=True)
    delivery: str = Field(unique=True, foreign_key="delivery.id")
    recipient: str
    issuer: str
    number: int = Field(unique=True, sa_type=BigInteger)
    status: str
    geography: str
    valid_from: str
    valid_to: str
    document: bytes = Field(sa_type=LargeBinary)


class PactReaderRow(Table, table=True):
    """A participant that may see a footprint (`*`: the operator); lists are read by it in the order of the log."""

    __tablename__ = "pact_reader"
    participant: str = Field(primary_key=True)
    number: int = Field(primary_key=True, sa_type=BigInteger, foreign_key="pact_footprint.number")


class PactTermRow(Table, table=True):
    """A product, company or classification URN of a footprint, in lower case, once for each of its readers."""

    __tablename__ = "pact_term"
    participant: str = Field(primary_key=True)
    sort: str = Field(primary_key=True)
    value: str = Field(primary_key=True)
    number: int = Field(primary_key=True, sa_type=BigInteger, foreign_key="pact_footprint.number")


class PactReachRow(Table, table=True):
    """The number of leaves of a log that the index covers."""

    __tablename__ = "pact_reach"
    log: str = Field(primary_key=True)
    size: int = Field(sa_type=BigInteger)


class PactPartnerRow(Table, table=True):
    """The PACT server of an organisation and the login there; the secret is encrypted with the server's key."""

    __tablename__ = "pact_partner"
    organisation: str = Field(primary_key=True, foreign_key="organisation.id")
    base: str
    client: str
    secret: str
    token: str
    scope: str
    audience: str
    resource: str


class PactEventRow(Table, table=True):
    """An event to a partner; `ended` is set once it is accepted or given up. `outcome` is its last failure, if any."""

    __tablename__ = "pact_event"
    id: str = Field(primary_key=True)
    organisation: str = Field(foreign_key="organisation.id")
    body: bytes = Field(sa_type=LargeBinary)
    created: int = Field(sa_type=BigInteger)
    due: int = Field(index=True, sa_type=BigInteger)
    attempts: int
    ended: int | None = Field(sa_type=BigInteger)
    outcome: str


class PactReceivedRow(Table, table=True):
    """An event received from an organisation; the key prevents counting it twice."""

    __tablename__ = "pact_received"
    organisation: str = Field(primary_key=True, foreign_key="organisation.id")
    id: str = Field(primary_key=True)
    at: int = Field(sa_type=BigInteger)
    body: bytes = Field(sa_type=LargeBinary)


class PactRefusedRow(Table, table=True):
    """An event that was refused for its content, by the digest of its bytes."""

    __tablename__ = "pact_refused"
    organisation: str = Field(primary_key=True, foreign_key="organisation.id")
    digest: str = Field(primary_key=True)
    at: int = Field(sa_type=BigInteger)
    code: str
    detail: str
    place: str
    size: int = Field(sa_type=BigInteger)
    body: bytes = Field(sa_type=LargeBinary)


class PactRequestRow(Table, table=True):
    """A request for footprints to a partner, by the id of its event, and the partner's answer."""

    __tablename__ = "pact_request"
    id: str = Field(primary_key=True)
    organisation: str = Field(foreign_key="organisation.id")
    criteria: bytes = Field(sa_type=LargeBinary)
    created: int = Field(sa_type=BigInteger)
    answered: int | None = Field(sa_type=BigInteger)
    outcome: str
    detail: str


class PactAnswerRow(Table, table=True):
    """A footprint in the answer to a request, by the digest of its file."""

    __tablename__ = "pact_answer"
    request: str = Field(primary_key=True, foreign_key="pact_request.id")
    digest: str = Field(primary_key=True)
