"""Serials that are claimed twice, found in one sweep."""

from collections.abc import Sequence
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from ledger.footprint.plausibility.certificates import (
    Claim,
    attested_kwh,
    claimed_twice,
    serial_range,
)
from schemas.signed.rows import Certificate
from schemas.values import Period

YEAR = Period(start="2025-01-01", end="2026-01-01")
RANGES = st.tuples(st.integers(1, 30), st.integers(0, 10), st.sampled_from("AB")).map(
    lambda it: certificate(it[0], it[0] + it[1], scheme=it[2])
)


def certificate(first: int, last: int, kwh: str | None = None, scheme: str = "A") -> Certificate:
    """A range of serials that states all that it attests, unless given otherwise."""
    stated = kwh or str(1000 * (last - first + 1))
    return Certificate(scheme=scheme, first=first, last=last, kwh=stated, produced=YEAR)


def claims(*ranges: Certificate, kwh: str = "1000000") -> list[Claim]:
    """Each range in an entry of its own, worth 1 kg a kWh."""
    return [Claim(row, f"entry {at}", Decimal(kwh), Decimal(1)) for at, row in enumerate(ranges)]


def twice(rows: Sequence[Claim]) -> dict[str, Decimal | None]:
    """The effect of each entry that claims serials which an earlier one claims."""
    return {seen.subject: seen.effect for seen in claimed_twice(rows)}


@given(st.lists(RANGES, max_size=8))
def test_the_sweep_counts_every_serial_that_an_earlier_range_holds(
    ranges: list[Certificate],
) -> None:
    """Ranges that state all they attest are claimed twice by the MWh of the serials that came before."""
    seen: set[tuple[str, int]] = set()
    expected = {}
    for at, row in enumerate(ranges):
        own = {(row.scheme, serial) for serial in range(row.first, row.last + 1)}
        if own & seen:
            expected[f"entry {at}"] = Decimal(1000 * len(own & seen))
        seen |= own
    assert twice(claims(*ranges)) == expected


def test_a_claim_is_bounded_by_what_both_state_and_what_the_row_takes() -> None:
    """Of one certificate of 1,000 kWh two rows state 600 each; a row of 50 kWh claims no more than 50."""
    both = claims(certificate(1, 1, "600"), certificate(1, 1, "600"))
    assert twice(both) == {"entry 1": Decimal(600)}
    small = claims(certificate(1, 1), certificate(1, 1), kwh="50")
    assert twice(small) == {"entry 1": Decimal(50)}


def test_the_first_claim_is_named() -> None:
    """The finding names the serials and the entry that claimed them first; without a mix it has no effect."""
    rows = claims(certificate(1, 3), certificate(2, 5), certificate(5, 9))
    found = list(claimed_twice([row._replace(excess_over_mix=None) for row in rows]))
    assert [seen.detail for seen in found] == [
        "certificates A 2 to 5 are claimed by entry 0 already",
        "certificates A 5 to 9 are claimed by entry 0 already",
    ]
    assert [seen.effect for seen in found] == [None, None]


def test_a_range_attests_a_megawatt_hour_a_serial() -> None:
    """Three serials attest 3,000 kWh."""
    assert attested_kwh(certificate(7, 9)) == Decimal(3000)
    assert serial_range(certificate(7, 9)) == "A 7 to 9"
