"""Tests for the UUID of a delivery's footprint."""

from ledger.documents.footprint_ids import footprint_id

DELIVERY = "sha256:" + "0" * 64


def test_a_delivery_names_its_footprint() -> None:
    """The same delivery has the same UUID for ever, another another; the name is pinned."""
    assert footprint_id(DELIVERY) == "b543d822-1f21-5aaa-977f-8d753af8cde9"
    assert footprint_id(DELIVERY) != footprint_id(DELIVERY.replace("0", "1"))
