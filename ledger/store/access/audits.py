"""An auditor's working papers: its findings in a case, and the depth to which it looked at entries and rows."""

from collections.abc import Collection

from sqlalchemy import BigInteger, Index, delete, update
from sqlmodel import Field, col, select

from ledger.store.engine import Connection
from ledger.store.in_values import in_values
from ledger.store.rows import Table, put, read_all, read_one


class StoredFinding(Table, table=True):
    """An auditor's own finding in the case of a subject, which its organisation alone reads.

    Attributes:
        id: 32 hexadecimal digits.
        organisation: that wrote it.
        subject: the id of the case's calculation, declaration or delivery.
        entry: that it is about; None for the case as a whole.
        place: of the row in the entry; None for the whole entry.
        comment: in the auditor's words.
        effect: kg CO2e per unit of the figure, a decimal string; None if it is not known.
        state: `open`, `answered`, `resolved` or `accepted`.
        credential: that wrote it.
        created: seconds of UTC since 1970, as `updated`.
        updated: of the newest change.
    """

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


class StoredLook(Table, table=True):
    """The depth to which an organisation looked at a row, or at a whole entry if `place` is empty."""

    __tablename__ = "audit_look"
    organisation: str = Field(primary_key=True, foreign_key="organisation.id")
    subject: str = Field(primary_key=True)
    entry: str = Field(primary_key=True)
    place: str = Field(primary_key=True)
    depth: str
    credential: str
    at: int = Field(sa_type=BigInteger)


def change_finding(connection: Connection, finding: StoredFinding) -> None:
    """Change the comment, effect and state of a stored finding."""
    changed = finding.model_dump(include={"comment", "effect", "state", "updated"})
    stored = update(StoredFinding).where(col(StoredFinding.id) == finding.id)
    connection.execute(stored.values(changed))


def finding_of(connection: Connection, name: str) -> StoredFinding | None:
    """The finding of that id, or None."""
    return read_one(connection, select(StoredFinding).where(StoredFinding.id == name))


def findings_of(
    connection: Connection, organisation: str, subjects: Collection[str]
) -> tuple[StoredFinding, ...]:
    """An organisation's findings in these cases, the oldest first."""
    query = select(StoredFinding).where(
        StoredFinding.organisation == organisation,
        in_values(col(StoredFinding.subject), "subjects"),
    )
    query = query.order_by(col(StoredFinding.created), StoredFinding.id)
    return read_all(connection, query, subjects=subjects)


def put_look(connection: Connection, look: StoredLook) -> None:
    """Store the depth of a look, in place of an earlier one at the same row or entry."""
    key = look.model_dump(include={"organisation", "subject", "entry", "place"})
    connection.execute(delete(StoredLook).filter_by(**key))
    put(connection, look)


def looks_of(
    connection: Connection, organisation: str, subjects: Collection[str]
) -> tuple[StoredLook, ...]:
    """An organisation's looks in these cases, the oldest first."""
    query = select(StoredLook).where(
        StoredLook.organisation == organisation, in_values(col(StoredLook.subject), "subjects")
    )
    query = query.order_by(col(StoredLook.at), StoredLook.entry, StoredLook.place)
    return read_all(connection, query, subjects=subjects)
