"""Sessions that have ended are removed; a credential keeps the time of its last login."""

from alembic import op

from ledger.store.columns import number

revision = "0015"
down_revision = "0014"

_LONGEST = 8 * 3600
"""Seconds that a session lasted."""


def upgrade() -> None:
    """Move the time of the last login, and remove ended sessions."""
    op.add_column("credential", number("logged_in", optional=True))
    op.execute(
        "UPDATE credential SET logged_in = (SELECT max(session.expires) FROM session"  # noqa: S608 - of constants
        f" WHERE session.credential = credential.id) - {_LONGEST}"
    )
    op.execute("DELETE FROM session WHERE ended IS NOT NULL")
    op.drop_column("session", "ended")
    op.create_index("ix_session_expires", "session", ["expires"])


def downgrade() -> None:
    """Restore the columns."""
    op.drop_index("ix_session_expires", "session")
    op.add_column("session", number("ended", optional=True))
    op.drop_column("credential", "logged_in")
