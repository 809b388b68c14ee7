"""The names of rulebooks and factor sets, each of one document, and the organisation that added it."""

import sqlalchemy as sa
from alembic import op

from ledger.store.columns import refers, text

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    """Add the table; documents that the ledger keeps already have no row."""
    op.create_table(
        "method",
        text("digest", primary=True),
        text("name"),
        text("organisation", optional=True),
        sa.UniqueConstraint("name"),
        refers(["organisation"], ["organisation.id"]),
    )
    op.create_index("ix_method_organisation", "method", ["organisation"])


def downgrade() -> None:
    """Drop it."""
    op.drop_table("method")
