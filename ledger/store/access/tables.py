"""The tables of access: organisations, what they log in with, engagements, and the journal of reads.

Nothing here is signed or proven: it is the operator's own book of who may read what of the ledger.
Secrets are never kept, only what recognises them: an argon2id hash of a password, the SHA-256 of a
random secret of 32 bytes, which needs no slow hash. Rows of `journal` are inserted and never
changed, by trigger, as those of the ledger are; the others end by a time, and are not removed.
Times are whole seconds of UTC since 1970.
"""

from sqlalchemy import BigInteger, Index
from sqlmodel import Field

from ledger.store.tables import Table


class OrganisationRow(Table, table=True):
    """A firm that comes to the doors, and the participant it is, once it is registered."""

    __tablename__ = "organisation"
    id: str = Field(primary_key=True)
    name: str
    participant: str | None = Field(unique=True, foreign_key="statement.id")
    created: int = Field(sa_type=BigInteger)


class CredentialRow(Table, table=True):
    """What one person, machine or script of an organisation logs in with; `roles` with spaces between."""

    __tablename__ = "credential"
    id: str = Field(primary_key=True)
    kind: str
    organisation: str = Field(index=True, foreign_key="organisation.id")
    secret: str
    roles: str
    created: int = Field(sa_type=BigInteger)
    expires: int | None = Field(sa_type=BigInteger)
    ended: int | None = Field(sa_type=BigInteger)


class SessionRow(Table, table=True):
    """A person's login in a browser, by the SHA-256 of the secret in its cookie."""

    __tablename__ = "session"
    secret: str = Field(primary_key=True)
    credential: str = Field(index=True, foreign_key="credential.id")
    expires: int = Field(sa_type=BigInteger)
    ended: int | None = Field(sa_type=BigInteger)


class EngagementRow(Table, table=True):
    """The operator's grant that opens the closure of one statement to one auditor."""

    __tablename__ = "engagement"
    __table_args__ = (Index(None, "auditor", "subject"),)
    id: str = Field(primary_key=True)
    auditor: str = Field(foreign_key="organisation.id")
    subject: str = Field(foreign_key="statement.id")
    granted_by: str = Field(foreign_key="credential.id")
    created: int = Field(sa_type=BigInteger)
    ended: int | None = Field(sa_type=BigInteger)


class JournalRow(Table, table=True):
    """What somebody read, tried or was refused; `owner` is the participant whose data it is about."""

    __tablename__ = "journal"
    __table_args__ = (Index(None, "owner", "number"),)
    number: int | None = Field(default=None, primary_key=True)
    at: int = Field(sa_type=BigInteger)
    credential: str
    organisation: str
    action: str
    subject: str
    owner: str | None
    detail: str
