"""The further verifier keys of a log, each with the size from which it signs."""

import sqlalchemy as sa
from alembic import op

from ledger.store.guards import insert_only

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Create the table, then forbid changes."""
    op.create_table(
        "log_key",
        sa.Column("log", sa.String(), primary_key=True, nullable=False),
        sa.Column("number", sa.Integer(), primary_key=True, nullable=False),
        sa.Column("since", sa.BigInteger(), nullable=False),
        sa.Column("vkey", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["log"], ["log.name"], deferrable=True, initially="DEFERRED"),
    )
    for statement in insert_only(op.get_context().dialect.name, "log_key"):
        op.execute(statement)


def downgrade() -> None:
    """Drop the table, its triggers with it."""
    op.drop_table("log_key")
