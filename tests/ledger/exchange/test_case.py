"""Tests for what a case is called."""

import pytest

from ledger.exchange.case import slug


@pytest.mark.parametrize(
    ("name", "stands_as"),
    [("nmc811_pack", "nmc811_pack"), ("my case (2)", "my_case__2_"), ("", "case")],
)
def test_a_folder_name_becomes_part_of_ids(name: str, stands_as: str) -> None:
    """A character that an id does not allow becomes an underscore."""
    assert slug(name) == stands_as
