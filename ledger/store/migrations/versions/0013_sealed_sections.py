"""Sections of drafts that their signers are not shown."""

from alembic import op

from ledger.store.columns import data, number, refers, text

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    """Add the table."""
    op.create_table(
        "sealed_section",
        text("digest", primary=True),
        text("organisation"),
        data("data"),
        number("kept"),
        refers(["organisation"], ["organisation.id"]),
    )
    op.create_index("ix_sealed_section_organisation", "sealed_section", ["organisation"])


def downgrade() -> None:
    """Drop it."""
    op.drop_table("sealed_section")
