"""The most energy that stated elements can store, by Faraday's law.

    kWh = sum over carriers of kg / atomic mass x volts x F,    F = 26.80148 Ah/mol (CODATA)

Each lithium or sodium atom that moves carries one electron. The rulebook lists the elements that can carry charge,
each at the highest mean voltage of a known cell times its electrons per atom, so no battery stores more, gross or
usable. The sum is over all carriers that a product holds: a trace of one beside another accuses nobody, and hides
nothing. A content that states no carrier says nothing.
"""

from collections.abc import Mapping
from decimal import Decimal

from ledger.footprint.graph.formulas import MASSES
from ledger.footprint.graph.numbers import EXPLAIN, explained_sum
from schemas.signed.conservative import Conservative

FARADAY = Decimal("26.80148")
"""The charge of a mole of electrons, in Ah."""


def storable_energy(content: Mapping[str, Decimal], rule: Conservative) -> Decimal | None:
    """The most kWh that kg of elements can store; None if no carrier is among them."""
    energies = [
        _of(content[row.element], Decimal(row.volts.value), row.element)
        for row in rule.charge_carriers
        if content.get(row.element)
    ]
    return explained_sum(energies) if energies else None


def _of(kg: Decimal, volts: Decimal, element: str) -> Decimal:
    charge = EXPLAIN.multiply(EXPLAIN.divide(kg, MASSES[element]), FARADAY)
    return EXPLAIN.multiply(charge, volts)
