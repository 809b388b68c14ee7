"""Carbon that leaves as carbon monoxide, to which a characterization set may give no factor.

EF 3.1 dropped the 1.57 that EF 3.0 had, and the IPCC's main lists have no value either: such a set counts the gas as
zero, and the carbon in it is lost from the figure. The air oxidises it, and its mass of carbon dioxide is

    44.01 / 28.01 = 1.5712 times its own mass.

The finding states that amount; the figure does not include it, because the method does not count it. Biogenic carbon
monoxide loses nothing, since the dioxide would count zero too. The effect is that of the whole emission, also where the
Circular Footprint Formula counts a share of it.
"""

from collections.abc import Iterator
from decimal import Decimal

from ledger.footprint.graph.cells import exact_sum
from ledger.footprint.graph.goods import per_unit, unit_of
from ledger.footprint.graph.numbers import EXACT, EXPLAIN
from ledger.footprint.graph.resolution import Observation, Resolution
from schemas.gases import Gas, GasOrigin
from schemas.signed.rulebook import Rulebook

_CARBON_DIOXIDE = Decimal("44.01")
_CARBON_MONOXIDE = Decimal("28.01")
"""Molar masses in g/mol."""


def gas_faults(resolution: Resolution, rulebook: Rulebook) -> Iterator[Observation]:
    """The entries that emit carbon monoxide which the figure counts as zero."""
    gases = rulebook.characterization
    lost = {
        row.origin
        for row in gases.rows
        if row.gas is Gas.CO and row.value == "0" and row.origin is not GasOrigin.BIOGENIC
    }
    for node in resolution.order if lost else ():
        inventory = resolution.record(node).inventory
        if inventory is None:
            continue
        rows = [row for row in inventory.emissions if row.gas is Gas.CO and row.origin in lost]
        if rows:
            emitted = exact_sum(Decimal(row.amount) for row in rows)
            oxidised = EXPLAIN.divide(EXACT.multiply(emitted, _CARBON_DIOXIDE), _CARBON_MONOXIDE)
            detail = (
                f"{unit_of(inventory)}, {per_unit(emitted, inventory)} kg of carbon monoxide count "
                f"as zero, for {gases.method} has no factor; oxidised they would be "
                f"{per_unit(oxidised, inventory)} kg of carbon dioxide"
            )
            yield Observation("gas.without_factor", node, detail, oxidised.copy_negate())
