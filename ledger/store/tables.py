"""The ledger's tables: signed bytes, ids, and the columns that queries need.

A table is not a second definition of a statement. It validates nothing, because invalid statements
never reach it; columns only find a statement, and rules read everything else from its signed bytes.
Rows are inserted and never changed: triggers of the migration refuse UPDATE and DELETE. The one
exception is `head`, whose numbers only rise. Decimals are the signed strings, so SQL neither adds nor
orders them. A state such as "superseded" is a row of `change`, never a changing column.

Left out: rulebooks and factor sets, which are files by digest (`blobs`), and tables beside the ledger, each with its
queries (`access`, `requests`, `pact`); `schema` has all tables together.
"""

from sqlalchemy import BigInteger, ForeignKeyConstraint, Index, LargeBinary, UniqueConstraint
from sqlmodel import Field

from ledger.store.rows import Table


class LogRow(Table, table=True):
    """A log of this ledger: `entries` or `registry`, with its first verifier key."""

    __tablename__ = "log"
    name: str = Field(primary_key=True)
    vkey: str


class LogKeyRow(Table, table=True):
    """A further verifier key of a log, numbered from 1, and the size of the log from which it signs."""

    __tablename__ = "log_key"
    log: str = Field(primary_key=True, foreign_key="log.name")
    number: int = Field(primary_key=True)
    since: int = Field(sa_type=BigInteger)
    vkey: str


class HeadRow(Table, table=True):
    """The size of a log, and the epoch that may append to it (`head`)."""

    __tablename__ = "head"
    log: str = Field(primary_key=True, foreign_key="log.name")
    size: int = Field(sa_type=BigInteger)
    epoch: int = Field(sa_type=BigInteger)


class LeafRow(Table, table=True):
    """The bytes of a leaf. The sequencer assigns the index, never the database."""

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
    """A signed checkpoint. The key (log, size) prevents signing a size twice."""

    __tablename__ = "checkpoint"
    log: str = Field(primary_key=True, foreign_key="log.name")
    size: int = Field(primary_key=True, sa_type=BigInteger)
    note: bytes = Field(sa_type=LargeBinary)


class StatementRow(Table, table=True):
    """A statement: its submitted envelope, and the place of its leaf in the log."""

    __tablename__ = "statement"
    __table_args__ = (
        UniqueConstraint("log", "index"),
        ForeignKeyConstraint(["log", "index"], ["leaf.log", "leaf.index"]),
        Index(None, "kind", "index"),
        Index(None, "issuer", "kind", "index"),
    )
    id: str = Field(primary_key=True)
    kind: str
    issuer: str | None
    envelope: bytes = Field(sa_type=LargeBinary)
    log: str
    index: int = Field(sa_type=BigInteger)


class KeyRow(Table, table=True):
    """A present or past raw public key of a participant, in hexadecimal; the primary key allows one participant."""

    __tablename__ = "key"
    key: str = Field(primary_key=True)
    participant: str = Field(foreign_key="statement.id")


class KeyEventRow(Table, table=True):
    """An event of a participant's keys: its registration, then each `key` statement."""

    __tablename__ = "key_event"
    id: str = Field(primary_key=True, foreign_key="statement.id")
    participant: str = Field(index=True, foreign_key="statement.id")
    registry_index: int = Field(sa_type=BigInteger)


class DocumentRow(Table, table=True):
    """A section by its digest, committed together with the statement that names it."""

    __tablename__ = "document"
    digest: str = Field(primary_key=True)
    data: bytes = Field(sa_type=LargeBinary)


class ChangeRow(Table, table=True):
    """The superseding or withdrawal of statement `old` `by` another; the primary key allows one successor."""

    __tablename__ = "change"
    old: str = Field(primary_key=True, foreign_key="statement.id")
    kind: str
    by: str = Field(foreign_key="statement.id")
    registry_index: int = Field(index=True, sa_type=BigInteger)


class MadeRow(Table, table=True):
    """An entry that made a declared product, with the digest of its subject {issuer, model, site}."""

    __tablename__ = "made"
    __table_args__ = (Index(None, "subject", "registry_index"),)
    entry: str = Field(primary_key=True, foreign_key="statement.id")
    subject: str
    registry_index: int = Field(index=True, sa_type=BigInteger)


class AboutRow(Table, table=True):
    """A statement (`subject`) that an attestation or a declaration is about."""

    __tablename__ = "about"
    statement: str = Field(primary_key=True, foreign_key="statement.id")
    subject: str = Field(primary_key=True, index=True)


class EntryRow(Table, table=True):
    """The search columns of an entry: site, process and days, and its first version (`lineage`)."""

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
    """The amount that an input row of an entry draws on a physical delivery, by the delivery's first version."""

    __tablename__ = "draw"
    entry: str = Field(primary_key=True, foreign_key="entry.id")
    row: int = Field(primary_key=True)
    delivery_lineage: str = Field(index=True)
    amount: str


class DeliveryRow(Table, table=True):
    """The search columns of a delivery: first versions of itself and of its entry, the delivered line, its leaf."""

    __tablename__ = "delivery"
    __table_args__ = (
        Index(None, "entry_lineage", "line"),
        Index(None, "recipient", "index"),
    )
    id: str = Field(primary_key=True, foreign_key="statement.id")
    lineage: str
    entry_lineage: str
    line: str
    recipient: str
    use: str
    amount: str | None
    number: str
    index: int = Field(sa_type=BigInteger)


class MarkRow(Table, table=True):
    """A mark, as the document that its leaf in the entries log binds (`schemas.signed.closure`)."""

    __tablename__ = "mark"
    participant: str = Field(primary_key=True, foreign_key="statement.id")
    role: str = Field(primary_key=True)
    nr: int = Field(primary_key=True, sa_type=BigInteger)
    index: int = Field(index=True, sa_type=BigInteger)
    data: bytes = Field(sa_type=LargeBinary)


class MarkSecretRow(Table, table=True):
    """The secret under which the tags of a participant are made; it never leaves the database and its backups."""

    __tablename__ = "mark_secret"
    participant: str = Field(primary_key=True, foreign_key="statement.id")
    secret: bytes = Field(sa_type=LargeBinary)
