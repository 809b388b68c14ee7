"""JSON with exact numbers: every digit survives, and everything else is as any JSON has it."""

import json
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.exchange.json_numbers import Json, write_json


@pytest.mark.parametrize(
    ("value", "text"),
    [("1.50", "1.5"), ("0E-7", "0"), ("1E+2", "100"), ("-0", "0"), ("-0.10", "-0.1")],
)
def test_a_number_has_one_spelling(value: str, text: str) -> None:
    """No exponent, no zero at the end, no minus before a zero."""
    assert write_json({"n": Decimal(value)}) == f'{{\n  "n": {text}\n}}\n'.encode()


def test_thirty_digits_survive() -> None:
    """More digits than binary floating point keeps."""
    digits = "1.234567890123456789012345678901"
    found = json.loads(write_json([Decimal(digits)]), parse_float=Decimal)
    assert found == [Decimal(digits)]


def test_layout() -> None:
    """Members in their order, two spaces a level, nothing spread that is empty."""
    document: Json = {"b": [], "a": {"x": True, "ä": '"'}, "c": [{}]}
    assert write_json(document).decode() == (
        '{\n  "b": [],\n  "a": {\n    "x": true,\n    "ä": "\\""\n  },\n  "c": [\n    {}\n  ]\n}\n'
    )


@given(st.decimals(allow_nan=False, allow_infinity=False, places=20))
def test_any_decimal_is_read_as_itself(value: Decimal) -> None:
    """By a reader that keeps decimals."""
    text = write_json([value])
    assert json.loads(text, parse_float=Decimal, parse_int=Decimal) == [value]


@given(
    st.recursive(
        st.booleans() | st.text(), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner)
    )
)
def test_any_document_is_read_as_itself(document: Json) -> None:
    """By any reader of JSON."""
    assert json.loads(write_json(document)) == document
