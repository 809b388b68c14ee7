"""The value axis: places, and lines at round steps."""

from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.documents.drawing.axis import Axis

VALUES = st.decimals(-(10**6), 10**6, places=9)


def axis(low: str, high: str) -> Axis:
    """An axis of 100 px."""
    return Axis(Decimal(low), Decimal(high), Decimal(0), Decimal(100))


@given(one=VALUES, other=VALUES, most=st.integers(2, 12))
def test_lines_are_multiples_of_a_round_step_on_the_axis(
    one: Decimal, other: Decimal, most: int
) -> None:
    """At least one and at most so many, evenly apart by 1, 2, 4 or 5 times a power of ten."""
    low, high = min(one, other), max(one, other)
    ticks = Axis(low, high, Decimal(0), Decimal(100)).ticks(most)
    assert len(ticks) <= most
    assert all(low <= tick <= high for tick in ticks)
    steps = {after - before for before, after in pairwise(ticks)}
    assert len(steps) <= 1
    for step in steps:
        assert step.normalize().as_tuple().digits in {(1,), (2,), (4,), (5,)}


@pytest.mark.parametrize(
    ("low", "high", "shown"),
    [("-0.0761", "0.1527", "-0.04 0.00 0.04 0.08 0.12"), ("0", "70", "0 10 20 30 40 50 60 70")],
)
def test_steps_are_those_that_people_count_in(low: str, high: str, shown: str) -> None:
    """Values are written plainly, with equal decimals."""
    assert " ".join(map(str, axis(low, high).ticks(8))) == shown


def test_an_axis_without_a_span_has_one_line() -> None:
    """Where all is zero, zero is at the start."""
    assert axis("0", "0").ticks(5) == (0,)
    assert axis("0", "0").x(Decimal(0)) == 0
