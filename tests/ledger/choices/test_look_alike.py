"""Tests for look-alike identifiers: the pairs of section 8 of the bounds, and honest serial numbers."""

import pytest

from ledger.choices.look_alike import alike, skeleton


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("PACK", "\u0420\u0410\u0421\u041a"),
        ("pack", "\u0440\u0430\u0441k"),
        ("lot1", "lotl"),
        ("LOT-O1", "LOT-01"),
        ("rnodel", "model"),
        ("LOT-\uff101", "LOT-01"),
        ("LOT\u200b-1", "LOT-1"),
        ("I1", "l1"),
        ("my lot", "my_lot"),
        ("\u03a1\u0391\u039d\u0391", "PANA"),
        ("LOT-1.", "LOT-1"),
        ("Lot", "LOT"),
        ("PIlot", "Pllot"),
        ("\u2160-lot", "I-lot"),
    ],
)
def test_ids_that_a_reader_would_take_for_one_are_alike(one: str, other: str) -> None:
    """Scripts, digits, width, case and separators do not tell them apart."""
    assert alike(one, other)


def test_honest_serial_numbers_are_not_alike() -> None:
    """Three thousand numbers have as many skeletons, with separators and without."""
    names = {skeleton(f"LOT-{a}-{b}") for a in range(10, 60) for b in range(60)}
    assert len(names) == 3000
    assert not alike("LOT-1-11", "LOT-11-1")


def test_an_absent_id_is_like_none() -> None:
    """Two entries without a lot do not have the same lot."""
    assert not alike(None, None)
    assert not alike("a", None)
    assert not alike(None, "a")
