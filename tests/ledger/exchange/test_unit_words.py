"""Words for units, and their exact conversion, which spreadsheets and case folders share."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.exchange.unit_words import UnitWord, read_unit
from ledger.translations.spreadsheet import unit_words
from schemas.vocabulary import Unit

WORDS = sorted({*unit_words(), *(unit.value for unit in Unit)})


@pytest.mark.parametrize("unit", Unit)
def test_a_unit_of_the_ledger_is_read_as_it_is(unit: Unit) -> None:
    """Its own word moves no point."""
    assert read_unit(unit.value) == UnitWord(unit, 0)


@pytest.mark.parametrize(
    ("text", "unit", "power"),
    [
        ("t", Unit.KG, 3),
        ("g", Unit.KG, -3),
        ("MWh", Unit.KWH, 3),
        ("GWh", Unit.KWH, 6),
        ("GJ", Unit.MJ, 3),
        ("km", Unit.M, 3),
        ("l", Unit.M3, -3),
        ("kgkm", Unit.TKM, -3),
        ("m²", Unit.M2, 0),
        ("m2*a", Unit.M2A, 0),
        ("square meter-year", Unit.M2A, 0),
        ("平方米年", Unit.M2A, 0),
    ],
)
def test_a_word_has_a_unit_and_a_power(text: str, unit: Unit, power: int) -> None:
    """Each is a power of ten of one unit of the ledger."""
    assert read_unit(text) == UnitWord(unit, power)


@pytest.mark.parametrize("text", ["", "BTU", "Mg", "ton", "m2 a year", "kWh/kg", "CO2e"])
def test_a_word_without_one_meaning_is_none(text: str) -> None:
    """Nothing is guessed."""
    assert read_unit(text) is None


@given(st.decimals(-(10**40), 10**40, allow_nan=False, places=30), st.sampled_from(WORDS))
def test_no_digit_is_lost_and_a_product_stays(amount: Decimal, text: str) -> None:
    """The digits of a total and of a value per unit stay; the exponents move by the same power in opposite ways."""
    word = read_unit(text)
    assert word is not None
    total, per_unit = word.total(amount), word.per_unit(amount)
    assert total.as_tuple().digits == per_unit.as_tuple().digits == amount.as_tuple().digits
    assert int(total.as_tuple().exponent) - int(amount.as_tuple().exponent) == word.power
    assert word.per_unit(total) == word.total(per_unit) == amount
