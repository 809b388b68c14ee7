"""Energy attribute certificates: a range of serials, what it attests, and that nobody else claims it.

A certificate is one claim: the same serial in two rows of a graph is one too many, and the later row has no right to
it. One certificate is of 1 MWh (Directive (EU) 2018/2001, Article 19(2), recalled and not re-read); schemes of other
sizes are not known here.
"""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import NamedTuple

from ledger.footprint.graph import Observation
from ledger.footprint.numbers import EXACT
from ledger.footprint.reader import product
from schemas.rows import Certificate

KWH_PER_CERTIFICATE = Decimal(1000)


class Claim(NamedTuple):
    """Certificates in a row of an entry, its kWh, and the kg CO2e that each counts above the fallback mix."""

    certificate: Certificate
    entry: str
    kwh: Decimal
    above_mix: Decimal | None


def attested(certificate: Certificate) -> Decimal:
    """The kWh that a range of serials attests at most."""
    return EXACT.multiply(KWH_PER_CERTIFICATE, Decimal(certificate.last - certificate.first + 1))


def serials(certificate: Certificate) -> str:
    """A range in words."""
    return f"{certificate.scheme} {certificate.first} to {certificate.last}"


def shared(one: Certificate, other: Certificate) -> Decimal:
    """The kWh that two ranges both claim: what their common serials attest, and no more than each states."""
    common = min(one.last, other.last) - max(one.first, other.first) + 1
    if one.scheme != other.scheme or common < 1:
        return Decimal(0)
    attest = EXACT.multiply(KWH_PER_CERTIFICATE, Decimal(common))
    return min(attest, Decimal(one.kwh), Decimal(other.kwh))


def claimed_twice(claims: Iterable[Claim]) -> Iterator[Observation]:
    """Certificates that an earlier row claims already."""
    earlier: dict[str, list[Claim]] = {}
    for claim in claims:
        held = earlier.setdefault(claim.certificate.scheme, [])
        for other in held:
            kwh = min(claim.kwh, shared(claim.certificate, other.certificate))
            if kwh:
                detail = f"certificates {serials(other.certificate)} are claimed by {other.entry} already"
                effect = None if claim.above_mix is None else product(kwh, claim.above_mix)
                yield Observation("electricity.certificate_twice", claim.entry, detail, effect)
        held.append(claim)
