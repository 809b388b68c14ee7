"""The first tables, and the triggers that keep every row as inserted.

The names of constraints follow the convention of `ledger.store.tables`.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

from ledger.store.columns import data, number, refers, small, text
from ledger.store.guards import insert_only, rising_only

revision = "0001"
down_revision = None

TABLES = (
    "log",
    "leaf",
    "node",
    "checkpoint",
    "statement",
    "key",
    "key_event",
    "change",
    "made",
    "entry",
    "line",
    "draw",
    "delivery",
    "document",
)


def upgrade() -> None:
    """Create the tables, then forbid changes."""
    create_log_tables()
    create_statement_tables()
    create_rule_tables()
    dialect = op.get_context().dialect.name
    for table in TABLES:
        for statement in insert_only(dialect, table):
            op.execute(statement)
    for statement in rising_only(dialect, "head", "size", "epoch"):
        op.execute(statement)


def downgrade() -> None:
    """Drop the tables, their triggers with them."""
    for table in ("head", *reversed(TABLES)):
        op.drop_table(table)
    if op.get_context().dialect.name == "postgresql":
        op.execute("DROP FUNCTION refuse_change()")


def create_log_tables() -> None:
    """Create the tables of logs: heads, leaves, nodes, checkpoints; and sections by digest."""
    op.create_table("log", text("name", primary=True), text("vkey"))
    create_of_log("head", number("size"), number("epoch"))
    create_of_log("leaf", number("index", primary=True), data("data"))
    create_of_log("node", small("level", primary=True), number("index", primary=True), data("hash"))
    create_of_log("checkpoint", number("size", primary=True), data("note"))
    op.create_table("document", text("digest", primary=True), data("data"))


def create_of_log(table: str, *columns: sa.Column[Any]) -> None:
    """Create a table whose rows belong to a log."""
    belongs = refers(["log"], ["log.name"])
    op.create_table(table, text("log", primary=True), *columns, belongs)


def create_statement_tables() -> None:
    """Create the tables of statements, and of the registry's records about them."""
    op.create_table(
        "statement",
        text("id", primary=True),
        text("kind"),
        text("issuer", optional=True),
        data("envelope"),
        text("log"),
        number("index"),
        sa.UniqueConstraint("log", "index"),
        refers(["log", "index"], ["leaf.log", "leaf.index"]),
    )
    op.create_index(None, "statement", ["kind"])
    op.create_index(None, "statement", ["issuer"])
    op.create_table(
        "key",
        text("key", primary=True),
        text("participant"),
        refers(["participant"], ["statement.id"]),
    )
    op.create_table(
        "key_event",
        text("id", primary=True),
        text("participant"),
        number("registry_index"),
        refers(["id"], ["statement.id"]),
        refers(["participant"], ["statement.id"]),
    )
    op.create_index(None, "key_event", ["participant"])
    op.create_table(
        "change",
        text("old", primary=True),
        text("kind"),
        text("by"),
        number("registry_index"),
        refers(["old"], ["statement.id"]),
        refers(["by"], ["statement.id"]),
    )
    op.create_index(None, "change", ["registry_index"])
    op.create_table(
        "made",
        text("entry", primary=True),
        text("subject"),
        number("registry_index"),
        refers(["entry"], ["statement.id"]),
    )
    op.create_index(None, "made", ["subject"])
    op.create_index(None, "made", ["registry_index"])


def create_rule_tables() -> None:
    """Create the search tables of entries and deliveries for the rules."""
    op.create_table(
        "entry",
        text("id", primary=True),
        *map(text, ("issuer", "site", "process", "start", "end")),
        text("lot", optional=True),
        text("lineage"),
        refers(["id"], ["statement.id"]),
    )
    op.create_index(None, "entry", ["issuer", "site", "process", "lot"])
    op.create_table(
        "line",
        text("entry", primary=True),
        text("line", primary=True),
        text("product"),
        refers(["entry"], ["entry.id"]),
    )
    op.create_table(
        "draw",
        text("entry", primary=True),
        small("row", primary=True),
        text("delivery_lineage"),
        text("amount"),
        refers(["entry"], ["entry.id"]),
    )
    op.create_index(None, "draw", ["delivery_lineage"])
    op.create_table(
        "delivery",
        text("id", primary=True),
        *map(text, ("lineage", "entry_lineage", "line", "recipient", "use")),
        text("amount", optional=True),
        refers(["id"], ["statement.id"]),
    )
    op.create_index(None, "delivery", ["entry_lineage", "line"])
    op.create_index(None, "delivery", ["recipient"])
