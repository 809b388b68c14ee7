"""Ranges of serials: what they attest, and what two of them share."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from ledger.footprint.certificates import attested, serials, shared
from schemas.rows import Certificate
from schemas.values import Period

YEAR = Period(start="2025-01-01", end="2026-01-01")
RANGES = st.tuples(
    st.integers(1, 30), st.integers(0, 10), st.integers(1, 20_000), st.sampled_from("AB")
).map(
    lambda it: Certificate(
        scheme=it[3], first=it[0], last=it[0] + it[1], kwh=str(it[2]), produced=YEAR
    )
)


@given(RANGES, RANGES)
def test_what_two_ranges_share_is_symmetric_and_bounded(
    one: Certificate, other: Certificate
) -> None:
    """Whoever is asked first, the common serials attest the same, and no more than each range states."""
    both = shared(one, other)
    assert both == shared(other, one)
    assert both <= min(Decimal(one.kwh), Decimal(other.kwh))
    common = set(range(one.first, one.last + 1)) & set(range(other.first, other.last + 1))
    assert bool(both) == (bool(common) and one.scheme == other.scheme)
    assert both <= 1000 * len(common)


@given(RANGES)
def test_a_range_shares_itself(one: Certificate) -> None:
    """All it states, as far as its serials attest that."""
    assert shared(one, one) == min(Decimal(one.kwh), attested(one))
    assert serials(one) == f"{one.scheme} {one.first} to {one.last}"
