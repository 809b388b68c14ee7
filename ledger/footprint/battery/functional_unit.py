"""The functional unit: 1 kWh of the total energy that a battery delivers over its service life.

    by warranty        total energy = usable capacity x full equivalent cycles per year x years
    by cycle life      total energy = usable capacity x declared cycle life
    by one cycle       total energy = usable capacity, for figures per kWh of capacity

The years are those of the shortest warranty that qualifies; a distance that ends a warranty earlier is turned into
years by the rulebook's km per year, which need not divide, so the result is an exact ratio. A warranty that promises
less than the rulebook's share of usable energy, or states none, does not qualify; if none does, the rulebook's default
years apply. Left out: the question if a default longer than a warranty that does not qualify should apply; the method
says so. Sources: draft delegated regulation of April 2024 (EV), JRC rules of April 2025 (industrial, repeated use), as
the rulebooks' references say. For leasing the manufacturer sets the years and states them as a warranty.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from pydantic import ValidationError

from ledger.footprint.graph.numbers import EXACT, ONE, format_decimal
from schemas.errors import CradleError
from schemas.signed.calculation import BatteryUnit, Ratio, Warranty
from schemas.signed.rulebook import CyclesPerYear, FunctionalUnit, Rulebook
from schemas.vocabulary import Category


@dataclass(frozen=True, slots=True)
class ServiceLife:
    """The stated service life of a battery: its warranties, or its declared cycle life."""

    warranties: tuple[Warranty, ...] = ()
    cycle_life: str | None = None


def total_energy(
    category: Category,
    vehicle_category: str | None,
    capacity_kwh: str,
    life: ServiceLife,
    rulebook: Rulebook,
) -> Ratio:
    """The kWh that one battery delivers over its service life, as an exact ratio.

    Raises:
        CradleError: `functional_unit.category` or `functional_unit.vehicle_category` if the rulebook defines none;
            `functional_unit.cycle_life` or `functional_unit.warranty` if the one it requires is not stated;
            `functional_unit.too_long` if the product has more digits than a quantity may have.
    """
    unit = _unit(category, rulebook)
    capacity = Decimal(capacity_kwh)
    if unit.service_life == "one_cycle":
        return _ratio(capacity, ONE)
    if unit.service_life == "declared_cycle_life":
        if life.cycle_life is None:
            detail = f"Rulebook {rulebook.id} asks for the declared cycle life; state it."
            raise CradleError("functional_unit.cycle_life", detail, "cycle_life")
        return _ratio(EXACT.multiply(capacity, Decimal(life.cycle_life)), ONE)
    row = _cycles(unit, vehicle_category, rulebook)
    per_year = EXACT.multiply(capacity, Decimal(row.cycles.value))
    years, divisor = _shortest(life.warranties, row, rulebook)
    return _ratio(EXACT.multiply(per_year, years), divisor)


def energy_of(battery: BatteryUnit, rulebook: Rulebook) -> Ratio:
    """The total energy of a battery by what it asserts; errors as `total_energy`."""
    return total_energy(
        battery.category,
        battery.vehicle_category,
        battery.capacity_kwh,
        ServiceLife(battery.warranties, battery.cycle_life),
        rulebook,
    )


def without_share(
    category: Category, vehicle_category: str | None, life: ServiceLife, rulebook: Rulebook
) -> tuple[Fraction, Fraction] | None:
    """The years that apply, and those that would apply if each warranty without a share promised enough.

    None if every warranty states its share, or the rulebook requires none. The category has a functional unit, as
    `total_energy` requires.
    """
    unit = _unit(category, rulebook)
    lacking = any(warranty.remaining_energy is None for warranty in life.warranties)
    if not lacking or rulebook.warranty is None or unit.service_life != "warranty":
        return None
    row = _cycles(unit, vehicle_category, rulebook)
    enough = rulebook.warranty.least_remaining_energy.value
    supposed = tuple(
        warranty.model_copy(update={"remaining_energy": warranty.remaining_energy or enough})
        for warranty in life.warranties
    )
    holding, counted = (
        _shortest(warranties, row, rulebook) for warranties in (life.warranties, supposed)
    )
    return _fraction(holding), _fraction(counted)


def _shortest(
    warranties: tuple[Warranty, ...], row: CyclesPerYear, rulebook: Rulebook
) -> tuple[Decimal, Decimal]:
    """The years of service, as an exact ratio."""
    return min(_years(warranties, row, rulebook), key=_fraction)


def _fraction(ratio: tuple[Decimal, Decimal]) -> Fraction:
    return Fraction(ratio[0]) / Fraction(ratio[1])


def _qualifies(warranty: Warranty, rulebook: Rulebook) -> bool:
    """True if the rulebook requires no share of usable energy, or the warranty promises it."""
    if rulebook.warranty is None:
        return True
    least = Decimal(rulebook.warranty.least_remaining_energy.value)
    return warranty.remaining_energy is not None and Decimal(warranty.remaining_energy) >= least


def _years(
    warranties: tuple[Warranty, ...], row: CyclesPerYear, rulebook: Rulebook
) -> Iterator[tuple[Decimal, Decimal]]:
    """The years of each limit of each warranty that qualifies, or the default, as exact ratios."""
    rule = rulebook.warranty
    counted = [warranty for warranty in warranties if _qualifies(warranty, rulebook)]
    if not counted:
        if rule is None:
            detail = f"Rulebook {rulebook.id} has no default; state a warranty."
            raise CradleError("functional_unit.warranty", detail, "warranties")
        yield Decimal(rule.default_years.value), ONE
    for warranty in counted:
        yield Decimal(warranty.years), ONE
        if warranty.km is not None:
            yield Decimal(warranty.km), Decimal(row.km_per_year.value)


def _ratio(numerator: Decimal, denominator: Decimal) -> Ratio:
    try:
        return Ratio(numerator=format_decimal(numerator), denominator=format_decimal(denominator))
    except ValidationError:
        detail = "Capacity times cycles times warranty has too many digits; state fewer."
        raise CradleError("functional_unit.too_long", detail, "total_energy") from None


def _unit(category: Category, rulebook: Rulebook) -> FunctionalUnit:
    for unit in rulebook.functional_units:
        if unit.category is category:
            return unit
    raise CradleError(
        "functional_unit.category",
        f"Rulebook {rulebook.id} defines no functional unit for category {category.value}.",
        "category",
    )


def _cycles(
    unit: FunctionalUnit, vehicle_category: str | None, rulebook: Rulebook
) -> CyclesPerYear:
    for row in unit.cycles_per_year:
        if row.vehicle_category == vehicle_category:
            return row
    categories = ", ".join(row.vehicle_category for row in unit.cycles_per_year)
    raise CradleError(
        "functional_unit.vehicle_category",
        f"Rulebook {rulebook.id} knows the vehicle categories {categories}.",
        "vehicle_category",
    )
