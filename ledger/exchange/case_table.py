"""Rows of a comma-separated file that know where they stand, so that a refusal can say it.

The first row names the columns; blank rows are passed over but counted, so a row has the number
that a spreadsheet shows. Text is UTF-8, with or without a byte-order mark. A number is taken
exactly as written, in ASCII digits with a decimal point; separators of thousands are refused
because they read differently from country to country.
"""

import csv
import io
import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from schemas.base import refusal
from schemas.errors import CradleError
from schemas.values import Code, Text
from schemas.vocabulary import Unit

CODE: TypeAdapter[str] = TypeAdapter(Code)
TEXT: TypeAdapter[str] = TypeAdapter(Text)
_NUMBER = re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]{1,3})?")


class Row:
    """A row of a table: its fields by column, and its place."""

    def __init__(self, fields: Mapping[str, str], place: str) -> None:
        self._fields = fields
        self.place = place

    def text(self, column: str, default: str | None = None) -> str:
        """A field without the space around it; the default where it is missing or empty."""
        value = self._fields.get(column, "").strip()
        if value:
            return parse_form(TEXT, value, "case.text", f"{self.place}, {column}")
        if default is None:
            raise self.refuse("case.missing", f"Column {column} is missing or empty; fill it in.")
        return default

    def number(self, column: str) -> Decimal:
        """A field as a number."""
        return parse_number(self.text(column), f"{self.place}, {column}")

    def code(self, column: str) -> str:
        """A field that may stand in an id."""
        return parse_form(CODE, self.text(column), "case.id", f"{self.place}, {column}")

    def unit(self, column: str, prefix: str = "") -> Unit:
        """A field as a unit, after a prefix such as `kg CO2e/`."""
        value = self.text(column)
        known = {f"{prefix}{unit.value}": unit for unit in Unit}
        if value not in known:
            raise self.refuse("case.unit", f"{value!r} is none of {', '.join(known)}.")
        return known[value]

    def refuse(self, code: str, detail: str) -> CradleError:
        """The refusal of this row."""
        return CradleError(code, detail, self.place)


def parse_form(form: TypeAdapter[str], text: str, code: str, place: str) -> str:
    """A text that has the form of a string of the wire, such as `CODE`.

    Raises:
        CradleError: with the code given, and what the form asks for.
    """
    try:
        return form.validate_python(text)
    except ValidationError as error:
        detail = refusal(error).detail.removesuffix(".")
        raise CradleError(code, f"{detail[0].upper()}{detail[1:]}.", place) from None


def parse_number(text: str, place: str) -> Decimal:
    """A number as a spreadsheet or a TOML file writes it.

    Raises:
        CradleError: `case.number`.
    """
    if not _NUMBER.fullmatch(text):
        raise CradleError(
            "case.number", f"{text!r} is not a number; write digits and a decimal point.", place
        )
    return Decimal(text)


def read_text(path: Path) -> str:
    """The text of a file of a case folder.

    Raises:
        CradleError: `case.file` or `case.encoding`.
    """
    if not path.is_file():
        raise CradleError("case.file", "The case folder lacks this file; add it.", path.name)
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise CradleError(
            "case.encoding", "The file is not UTF-8; save it as CSV in UTF-8.", path.name
        ) from None


def read_rows(path: Path) -> Iterator[Row]:
    """The rows of a table.

    Raises:
        CradleError: `case.file`, `case.encoding` or `case.csv`.
    """
    rows = csv.reader(io.StringIO(read_text(path), newline=""))
    try:
        columns = [name.strip() for name in next(rows, [])]
        for number, fields in enumerate(rows, start=2):
            if any(field.strip() for field in fields):
                named = dict(zip(columns, fields, strict=False))
                yield Row(named, f"{path.name}, row {number}")
    except csv.Error as error:
        raise CradleError(
            "case.csv", f"No comma-separated table: {error}. Save it as CSV with commas.", path.name
        ) from None
