"""A table as a CSV file: a cell is text, never a formula."""

import csv
import io
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.documents.rendering.csv_table import csv_table


def cells(*row: object) -> list[str]:
    """The cells of a row as a reader of the file gets them."""
    content = csv_table(["a"] * len(row), [row]).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(content, newline="")))[1]


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1+1", "@SUM(A1)", "\tx", "\rx"])
def test_a_formula_becomes_text(text: str) -> None:
    """A spreadsheet program shows it and does not run it."""
    assert cells(text) == [f"'{text}"]


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("a;=1+1", "a;'=1+1"),
        ("Plant Ltd; =1+1", "Plant Ltd;' =1+1"),
        (" =1+1", "' =1+1"),
        ("a\n@SUM(A1)", "a\n'@SUM(A1)"),
        ("\uff1d1+1", "'\uff1d1+1"),
    ],
)
def test_a_formula_behind_a_separator_becomes_text(text: str, kept: str) -> None:
    """A semicolon ends a cell where a comma is the decimal sign; wide signs count like the others."""
    assert cells(text) == [kept]


@pytest.mark.parametrize("text", ["-0.5", "-5", "1.25", "", "a,b", 'say "x"', "电池"])
def test_numbers_and_other_texts_stay(text: str) -> None:
    """A negative number is no formula; separators, quotes and letters come back as they were."""
    assert cells(text, None) == [text, ""]


@given(st.text(st.sampled_from("=+-@;\t\r\n \uff1d,'\"a1"), max_size=8))
def test_no_cell_begins_like_a_formula(text: str) -> None:
    """Whatever separator a program takes; without the apostrophes the text comes back."""
    (cell,) = cells(text)
    begun = [part.lstrip(" ") for part in re.split(r"[;\t\r\n]", cell)]
    numeric = re.fullmatch(r"-?[0-9]+(\.[0-9]+)?", text)
    assert numeric or not [part for part in begun if part[:1] in set("=+-@\uff1d")]
    assert cell.replace("'", "") == text.replace("'", "")
