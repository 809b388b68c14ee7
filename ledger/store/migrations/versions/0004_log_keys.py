"""The table of further verifier keys of a log, each with the size from which it signs."""

from alembic import op

from ledger.store.columns import number, refers, small, text
from ledger.store.guards import insert_only

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Create the table, then forbid changes."""
    op.create_table(
        "log_key",
        text("log", primary=True),
        small("number", primary=True),
        number("since"),
        text("vkey"),
        refers(["log"], ["log.name"]),
    )
    for statement in insert_only(op.get_context().dialect.name, "log_key"):
        op.execute(statement)


def downgrade() -> None:
    """Drop the table, its triggers with it."""
    op.drop_table("log_key")
