"""The token endpoint of a PACT partner, refused events of partners, and requests to partners with their answers."""

import sqlalchemy as sa
from alembic import op

from ledger.store.columns import data, number, refers, text

revision = "0009"
down_revision = "0008"

_ADDED = ("token", "scope", "audience", "resource")


def upgrade() -> None:
    """Add the columns and the tables; the token endpoint of a partner registered before is discovered, as it was."""
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
    op.create_table(
        "pact_request",
        text("id", primary=True),
        text("organisation"),
        data("criteria"),
        number("created"),
        number("answered", optional=True),
        *map(text, ("outcome", "detail")),
        refers(["organisation"], ["organisation.id"]),
    )
    op.create_table(
        "pact_answer",
        *(text(name, primary=True) for name in ("request", "digest")),
        refers(["request"], ["pact_request.id"]),
    )


def downgrade() -> None:
    """Drop them."""
    for table in ("pact_answer", "pact_request", "pact_refused"):
        op.drop_table(table)
    for name in reversed(_ADDED):
        op.drop_column("pact_partner", name)
