"""Tests for the bands in which a customer is told what a supplier's choices are worth."""

from decimal import Decimal

import pytest

from ledger.disclosure.bands import band_of


@pytest.mark.parametrize(
    ("share", "band"),
    [
        ("0", "under_1"),
        ("0.00999", "under_1"),
        ("0.01", "1_to_5"),
        ("0.05", "5_to_20"),
        ("0.1999", "5_to_20"),
        ("0.2", "above_20"),
        ("7", "above_20"),
    ],
)
def test_a_share_is_told_as_its_band(share: str, band: str) -> None:
    """A border belongs to the band above it."""
    assert band_of(Decimal(share)) == band


def test_a_share_that_is_not_known_is_no_small_one() -> None:
    """Goods count that nothing prices."""
    assert band_of(None) == "unknown"
