"""Write the file to correct: a new template with the read values, wrong cells in red with comments, and the report.

Only values are copied from the submitted file: no formula, macro, link or style. Rows keep their order, and in a
workbook with headings in row 1 also their numbers. The report's sheet names each cell of the old file and of the new
one beside the sentence. Read values have their canonical form; refused ones are unchanged. A sheet with cells that
nothing read is copied as it was, behind the others, so that no row is lost; it is not read again.
"""

import re
from collections.abc import Iterable, Mapping

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill

from ledger.exchange.delivery_code import DeliveryCode, format_delivery_code
from ledger.exchange.spreadsheet.cells import Value
from ledger.exchange.spreadsheet.check import CheckedFile
from ledger.exchange.spreadsheet.columns import TABLES, Table, tables_of
from ledger.exchange.spreadsheet.findings import Spot
from ledger.exchange.spreadsheet.grid import Grid, Raw, address, printable
from ledger.exchange.spreadsheet.tables import Record
from ledger.exchange.spreadsheet.template import Row, build_template, put_text, save
from ledger.translations.languages import Language
from ledger.translations.spreadsheet import label, title
from schemas.views.row_report import RowProblem
from schemas.vocabulary import ProcessCode, Stage

_RED = PatternFill("solid", start_color="FFFFC7CE")
_NOT_IN_NAMES = re.compile(r"[][:*?/\\]")
_LONGEST_NAME, _LONGEST_CELL = 31, 32_767
_REPORT = ("cell", "here", "severity", "code", "found", "message", "suggestion")

Problems = Mapping[tuple[str | None, int | None, str | None], RowProblem]


def write_corrected(checked: CheckedFile) -> bytes:
    """Write the workbook to correct; for an unreadable file an empty template with the report."""
    language = checked.report.language
    stage = _stage(checked)
    there = {key for key, records in checked.tables.items() if records}
    stage_tables = set(tables_of(stage))
    tables = [table for table in TABLES if table in stage_tables or table.key in there]
    filled = {key: [_values(row) for row in rows] for key, rows in checked.tables.items()}
    book = build_template(language, tables, stage, filled)
    errors: Problems = {
        (row.sheet, row.row, row.column): row
        for row in checked.report.problems
        if row.severity == "error" and row.row is not None
    }
    for table in tables:
        for at, record in enumerate(checked.tables.get(table.key, ()), start=2):
            _mark_errors(book, table, at, record, errors, checked)
    for grid in checked.unread:
        _copy(book, grid, language)
    _write_report(book, checked, _places(tables, checked))
    return save(book)


Places = Mapping[tuple[str | None, int | None, str | None], str]
"""The cell of the corrected file for each sheet, row and column of the checked one; without a column, the row."""


def _places(tables: Iterable[Table], checked: CheckedFile) -> Places:
    places: dict[tuple[str | None, int | None, str | None], str] = {}
    for table in tables:
        name = title(table.key, checked.report.language)
        for at, record in enumerate(checked.tables.get(table.key, ()), start=2):
            if not table.is_form:
                places[record.sheet, record.row, None] = f"{name}!{at}"
            for index, column in enumerate(table.columns):
                spot = record.spot(column.key)
                cell = address(index + 1, 1) if table.is_form else address(at, index)
                places[spot.sheet, spot.row, column.key] = f"{name}!{cell}"
    return places


def _copy(book: Workbook, grid: Grid, language: Language) -> None:
    """Copy a sheet's values to a sheet of its own, whose name is the old one marked as a copy."""
    mark = f" ({label('sheets', 'unread', language)})"
    name = _NOT_IN_NAMES.sub(" ", grid.name.removesuffix(mark))[: _LONGEST_NAME - len(mark) - 2]
    sheet = book.create_sheet(f"{name}{mark}")
    for at, row in enumerate(grid.rows, start=grid.first):
        for index, raw in enumerate(row):
            text = grid.errors.get((at, index), raw)
            if isinstance(text, str) and text:
                put_text(sheet.cell(at, index + 1), printable(text, longest=_LONGEST_CELL))
            elif not isinstance(text, str):
                sheet.cell(at, index + 1).value = text


def _stage(checked: CheckedFile) -> Stage:
    for record in checked.tables.get("process", ()):
        if "process" in record.values:
            return ProcessCode(str(record.values["process"])).stage
    return Stage.RAW_MATERIAL


def _values(record: Record) -> Row:
    """The values that were read from the file, without those that a delivery code or a default filled in."""
    return {key: _written(record.values[key]) for key in record.raws if key in record.values}


def _written(value: Value) -> object:
    return format_delivery_code(value) if isinstance(value, DeliveryCode) else value


def _mark_errors(
    book: Workbook,
    table: Table,
    at: int,
    record: Record,
    errors: Problems,
    checked: CheckedFile,
) -> None:
    """Write the refused cells of a record unchanged, in red, with a comment on the correction."""
    sheet = book[title(table.key, checked.report.language)]
    for index, column in enumerate(table.columns, start=1):
        spot: Spot = record.spot(column.key)
        problem = errors.get((spot.sheet, spot.row, column.key))
        if problem is None and column.key not in record.refused:
            continue
        cell = sheet.cell(index, 2) if table.is_form else sheet.cell(at, index)
        raw: Raw | None = record.raws.get(column.key)
        if raw not in {None, ""}:
            put_text(cell, printable(str(raw), longest=1_000))
        if problem is not None:
            cell.fill = _RED
            comment = f"{problem.message} ({problem.code})"
            comment += f"\n→ {problem.suggestion}" if problem.suggestion else ""
            cell.comment = Comment(comment, "Cradle", width=320, height=120)


def _write_report(book: Workbook, checked: CheckedFile, places: Places) -> None:
    language = checked.report.language
    sheet = book.create_sheet(label("sheets", "report", language), 0)
    book.active = 0
    sheet.append([label("report", key, language) for key in _REPORT])
    for at, row in enumerate(checked.report.problems, start=2):
        place = "!".join(part for part in (row.sheet, row.cell or _row(row.row)) if part)
        here = places.get((row.sheet, row.row, row.column))
        start = (place, here, label("severities", row.severity, language), row.code)
        for index, text in enumerate((*start, row.value, row.message, row.suggestion), start=1):
            if text:
                put_text(sheet.cell(at, index), text)
        if row.severity == "error":
            sheet.cell(at, 1).fill = _RED
    for letter, width in zip("ABCDEFG", (26, 26, 12, 22, 30, 90, 40), strict=True):
        sheet.column_dimensions[letter].width = width


def _row(number: int | None) -> str:
    return "" if number is None else str(number)
