"""Indexes in the order of the log, so that a list reads only the rows that it shows.

They replace the indexes of their first column alone, so a statement is written into as many indexes as before. Only a
request has one more: its asker was found by the reference, which has no order.
"""

import sqlalchemy as sa
from alembic import op

from ledger.store.guards import drop_insert_only, insert_only

revision = "0017"
down_revision = "0016"

_FILL = sa.text(
    'UPDATE delivery SET "index" ='
    ' (SELECT statement."index" FROM statement WHERE statement.id = delivery.id)'
)
_FORMER = (
    ("statement", "kind"),
    ("statement", "issuer"),
    ("delivery", "recipient"),
    ("made", "subject"),
    ("request", "addressee"),
    ("request", "organisation"),
)
_ORDERED = (
    ("statement", ["kind", "index"]),
    ("statement", ["issuer", "kind", "index"]),
    ("delivery", ["recipient", "index"]),
    ("made", ["subject", "registry_index"]),
    ("request", ["asker", "number"]),
    ("request", ["addressee", "number"]),
    ("request", ["organisation", "number"]),
)


def upgrade() -> None:
    """Add the index of its leaf to each delivery, and replace the indexes."""
    dialect = op.get_context().dialect.name
    leaf = sa.Column("index", sa.BigInteger(), nullable=False, server_default="0")
    op.add_column("delivery", leaf)
    for statement in drop_insert_only(dialect, "delivery"):
        op.execute(statement)
    op.execute(_FILL)
    if dialect == "postgresql":  # It alters no table whose deferred checks wait.
        op.execute("SET CONSTRAINTS ALL IMMEDIATE")
        op.execute("SET CONSTRAINTS ALL DEFERRED")
    for statement in insert_only(dialect, "delivery"):
        op.execute(statement)
    for table, column in _FORMER:
        op.drop_index(f"ix_{table}_{column}", table)
    for table, columns in _ORDERED:
        op.create_index(None, table, columns)


def downgrade() -> None:
    """Restore the former indexes and drop the column."""
    for table, columns in _ORDERED:
        op.drop_index("_".join(["ix", table, *columns]), table)
    for table, column in _FORMER:
        op.create_index(None, table, [column])
    op.drop_column("delivery", "index")
