"""The tables of the PACT API: an index of footprints, partners, outgoing and received events."""

import sqlalchemy as sa
from alembic import op

from ledger.store.columns import data, number, refers, small, text

revision = "0003"
down_revision = "0002"

TABLES = (
    "pact_footprint",
    "pact_reader",
    "pact_name",
    "pact_reach",
    "pact_partner",
    "pact_event",
    "pact_received",
)


def upgrade() -> None:
    """Create the tables; rows of all of them change, so none has triggers."""
    op.create_table(
        "pact_footprint",
        text("id", primary=True),
        *map(text, ("delivery", "recipient", "issuer")),
        number("number"),
        *map(text, ("status", "geography", "valid_from", "valid_to")),
        data("document"),
        sa.UniqueConstraint("delivery"),
        sa.UniqueConstraint("number"),
        refers(["delivery"], ["delivery.id"]),
    )
    op.create_table(
        "pact_reader",
        text("participant", primary=True),
        number("number", primary=True),
        refers(["number"], ["pact_footprint.number"]),
    )
    op.create_table(
        "pact_name",
        *(text(name, primary=True) for name in ("footprint", "sort", "value")),
        refers(["footprint"], ["pact_footprint.id"]),
    )
    op.create_index(None, "pact_name", ["sort", "value"])
    op.create_table("pact_reach", text("log", primary=True), number("size"))
    op.create_table(
        "pact_partner",
        text("organisation", primary=True),
        *map(text, ("base", "client", "secret")),
        refers(["organisation"], ["organisation.id"]),
    )
    _create_events()


def _create_events() -> None:
    op.create_table(
        "pact_event",
        text("id", primary=True),
        text("organisation"),
        data("body"),
        number("created"),
        number("due"),
        small("attempts"),
        number("ended", optional=True),
        text("outcome"),
        refers(["organisation"], ["organisation.id"]),
    )
    op.create_index(None, "pact_event", ["due"])
    op.create_table(
        "pact_received",
        text("organisation", primary=True),
        text("id", primary=True),
        number("at"),
        data("body"),
        refers(["organisation"], ["organisation.id"]),
    )


def downgrade() -> None:
    """Drop the tables."""
    for table in reversed(TABLES):
        op.drop_table(table)
