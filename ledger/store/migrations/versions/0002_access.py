"""The tables of access: accounts, engagements and the journal of reads.

The journal is insert-only by trigger, like the tables of the ledger.
"""

import sqlalchemy as sa
from alembic import op

from ledger.store.columns import number, refers, small, text
from ledger.store.guards import insert_only

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Create the tables, then forbid changes of the journal."""
    op.create_table(
        "organisation",
        text("id", primary=True),
        text("name"),
        text("participant", optional=True),
        number("created"),
        sa.UniqueConstraint("participant"),
        refers(["participant"], ["statement.id"]),
    )
    op.create_table(
        "credential",
        text("id", primary=True),
        *map(text, ("kind", "organisation", "secret", "roles")),
        number("created"),
        number("expires", optional=True),
        number("ended", optional=True),
        refers(["organisation"], ["organisation.id"]),
    )
    op.create_index(None, "credential", ["organisation"])
    op.create_table(
        "session",
        text("secret", primary=True),
        text("credential"),
        number("expires"),
        number("ended", optional=True),
        refers(["credential"], ["credential.id"]),
    )
    op.create_index(None, "session", ["credential"])
    op.create_table(
        "engagement",
        text("id", primary=True),
        *map(text, ("auditor", "subject", "granted_by")),
        number("created"),
        number("ended", optional=True),
        refers(["auditor"], ["organisation.id"]),
        refers(["subject"], ["statement.id"]),
        refers(["granted_by"], ["credential.id"]),
    )
    op.create_index(None, "engagement", ["auditor", "subject"])
    _create_journal()


def _create_journal() -> None:
    op.create_table(
        "journal",
        small("number", primary=True),
        number("at"),
        *map(text, ("credential", "organisation", "action", "subject")),
        text("owner", optional=True),
        text("detail"),
    )
    op.create_index(None, "journal", ["owner", "number"])
    for statement in insert_only(op.get_context().dialect.name, "journal"):
        op.execute(statement)


def downgrade() -> None:
    """Drop the tables."""
    for table in ("journal", "engagement", "session", "credential", "organisation"):
        op.drop_table(table)
