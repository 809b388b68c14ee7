"""Marks of entries and deliveries, and the secrets under which their tags are made."""

from alembic import op

from ledger.store.columns import data, number, refers, text
from ledger.store.guards import insert_only

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    """Add both tables; leaves that are in the log already have no marks."""
    op.create_table(
        "mark",
        text("participant", primary=True),
        text("role", primary=True),
        number("nr", primary=True),
        number("index"),
        data("data"),
        refers(["participant"], ["statement.id"]),
    )
    op.create_index("ix_mark_index", "mark", ["index"])
    op.create_table(
        "mark_secret",
        text("participant", primary=True),
        data("secret"),
        refers(["participant"], ["statement.id"]),
    )
    for table in ("mark", "mark_secret"):
        for statement in insert_only(op.get_context().dialect.name, table):
            op.execute(statement)


def downgrade() -> None:
    """Drop them."""
    op.drop_table("mark_secret")
    op.drop_table("mark")
