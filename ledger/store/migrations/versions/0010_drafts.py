"""Drafts of statements that an organisation is writing."""

from alembic import op

from ledger.store.columns import data, number, refers, text

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    """Add the table of drafts."""
    op.create_table(
        "draft",
        text("id", primary=True),
        text("organisation"),
        text("form"),
        text("title"),
        data("content"),
        number("created"),
        number("updated"),
        refers(["organisation"], ["organisation.id"]),
    )
    op.create_index("ix_draft_organisation", "draft", ["organisation"])


def downgrade() -> None:
    """Drop it."""
    op.drop_table("draft")
