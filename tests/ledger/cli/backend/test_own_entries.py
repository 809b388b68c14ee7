"""The same day of the next year."""

import pytest

from ledger.cli.backend.own_entries import a_year_later


@pytest.mark.parametrize(
    ("day", "later"),
    [("2025-01-01", "2026-01-01"), ("2027-02-28", "2028-02-28"), ("2028-02-29", "2029-02-28")],
)
def test_a_day_moves_by_a_year(day: str, later: str) -> None:
    """A leap day has no other a year later."""
    assert a_year_later(day) == later
