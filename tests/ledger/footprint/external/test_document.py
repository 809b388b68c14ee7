"""Files of other exchanges as JSON: refusals with their place, and numbers that keep their digits."""

import json
from collections.abc import Callable
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.refusal import refused

from ledger.footprint.external.document import SIZE_LIMIT, Fields, load_json, parse_document
from ledger.footprint.graph.numbers import ZERO, format_decimal

FULL = {
    "none": None,
    "node": {"inner": {"text": "x"}, "list": [{"text": "y"}]},
    "text": "a text",
    "empty": "",
    "half": "\ud800",
    "texts": ["a", "b"],
    "flag": True,
    "number": 1.5,
}


def fields(**members: object) -> Fields:
    """The members, as read from a file."""
    return parse_document(json.dumps({**FULL, **members}).encode())


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "json.syntax"),
        (b"{", "json.syntax"),
        (b'{"a": NaN}', "json.syntax"),
        (b'{"a": -Infinity}', "json.syntax"),
        (b'{"a": "\xff"}', "json.syntax"),
        (b"\xef\xbb\xbf{}", "json.bom"),
        (b'{"a": {"b": 1, "b": 1}}', "json.duplicate_key"),
        (b"[" * 200_000, "json.depth"),
        (b"[]", "external.format"),
        (b" " * (SIZE_LIMIT + 1), "json.too_large"),
    ],
)
def test_bytes_that_are_no_file(data: bytes, code: str) -> None:
    """JSON that could be read in two ways, or not at all, is refused."""
    with refused(code):
        parse_document(data)


@pytest.mark.parametrize(
    ("read", "place"),
    [
        (lambda top: top.text("none"), "none"),
        (lambda top: top.text("absent"), "absent"),
        (lambda top: top.text("empty"), "empty"),
        (lambda top: top.text("half"), "half"),
        (lambda top: top.text("number"), "number"),
        (lambda top: top.text("flag"), "flag"),
        (lambda top: top.node("node").node("inner").text("no"), "node.inner.no"),
        (lambda top: top.node("node").node("list").texts("text"), "node.list.text"),
        (lambda top: top.node("text"), "text"),
        (lambda top: top.node("texts"), "texts"),
        (lambda top: top.texts("text"), "text"),
        (lambda top: top.flag("text"), "text"),
        (lambda top: top.word("text", ("one", "two")), "text"),
        (lambda top: top.timestamp("text"), "text"),
        (lambda top: top.number("text"), "text"),
        (lambda top: top.number("flag"), "flag"),
    ],
)
def test_a_member_that_is_missing_or_of_another_form(
    read: Callable[[Fields], object], place: str
) -> None:
    """A member that the figure needs and the file lacks is named by its path; null counts as absent."""
    with refused("external.field", place):
        read(fields())


def test_members_are_read() -> None:
    """Objects, also as the one of a list, texts, flags and words come back unchanged."""
    top = fields()
    assert not top.has("none")
    assert top.node("node").node("inner").text("text") == "x"
    assert top.node("node").node("list").text("text") == "y"
    assert top.texts("texts") == ("a", "b")
    assert top.flag("flag") is True
    assert top.word("text", ("a text",)) == "a text"
    at = fields(at="2025-01-01T01:30:00.5+01:00").timestamp("at")
    assert at.isoformat() == "2025-01-01T01:30:00.500000+01:00"


@pytest.mark.parametrize(
    "text",
    [
        "2025-01-01T00:00:00",
        "2025-01-01",
        "2025-02-30T00:00:00Z",
        "2025-01-01T25:00:00Z",
        "1025-01-01T00:00:00Z",
        "2025-01-01 00:00:00Z",
    ],
)
def test_a_time_without_zone_or_calendar_is_refused(text: str) -> None:
    """A time that could be meant in two ways is not guessed."""
    with refused("external.field", "at"):
        fields(at=text).timestamp("at")


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("1e", "external.field"),
        ("1e999", "external.field"),
        ("1,5", "external.field"),
        ("twelve", "external.field"),
        ("+1", "external.field"),
        (10**61, "external.field"),
        (1e15, "external.digits"),
        (1e-31, "external.digits"),
        ("0." + "0" * 30 + "1", "external.digits"),
        ("1E-31", "external.digits"),
        ("-1", "external.range"),
        ("3", "external.range"),
    ],
)
def test_a_number_outside_its_form_or_bounds(value: object, code: str) -> None:
    """No text is read as a number, and no number beyond a quantity of the wire format."""
    with refused(code, "n"):
        fields(n=value).number("n", least=ZERO, most=Decimal(2))


def test_a_string_with_an_exponent_is_read_exactly() -> None:
    """PACT's text shows this form."""
    assert format_decimal(fields(n="1E-3").number("n")) == "0.001"
    assert format_decimal(fields(n="-2.50e+2").number("n")) == "-250"


def test_numbers_are_strings_or_json_numbers_as_the_format_says() -> None:
    """A format that writes strings does not accept numbers, nor the reverse."""
    assert fields(n="1.50").number("n", numbers=False) == Decimal("1.5")
    assert fields(n=1.5).number("n", strings=False) == Decimal("1.5")
    assert fields(n=-0.0).number("n", least=ZERO) == ZERO
    with refused("external.field"):
        fields(n=1.5).number("n", numbers=False)
    with refused("external.field"):
        fields(n="1.5").number("n", strings=False)


@given(st.decimals(allow_nan=False, places=12, min_value=-(10**14), max_value=10**14))
def test_a_number_keeps_every_digit(value: Decimal) -> None:
    """Written as a string or as a number, with or without exponent, a value comes back exactly."""
    plain = format_decimal(value)
    for text in (f'"{plain}"', plain, f"{plain}e0", f'"{plain}E0"', f'"{value:E}"'):
        read = parse_document(f'{{"n": {text}}}'.encode()).number("n")
        assert format_decimal(read) == plain


def test_members_as_the_file_writes_them() -> None:
    """Names without those that are null; the text of a text or number; which of the two it is."""
    top = parse_document(b'{"a": 1.50, "b": "1.50", "c": null, "d": [1]}')
    assert top.names() == ("a", "b", "d")
    assert [top.stated(name) for name in "abcd"] == ["1.50", "1.50", None, None]
    assert [top.is_number(name) for name in "abcd"] == [True, False, False, False]


def test_the_objects_of_a_list() -> None:
    """Each with its place; a single object takes the place of a list of one; anything else is refused."""
    top = parse_document(
        b'{"rows": [{"x": "a"}, {"y": "b"}], "one": {"x": "c"}, "none": [], "m": [1]}'
    )
    assert [row.path(name) for row in top.nodes("rows") for name in row.names()] == [
        "rows[0].x",
        "rows[1].y",
    ]
    assert [row.path("x") for row in top.nodes("one")] == ["one.x"]
    for name in ("none", "m", "absent"):
        with refused("external.field", name):
            top.nodes(name)


def test_other_encodings_are_read_on_request() -> None:
    """The caller may name the encoding, and how an object is built from its members."""
    assert load_json('{"a": 1}'.encode("utf-16"), "utf-16") == {"a": "1"}
    assert load_json(b'{"a": 1, "a": 2}', collect=dict) == {"a": "2"}
    with refused("json.syntax"):
        load_json(b'{"a": 1}', "utf-16-le")
