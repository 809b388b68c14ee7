"""Bytes of a file: encodings and repeated keys are findings, what is not JSON is refused, and doubles are watched."""

import json
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.lint_files import battery_pass
from support.refusal import refused

from ledger.exchange.lint.decoding import read_json
from ledger.exchange.lint.linter import lint
from ledger.footprint.external.document import SIZE_LIMIT

SOUND = json.dumps(battery_pass())


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-8-sig", "utf-32"])
def test_other_encodings_are_read_and_reported(encoding: str) -> None:
    """With or without a byte-order mark; the content is checked as usual."""
    (row,) = lint(SOUND.encode(encoding), "f").findings
    assert (row.severity, row.code, row.place) == ("warning", "lint.encoding", "")


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "json.syntax"),
        (b"plain text", "json.syntax"),
        (b'{"a": NaN}', "json.syntax"),
        (b"\xff\xfe{", "json.syntax"),
        (b'{"a": "\xff"}', "json.syntax"),
        (b"<pcf/>", "json.syntax"),
        (b"[" * 100_000, "json.depth"),
        (b" " * (SIZE_LIMIT + 1), "json.too_large"),
    ],
)
def test_what_is_no_json_is_refused(data: bytes, code: str) -> None:
    """With the reader's own codes; there is no stack trace and no report."""
    with refused(code):
        lint(data, "f")


def test_a_repeated_key_is_an_error_and_the_last_value_counts() -> None:
    """An honest total before a small one, or after it, is found by its path."""
    twice = SOUND.replace(
        '"batteryCarbonFootprint": 0.2', '"batteryCarbonFootprint": 9, ' * 2 + '"x": 1'
    )
    rows = lint(twice.encode(), "f").findings
    assert ("lint.duplicate_key", "batteryCarbonFootprint") in [(r.code, r.place) for r in rows]
    assert "lint.stage_sum" in {row.code for row in rows}
    deep = SOUND.replace(
        '"lifecycleStage": "Distribution"', '"lifecycleStage": "Distribution",' * 2 + '"x": 1'
    )
    (row,) = lint(deep.encode(), "f").findings
    assert row.place == "carbonFootprintPerLifecycleStage[2].lifecycleStage"


@given(st.decimals(min_value=-1000, max_value=1000, allow_nan=False, allow_infinity=False))
def test_only_numbers_that_a_double_changes_are_reported(value: Decimal) -> None:
    """A number that comes back from a double is not; another one is, with the value that comes back."""
    text = format(value, "f")
    _, rows = read_json(f'{{"a": {text}}}'.encode())
    kept = Decimal(repr(float(text))) == value
    assert [row.code for row in rows] == ([] if kept else ["lint.double"])


def test_numbers_that_lose_digits_are_one_remark() -> None:
    """At the first of them, with their number; a string loses nothing."""
    long = "0.12345678901234567891"
    _, rows = read_json(f'{{"a": "{long}", "b": [{long}, {long}]}}'.encode())
    (row,) = rows
    assert (row.severity, row.code, row.place, row.stated) == (
        "remark",
        "lint.double",
        "b[0]",
        long,
    )
    assert row.detail.startswith("2 numbers lose digits")
    assert row.recomputed == "0.12345678901234568"


@pytest.mark.parametrize("text", ["1e999", "1e99999999999999999999", "9" * 400, "-1E400"])
def test_numbers_beyond_all_doubles(text: str) -> None:
    """Their double is infinite, or none at all: a remark without a value."""
    _, (row,) = read_json(f'{{"a": {text}}}'.encode())
    assert (row.code, row.recomputed) == ("lint.double", None)


def test_paths_of_hostile_files_stay_short() -> None:
    """A key of half a megabyte over many values makes no path of that length."""
    name = "a" * (SIZE_LIMIT // 2)
    data = f'{{"{name}": [{"1," * 1000} {{"b": 1, "b": 2}}]}}'.encode()
    _, (row,) = read_json(data)
    assert len(row.place) <= 200
