"""Whose keys are whose, and what changed them; filled from the registrations that are there.

Revision 0001 let two participants register one key. The first of them keeps it in `key`, which only
says that nobody else may bring it in again; what each registration lists is read from itself.
"""

import json
from base64 import b64decode

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

TABLES = ("key", "key_event")


def upgrade() -> None:
    """Create the tables, fill them, then forbid changes."""
    op.create_table(
        "key",
        sa.Column("key", sa.String(), primary_key=True, nullable=False),
        sa.Column("participant", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["participant"], ["statement.id"]),
    )
    op.create_table(
        "key_event",
        sa.Column("id", sa.String(), primary_key=True, nullable=False),
        sa.Column("participant", sa.String(), nullable=False),
        sa.Column("registry_index", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["id"], ["statement.id"]),
        sa.ForeignKeyConstraint(["participant"], ["statement.id"]),
    )
    op.create_index(None, "key_event", ["participant"])
    fill(op.get_bind())
    for table in TABLES:
        for verb in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, 'rows of {table} are insert-only'); END"
            )


def downgrade() -> None:
    """Drop the tables, their triggers with them."""
    for table in reversed(TABLES):
        op.drop_table(table)


def fill(connection: sa.Connection) -> None:
    """The rows of the registrations that the ledger holds already."""
    held: set[str] = set()
    registered = connection.execute(
        sa.text(
            'SELECT id, envelope, "index" FROM statement WHERE kind = \'participant\' ORDER BY "index"'
        )
    )
    for name, envelope, index in registered.all():
        payload = json.loads(b64decode(json.loads(envelope)["payload"]))
        event = {"id": name, "participant": name, "at": index}
        connection.execute(sa.text("INSERT INTO key_event VALUES (:id, :participant, :at)"), event)
        for row in (*payload["root_keys"], *payload["working_keys"]):
            if row["key"] not in held:
                held.add(row["key"])
                connection.execute(
                    sa.text("INSERT INTO key VALUES (:key, :participant)"),
                    {"key": row["key"], "participant": name},
                )
