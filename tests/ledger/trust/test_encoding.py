"""Base64 and counts: one spelling for each value."""

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.refusal import refused

from ledger.trust.encoding import COUNT_LIMIT, decode_base64, encode_base64, parse_count
from schemas.errors import CradleError


@given(st.binary(max_size=200))
def test_base64_round_trip(data: bytes) -> None:
    """Every byte string comes back from its base64."""
    assert decode_base64(encode_base64(data)) == data


@given(st.text(alphabet="AQZaz09+/=-_ \n", max_size=12))
def test_base64_has_one_spelling(text: str) -> None:
    """A text is accepted only if it is the encoding of what it decodes to."""
    try:
        data = decode_base64(text)
    except CradleError:
        return
    assert base64.b64encode(data).decode() == text


@pytest.mark.parametrize(
    "text", ["QQ", "QQ=", "QR==", "QQ==\n", " QQ==", "QQ==QQ==", "_w==", "é", "="]
)
def test_base64_refuses_other_spellings(text: str) -> None:
    """Missing padding, stray bits, white space, the URL alphabet and other scripts are refused."""
    with refused("base64.form", "payload"):
        decode_base64(text, "payload")


@given(st.integers(min_value=0, max_value=COUNT_LIMIT - 1))
def test_count_round_trip(count: int) -> None:
    """Every count below 2^63 is read from its decimal text."""
    assert parse_count(str(count)) == count


@pytest.mark.parametrize(
    "text", ["", "-1", "+1", "01", "00", "1 ", "1\n", "1e3", "٣", str(COUNT_LIMIT), "9" * 5000]
)
def test_count_refuses_other_spellings(text: str) -> None:
    """A sign, a leading zero, other digits or a number of 2^63 and more is refused."""
    with refused("count.form", "size"):
        parse_count(text, "size")
