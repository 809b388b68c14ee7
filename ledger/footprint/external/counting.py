"""What an imported figure counts under a rulebook: kg CO2e per unit of its row, by stage and group.

    cell per unit = sum of the parts that count / declared amount

An external figure stands where a delivery's line would, so it is rounded as one: a single division to the digits of a
cell (`exact-1`). Kept in the one division of the entry instead, each declared amount would multiply all other rows, and
a row could not be read alone.

Fossil, biogenic, land use change and unspecified parts count as stated; what land in use loses counts
with land use change, the sub-category of PEF that holds both. For CO2 taken up by growing biomass and
gained by land in use the rulebook's own factor decides: EF 3.1 has 0 for the first, and for the
second a credit, which rulebooks by PEF keep out. CO2 put away by technology is never counted: no
rulebook here has a rule for it, and an imported file proves nothing of it. That is careful, and not
settled law.
"""

from collections.abc import Iterator, Mapping
from decimal import Decimal

from ledger.footprint.graph.factors import FactorTable
from ledger.footprint.graph.numbers import EXACT, ZERO, divide
from schemas.errors import CradleError
from schemas.gases import Gas, GasOrigin
from schemas.rows import ExternalInput, ExternalValue
from schemas.vocabulary import ExternalPart, Group, Stage

EXTERNAL = "external"
"""The source of terms whose figure was imported."""

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
"""The parts that are CO2 taken from the air, for which the rulebook has a factor or none."""


def external_cells(
    row: ExternalInput, table: FactorTable
) -> dict[tuple[Stage | None, Group], Decimal]:
    """The kg CO2e per unit of a row, by the file's stage (None where it has none) and group.

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
    """What of a part counts, per declared amount, and in which group; nothing of it may."""
    group, origin = GROUPS.get(value.part), ORIGINS.get(value.part)
    if group is not None:
        yield group, Decimal(value.value)
    elif origin is not None:
        try:
            factors = table.of_gas(Gas.CO2, origin)
        except CradleError:
            return
        # A file writes what is taken up as negative CO2e, a factor is per kg of CO2 taken up.
        taken = Decimal(value.value).copy_negate()
        yield from (
            (key, EXACT.multiply(taken, factor)) for key, factor in factors.items() if factor
        )
