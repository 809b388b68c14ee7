"""The number of each delivery, by which a repeated one is found."""

import orjson
import sqlalchemy as sa
from alembic import op

from ledger.store.guards import drop_insert_only, insert_only
from ledger.trust.envelope import parse_envelope

revision = "0008"
down_revision = "0007"

_ENVELOPES = sa.text("SELECT s.id, s.envelope FROM delivery d JOIN statement s ON s.id = d.id")
_FILL = sa.text("UPDATE delivery SET number = :stated WHERE id = :of")


def upgrade() -> None:
    """Add the column, and fill it from the stored statements."""
    dialect, connection = op.get_context().dialect.name, op.get_bind()
    op.add_column("delivery", sa.Column("number", sa.String(), nullable=False, server_default=""))
    for statement in drop_insert_only(dialect, "delivery"):
        op.execute(statement)
    for row in connection.execute(_ENVELOPES).all():
        number = orjson.loads(parse_envelope(row.envelope).payload)["number"]
        connection.execute(_FILL, {"stated": number, "of": row.id})
    for statement in insert_only(dialect, "delivery"):
        op.execute(statement)


def downgrade() -> None:
    """Drop the column."""
    op.drop_column("delivery", "number")
