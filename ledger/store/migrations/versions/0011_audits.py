"""An auditor's working papers: its findings, and how deeply it looked at entries and rows."""

from alembic import op

from ledger.store.columns import number, refers, text

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    """Add both tables."""
    op.create_table(
        "audit_finding",
        text("id", primary=True),
        text("organisation"),
        text("subject"),
        text("entry", optional=True),
        text("place", optional=True),
        text("comment"),
        text("effect", optional=True),
        text("state"),
        text("credential"),
        number("created"),
        number("updated"),
        refers(["organisation"], ["organisation.id"]),
    )
    op.create_index("ix_audit_finding_organisation", "audit_finding", ["organisation", "subject"])
    op.create_table(
        "audit_look",
        text("organisation", primary=True),
        text("subject", primary=True),
        text("entry", primary=True),
        text("place", primary=True),
        text("depth"),
        text("credential"),
        number("at"),
        refers(["organisation"], ["organisation.id"]),
    )


def downgrade() -> None:
    """Drop them."""
    op.drop_table("audit_look")
    op.drop_table("audit_finding")
