"""A conservative figure as a draft tells it: no capacity finds a digit of it that another one does not."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from ledger.choices.conservative import ConservativeFigure, Parts
from ledger.choices.sensitivity import Range
from ledger.choices.told import tell_conservative
from ledger.footprint.graph.numbers import EXPLAIN, round_delivered

# Two secrets, per battery, that 4 digits of their ratio to the declared 100 kg do not tell apart.
ONE, OTHER = Decimal("61.8034"), Decimal("61.8037")


def found(data: Decimal, kwh: Decimal) -> ConservativeFigure:
    """A conservative figure of a battery of so many kWh; the least energy that its content allows is 900."""
    declared = EXPLAIN.divide(Decimal(100), kwh)
    more = EXPLAIN.divide(data, kwh)
    total = EXPLAIN.divide(100 + data, Decimal(900))
    use = EXPLAIN.subtract(total, EXPLAIN.add(declared, more))
    ends = Range("allocation", declared, EXPLAIN.add(declared, more), "")  # type: ignore[arg-type]
    return ConservativeFigure(total, Parts(more, use), Decimal(1), (), (ends,))


def told(data: Decimal, kwh: Decimal) -> ConservativeFigure:
    """As a draft tells it."""
    declared = EXPLAIN.divide(Decimal(100), kwh)
    made = tell_conservative(found(data, kwh), declared, round_delivered(declared))
    assert made is not None
    return made


@given(st.decimals("900", "2000", places=6))
def test_no_capacity_tells_two_secrets_apart(kwh: Decimal) -> None:
    """Total, parts and ranges are the same, to the last digit."""
    one, other = told(ONE, kwh), told(OTHER, kwh)
    assert (one.parts, one.ranges, one.interaction) == (other.parts, other.ranges, None)
    assert one.total == other.total


def test_it_is_the_exact_figure_within_a_thousandth() -> None:
    """Told and exact total differ by the rounding of the declared figure and of the ratio."""
    exact, made = found(ONE, Decimal("1234.5")), told(ONE, Decimal("1234.5"))
    assert exact.total is not None
    assert made.total is not None
    assert abs(made.total / exact.total - 1) < Decimal("1e-3")


def test_nothing_is_told_of_no_figure() -> None:
    """An unknown conservative figure stays unknown; beside a figure of zero, which has no ratio, it is not left out."""
    assert tell_conservative(None, Decimal(1), Decimal(1)) is None
    known = found(ONE, Decimal(900))
    assert tell_conservative(known, Decimal(0), Decimal(0)) == known
    unknown = ConservativeFigure(None, None, None, ())
    assert tell_conservative(unknown, Decimal(1), Decimal(1)) == unknown
