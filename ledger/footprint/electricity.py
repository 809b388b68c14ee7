"""Electricity: supplied in a way that the method takes, and no certificate claimed twice.

A method lists the supplies it takes as stated; where it refuses contracts (the EV draft of 2024 takes neither power
purchase agreements nor certificates), a row under contract should have been valued by the national mix. A certificate
is one claim: the same serial in two rows of a graph is one too many. Not seen here: ranges of serials that overlap,
volumes, whether a certificate was cancelled, and the difference to the mix that should have been taken.
"""

from collections.abc import Iterator
from decimal import Decimal

from ledger.footprint.goods import per_unit, unit_of
from ledger.footprint.graph import Observation, Resolution
from schemas.inventory import Inventory
from schemas.rows import ActivityInput, Certificate, ElectricitySupply
from schemas.rulebook import Rulebook


def electricity_faults(resolution: Resolution, rulebook: Rulebook) -> Iterator[Observation]:
    """Rows whose supply the method does not take, and certificates that stand in more than one row."""
    claimed: list[tuple[Certificate, str]] = []
    for node in resolution.order:
        inventory = resolution.record(node).inventory
        if inventory is None:
            continue
        for kwh, stated in _electricity(inventory):
            if rulebook.electricity and stated.supply not in rulebook.electricity.allowed:
                detail = (
                    f"rulebook {rulebook.id} does not take electricity by {stated.supply.value}; "
                    f"{unit_of(inventory)} {per_unit(kwh, inventory)} kWh"
                )
                yield Observation("electricity.supply", node, detail)
            for certificate in stated.certificates:
                for other, holder in claimed:
                    if _overlap(certificate, other):
                        detail = f"certificates {_serials(other)} are claimed by {holder} already"
                        yield Observation("electricity.certificate_twice", node, detail)
                claimed.append((certificate, node))


def _overlap(one: Certificate, other: Certificate) -> bool:
    return one.scheme == other.scheme and one.first <= other.last and other.first <= one.last


def _serials(certificate: Certificate) -> str:
    return f"{certificate.scheme} {certificate.first} to {certificate.last}"


def _electricity(inventory: Inventory) -> Iterator[tuple[Decimal, ElectricitySupply]]:
    """The kWh of each row of electricity, and its supply."""
    for row in inventory.inputs:
        if isinstance(row, ActivityInput) and row.electricity is not None:
            yield Decimal(row.amount), row.electricity
