"""A written number has one reading or two, and a second one is never chosen silently."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.exchange.spreadsheet.faults import Fault
from ledger.exchange.spreadsheet.numbers import DECIMAL, decide, read_float, read_written
from ledger.exchange.spreadsheet.template import spell
from ledger.translations.languages import LANGUAGES, Language


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("12", "12"),
        ("12.5", "12.5"),
        ("12,5", "12.5"),
        ("1.234,5", "1234.5"),
        ("1,234.5", "1234.5"),
        ("1.234.567", "1234567"),
        ("1 234,5", "1234.5"),
        ("1\u00a0234,5", "1234.5"),
        ("1\u202f234\u202f567", "1234567"),
        ("1'234.5", "1234.5"),
        ("1\u2019234", "1234"),
        ("12345.678", "12345.678"),
        ("0,125", "0.125"),
        (",5", "0.5"),
        ("\uff11\uff12\uff0e\uff15", "12.5"),
        ("\u0661\u0662", "12"),
        ("\u221212", "-12"),
        ("(12)", "-12"),
        ("+7", "7"),
    ],
)
def test_a_number_with_one_reading_is_read_in_every_language(text: str, value: str) -> None:
    """Groups, signs and digits of any script and width."""
    written = read_written(text)
    assert written.grouped is None
    for language in LANGUAGES:
        assert decide(written, None, language)[0] == Decimal(value)


@pytest.mark.parametrize(
    ("text", "english", "german"),
    [("1.234", "1.234", "1234"), ("1,234", "1234", "1.234"), ("12,500", "12500", "12.5")],
)
def test_the_language_decides_between_two_readings_and_a_note_says_so(
    text: str, english: str, german: str
) -> None:
    """Without a certain decimal sign, both are suggested."""
    written = read_written(text)
    for sign, value in ((".", english), (",", german)):
        read, note = decide(written, sign, "en")  # type: ignore[arg-type]
        assert read == Decimal(value)
        assert note is not None
        assert note.code == "number.read_as"
    with pytest.raises(Fault) as caught:
        decide(written, None, "en")
    assert caught.value.note.code == "number.ambiguous"


def test_both_suggestions_have_one_reading() -> None:
    """A suggested text is accepted without another question."""
    with pytest.raises(Fault) as caught:
        decide(read_written("1.234"), None, "de")
    grouped, decimal = str(caught.value.note.suggestion).split(" / ")
    assert (grouped, decimal) == ("1234", "1.2340")
    assert read_written(grouped).grouped is None
    assert read_written(decimal).value == Decimal("1.234")
    assert read_written(decimal).grouped is None


def test_the_sign_of_another_language_is_noted() -> None:
    """A decimal point in a German file is read and reported."""
    read, note = decide(read_written("12.5"), ",", "de")
    assert read == Decimal("12.5")
    assert note is not None
    assert note.code == "number.other_language"


@pytest.mark.parametrize(
    ("number", "value", "noted"),
    [
        (0.1 + 0.2, "0.3", True),
        (0.3, "0.3", False),
        (1 / 3, "0.333333333333333", True),
        (1e15, "1000000000000000", False),
        (7, "7", False),
        (1234567.125, "1234567.125", False),
    ],
)
def test_excel_numbers_are_read_with_fifteen_digits(
    number: float,
    value: str,
    noted: bool,  # noqa: FBT001 - a column of the table
) -> None:
    """If that changes the number, a note reports it."""
    read, note = read_float(number)
    assert read == Decimal(value)
    assert (note is not None) == noted


@given(
    st.decimals(min_value="1e-9", max_value="1e15", allow_nan=False, places=9),
    st.sampled_from(LANGUAGES),
)
def test_a_spelled_number_is_read_back(number: Decimal, language: Language) -> None:
    """A number written by the template has one reading in its language."""
    written = read_written(spell(number, language))
    assert written.grouped is None
    assert decide(written, DECIMAL[language], language) == (number, None)
