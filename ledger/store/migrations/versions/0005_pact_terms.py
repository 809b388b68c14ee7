"""PACT's index by reader: names in the order of the log for each reader, and criteria apart from the documents."""

from alembic import op

from ledger.store.columns import number, refers, text

revision = "0005"
down_revision = "0004"

_CRITERIA = ["number", "status", "geography", "valid_from", "valid_to"]
_TERMS = """
    INSERT INTO pact_term (participant, sort, value, number)
    SELECT r.participant, n.sort, n.value, r.number
    FROM pact_name n
    JOIN pact_footprint f ON f.id = n.footprint
    JOIN pact_reader r ON r.number = f.number
"""
_NAMES = """
    INSERT INTO pact_name (footprint, sort, value)
    SELECT f.id, t.sort, t.value
    FROM pact_term t
    JOIN pact_footprint f ON f.number = t.number
    WHERE t.participant = '*'
"""


def upgrade() -> None:
    """Fill the new table from the old one, and drop the old one."""
    op.execute("INSERT INTO pact_reader SELECT '*', number FROM pact_footprint")
    op.create_table(
        "pact_term",
        *(text(name, primary=True) for name in ("participant", "sort", "value")),
        number("number", primary=True),
        refers(["number"], ["pact_footprint.number"]),
    )
    op.execute(_TERMS)
    op.drop_table("pact_name")
    op.create_index(None, "pact_footprint", _CRITERIA)


def downgrade() -> None:
    """Restore the old table from the new one."""
    op.drop_index(op.f("ix_pact_footprint_number_status_geography_valid_from_valid_to"))
    op.create_table(
        "pact_name",
        *(text(name, primary=True) for name in ("footprint", "sort", "value")),
        refers(["footprint"], ["pact_footprint.id"]),
    )
    op.create_index(None, "pact_name", ["sort", "value"])
    op.execute(_NAMES)
    op.drop_table("pact_term")
    op.execute("DELETE FROM pact_reader WHERE participant = '*'")
