"""The short form's typed fields, and the same fields as a filled template.

A field is named `table.row.column`, by the keys of the template, rows counted from 0; the process has row 0 alone.
Fields are kept as they were typed. `as_csv` writes them as a template in one language, so the spreadsheet's own check
reads them; `field_of` finds the field behind a place of its report. Left out: fields that the template does not have,
which are dropped, and rows beyond `MOST`, for which a file is better.
"""

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple

import orjson

from ledger.exchange.spreadsheet.columns import BY_KEY, FORMAT, TABLES, VERSION, Column, Table
from ledger.translations.languages import Language
from ledger.translations.spreadsheet import heading, title
from schemas.errors import CradleError
from schemas.views.row_report import RowProblem

MOST: Final = 40
"""The most rows of a table in the form."""

_NAME: Final = re.compile(r"([a-z]+)\.([0-9]{1,2})\.([a-z_]+)", re.ASCII)
_NUL: Final = "\0", "\ufffd"
"""A page cannot show U+0000; HTML reads U+FFFD in its place, and so does the form."""

Row = Mapping[str, str]
Tables = Mapping[str, Sequence[Row]]


@dataclass(frozen=True, slots=True)
class TypedForm:
    """The content of a short form.

    Attributes:
        tables: the rows of each table, each with the texts of its columns.
        request: the id of the request that it answers, or "".
    """

    tables: Tables = field(default_factory=dict)
    request: str = ""

    def rows(self, table: str) -> Sequence[Row]:
        """The rows of a table; the form shows at least one."""
        return self.tables.get(table) or ({},)

    def with_row(self, table: str, row: Row) -> "TypedForm":
        """The form with one more row, unless the table has its most."""
        rows = self.rows(table)
        if table not in BY_KEY or len(rows) >= _most(BY_KEY[table]):
            return self
        return TypedForm({**self.tables, table: (*rows, row)}, self.request)

    def without_row(self, table: str, at: int) -> "TypedForm":
        """The form without a row; the process stays."""
        if table not in BY_KEY or BY_KEY[table].is_form:
            return self
        rows = self.rows(table)
        return TypedForm({**self.tables, table: (*rows[:at], *rows[at + 1 :])}, self.request)

    def to_bytes(self) -> bytes:
        """The content of a draft of the form `form`."""
        return orjson.dumps({"request": self.request, "tables": self.tables})

    @property
    def title(self) -> str:
        """The product and the period, as typed; empty if neither is."""
        output, process = self.rows("outputs")[0], self.rows("process")[0]
        name = output.get("name", "").strip() or output.get("product", "").strip()
        days = [process.get(key, "").strip() for key in ("first_day", "last_day")]
        period = " \u2013 ".join(day for day in days if day)
        return " ".join(f"{name}, {period}".strip(", ").split())


def name_of(table: str, row: int, column: str) -> str:
    """The name of a field, and its id on the page."""
    return f"{table}.{row}.{column}"


def read_fields(items: Iterable[tuple[str, object]], request: str = "") -> TypedForm:
    """Read the fields of a sent form; others are ignored."""
    tables: dict[str, dict[int, dict[str, str]]] = {}
    for name, value in items:
        parts = _NAME.fullmatch(name)
        if parts is None or not isinstance(value, str):
            continue
        table, row, column = parts[1], int(parts[2]), parts[3]
        if not _is_field(table, row, column):
            continue
        tables.setdefault(table, {}).setdefault(row, {})[column] = value.replace(*_NUL)
    return TypedForm(
        {
            table: tuple(rows.get(at, {}) for at in range(max(rows) + 1))
            for table, rows in tables.items()
        },
        request,
    )


def read_content(data: bytes) -> TypedForm:
    """Read the content of a draft of the form `form`.

    Raises:
        CradleError: `draft.shape` if a program kept something else under this form.
    """
    try:
        content = orjson.loads(data)
        tables = {
            key: tuple(_read_row(table, row) for row in content["tables"][key][: _most(table)])
            for key, table in BY_KEY.items()
            if key in content["tables"]
        }
        return TypedForm(tables, str(content["request"]))
    except (AttributeError, KeyError, TypeError, ValueError):
        detail = "The draft is not the content of the short form; delete it and begin again."
        raise CradleError("draft.shape", detail) from None


def _read_row(table: Table, row: Row) -> Row:
    return {key: str(text).replace(*_NUL) for key, text in row.items() if key in table.keys}


def _most(table: Table) -> int:
    return 1 if table.is_form else MOST


def _is_field(table: str, row: int, column: str) -> bool:
    definition = BY_KEY.get(table)
    return definition is not None and column in definition.keys and row < _most(definition)


class FieldPlace(NamedTuple):
    """A field of the form; outside the process the column is empty, and the place is a row."""

    table: str
    row: int
    column: str


@dataclass(frozen=True, slots=True)
class FilledTemplate:
    """A form as a CSV template, and the field behind each of its lines."""

    data: bytes
    places: Mapping[int, FieldPlace]

    def field_of(self, problem: RowProblem) -> str:
        """The field that a problem of the report is about; "" if it concerns the whole form."""
        place = None if problem.row is None else self.places.get(problem.row)
        if place is None:
            table_key = next((key for key in BY_KEY if problem.sheet in _titles(key)), "")
            place = FieldPlace(table_key, 0, "")
        table, row, column = place
        if not table:
            return ""
        keys = BY_KEY[table].keys
        return name_of(
            table, row, next(key for key in (column, problem.column, keys[0]) if key in keys)
        )


def as_csv(typed: TypedForm, language: Language) -> FilledTemplate:
    """Write the form as a filled template; an empty row is a row of empty cells, which the check passes over."""
    text = io.StringIO(newline="")
    out = csv.writer(text)
    lines, places = 0, dict[int, FieldPlace]()

    def write(cells: Sequence[object], place: FieldPlace | None = None) -> None:
        nonlocal lines
        out.writerow(cells)
        lines += 1
        if place is not None:
            places[lines] = place

    write((FORMAT, VERSION, language))
    for table in TABLES:
        rows = typed.rows(table.key)
        write((f"[{title(table.key, language)}]",))
        if table.is_form:
            for column in table.columns:
                cells = heading(column.key, language), rows[0].get(column.key, "")
                write(cells, FieldPlace(table.key, 0, column.key))
            continue
        columns = _ordered(table, rows)
        write([heading(column.key, language) for column in columns])
        for at, row in enumerate(rows):
            write([row.get(column.key, "") for column in columns], FieldPlace(table.key, at, ""))
    return FilledTemplate(text.getvalue().encode("utf-8-sig"), places)


def _ordered(table: Table, rows: Sequence[Row]) -> Sequence[Column]:
    """The columns, first one without brackets: a row with nothing but `[...]` in its first cell begins a table."""
    return sorted(
        table.columns,
        key=lambda column: any(row.get(column.key, "").strip().startswith("[") for row in rows),
    )


def _titles(table: str) -> frozenset[str]:
    return frozenset({title(table, "en"), title(table, "de"), title(table, "zh")})
