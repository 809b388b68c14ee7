"""Quantiles and fences of the spread among lots."""

from decimal import Decimal
from statistics import quantiles

from hypothesis import given
from hypothesis import strategies as st

from ledger.documents.declaration.lots import fences, quantile

VALUES = st.lists(st.decimals(min_value=0, max_value=1000, places=3), min_size=2, max_size=30).map(
    sorted
)


@given(VALUES)
def test_quartiles_agree_with_the_standard_library(values: list[Decimal]) -> None:
    """The inclusive method of `statistics` is the same type 7."""
    expected = quantiles(values, n=4, method="inclusive")
    found = [quantile(values, Decimal(part)) for part in ("0.25", "0.5", "0.75")]
    assert all(
        abs(one - other) < Decimal("1e-20") for one, other in zip(found, expected, strict=True)
    )


def test_a_lot_far_from_the_others_is_outside_the_fences() -> None:
    """Tukey's own rule: 1.5 times the distance of the quartiles."""
    values = [Decimal(value) for value in ("1", "1.1", "1.2", "1.3", "9")]
    low, high = fences(values)
    assert (low, high) == (Decimal("0.80"), Decimal("1.60"))


@given(VALUES)
def test_equal_or_few_lots_have_no_outlier(values: list[Decimal]) -> None:
    """Below four entries the fences are the values themselves; equal values are never outside."""
    few = values[:3]
    assert all(fences(few)[0] <= value <= fences(few)[1] for value in few)
    equal = [values[0]] * 6
    assert fences(equal) == (values[0], values[0])
