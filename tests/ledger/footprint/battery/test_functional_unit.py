"""The total energy of a battery over its service life."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.graph import STUDY
from support.refusal import refused

from ledger.footprint.battery.functional_unit import ServiceLife, total_energy, without_share
from ledger.footprint.graph.numbers import format_decimal
from ledger.rulebooks.catalog import load_rulebook
from ledger.trust.canonical import canonical
from schemas.signed.calculation import Ratio, Warranty
from schemas.vocabulary import Category


def promised(years: str, km: str | None = None, share: str | None = "0.7") -> Warranty:
    """A warranty that qualifies, unless it promises another share."""
    return Warranty(years=years, km=km, remaining_energy=share)


def kwh(ratio: Ratio) -> Fraction:
    """The value of a ratio."""
    return Fraction(ratio.numerator) / Fraction(ratio.denominator)


EV_RULEBOOKS = ("study-full-substitution-1", "eu-ev-draft-2024", "pef-2021")


@pytest.mark.parametrize("rulebook_id", EV_RULEBOOKS)
@pytest.mark.parametrize(
    ("vehicle", "capacity", "years", "km", "energy"),
    [
        ("M1", "75", "8", "160000", Fraction(36000)),
        ("M1", "75", "8", "100000", Fraction(22500)),
        ("N3", "500", "8", "720000", Fraction(1_000_000)),
        ("M1", "75", "8", None, Fraction(36000)),
        ("M1", "75", "8", "159999", Fraction(159999 * 75 * 60, 20000)),
        ("L", "3", "5", "7000", Fraction(7000 * 3 * 20, 5000)),
        ("M1", "75.5", "7.5", "999999", Fraction("75.5") * 60 * Fraction("7.5")),
    ],
)
def test_worked_examples(
    rulebook_id: str, vehicle: str, capacity: str, years: str, km: str | None, energy: Fraction
) -> None:
    """FU1 to FU3 of eu-battery-method.md 2.5, and others; the shorter of years and distance counts."""
    warranty = promised(years, km)
    found = total_energy(
        Category.EV, vehicle, capacity, ServiceLife((warranty,)), load_rulebook(rulebook_id)
    )
    assert kwh(found) == energy


@pytest.mark.parametrize("category", Category)
def test_to_the_gate_no_service_life_counts(category: Category) -> None:
    """The total energy is the usable capacity, whatever a warranty or a cycle life says."""
    life = ServiceLife((promised("8", "160000"),), "1500")
    gate = load_rulebook("study-cradle-to-gate-1")
    for stated in (life, ServiceLife()):
        assert kwh(total_energy(category, None, "87.9219", stated, gate)) == Fraction("87.9219")
    assert without_share(category, None, life, gate) is None


@given(st.integers(1, 10**6), st.integers(1, 10**5), st.integers(1, 30))
def test_a_distance_stays_an_exact_ratio(km: int, watt_hours: int, years: int) -> None:
    """A distance is turned into years without rounding, also if it does not divide."""
    capacity = Fraction(watt_hours, 1000)
    warranty = promised(str(years), str(km))
    text = format_decimal(Decimal(watt_hours).scaleb(-3))
    found = total_energy(Category.EV, "M1", text, ServiceLife((warranty,)), STUDY)
    assert kwh(found) == capacity * 60 * min(Fraction(years), Fraction(km, 20000))


def test_a_third_is_a_ratio_and_no_decimal() -> None:
    """With 30,000 km a year, 100,001 km are no decimal number of years, and nothing is rounded."""
    (unit,) = STUDY.functional_units
    row = unit.cycles_per_year[0]
    km = row.km_per_year.model_copy(update={"value": "30000"})
    row = row.model_copy(update={"km_per_year": km})
    unit = unit.model_copy(update={"cycles_per_year": (row,)})
    rulebook = STUDY.model_copy(update={"functional_units": (unit,)})
    found = total_energy(Category.EV, "M1", "1", ServiceLife((promised("8", "100001"),)), rulebook)
    assert kwh(found) == Fraction(60 * 100001, 30000)
    assert found.denominator == "30000"


@pytest.mark.parametrize("vehicle", ["X9", None])
def test_an_unknown_vehicle_is_refused(vehicle: str | None) -> None:
    """A vehicle category that the rulebook does not know, or none, is refused."""
    with refused("functional_unit.vehicle_category", "vehicle_category"):
        total_energy(Category.EV, vehicle, "75", ServiceLife((Warranty(years="8"),)), STUDY)


def test_an_unknown_category_is_refused() -> None:
    """The available rulebooks define no functional unit for light means of transport."""
    with refused("functional_unit.category", "category"):
        total_energy(Category.LMT, "M1", "75", ServiceLife((Warranty(years="8"),)), STUDY)


def test_too_many_digits_are_refused() -> None:
    """A product that no quantity of the wire can state is refused instead of being rounded."""
    warranty = promised("8", "1." + "0" * 29 + "1")
    with refused("functional_unit.too_long", "total_energy"):
        total_energy(Category.EV, "M1", "0.0000000000001", ServiceLife((warranty,)), STUDY)


def test_without_a_warranty_the_default_years_hold() -> None:
    """FU4: a light vehicle of 3 kWh without any warranty serves 5 years, 300 kWh."""
    assert kwh(total_energy(Category.EV, "L", "3", ServiceLife(), STUDY)) == 300


def test_the_shortest_warranty_counts() -> None:
    """If several vehicles carry the battery, the shortest of their warranties applies."""
    life = ServiceLife((promised("8"), promised("10", "120000"), promised("7")))
    assert kwh(total_energy(Category.EV, "M1", "75", life, STUDY)) == 75 * 60 * 6


def test_a_warranty_below_seventy_per_cent_does_not_count() -> None:
    """Ten years at half the energy do not count as a warranty; eight at 70 per cent do."""
    weak, strong = promised("10", share="0.5"), promised("8")
    assert kwh(total_energy(Category.EV, "M1", "75", ServiceLife((weak,)), STUDY)) == 75 * 60 * 5
    life = ServiceLife((weak, strong))
    assert kwh(total_energy(Category.EV, "M1", "75", life, STUDY)) == 75 * 60 * 8


def test_a_warranty_without_a_share_does_not_count() -> None:
    """An unstated share is below 70 per cent: ten such years are the default five, and shorten no other."""
    silent = promised("10", share=None)
    assert kwh(total_energy(Category.EV, "M1", "75", ServiceLife((silent,)), STUDY)) == 75 * 60 * 5
    life = ServiceLife((promised("3", share=None), promised("8")))
    assert kwh(total_energy(Category.EV, "M1", "75", life, STUDY)) == 75 * 60 * 8


@pytest.mark.parametrize(
    ("warranties", "years"),
    [
        ((promised("8"),), None),
        ((promised("10", share="0.5"),), None),
        ((), None),
        ((promised("10", share=None),), (5, 10)),
        ((promised("3", share=None),), (5, 3)),
        ((promised("3", share=None), promised("8")), (8, 3)),
        ((promised("8", "100001", None),), (5, Fraction(100001, 20000))),
    ],
)
def test_what_a_share_that_is_not_stated_does(
    warranties: tuple[Warranty, ...], years: tuple[Fraction, Fraction] | None
) -> None:
    """The years that apply, and those that would; None if each warranty states its share."""
    assert without_share(Category.EV, "M1", ServiceLife(warranties), STUDY) == years


def test_a_share_matters_by_warranty_alone() -> None:
    """A rulebook that asks for no share counts every warranty; one that counts cycles, none."""
    free = STUDY.model_copy(update={"warranty": None})
    life = ServiceLife((promised("10", share=None),), "6000")
    assert kwh(total_energy(Category.EV, "M1", "75", life, free)) == 75 * 60 * 10
    assert without_share(Category.EV, "M1", life, free) is None
    cycles = load_rulebook("pef-2021")
    assert without_share(Category.INDUSTRIAL, None, life, cycles) is None


@pytest.mark.parametrize("share", ["900", "1.1", "-0.1", "0.80", "80 %"])
def test_a_share_is_from_zero_to_one(share: str) -> None:
    """A value outside the one notation of a share is refused."""
    stated = canonical({"years": "8", "remaining_energy": share})
    with refused("share.grammar", "remaining_energy"):
        Warranty.parse(stated)


def test_a_rulebook_without_a_default_asks_for_a_warranty() -> None:
    """There is no assumed default."""
    rulebook = STUDY.model_copy(update={"warranty": None})
    with refused("functional_unit.warranty", "warranties"):
        total_energy(Category.EV, "M1", "75", ServiceLife(), rulebook)


def test_repeated_use_goes_by_the_declared_cycle_life() -> None:
    """An industrial battery of 10 kWh with 6,000 declared cycles delivers 60,000 kWh."""
    rulebook = load_rulebook("jrc-cfb-ind-2025")
    life = ServiceLife(cycle_life="6000")
    assert kwh(total_energy(Category.INDUSTRIAL, None, "10", life, rulebook)) == 60000
    with refused("functional_unit.cycle_life", "cycle_life"):
        total_energy(Category.INDUSTRIAL, None, "10", ServiceLife(), rulebook)


@pytest.mark.parametrize("rulebook_id", ["cn-miit-551-2025", "jrc-cfb-lmt", "jrc-cfb-ev-2023"])
def test_a_unit_that_is_not_known_is_refused(rulebook_id: str) -> None:
    """A rulebook without a functional unit for the category has none assumed."""
    with refused("functional_unit.category", "category"):
        total_energy(Category.EV, "M1", "75", ServiceLife(), load_rulebook(rulebook_id))
