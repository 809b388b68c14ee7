"""Canonical JSON, with rfc8785 and the standard library as referees."""

import json
import re
import unicodedata
from decimal import Decimal

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st
from support.need import need_shared
from support.refusal import refusal_code, refused

from ledger.trust.canonical import Profile, canonical, parse_canonical, parse_json
from schemas.errors import CradleError

LIMIT = 100_000
ANY_KEY = Profile(keys=re.compile("(?s:.*)"), longest=1024)
LARGEST = 2**53 - 1
_BIDI_CLASSES = {"LRE", "RLE", "PDF", "LRO", "RLO", "LRI", "RLI", "FSI", "PDI"}
_BIDI_MARKS = {0x200E, 0x200F, 0x061C}


def _allowed(code: int) -> bool:
    """Return whether a string of this one character is in the profile, by another definition."""
    char = chr(code)
    return not (
        unicodedata.category(char) in {"Cc", "Cs"}
        or unicodedata.bidirectional(char) in _BIDI_CLASSES
        or code in _BIDI_MARKS
        or 0xFDD0 <= code <= 0xFDEF
        or code & 0xFFFE == 0xFFFE
        or unicodedata.normalize("NFC", char) != char
    )


TEXTS = (
    st.text(st.characters(exclude_categories=["Cc", "Cs"]), max_size=20)
    .map(lambda text: unicodedata.normalize("NFC", text))
    .filter(lambda text: all(_allowed(ord(char)) for char in text))
)
KEYS = st.text(alphabet="abcz019_", min_size=1, max_size=6)
SCALARS = st.booleans() | st.integers(min_value=-LARGEST, max_value=LARGEST) | TEXTS
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=20,
)


@given(VALUES)
def test_another_implementation_writes_the_same_bytes(value: object) -> None:
    """Inside the profile the bytes are those of the rfc8785 package."""
    assert canonical(value) == rfc8785.dumps(value)  # type: ignore[arg-type]


@given(VALUES)
def test_round_trip(value: object) -> None:
    """A value comes back from its canonical bytes, by both parsers."""
    data = canonical(value)
    assert parse_canonical(data, LIMIT) == value
    assert parse_json(data, LIMIT) == value


@given(VALUES, st.booleans())
def test_other_spellings_are_readable_but_not_canonical(value: object, escape: bool) -> None:  # noqa: FBT001
    """An indented spelling reads as the same value, and is refused as not canonical."""
    data = json.dumps({"v": value}, indent=1, ensure_ascii=escape).encode()
    assert parse_json(data, LIMIT) == {"v": value}
    with refused("json.not_canonical"):
        parse_canonical(data, LIMIT)


@given(st.text(alphabet='{}[]",:0123456789.eE-+ \\utrfalsn', max_size=30))
def test_whatever_is_accepted_is_its_own_canonical_form(text: str) -> None:
    """No text but the canonical one of its value passes; every other is refused."""
    try:
        value = parse_canonical(text.encode(), LIMIT)
    except CradleError:
        return
    assert rfc8785.dumps(value) == text.encode()  # type: ignore[arg-type]


REFUSED = [
    (b'{"a":1,"a":2}', "json.duplicate_key", ""),
    (b'{"b":[{"c":1,"c":1}]}', "json.duplicate_key", "b[0]"),
    (b'{"a":1.5,"a":1}', "json.duplicate_key", ""),
    (b'\xef\xbb\xbf{"a":1}', "json.bom", ""),
    (b'{"a":1.0}', "json.float", "a"),
    (b'{"inputs":[{"amount":-0.0}]}', "json.float", "inputs[0].amount"),
    (b"[1e-6]", "json.float", "[0]"),
    (b"[1e5]", "json.float", "[0]"),
    (b"[1e999]", "json.float", "[0]"),
    (b"[NaN]", "json.float", "[0]"),
    (b"[-Infinity]", "json.float", "[0]"),
    (b"[-0]", "json.integer", "[0]"),
    (b"[9007199254740992]", "json.integer", "[0]"),
    (b"[-9007199254740992]", "json.integer", "[0]"),
    (b"[18446744073709551616]", "json.integer", "[0]"),
    (b"9" * 5000, "json.integer", ""),
    (b'{"a":{"b":null}}', "json.null", "a.b"),
    (b'{"Amount":1}', "json.key", ""),
    (b'{"a":{"b-c":1}}', "json.key", "a"),
    (b'{"":1}', "json.key", ""),
    ('{"\u00e9":1}'.encode(), "json.key", ""),
    ('{"\U0001f602":1,"\ufb33":2}'.encode(), "json.key", ""),
    (b'["A\\u030a"]', "json.string", "[0]"),
    (b'["\\ud800"]', "json.string", "[0]"),
    (b'["\\u0000"]', "json.string", "[0]"),
    (b'["\x7f"]', "json.string", "[0]"),
    (b'["' + b"a" * 1025 + b'"]', "json.string", "[0]"),
    (b"", "json.syntax", ""),
    (b"{", "json.syntax", ""),
    (b"[1,]", "json.syntax", ""),
    (b"[01]", "json.syntax", ""),
    (b"{'a':1}", "json.syntax", ""),
    (b"[1] x", "json.syntax", ""),
    (b'["\n"]', "json.syntax", ""),
    (b'["\xff"]', "json.syntax", ""),
    (b'["\xed\xa0\x80"]', "json.syntax", ""),
    ("[1]".encode("utf-16"), "json.syntax", ""),
    (b"[" * 17 + b"]" * 17, "json.depth", ""),
    (b'{"a":' * 17 + b"1" + b"}" * 17, "json.depth", ""),
    (b"[" * 90_000, "json.depth", ""),
    (b" " * (LIMIT + 1), "json.too_large", ""),
]


@pytest.mark.parametrize(("data", "code", "place"), REFUSED)
def test_traps_are_refused_with_their_place(data: bytes, code: str, place: str) -> None:
    """Both parsers refuse texts that JSON libraries read differently, with their place."""
    with refused(code, place):
        parse_json(data, LIMIT)
    with refused(code, place):
        parse_canonical(data, LIMIT)


@pytest.mark.parametrize(
    "data", [b'{"a": 1}', b'{"b":1,"a":2}', b'"\\u0041"', b'"\\/"', b"1 ", b"\t1"]
)
def test_other_form_of_a_sound_value_is_not_canonical(data: bytes) -> None:
    """White space, key order and needless escapes are sound, but not canonical."""
    parse_json(data, LIMIT)
    with refused("json.not_canonical"):
        parse_canonical(data, LIMIT)


def test_limits_are_inclusive() -> None:
    """Depth 16, 1,024 characters, 2^53-1 and the byte limit itself are accepted."""
    for data in (b"[" * 16 + b"]" * 16, b'"' + b"a" * 1024 + b'"', b"-9007199254740991"):
        parse_canonical(data, len(data))
        with refused("json.too_large"):
            parse_canonical(data, len(data) - 1)


@pytest.mark.untraced  # a million walks: tracing them takes minutes and shows no new line
def test_every_code_point() -> None:
    """Of all 1,114,112 code points exactly those that the profile allows are accepted."""
    wrong = [
        code
        for code in range(0x110000)
        if (refusal_code(lambda: canonical(chr(code))) is None) != _allowed(code)  # noqa: B023
    ]
    assert not wrong


class _Text(str):
    __slots__ = ()


@pytest.mark.parametrize(
    ("value", "code", "place"),
    [
        ({"a": [1.0]}, "json.float", "a[0]"),
        ({"a": None}, "json.null", "a"),
        ({"a": Decimal(1)}, "json.type", "a"),
        ({"a": b""}, "json.type", "a"),
        ({"a": {"b": {1}}}, "json.type", "a.b"),
        (_Text("a"), "json.type", ""),
        ({1: "a"}, "json.key", ""),
        ((2**53,), "json.integer", "[0]"),
    ],
)
def test_canonical_refuses_other_values(value: object, code: str, place: str) -> None:
    """A value that the profile cannot hold is refused, not turned into something near it."""
    with refused(code, place):
        canonical(value)


def test_tuples_are_arrays() -> None:
    """A tuple is written as an array."""
    assert canonical({"b": (1, "x"), "a": True}) == b'{"a":true,"b":[1,"x"]}'


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("arrays", "json.null"),
        ("structures", "json.float"),
        ("unicode", "json.string"),
        ("values", "json.float"),
        ("weird", "json.string"),
    ],
)
def test_jcs_vectors_outside_the_profile(name: str, code: str) -> None:
    """Five of the six RFC 8785 vectors hold something outside the profile, whatever their keys."""
    data = (need_shared("vectors") / "jcs/input" / f"{name}.json").read_bytes()
    with refused(code):
        parse_json(data, LIMIT, ANY_KEY)


def test_jcs_vector_inside_the_profile() -> None:
    """The sixth RFC 8785 vector, with its keys allowed, gives the published bytes."""
    folder = need_shared("vectors") / "jcs"
    value = parse_json((folder / "input/french.json").read_bytes(), LIMIT, ANY_KEY)
    published = (folder / "output/french.json").read_bytes()
    assert canonical(value, ANY_KEY) == published
    assert parse_canonical(published, LIMIT, ANY_KEY) == value


def test_a_cut_text_says_what_to_do() -> None:
    """The refusal of a text that ends too early has its line and column, and a remedy."""
    with pytest.raises(CradleError, match=r"line 1, column 6: .* fetch or write it again\.$"):
        parse_json(b'{"a":', LIMIT)
