"""Notices of organisations, the addresses that they are sent to, and the result of each sending.

What is in a ledger already is noticed by nobody: the reach begins at the present logs and the newest request or grant.
"""

import sqlalchemy as sa
from alembic import op

from ledger.store.columns import number, refers, small, text

revision = "0016"
down_revision = "0015"

_REACH = """
    INSERT INTO notice_reach (id, entries_size, registry_size, time) SELECT 1,
        COALESCE((SELECT size FROM head WHERE log = 'entries'), 0),
        COALESCE((SELECT size FROM head WHERE log = 'registry'), 0),
        COALESCE((SELECT MAX(created) + 3600 FROM
            (SELECT created FROM request UNION ALL SELECT created FROM engagement) AS made), 0)
    FROM log WHERE name = 'entries'
"""
"""An hour after the newest one, because derivation reads an hour again. A ledger that is not begun has no reach."""


def upgrade() -> None:
    """Add the tables, and an index of the journal by subject."""
    op.create_table(
        "notice",
        small("number", primary=True),
        text("id"),
        text("organisation"),
        text("kind"),
        text("subject"),
        text("cause"),
        number("at"),
        sa.UniqueConstraint("id"),
        refers(["organisation"], ["organisation.id"]),
    )
    op.create_index("ix_notice_organisation_number", "notice", ["organisation", "number"])
    op.create_table(
        "notice_reach",
        sa.Column("id", sa.Integer(), primary_key=True, nullable=False),
        *map(number, ("entries_size", "registry_size", "time")),
    )
    op.create_table(
        "notice_subscription",
        text("id", primary=True),
        text("organisation"),
        text("channel"),
        text("address"),
        sa.Column("daily", sa.Boolean(), nullable=False),
        text("language"),
        text("secret"),
        text("digested"),
        number("created"),
        number("ended", optional=True),
        refers(["organisation"], ["organisation.id"]),
    )
    op.create_index("ix_notice_subscription_organisation", "notice_subscription", ["organisation"])
    op.create_table(
        "notice_sending",
        text("notice", primary=True),
        text("subscription", primary=True),
        text("message"),
        text("state"),
        sa.Column("attempts", sa.Integer(), nullable=False),
        number("due"),
        number("at"),
        text("outcome"),
        refers(["notice"], ["notice.id"]),
        refers(["subscription"], ["notice_subscription.id"]),
    )
    op.create_index("ix_notice_sending_subscription", "notice_sending", ["subscription"])
    op.create_index("ix_notice_sending_state_due", "notice_sending", ["state", "due"])
    op.create_index("ix_journal_subject", "journal", ["subject"])
    op.execute(_REACH)


def downgrade() -> None:
    """Drop them."""
    op.drop_index("ix_journal_subject", "journal")
    for table in ("notice_sending", "notice_subscription", "notice_reach", "notice"):
        op.drop_table(table)
