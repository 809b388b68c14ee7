"""The tables of requests for data, and of the links that invite to them.

What answers a request is found by its product, which therefore has an index from now on.
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"

PRODUCT = "ix_line_product"


def upgrade() -> None:
    """Create the tables; both change, so neither has triggers."""
    op.create_table(
        "request",
        sa.Column("number", sa.Integer(), primary_key=True, nullable=False),
        *map(_text, ("id", "asker", "reference")),
        sa.Column("asked", sa.LargeBinary(), nullable=False),
        _text("parent", optional=True),
        sa.Column("depth", sa.Integer(), nullable=False),
        _text("addressee", optional=True),
        _text("organisation", optional=True),
        *map(_text, ("product", "start", "end", "due")),
        _time("created"),
        _time("declined", optional=True),
        _text("reason", optional=True),
        _time("withdrawn", optional=True),
        sa.UniqueConstraint("id"),
        sa.UniqueConstraint("asker", "reference"),
        _refers("asker", "statement.id"),
        _refers("parent", "request.id"),
        _refers("addressee", "statement.id"),
        _refers("organisation", "organisation.id"),
    )
    for column in ("parent", "addressee", "organisation"):
        op.create_index(None, "request", [column])
    op.create_table(
        "invitation",
        sa.Column("secret", sa.String(), primary_key=True, nullable=False),
        _text("request"),
        _time("created"),
        _time("expires"),
        _time("used", optional=True),
        _refers("request", "request.id"),
    )
    op.create_index(None, "invitation", ["request"])
    op.create_index(PRODUCT, "line", ["product"])


def downgrade() -> None:
    """Drop the tables."""
    op.drop_index(PRODUCT, "line")
    op.drop_table("invitation")
    op.drop_table("request")


def _text(name: str, *, optional: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.String(), nullable=optional)


def _time(name: str, *, optional: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger(), nullable=optional)


def _refers(column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [target], deferrable=True, initially="DEFERRED")
