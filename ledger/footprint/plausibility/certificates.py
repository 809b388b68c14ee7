"""Energy attribute certificates: a range of serials, the energy it attests, and each serial claimed once.

A certificate is one claim: a serial in two rows of a graph is claimed twice, and the later row has no right to it. One
certificate is for 1 MWh (Directive (EU) 2018/2001, Article 19(2), recalled and not re-read); schemes of other sizes are
not known here.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from decimal import Decimal
from operator import attrgetter
from typing import NamedTuple

from ledger.footprint.graph.cells import exact_sum
from ledger.footprint.graph.numbers import EXACT
from ledger.footprint.graph.resolution import Observation
from ledger.footprint.plausibility.context import product
from schemas.signed.rows import Certificate

KWH_PER_CERTIFICATE = Decimal(1000)


class Claim(NamedTuple):
    """Certificates in a row of an entry, its kWh, and the kg CO2e that each counts above the fallback mix."""

    certificate: Certificate
    entry: str
    kwh: Decimal
    excess_over_mix: Decimal | None


def attested_kwh(certificate: Certificate) -> Decimal:
    """The kWh that a range of serials attests at most."""
    return EXACT.multiply(KWH_PER_CERTIFICATE, Decimal(certificate.last - certificate.first + 1))


def serial_range(certificate: Certificate) -> str:
    """A range in words."""
    return f"{certificate.scheme} {certificate.first} to {certificate.last}"


class ClaimedRange(NamedTuple):
    """Claimed serials: the first and last, the entry that claimed the first of them, and the kWh claimed."""

    first: int
    last: int
    entry: str
    kwh: Decimal


def claimed_twice(claims: Iterable[Claim]) -> Iterator[Observation]:
    """Rows that claim serials which an earlier row already claims: one observation a row.

    The claimed ranges of each scheme are kept sorted, so a claim is compared only with those that it meets.
    """
    claimed: dict[str, list[ClaimedRange]] = {}
    for claim in claims:
        held = claimed.setdefault(claim.certificate.scheme, [])
        met, kwh = _claim(claim, held)
        if met is not None:
            detail = (
                f"certificates {serial_range(claim.certificate)} are claimed by {met.entry} already"
            )
            effect = None if claim.excess_over_mix is None else product(kwh, claim.excess_over_mix)
            yield Observation("electricity.certificate_twice", claim.entry, detail, effect)


def _claim(claim: Claim, held: list[ClaimedRange]) -> tuple[ClaimedRange | None, Decimal]:
    """Add a claim to the ranges of its scheme; the first range that it meets, and the kWh claimed twice."""
    certificate, certified_kwh = claim.certificate, Decimal(claim.certificate.kwh)
    low = bisect_left(held, certificate.first, key=attrgetter("last"))
    high = bisect_right(held, certificate.last, lo=low, key=attrgetter("first"))
    met = held[low:high]
    twice = exact_sum(shared_kwh(certificate, row) for row in met)
    kwh = min(claim.kwh, certified_kwh, twice)
    merged = ClaimedRange(
        min([certificate.first, *(row.first for row in met)]),
        max([certificate.last, *(row.last for row in met)]),
        met[0].entry if met else claim.entry,
        EXACT.subtract(
            exact_sum([certified_kwh, *(row.kwh for row in met)]), min(certified_kwh, twice)
        ),
    )
    held[low:high] = [merged]
    return (met[0] if met else None), kwh


def shared_kwh(certificate: Certificate, other: ClaimedRange) -> Decimal:
    """The kWh that a certificate and a claimed range share: the energy of their common serials, as far as claimed."""
    common = min(certificate.last, other.last) - max(certificate.first, other.first) + 1
    return min(EXACT.multiply(KWH_PER_CERTIFICATE, Decimal(common)), other.kwh)
