"""The first tables, and the triggers that keep every row as it was inserted.

The names of constraints follow the convention of `ledger.store.tables`.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

TABLES = (
    "log",
    "leaf",
    "node",
    "checkpoint",
    "statement",
    "change",
    "made",
    "entry",
    "line",
    "draw",
    "delivery",
)


def upgrade() -> None:
    """Create the tables, then forbid changes."""
    create_log_tables()
    create_statement_tables()
    create_rule_tables()
    for table in TABLES:
        for verb in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, 'rows of {table} are insert-only'); END"
            )


def downgrade() -> None:
    """Drop the tables, their triggers with them."""
    for table in reversed(TABLES):
        op.drop_table(table)


def text(name: str, *, primary: bool = False, optional: bool = False) -> sa.Column[str]:
    """A column of text."""
    return sa.Column(name, sa.String(), primary_key=primary, nullable=optional)


def number(name: str, *, primary: bool = False) -> sa.Column[int]:
    """A column of log indices and sizes."""
    return sa.Column(name, sa.BigInteger(), primary_key=primary, nullable=False)


def data(name: str) -> sa.Column[bytes]:
    """A column of bytes."""
    return sa.Column(name, sa.LargeBinary(), nullable=False)


def create_log_tables() -> None:
    """Logs, leaves, nodes, checkpoints."""
    op.create_table("log", text("name", primary=True), text("vkey"))
    level = sa.Column("level", sa.Integer(), primary_key=True, nullable=False)
    create_of_log("leaf", number("index", primary=True), data("data"))
    create_of_log("node", level, number("index", primary=True), data("hash"))
    create_of_log("checkpoint", number("size", primary=True), data("note"))


def create_of_log(table: str, *columns: sa.Column[Any]) -> None:
    """A table whose rows belong to a log."""
    belongs = sa.ForeignKeyConstraint(["log"], ["log.name"])
    op.create_table(table, text("log", primary=True), *columns, belongs)


def create_statement_tables() -> None:
    """Statements, and what the registry says of them."""
    op.create_table(
        "statement",
        text("id", primary=True),
        text("kind"),
        text("issuer", optional=True),
        data("envelope"),
        text("log"),
        number("index"),
        sa.UniqueConstraint("log", "index"),
        sa.ForeignKeyConstraint(["log", "index"], ["leaf.log", "leaf.index"]),
    )
    op.create_index(None, "statement", ["kind"])
    op.create_index(None, "statement", ["issuer"])
    op.create_table(
        "change",
        text("old", primary=True),
        text("kind"),
        text("by"),
        number("registry_index"),
        sa.ForeignKeyConstraint(["old"], ["statement.id"]),
        sa.ForeignKeyConstraint(["by"], ["statement.id"]),
    )
    op.create_index(None, "change", ["registry_index"])
    op.create_table(
        "made",
        text("entry", primary=True),
        text("subject"),
        number("registry_index"),
        sa.ForeignKeyConstraint(["entry"], ["statement.id"]),
    )
    op.create_index(None, "made", ["subject"])
    op.create_index(None, "made", ["registry_index"])


def create_rule_tables() -> None:
    """What the rules look entries and deliveries up by."""
    op.create_table(
        "entry",
        text("id", primary=True),
        *map(text, ("issuer", "site", "process", "start", "end")),
        text("lot", optional=True),
        text("lineage"),
        sa.ForeignKeyConstraint(["id"], ["statement.id"]),
    )
    op.create_index(None, "entry", ["issuer", "site", "process"])
    op.create_table(
        "line",
        text("entry", primary=True),
        text("line", primary=True),
        text("product"),
        sa.ForeignKeyConstraint(["entry"], ["entry.id"]),
    )
    op.create_table(
        "draw",
        text("entry", primary=True),
        sa.Column("row", sa.Integer(), primary_key=True, nullable=False),
        text("delivery_lineage"),
        text("amount"),
        sa.ForeignKeyConstraint(["entry"], ["entry.id"]),
    )
    op.create_index(None, "draw", ["delivery_lineage"])
    op.create_table(
        "delivery",
        text("id", primary=True),
        *map(text, ("lineage", "entry_lineage", "line", "use")),
        text("amount", optional=True),
        sa.ForeignKeyConstraint(["id"], ["statement.id"]),
    )
    op.create_index(None, "delivery", ["entry_lineage", "line"])
