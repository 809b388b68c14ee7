"""An imported figure under a rulebook: kg CO2e per unit of its row, by stage and group.

    cell per unit = sum of the parts that count / declared amount

An external figure replaces a delivery's line, so it is rounded like one: a single division to the digits of a cell
(`exact-1`). Kept in the one division of the entry instead, each declared amount would multiply all other rows, and a
row could not be read alone.

Fossil, biogenic, land use change and unspecified parts count as stated; losses of land in use count with land use
change, the sub-category of PEF that includes both. For CO2 taken up by growing biomass or gained by land in use the
rulebook's own factor applies: EF 3.1 has 0 for the first, and for the second a credit, which rulebooks by PEF keep out.
CO2 removed by technology does not count: no rulebook here has a rule for it, and an imported file does not prove it.
This is a cautious choice, not settled law.
"""

from collections.abc import Iterator, Mapping
from decimal import Decimal

from ledger.footprint.graph.factors import FactorTable
from ledger.footprint.graph.numbers import EXACT, ZERO, divide
from schemas.errors import CradleError
from schemas.external_words import ExternalPart
from schemas.gases import Gas, GasOrigin
from schemas.signed.rows import ExternalInput, ExternalValue
from schemas.vocabulary import Group, Stage

EXTERNAL = "external"
"""The source of terms with an imported figure."""

GROUPS: Mapping[ExternalPart, Group] = {
    ExternalPart.FOSSIL: Group.FOSSIL,
    ExternalPart.BIOGENIC: Group.BIOGENIC,
    ExternalPart.LAND_USE_CHANGE: Group.LAND_USE_CHANGE,
    ExternalPart.LAND_MANAGEMENT: Group.LAND_USE_CHANGE,
    ExternalPart.UNSPECIFIED: Group.UNSPECIFIED,
}
"""The parts that count as stated, and their groups."""

ORIGINS: Mapping[ExternalPart, GasOrigin] = {
    ExternalPart.UPTAKE: GasOrigin.UPTAKE,
    ExternalPart.LAND_REMOVAL: GasOrigin.LAND_USE_UPTAKE,
}
"""The parts that are CO2 removed from the air; the rulebook may have a factor for them."""


def external_cells(
    row: ExternalInput, table: FactorTable
) -> dict[tuple[Stage | None, Group], Decimal]:
    """The kg CO2e per unit of a row, by the file's stage (None if it has none) and group.

    Raises:
        CradleError: `figure.overflow`.
    """
    sums: dict[tuple[Stage | None, Group], Decimal] = {}
    for value in row.values:
        for group, kg in counted(value, table):
            key = (value.stage, group)
            sums[key] = EXACT.add(sums.get(key, ZERO), kg)
    amount = Decimal(row.declared_amount)
    return {key: divide(kg, amount) for key, kg in sums.items()}


def counted(value: ExternalValue, table: FactorTable) -> Iterator[tuple[Group, Decimal]]:
    """The counted value of a part, per declared amount, with its group; empty if the part does not count."""
    group, origin = GROUPS.get(value.part), ORIGINS.get(value.part)
    if group is not None:
        yield group, Decimal(value.value)
    elif origin is not None:
        try:
            factors = table.of_gas(Gas.CO2, origin)
        except CradleError:
            return
        # A file writes uptake as negative CO2e; a factor is per kg of CO2 taken up.
        taken = Decimal(value.value).copy_negate()
        yield from (
            (key, EXACT.multiply(taken, factor)) for key, factor in factors.items() if factor
        )
