"""The tables: signed bytes, ids, and the columns that queries need.

A table is no second definition of a statement. It validates nothing, for what is not valid never
reaches it; whatever a rule wants to know beyond finding its statement is read from the signed
bytes. Rows are inserted and never changed: triggers of the migration refuse UPDATE and DELETE. The
one exception is `head`, which only rises.
Decimals stand as the strings that were signed, so SQL neither adds nor orders them. A state such as
"superseded" is a row of `change`, never a column that moves.

Left out: rulebooks and factor sets, which are files by digest (`blobs`), and accounts (`access.tables`);
`schema` has all tables together.
"""

from sqlalchemy import (
    BigInteger,
    ForeignKeyConstraint,
    Index,
    LargeBinary,
    MetaData,
    UniqueConstraint,
)
from sqlmodel import Field, SQLModel

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class Table(SQLModel):
    """The base of all tables, with a registry of its own and constraints that have names."""

    metadata = MetaData(naming_convention=NAMES)


class LogRow(Table, table=True):
    """A log of this ledger: `entries` or `registry`, and the verifier key that it began with."""

    __tablename__ = "log"
    name: str = Field(primary_key=True)
    vkey: str


class LogKeyRow(Table, table=True):
    """A further verifier key of a log, counted from 1, and the size of the log when it took over."""

    __tablename__ = "log_key"
    log: str = Field(primary_key=True, foreign_key="log.name")
    number: int = Field(primary_key=True)
    since: int = Field(sa_type=BigInteger)
    vkey: str


class HeadRow(Table, table=True):
    """How far a log reaches, and the epoch of the one that may append to it: the fence (`head`)."""

    __tablename__ = "head"
    log: str = Field(primary_key=True, foreign_key="log.name")
    size: int = Field(sa_type=BigInteger)
    epoch: int = Field(sa_type=BigInteger)


class LeafRow(Table, table=True):
    """A leaf's bytes. The index is given by the sequencer, never by the database."""

    __tablename__ = "leaf"
    log: str = Field(primary_key=True, foreign_key="log.name")
    index: int = Field(primary_key=True, sa_type=BigInteger)
    data: bytes = Field(sa_type=LargeBinary)


class NodeRow(Table, table=True):
    """The hash of a complete subtree over 2^level leaves; leaf hashes are level 0."""

    __tablename__ = "node"
    log: str = Field(primary_key=True, foreign_key="log.name")
    level: int = Field(primary_key=True)
    index: int = Field(primary_key=True, sa_type=BigInteger)
    hash: bytes = Field(sa_type=LargeBinary)


class CheckpointRow(Table, table=True):
    """A signed checkpoint. The key (log, size) is what keeps a size from being signed twice."""

    __tablename__ = "checkpoint"
    log: str = Field(primary_key=True, foreign_key="log.name")
    size: int = Field(primary_key=True, sa_type=BigInteger)
    note: bytes = Field(sa_type=LargeBinary)


class StatementRow(Table, table=True):
    """A statement: its envelope as it was submitted, and the leaf that it entered the log with."""

    __tablename__ = "statement"
    __table_args__ = (
        UniqueConstraint("log", "index"),
        ForeignKeyConstraint(["log", "index"], ["leaf.log", "leaf.index"]),
    )
    id: str = Field(primary_key=True)
    kind: str = Field(index=True)
    issuer: str | None = Field(index=True)
    envelope: bytes = Field(sa_type=LargeBinary)
    log: str
    index: int = Field(sa_type=BigInteger)


class KeyRow(Table, table=True):
    """A raw public key in hexadecimal that is or was a participant's; the key keeps it to that one."""

    __tablename__ = "key"
    key: str = Field(primary_key=True)
    participant: str = Field(foreign_key="statement.id")


class KeyEventRow(Table, table=True):
    """What made a participant's keys what they are: its registration, then each `key` statement."""

    __tablename__ = "key_event"
    id: str = Field(primary_key=True, foreign_key="statement.id")
    participant: str = Field(index=True, foreign_key="statement.id")
    registry_index: int = Field(sa_type=BigInteger)


class DocumentRow(Table, table=True):
    """A section, by its digest: committed together with the statement that names it."""

    __tablename__ = "document"
    digest: str = Field(primary_key=True)
    data: bytes = Field(sa_type=LargeBinary)


class ChangeRow(Table, table=True):
    """Statement `old` was superseded or withdrawn `by` another; the key allows one successor each."""

    __tablename__ = "change"
    old: str = Field(primary_key=True, foreign_key="statement.id")
    kind: str
    by: str = Field(foreign_key="statement.id")
    registry_index: int = Field(index=True, sa_type=BigInteger)


class MadeRow(Table, table=True):
    """An entry of a declared product, under the subject {issuer, model, site}."""

    __tablename__ = "made"
    entry: str = Field(primary_key=True, foreign_key="statement.id")
    subject: str = Field(index=True)
    registry_index: int = Field(index=True, sa_type=BigInteger)


class AboutRow(Table, table=True):
    """What an attestation or a declaration is about: each statement that its header names."""

    __tablename__ = "about"
    statement: str = Field(primary_key=True, foreign_key="statement.id")
    subject: str = Field(primary_key=True, index=True)


class EntryRow(Table, table=True):
    """What finds an entry: where and when, and the first version of it (`lineage`)."""

    __tablename__ = "entry"
    __table_args__ = (Index(None, "issuer", "site", "process", "lot"),)
    id: str = Field(primary_key=True, foreign_key="statement.id")
    issuer: str
    site: str
    process: str
    start: str
    end: str
    lot: str | None
    lineage: str


class LineRow(Table, table=True):
    """The product on an output line of an entry."""

    __tablename__ = "line"
    entry: str = Field(primary_key=True, foreign_key="entry.id")
    line: str = Field(primary_key=True)
    product: str = Field(index=True)


class DrawRow(Table, table=True):
    """The amount that a row of an entry's inputs draws on a physical delivery, by its first version."""

    __tablename__ = "draw"
    entry: str = Field(primary_key=True, foreign_key="entry.id")
    row: int = Field(primary_key=True)
    delivery_lineage: str = Field(index=True)
    amount: str


class DeliveryRow(Table, table=True):
    """What finds a delivery: the line it delivers, by the entry's first version; its own first version."""

    __tablename__ = "delivery"
    __table_args__ = (Index(None, "entry_lineage", "line"),)
    id: str = Field(primary_key=True, foreign_key="statement.id")
    lineage: str
    entry_lineage: str
    line: str
    recipient: str = Field(index=True)
    use: str
    amount: str | None
