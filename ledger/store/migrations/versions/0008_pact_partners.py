"""The token endpoint of a PACT partner, and the parameters of requests to it."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"

_ADDED = ("token", "scope", "audience", "resource")


def upgrade() -> None:
    """Add the columns; the token endpoint of a partner registered before is discovered, as it was."""
    for name in _ADDED:
        op.add_column(
            "pact_partner", sa.Column(name, sa.String(), nullable=False, server_default="")
        )


def downgrade() -> None:
    """Drop the columns."""
    for name in reversed(_ADDED):
        op.drop_column("pact_partner", name)
