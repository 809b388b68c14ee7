"""A table as a CSV file: UTF-8 with a mark, so that spreadsheet programs read the letters.

A text that a spreadsheet program would take for a formula gets an apostrophe before it (OWASP, CSV injection). Where a
comma is the decimal sign these programs take a semicolon for the end of a cell, so what follows one is treated alike.
"""

import csv
import io
import re
from collections.abc import Iterable
from typing import Final

_FORMULA: Final = re.compile(r"(^|[;\t\r\n])( *)(?=[=+\-@\uff1d\uff0b\uff0d\uff20\t\r])")
"""The beginning of a possible formula; the last four signs are the wide forms of the first."""

_NUMBER: Final = re.compile(r"-?[0-9]+(\.[0-9]+)?")


def csv_table(headings: Iterable[str], rows: Iterable[Iterable[object]]) -> bytes:
    """Write a table; None is an empty cell."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(headings)
    writer.writerows([_cell(value) for value in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def _cell(value: object) -> str:
    text = "" if value is None else str(value)
    return text if _NUMBER.fullmatch(text) else _FORMULA.sub(r"\1'\2", text)
