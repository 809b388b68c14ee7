"""The table that finds attestations and declarations by the statements they are about."""

import sqlalchemy as sa
from alembic import op

from ledger.store.columns import refers, text
from ledger.store.guards import insert_only
from ledger.store.statements import DOCUMENTS, subjects_of

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Fill the new table from the stored statements, then forbid changes."""
    about = op.create_table(
        "about",
        text("statement", primary=True),
        text("subject", primary=True),
        refers(["statement"], ["statement.id"]),
    )
    op.create_index(None, "about", ["subject"])
    kind, envelope = sa.column("kind", sa.String()), sa.column("envelope", sa.LargeBinary())
    query = sa.select(sa.column("id", sa.String()), kind, envelope).select_from(
        sa.table("statement")
    )
    rows = op.get_bind().execute(query.where(kind.in_(DOCUMENTS)))
    op.bulk_insert(
        about,
        [
            {"statement": row.id, "subject": subject}
            for row in rows
            for subject in subjects_of(row.kind, row.envelope)
        ],
    )
    for statement in insert_only(op.get_context().dialect.name, "about"):
        op.execute(statement)


def downgrade() -> None:
    """Drop the table, its triggers with it."""
    op.drop_table("about")
