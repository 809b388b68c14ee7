"""The token endpoint of a PACT partner with its parameters, and events of partners that were refused."""

import sqlalchemy as sa
from alembic import op

from ledger.store.columns import data, number, refers, text

revision = "0008"
down_revision = "0007"

_ADDED = ("token", "scope", "audience", "resource")


def upgrade() -> None:
    """Add the columns and the table; the token endpoint of a partner registered before is discovered, as it was."""
    for name in _ADDED:
        op.add_column(
            "pact_partner", sa.Column(name, sa.String(), nullable=False, server_default="")
        )
    op.create_table(
        "pact_refused",
        *(text(name, primary=True) for name in ("organisation", "digest")),
        number("at"),
        *map(text, ("code", "detail", "place")),
        number("size"),
        data("body"),
        refers(["organisation"], ["organisation.id"]),
    )


def downgrade() -> None:
    """Drop them."""
    op.drop_table("pact_refused")
    for name in reversed(_ADDED):
        op.drop_column("pact_partner", name)
