"""Masses of a product: its carbon, the CO2 that it has taken up, and goods that are declared by mass.

- A product is no lighter than the carbon in it.
- It has taken up no more CO2 than 44/12 of the biogenic carbon that it holds, the ratio that PACT takes. More uptake
  lowers the total that includes it.
- Goods declared in kilograms weigh their declared amount, which is chosen and so exact.

Every other number may be off by half a unit of its last stated place.
"""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from ledger.exchange.lint.finding import error, remark, warning
from ledger.exchange.lint.numbers import number
from ledger.footprint.external.document import Fields
from ledger.footprint.graph.cells import exact_sum
from ledger.footprint.graph.numbers import EXACT, ZERO, format_decimal, rounding_allowance
from schemas.views.lint_report import LintFinding

MASS = "productMassPerDeclaredUnit"
MOLE_OF_CO2, MOLE_OF_CARBON = Decimal(44), Decimal(12)


def carbon_faults(
    mass: Decimal | None, fields: Fields, contents: Sequence[str]
) -> Iterator[LintFinding]:
    """Check the mass of a product, in kg, against its carbon.

    Args:
        mass: of the declared amount; None or 0 if there is none, as for energy.
        fields: the object that states the carbon.
        contents: its members in kg of carbon, which are parts of the product and do not overlap.
    """
    rows = [(name, value) for name in contents if (value := number(fields, name))]
    if not mass or not rows:
        return
    values = [value for _, value in rows]
    carbon = exact_sum(values)
    if carbon > EXACT.add(mass, rounding_allowance((mass, *values))):
        holds, weighs = format_decimal(carbon), format_decimal(mass)
        detail = (
            f"The product holds {holds} kg of carbon and weighs {weighs} kg; correct one of them."
        )
        yield error("lint.carbon", fields.path(rows[0][0]), detail, holds, weighs)


def uptake_faults(fields: Fields, name: str, biogenic: Decimal | None) -> Iterator[LintFinding]:
    """Check CO2 taken up, stated as zero or less in kg, against the kg of biogenic carbon in the product."""
    taken = number(fields, name)
    if taken is None or taken >= ZERO:
        return
    if biogenic is None:
        detail = "The file states no biogenic carbon, so this uptake cannot be checked; ask for the carbon content."
        yield remark("lint.carbon", fields.path(name), detail, fields.stated(name))
        return
    least = EXACT.subtract(taken.copy_abs(), rounding_allowance((taken,)))
    most = EXACT.add(biogenic, rounding_allowance((biogenic,)))
    if EXACT.multiply(least, MOLE_OF_CARBON) > EXACT.multiply(most, MOLE_OF_CO2):
        detail = (
            "The uptake is more CO2 than 44/12 of the biogenic carbon in the product, which is"
            f" {format_decimal(biogenic)} kg; correct one of them."
        )
        yield warning("lint.carbon", fields.path(name), detail, fields.stated(name))


def mass_faults(fields: Fields, unit: str, amount: str) -> Iterator[LintFinding]:
    """Check that goods declared in kilograms weigh their declared amount."""
    mass, declared = number(fields, MASS), number(fields, amount)
    if fields.stated(unit) != "kilogram" or mass is None or declared is None:
        return
    if EXACT.abs(EXACT.subtract(mass, declared)) > rounding_allowance((mass,)):
        weighs, of = format_decimal(mass), format_decimal(declared)
        detail = f"{of} kg of the product are stated to weigh {weighs} kg; correct one of them."
        yield warning("lint.mass", fields.path(MASS), detail, weighs, of)
