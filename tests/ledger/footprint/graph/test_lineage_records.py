"""The records of some statements alone."""

from ledger.footprint.graph.lineage_records import records_within
from ledger.footprint.graph.resolution import Change, Records


def test_records_of_other_statements_are_left_out() -> None:
    """Entries, deliveries and changes are kept by their own id."""
    change = Change("superseded", "b")
    records = Records({}, {}, {"a": change, "c": change})
    assert dict(records_within(records, {"a", "b"}).changes) == {"a": change}
