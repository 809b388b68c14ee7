"""Numbers in the forms that spreadsheets write."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError
from support.refusal import refusal_code, refused

from ledger.exchange.case_table import Number, refuse

NUMBER: TypeAdapter[Decimal] = TypeAdapter(Number)


def read(text: str) -> Decimal:
    """Read the number of a cell, or refuse it."""
    try:
        return NUMBER.validate_python(text)
    except ValidationError as error:
        raise refuse(error, "here") from None


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1", "1"),
        ("-0.5", "-0.5"),
        ("+2.", "2"),
        (".25", "0.25"),
        ("1.5E-3", "0.0015"),
        ("2e3", "2000"),
    ],
)
def test_a_number_is_taken_as_written(text: str, value: str) -> None:
    """Signs, bare points and exponents are read, with the value they state."""
    assert read(text) == Decimal(value)


@pytest.mark.parametrize(
    "text", ["", ".", "1,5", "1 000", "1'000", "0x1", "inf", "1e", "--1", "1e9999"]
)
def test_what_is_no_number_is_refused(text: str) -> None:
    """Separators of thousands, words and other bases are refused."""
    with refused("case.number"):
        read(text)


@given(st.integers(-(10**30), 10**30), st.integers(-99, 99))
def test_no_digit_is_lost(digits: int, exponent: int) -> None:
    """A number keeps all its digits, however many."""
    assert read(f"{digits}e{exponent}").as_tuple() == Decimal(f"{digits}E{exponent}").as_tuple()


@given(st.text(max_size=12))
def test_any_text_is_a_number_or_refused(text: str) -> None:
    """No text gets another error than the refusal."""
    assert refusal_code(lambda: read(text)) in (None, "case.number")
