"""The tables of access: accounts, engagements and the journal of reads.

The journal is insert-only by trigger, like the tables of the ledger.
"""

import sqlalchemy as sa
from alembic import op

from ledger.store.guards import insert_only

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Create the tables, then forbid changes of the journal."""
    op.create_table(
        "organisation",
        _text("id", primary=True),
        _text("name"),
        _text("participant", optional=True),
        _time("created"),
        sa.UniqueConstraint("participant"),
        _refers("participant", "statement.id"),
    )
    op.create_table(
        "credential",
        _text("id", primary=True),
        *map(_text, ("kind", "organisation", "secret", "roles")),
        _time("created"),
        _time("expires", optional=True),
        _time("ended", optional=True),
        _refers("organisation", "organisation.id"),
    )
    op.create_index(None, "credential", ["organisation"])
    op.create_table(
        "session",
        _text("secret", primary=True),
        _text("credential"),
        _time("expires"),
        _time("ended", optional=True),
        _refers("credential", "credential.id"),
    )
    op.create_index(None, "session", ["credential"])
    op.create_table(
        "engagement",
        _text("id", primary=True),
        *map(_text, ("auditor", "subject", "granted_by")),
        _time("created"),
        _time("ended", optional=True),
        _refers("auditor", "organisation.id"),
        _refers("subject", "statement.id"),
        _refers("granted_by", "credential.id"),
    )
    op.create_index(None, "engagement", ["auditor", "subject"])
    _create_journal()


def _create_journal() -> None:
    op.create_table(
        "journal",
        sa.Column("number", sa.Integer(), primary_key=True, nullable=False),
        _time("at"),
        *map(_text, ("credential", "organisation", "action", "subject")),
        _text("owner", optional=True),
        _text("detail"),
    )
    op.create_index(None, "journal", ["owner", "number"])
    for statement in insert_only(op.get_context().dialect.name, "journal"):
        op.execute(statement)


def downgrade() -> None:
    """Drop the tables."""
    for table in ("journal", "engagement", "session", "credential", "organisation"):
        op.drop_table(table)


def _text(name: str, *, primary: bool = False, optional: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.String(), primary_key=primary, nullable=optional)


def _time(name: str, *, optional: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger(), nullable=optional)


def _refers(column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [target], deferrable=True, initially="DEFERRED")
