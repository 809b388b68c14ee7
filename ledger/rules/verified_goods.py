"""When a verifier's attestation lets the data of a precursor count at the carbon border.

It names the newest version of a delivery, it is about embedded emissions or free allocation, its outcome is not
refused, and its period covers that of the entry behind the delivery. Of several by one verifier the last counts, and
the refusal of one verifier outweighs the word of another. A verifier of its own goods proves nothing. Whom to accept is
the reader's policy. Source: Implementing Regulation (EU) 2025/2547, Annex II (A.1.4); (EU) 2025/2546. Left out: whether
an accreditation exists; the attestation names it.
"""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from ledger.footprint.graph.resolution import Records
from schemas.signed.attestation import Attestation
from schemas.signed.cbam_good import VerifiedQuantity


class GoodsAttestation(NamedTuple):
    """An attestation under its id."""

    id: str
    attestation: Attestation


def counted_attestations(
    attestations: Iterable[GoodsAttestation], records: Records
) -> tuple[GoodsAttestation, ...]:
    """The attestations of goods that count, in their order.

    Args:
        attestations: attestations of deliveries, in the order of the log.
        records: the deliveries and entries that they may be about, and the changes.
    """
    last: dict[tuple[str, str], GoodsAttestation] = {}
    for row in attestations:
        delivery = row.attestation.delivery or ""
        if row.attestation.quantities is not None and _fits(row.attestation, records):
            last[delivery, row.attestation.issuer] = row
    refused = {key[0] for key, row in last.items() if row.attestation.outcome == "refused"}
    return tuple(row for key, row in last.items() if key[0] not in refused)


def verified_quantities(
    counted: Iterable[GoodsAttestation],
) -> Mapping[str, frozenset[VerifiedQuantity]]:
    """What is verified of each delivery."""
    quantities_by_delivery: dict[str, frozenset[VerifiedQuantity]] = {}
    for row in counted:
        delivery = row.attestation.delivery or ""
        more = frozenset(row.attestation.quantities or ())
        quantities_by_delivery[delivery] = quantities_by_delivery.get(delivery, frozenset()) | more
    return quantities_by_delivery


def _fits(attestation: Attestation, records: Records) -> bool:
    """True if an attestation is of a newest delivery of somebody else's goods, for all of their period."""
    name, period = attestation.delivery or "", attestation.period
    source = records.deliveries.get(name)
    if source is None or records.newest(name) != name or period is None:
        return False
    entry = records.entries.get(records.newest(source.delivery.entry) or "")
    if entry is None or source.delivery.issuer == attestation.issuer:
        return False
    production = entry.entry.period
    return period.start <= production.start and production.end <= period.end
