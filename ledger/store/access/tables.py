"""The tables of access: organisations, credentials, sessions, engagements, drafts, and the journal of reads.

These rows are the operator's own records of access rights; they are neither signed nor proven.
Only hashes of secrets are stored: argon2id for a password, SHA-256 for a random secret of 32 bytes,
which needs no slow hash. Triggers keep rows of `journal` insert-only, like those of the ledger; the
other rows get an end time and are not removed, but for sessions, drafts and what is kept for them.
Times are whole seconds of UTC since 1970.
"""

from sqlalchemy import BigInteger, Index, LargeBinary
from sqlmodel import Field

from ledger.store.tables import Table


class OrganisationRow(Table, table=True):
    """A firm with an account, and its participant once it is registered."""

    __tablename__ = "organisation"
    id: str = Field(primary_key=True)
    name: str
    participant: str | None = Field(unique=True, foreign_key="statement.id")
    created: int = Field(sa_type=BigInteger)


class CredentialRow(Table, table=True):
    """The credential of a person, machine or script of an organisation; `roles` are separated by spaces."""

    __tablename__ = "credential"
    id: str = Field(primary_key=True)
    kind: str
    organisation: str = Field(index=True, foreign_key="organisation.id")
    secret: str
    roles: str
    created: int = Field(sa_type=BigInteger)
    expires: int | None = Field(sa_type=BigInteger)
    ended: int | None = Field(sa_type=BigInteger)
    logged_in: int | None = Field(sa_type=BigInteger)


class SessionRow(Table, table=True):
    """A person's login in a browser, by the SHA-256 of the secret in its cookie."""

    __tablename__ = "session"
    secret: str = Field(primary_key=True)
    credential: str = Field(index=True, foreign_key="credential.id")
    expires: int = Field(sa_type=BigInteger, index=True)


class EngagementRow(Table, table=True):
    """The operator's grant of the closure of one statement to one auditor."""

    __tablename__ = "engagement"
    __table_args__ = (Index(None, "auditor", "subject"),)
    id: str = Field(primary_key=True)
    auditor: str = Field(foreign_key="organisation.id")
    subject: str = Field(foreign_key="statement.id")
    granted_by: str = Field(foreign_key="credential.id")
    created: int = Field(sa_type=BigInteger)
    ended: int | None = Field(sa_type=BigInteger)


class JournalRow(Table, table=True):
    """A read or a refusal; `owner` is the participant that owns the data."""

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


class DraftRow(Table, table=True):
    """A statement that an organisation is writing and has not signed; it is deleted when it is submitted."""

    __tablename__ = "draft"
    id: str = Field(primary_key=True)
    organisation: str = Field(index=True, foreign_key="organisation.id")
    form: str
    title: str
    content: bytes = Field(sa_type=LargeBinary)
    created: int = Field(sa_type=BigInteger)
    updated: int = Field(sa_type=BigInteger)


class SealedSectionRow(Table, table=True):
    """A section of a draft that its signer is not shown, which a submission of the draft is completed by."""

    __tablename__ = "sealed_section"
    digest: str = Field(primary_key=True)
    organisation: str = Field(index=True, foreign_key="organisation.id")
    data: bytes = Field(sa_type=LargeBinary)
    kept: int = Field(sa_type=BigInteger)


class AuditFindingRow(Table, table=True):
    """An auditor's own finding in a case, which its organisation alone reads."""

    __tablename__ = "audit_finding"
    __table_args__ = (Index("ix_audit_finding_organisation", "organisation", "subject"),)
    id: str = Field(primary_key=True)
    organisation: str = Field(foreign_key="organisation.id")
    subject: str
    entry: str | None
    place: str | None
    comment: str
    effect: str | None
    state: str
    credential: str
    created: int = Field(sa_type=BigInteger)
    updated: int = Field(sa_type=BigInteger)


class AuditLookRow(Table, table=True):
    """The depth to which an auditor looked at a row, or at a whole entry if `place` is empty."""

    __tablename__ = "audit_look"
    organisation: str = Field(primary_key=True, foreign_key="organisation.id")
    subject: str = Field(primary_key=True)
    entry: str = Field(primary_key=True)
    place: str = Field(primary_key=True)
    depth: str
    credential: str
    at: int = Field(sa_type=BigInteger)


class MethodRow(Table, table=True):
    """A rulebook or factor set: its name in the form that look-alikes share, and the organisation that added it.

    Without an organisation the operator added it. A document from before this table has no row.
    """

    __tablename__ = "method"
    digest: str = Field(primary_key=True)
    name: str = Field(unique=True)
    organisation: str | None = Field(index=True, foreign_key="organisation.id")
