"""The published footprints that come with Cradle: each with a source, or the reason why it cannot be cited."""

import json
from decimal import Decimal

import pytest
from support.refusal import refused

from ledger.rulebooks.published_footprints import load_published, named_chemistry, published_of
from schemas.exchanged.published_footprint import PublishedFootprints


def test_the_ends_of_a_range_are_in_order_and_each_row_has_a_source() -> None:
    """A row that is not cited precisely says why in its note."""
    for row in load_published().rows:
        ends = [Decimal(end) for end in (row.low, row.middle, row.high) if end is not None]
        assert ends == sorted(ends)
        assert row.source
        assert row.precise or "not known" in row.note


def test_each_chemistry_is_found_by_each_of_its_words() -> None:
    """Case and signs between letters do not matter."""
    for row in load_published().rows:
        for word in row.words:
            assert named_chemistry(f"urn:x:{'-'.join(word).upper()}") == row.chemistry
            assert row in published_of(row.chemistry)


@pytest.mark.parametrize("end", ["low", "high"])
def test_one_end_of_a_range_alone_is_refused(end: str) -> None:
    """A range has both ends."""
    row = {"chemistry": "X", "words": ["x"], "middle": "2", end: "2", "source": "s"}
    data = {"version": "1", "rows": [{**row, "precise": True, "note": "n"}]}
    with refused("published.ends"):
        PublishedFootprints.parse(json.dumps(data).encode())
