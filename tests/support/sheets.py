"""Filled templates to damage: a sound entry as workbook or CSV, and functions that change one cell."""

import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import openpyxl
from openpyxl.workbook.workbook import Workbook

from ledger.exchange.spreadsheet.check import CheckedFile, check_spreadsheet
from ledger.exchange.spreadsheet.columns import BY_KEY
from ledger.exchange.spreadsheet.examples import example
from ledger.exchange.spreadsheet.grid import address
from ledger.exchange.spreadsheet.template import write_csv, write_template
from ledger.translations.languages import Language
from schemas.views.row_report import RowProblem
from schemas.vocabulary import Stage

Rows = dict[str, Sequence[Mapping[str, object]]]


def sound(stage: Stage = Stage.MAIN_PRODUCTION, language: Language = "en") -> Rows:
    """A supplier's data: two inputs with known suppliers, and one row of every other kind."""
    rows = {key: list(value) for key, value in example(language, stage).items()}
    rows["inputs"] = rows["inputs"][:2]
    if stage is not Stage.END_OF_LIFE:
        del rows["avoided"]
    return dict(rows)


def with_field(rows: Rows, table: str, key: str, value: object, at: int = 0) -> Rows:
    """The rows with one field changed."""
    changed = [dict(row) for row in rows[table]]
    changed[at][key] = value
    return {**rows, table: changed}


def workbook(language: Language = "en", rows: Rows | None = None) -> Workbook:
    """A filled workbook, opened for changes."""
    data = write_template(language, Stage.MAIN_PRODUCTION, rows) if rows else _sound(language)
    return openpyxl.load_workbook(io.BytesIO(data))


@cache
def _sound(language: Language) -> bytes:
    return write_template(language, Stage.MAIN_PRODUCTION, sound())


def saved(book: Workbook) -> bytes:
    """The bytes of a workbook."""
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def at(table: str, key: str, row: int = 2) -> str:
    """The cell of a column in the template; of the process, the cell of the field."""
    keys = BY_KEY[table].keys
    return f"B{keys.index(key) + 1}" if table == "process" else address(row, keys.index(key))


SHEETS = {
    "process": "Process",
    "outputs": "Outputs",
    "elements": "Elements",
    "inputs": "Inputs",
    "wastes": "Wastes",
    "emissions": "Emissions",
}


@dataclass(frozen=True)
class Bad:
    """A file with one fault: its bytes, its name, and the place and code of the finding."""

    data: Callable[[], bytes]
    code: str
    sheet: str | None = None
    cell: str | None = None
    name: str = "bad.xlsx"
    suggestion: str | None = None


def cell(
    table: str, key: str, value: object, code: str, suggestion: str | None = None, row: int = 2
) -> Bad:
    """A workbook with one cell changed; `value` may be a function that changes the cell itself."""
    where = at(table, key, row)

    @cache
    def data() -> bytes:
        book = workbook()
        target = book[SHEETS[table]][where]
        if callable(value):
            value(target)
        else:
            target.value = value
            if isinstance(value, str):
                target.data_type = "s"
        return saved(book)

    return Bad(data, code, SHEETS[table], where, suggestion=suggestion)


def spoilt(
    change: Callable[[Workbook], object], code: str, table: str | None, where: str | None = None
) -> Bad:
    """A workbook that was changed as a whole."""

    @cache
    def data() -> bytes:
        book = workbook()
        change(book)
        return saved(book)

    return Bad(data, code, None if table is None else SHEETS.get(table, table), where)


def csv_text(language: Language = "en", rows: Rows | None = None) -> str:
    """A filled CSV file as text."""
    return write_csv(language, Stage.MAIN_PRODUCTION, rows or sound()).decode("utf-8-sig")


@cache
def checked(bad: Bad) -> CheckedFile:
    """The file, read."""
    return check_spreadsheet(bad.data(), bad.name)


def problem_of(bad: Bad) -> RowProblem | None:
    """The problem with the expected code, if the report has it."""
    report = checked(bad).report
    return next((row for row in report.problems if row.code == bad.code), None)


def checked_rows(rows: Rows, stage: Stage = Stage.MAIN_PRODUCTION) -> CheckedFile:
    """The rows, written into a template and read."""
    return check_spreadsheet(write_template("en", stage, rows), "rows.xlsx")
