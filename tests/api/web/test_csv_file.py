"""A table of a page as a CSV file."""

import csv
import io

import pytest

from api.web.csv_file import csv_response


def cells(*row: object) -> list[str]:
    """The cells of a row as a reader of the file gets them."""
    content = bytes(csv_response("name", ["a"] * len(row), [row]).body).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(content)))[1]


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


def test_the_file_is_a_private_download() -> None:
    """It has a name, and no cache keeps it."""
    answer = csv_response("deliveries", ["a"], [])
    assert answer.headers["content-disposition"] == 'attachment; filename="deliveries.csv"'
    assert answer.headers["cache-control"] == "private, no-store"
    assert bytes(answer.body).startswith(b"\xef\xbb\xbf")
