"""The tables of the PACT door: an index of footprints, partners, events on their way and received."""

import sqlalchemy as sa
from alembic import op

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
    """Create the tables; all of them change, so none has triggers."""
    op.create_table(
        "pact_footprint",
        _text("id", primary=True),
        *map(_text, ("delivery", "recipient", "issuer")),
        _number("number"),
        *map(_text, ("status", "geography", "valid_from", "valid_to")),
        _data("document"),
        sa.UniqueConstraint("delivery"),
        sa.UniqueConstraint("number"),
        _refers("delivery", "delivery.id"),
    )
    op.create_table(
        "pact_reader",
        _text("participant", primary=True),
        sa.Column("number", sa.BigInteger(), primary_key=True, nullable=False),
        _refers("number", "pact_footprint.number"),
    )
    op.create_table(
        "pact_name",
        *(_text(name, primary=True) for name in ("footprint", "sort", "value")),
        _refers("footprint", "pact_footprint.id"),
    )
    op.create_index(None, "pact_name", ["sort", "value"])
    op.create_table("pact_reach", _text("log", primary=True), _number("size"))
    op.create_table(
        "pact_partner",
        _text("organisation", primary=True),
        *map(_text, ("base", "client", "secret")),
        _refers("organisation", "organisation.id"),
    )
    _create_events()


def _create_events() -> None:
    op.create_table(
        "pact_event",
        _text("id", primary=True),
        _text("organisation"),
        _data("body"),
        _number("created"),
        _number("due"),
        sa.Column("attempts", sa.Integer(), nullable=False),
        _number("ended", optional=True),
        _text("outcome"),
        _refers("organisation", "organisation.id"),
    )
    op.create_index(None, "pact_event", ["due"])
    op.create_table(
        "pact_received",
        _text("organisation", primary=True),
        _text("id", primary=True),
        _number("at"),
        _data("body"),
        _refers("organisation", "organisation.id"),
    )


def downgrade() -> None:
    """Drop the tables."""
    for table in reversed(TABLES):
        op.drop_table(table)


def _text(name: str, *, primary: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.String(), primary_key=primary, nullable=False)


def _number(name: str, *, optional: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger(), nullable=optional)


def _data(name: str) -> sa.Column[bytes]:
    return sa.Column(name, sa.LargeBinary(), nullable=False)


def _refers(column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [target], deferrable=True, initially="DEFERRED")
