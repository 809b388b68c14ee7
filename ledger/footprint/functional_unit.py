"""The functional unit of an EV battery: 1 kWh of what it delivers over its service life.

    total energy = usable capacity x full equivalent cycles per year x years of warranty

Years are those of the commercial warranty; a distance that ends it earlier is turned into years by
the rulebook's km per year, which need not divide, so the result is an exact ratio. Source: draft
delegated regulation of April 2024 on the EV methodology, as the rulebook's references say.
Warranties on the vehicle, none at all, or leasing are not covered here.
"""

from decimal import Decimal

from pydantic import ValidationError

from ledger.footprint.numbers import EXACT, ONE, format_decimal
from schemas.calculation import Ratio, Warranty
from schemas.errors import CradleError
from schemas.rulebook import CyclesPerYear, Rulebook
from schemas.vocabulary import Category


def total_energy(
    category: Category,
    vehicle_category: str | None,
    capacity_kwh: str,
    warranty: Warranty,
    rulebook: Rulebook,
) -> Ratio:
    """The kWh that one battery delivers over its service life, as an exact ratio.

    Raises:
        CradleError: `functional_unit.category` or `functional_unit.vehicle_category` where the
            rulebook defines none; `functional_unit.too_long` where the product of capacity, cycles
            and warranty has more digits than a quantity may.
    """
    row = _cycles(category, vehicle_category, rulebook)
    per_year = EXACT.multiply(Decimal(capacity_kwh), Decimal(row.cycles))
    years = Decimal(warranty.years)
    if warranty.km is not None:
        km, km_per_year = Decimal(warranty.km), Decimal(row.km_per_year)
        if km < EXACT.multiply(years, km_per_year):
            return _ratio(EXACT.multiply(per_year, km), km_per_year)
    return _ratio(EXACT.multiply(per_year, years), ONE)


def _ratio(numerator: Decimal, denominator: Decimal) -> Ratio:
    try:
        return Ratio(numerator=format_decimal(numerator), denominator=format_decimal(denominator))
    except ValidationError:
        detail = "Capacity times cycles times warranty has too many digits; state fewer."
        raise CradleError("functional_unit.too_long", detail, "total_energy") from None


def _cycles(category: Category, vehicle_category: str | None, rulebook: Rulebook) -> CyclesPerYear:
    for unit in rulebook.functional_units:
        if unit.category is category:
            for row in unit.cycles_per_year:
                if row.vehicle_category == vehicle_category:
                    return row
            known = ", ".join(row.vehicle_category for row in unit.cycles_per_year)
            raise CradleError(
                "functional_unit.vehicle_category",
                f"Rulebook {rulebook.id} knows the vehicle categories {known}.",
                "vehicle_category",
            )
    raise CradleError(
        "functional_unit.category",
        f"Rulebook {rulebook.id} defines no functional unit for category {category.value}.",
        "category",
    )
