"""Units of life-cycle databases as units of the ledger."""

from decimal import Decimal

import pytest

from ledger.exchange.background.units import kilograms, ledger_unit, same_unit


@pytest.mark.parametrize(
    ("word", "unit", "power"),
    [
        ("kilogram", "kg", 0),
        ("kWh", "kWh", 0),
        ("kilowatt hour", "kWh", 0),
        ("ton kilometer", "tkm", 0),
        ("t*km", "tkm", 0),
        ("kg*km", "tkm", -3),
        ("Item(s)", "piece", 0),
        ("square meter-year", "m2a", 0),
        ("kilometer", "m", 3),
        ("t", "kg", 3),
    ],
)
def test_a_known_word(word: str, unit: str, power: int) -> None:
    """A word of Brightway, openLCA or ILCD, and the power of ten between the units."""
    found = ledger_unit(word)
    assert found is not None
    assert (found.unit.value, found.power) == (unit, power)


@pytest.mark.parametrize("word", ["vehicle-kilometer", "kBq", "", "ton"])
def test_an_unknown_word(word: str) -> None:
    """The ledger has no such unit, or the word has several meanings."""
    assert ledger_unit(word) is None


def test_mass_by_case() -> None:
    """Mg is a tonne and mg is not."""
    assert kilograms("Mg") == Decimal(1000)
    assert kilograms("mg") == Decimal("0.000001")
    assert kilograms("m3") is None


def test_two_words_of_one_unit() -> None:
    """Links compare units, not spellings; unknown words compare as they are."""
    assert same_unit("kilogram") == same_unit("kg")
    assert same_unit("t") != same_unit("kg")
    assert same_unit("Vehicle-Kilometer") == "vehicle-kilometer"
