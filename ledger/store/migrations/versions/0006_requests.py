"""The tables of requests for data, and of their invitation links.

The answer to a request is found by its product, so products get an index.
"""

import sqlalchemy as sa
from alembic import op

from ledger.store.columns import data, number, refers, small, text

revision = "0006"
down_revision = "0005"

PRODUCT = "ix_line_product"


def upgrade() -> None:
    """Create the tables; rows of both change, so neither has triggers."""
    op.create_table(
        "request",
        small("number", primary=True),
        *map(text, ("id", "asker", "reference")),
        data("asked"),
        text("parent", optional=True),
        small("depth"),
        text("addressee", optional=True),
        text("organisation", optional=True),
        *map(text, ("product", "start", "end", "due")),
        number("created"),
        number("declined", optional=True),
        text("reason", optional=True),
        number("withdrawn", optional=True),
        sa.UniqueConstraint("id"),
        sa.UniqueConstraint("asker", "reference"),
        refers(["asker"], ["statement.id"]),
        refers(["parent"], ["request.id"]),
        refers(["addressee"], ["statement.id"]),
        refers(["organisation"], ["organisation.id"]),
    )
    for column in ("parent", "addressee", "organisation"):
        op.create_index(None, "request", [column])
    op.create_table(
        "invitation",
        text("secret", primary=True),
        text("request"),
        number("created"),
        number("expires"),
        number("used", optional=True),
        refers(["request"], ["request.id"]),
    )
    op.create_index(None, "invitation", ["request"])
    op.create_index(PRODUCT, "line", ["product"])


def downgrade() -> None:
    """Drop the tables."""
    op.drop_index(PRODUCT, "line")
    op.drop_table("invitation")
    op.drop_table("request")
