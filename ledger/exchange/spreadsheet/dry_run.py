"""Check a spreadsheet for a remote caller: bytes in, bytes out, so that a separate process can do it.

    report_sheet(sheet, refused)     a `CheckedSheet` as JSON
    correct_sheet(sheet, refused)    the workbook to correct

Only the ledger can check the draft against its rules. The caller therefore submits the draft to it and has the file
read again with the refusal, which is then reported at its cell. No state is kept between the two calls.

The sheets that have errors are shown as they were found, with the wrong cells marked, because a person finds a cell
faster in a picture of its own sheet than by its address. Only columns with content or an error are shown. Of a long
sheet the rows with an error are chosen first, then those beside them, then the others from the top, up to a limit; all
stay in the order of the sheet. Left out: sheets without an error, and cells that nothing reads.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final

import orjson

from ledger.exchange.spreadsheet.check import CheckedFile, check_spreadsheet
from ledger.exchange.spreadsheet.columns import TABLES, Column, Table
from ledger.exchange.spreadsheet.correction import write_corrected
from ledger.exchange.spreadsheet.defaults import DefaultData
from ledger.exchange.spreadsheet.findings import Spot
from ledger.exchange.spreadsheet.grid import address, column_name, printable
from ledger.exchange.spreadsheet.tables import Record
from ledger.translations.languages import Language
from ledger.translations.spreadsheet import heading, label
from schemas.errors import CradleError
from schemas.signed.rulebook import FactorSet
from schemas.views.row_report import RowProblem
from schemas.views.sheet_view import CheckedSheet, SheetView, ViewCell, ViewColumn, ViewRow

Refusal = tuple[str, str, str]
"""Code, sentence and place of a ledger's refusal of the draft."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A submitted file, and the data that it is checked with.

    Attributes:
        data: its bytes.
        name: its name; the ending must fit the content.
        language: of numbers and of the report; by default the file's.
        factor_sets: the bytes of the factor sets that value goods of unknown suppliers.
        supplier_figures: the figures for a product in a unit, one for each supplier.
    """

    data: bytes
    name: str
    language: Language | None = None
    factor_sets: tuple[bytes, ...] = ()
    supplier_figures: Mapping[tuple[str, str], tuple[Decimal, ...]] = field(default_factory=dict)


def report_sheet(sheet: Sheet, refused: Refusal | None = None) -> bytes:
    """Write a `CheckedSheet`: the report, the sheets with errors, and the draft that `draft_files` reads."""
    checked = _checked(sheet, refused)
    answer = CheckedSheet(report=checked.report, sheets=tuple(view_sheets(checked))).to_json()
    drafted = checked.drafted
    if checked.report.accepted and drafted is not None and drafted.data is not None:
        answer["draft"] = orjson.Fragment(drafted.data)
    return orjson.dumps(answer)


def correct_sheet(sheet: Sheet, refused: Refusal | None = None) -> bytes:
    """Write the workbook with the wrong cells in red."""
    return write_corrected(_checked(sheet, refused))


def _checked(sheet: Sheet, refused: Refusal | None) -> CheckedFile:
    sets = tuple(FactorSet.parse(data) for data in sheet.factor_sets)
    defaults = DefaultData(sets, sheet.supplier_figures)
    checked = check_spreadsheet(sheet.data, sheet.name, sheet.language, defaults)
    if refused is None or checked.drafted is None:
        return checked
    return checked.refuse(checked.drafted, CradleError(*refused))


MOST_ROWS: Final = 100
"""The most rows of a sheet that are shown."""

_VALUE: Final = "value"

Errors = Mapping[tuple[str | None, int | None, str | None], str]
"""The sentence of the error of a cell, by sheet, row and column; of a row, without a column."""


def view_sheets(checked: CheckedFile) -> tuple[SheetView, ...]:
    """Show the sheets of a checked file that have an error, in the order of the template."""
    errors = _errors(checked.report.problems)
    failed = {sheet for sheet, _, _ in errors}
    views = (
        _view_form(table, records[0], errors, checked)
        if table.is_form
        else _view_table(table, records, errors, checked)
        for table in TABLES
        if (records := checked.tables.get(table.key)) and records[0].sheet in failed
    )
    return tuple(view for view in views if view.rows)


def _errors(problems: Sequence[RowProblem]) -> Errors:
    messages: dict[tuple[str | None, int | None, str | None], str] = {}
    for row in problems:
        if row.severity == "error" and row.row is not None:
            messages.setdefault((row.sheet, row.row, row.column), row.message)
    return messages


def _view_table(
    table: Table, records: Sequence[Record], errors: Errors, checked: CheckedFile
) -> SheetView:
    shown = _choose(records, errors)
    columns = [
        column
        for column in table.columns
        if any(column.key in record.raws or column.key in record.refused for record in shown)
    ]
    return SheetView(
        sheet=records[0].sheet,
        columns=tuple(_column(column, records, checked) for column in columns),
        rows=tuple(_row(record, columns, errors) for record in shown),
        left_out=len(records) - len(shown),
    )


def _choose(records: Sequence[Record], errors: Errors) -> list[Record]:
    """The rows to show: wrong ones before their neighbours before the others, then in the order of the sheet."""
    wrong = {row for _, row, _ in errors}
    near = wrong | {row + side for row in wrong if row is not None for side in (-1, 1)}

    def rank(record: Record) -> int:
        return 0 if record.row in wrong else 1 if record.row in near else 2

    chosen = sorted(records, key=rank)[:MOST_ROWS]
    return sorted(chosen, key=lambda record: record.row)


def _column(column: Column, records: Sequence[Record], checked: CheckedFile) -> ViewColumn:
    spots = (record.spots[column.key] for record in records if column.key in record.spots)
    at = next((spot.column for spot in spots if spot.column is not None), None)
    return ViewColumn(
        key=column.key,
        letter="" if at is None else column_name(at),
        heading=heading(column.key, checked.report.language),
    )


def _row(record: Record, columns: Sequence[Column], errors: Errors) -> ViewRow:
    return ViewRow(
        row=record.row,
        cells=tuple(_cell(record, column.key, errors) for column in columns),
        error=errors.get((record.sheet, record.row, None)),
    )


def _cell(record: Record, key: str, errors: Errors) -> ViewCell:
    spot = record.spot(key)
    return ViewCell(
        cell=_address(spot),
        text=printable(record.raws.get(key, "")),
        error=errors.get((spot.sheet, spot.row, key)),
    )


def _view_form(table: Table, form: Record, errors: Errors, checked: CheckedFile) -> SheetView:
    language = checked.report.language
    rows = [
        ViewRow(
            row=spot.row or form.row,
            cells=(
                ViewCell(cell="", text=heading(column.key, language)),
                _cell(form, column.key, errors),
            ),
        )
        for column in table.columns
        if column.key in form.raws or column.key in form.refused
        for spot in (form.spot(column.key),)
    ]
    names = (label("report", "cell", language), label("report", "found", language))
    columns = (
        ViewColumn(key="field", letter="A", heading=names[0]),
        ViewColumn(key=_VALUE, letter="B", heading=names[1]),
    )
    return SheetView(sheet=form.sheet, columns=columns, rows=tuple(rows), left_out=0)


def _address(spot: Spot) -> str:
    if spot.row is None or spot.column is None:
        return ""
    return address(spot.row, spot.column)
