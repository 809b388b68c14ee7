"""Write the template, empty or with values: as a workbook, or as CSV in one file.

A workbook has a guide, one sheet a table with its headings, drop-down lists, a filled example on a sheet of its
own (which is never read), and a hidden sheet that states format, version and language. Text that begins with = + - or
@ is written as text in a workbook, and behind an apostrophe in CSV, so that no spreadsheet program runs it as a
formula. An asterisk marks the heading of a mandatory column.
"""

import csv
import io
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from ledger.exchange.spreadsheet.columns import (
    FORMAT,
    META,
    NUMBERS,
    VERSION,
    Column,
    Form,
    Table,
    tables_of,
)
from ledger.exchange.spreadsheet.examples import example
from ledger.exchange.spreadsheet.flow_list import ROWS_WITH_LISTS
from ledger.exchange.spreadsheet.numbers import DECIMAL, EXCEL_DIGITS
from ledger.translations.languages import Language
from ledger.translations.spreadsheet import guide, heading, hint, label, title, word
from schemas.vocabulary import Stage

Row = Mapping[str, object]
"""Values by column key: quantities as strings of the wire or Decimal, days as `date`, words by their key."""

Filled = Mapping[str, Sequence[Row]]
"""The rows of each table; the process has one."""

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_BOLD, _GREY = Font(bold=True), Font(italic=True, color="FF666666")
_HEAD = PatternFill("solid", start_color="FFDDE8F0")


def write_template(language: Language, stage: Stage, filled: Filled | None = None) -> bytes:
    """Write a workbook for a supplier of a stage, its tables empty or filled."""
    return save(build_template(language, tables_of(stage), stage, filled or {}))


def build_template(
    language: Language, tables: Sequence[Table], stage: Stage, filled: Filled
) -> Workbook:
    """Build the workbook of these tables."""
    book = Workbook()
    first: Any = book.active
    first.title = label("sheets", "guide", language)
    for text in guide(language):
        first.append([text])
    first.column_dimensions["A"].width = 110
    lists = _Lists(book.create_sheet("_lists"))
    for table in tables:
        sheet = book.create_sheet(title(table.key, language))
        _write_table(sheet, table, language, filled.get(table.key, ()))
        _offer_lists(sheet, table, language, stage, lists)
    _write_example(book, language, tables, stage)
    meta = book.create_sheet(META)
    meta.append([FORMAT, VERSION, language])
    for hidden in (meta, lists.sheet):
        hidden.sheet_state = "hidden"
    return book


def save(book: Workbook) -> bytes:
    """Write a workbook to bytes."""
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _write_table(sheet: Worksheet, table: Table, language: Language, rows: Sequence[Row]) -> None:
    if table.is_form:
        for at, column in enumerate(table.columns, start=1):
            _write_heading(sheet.cell(at, 1), column, language)
            explanation = hint(column.key, language)
            sheet.cell(at, 3, explanation).font = _GREY
            for row in rows[:1]:
                put(sheet.cell(at, 2), column, row.get(column.key, ""), language)
        for letter, width in (("A", 28), ("B", 40), ("C", 60)):
            sheet.column_dimensions[letter].width = width
        return
    for index, column in enumerate(table.columns, start=1):
        _write_heading(sheet.cell(1, index), column, language)
        explanation = hint(column.key, language)
        if explanation is not None:
            sheet.cell(1, index).comment = Comment(explanation, "Cradle", width=260, height=80)
        sheet.column_dimensions[get_column_letter(index)].width = 20
        for at, row in enumerate(rows, start=2):
            put(sheet.cell(at, index), column, row.get(column.key, ""), language)
    sheet.freeze_panes = "A2"


def _write_heading(cell: Cell | Any, column: Column, language: Language) -> None:  # noqa: ANN401 - openpyxl's own union
    cell.value = heading(column.key, language) + ("*" if column.required else "")
    cell.font, cell.fill = _BOLD, _HEAD


def put(cell: Cell | Any, column: Column, value: object, language: Language) -> None:  # noqa: ANN401 - as above
    """Write a value into a cell: a number as number if Excel keeps all its digits, a day as day, the rest as text."""
    if value == "":
        return
    if column.form in NUMBERS and isinstance(value, str | int | Decimal):
        number = Decimal(value)
        if len(number.normalize().as_tuple().digits) <= EXCEL_DIGITS:
            cell.value, cell.number_format = number, "0.###############"
            return
        put_text(cell, spell(number, language))
    elif isinstance(value, date):
        cell.value, cell.number_format = value, "yyyy-mm-dd"
    elif column.form is Form.WORD:
        put_text(cell, word(column.listed, str(value), language))
    else:
        put_text(cell, str(value))


def put_text(cell: Cell | Any, text: str) -> None:  # noqa: ANN401 - as above
    """Write a text as text, also if it begins like a formula."""
    cell.value = text
    cell.data_type = "s"
    cell.number_format = "@"
    if text.startswith(_FORMULA):
        cell.quotePrefix = True


def spell(number: Decimal, language: Language) -> str:
    """Write a number in its language, with a decimal sign that does not look like a group separator."""
    text = format(number, "f")
    whole, point, fraction = text.partition(".")
    if not point:
        return whole
    zero = "0" if len(fraction) == 3 else ""  # noqa: PLR2004 - a group has three digits
    return f"{whole}{DECIMAL[language]}{fraction}{zero}"


class _Lists:
    """The hidden sheet with the words of drop-down lists, one column a list."""

    def __init__(self, sheet: Worksheet) -> None:
        self.sheet = sheet
        self._ranges: dict[tuple[str, ...], str] = {}

    def range_of(self, words: tuple[str, ...]) -> str:
        """Return the range of these words on the sheet; add them if they are new."""
        if words not in self._ranges:
            column = len(self._ranges) + 1
            for row, text in enumerate(words, start=1):
                self.sheet.cell(row, column, text)
            letter = get_column_letter(column)
            self._ranges[words] = f"_lists!${letter}$1:${letter}${len(words)}"
        return self._ranges[words]


def _offer_lists(
    sheet: Worksheet, table: Table, language: Language, stage: Stage, lists: _Lists
) -> None:
    """Add drop-down lists to the columns of words; the list of processes is that of the stage."""
    for index, column in enumerate(table.columns, start=1):
        if column.form is not Form.WORD:
            continue
        keys = column.words
        if column.key == "process":
            keys = tuple(key for key in keys if key.startswith(f"{stage.value}."))
        words = tuple(word(column.listed, key, language) for key in keys)
        choice = DataValidation(
            type="list", formula1=lists.range_of(words), allow_blank=True, showErrorMessage=False
        )
        letter = "B" if table.is_form else get_column_letter(index)
        span = f"{letter}{index}" if table.is_form else f"{letter}2:{letter}{ROWS_WITH_LISTS}"
        choice.add(span)
        sheet.add_data_validation(choice)


def _write_example(
    book: Workbook, language: Language, tables: Sequence[Table], stage: Stage
) -> None:
    """Write a filled example of each table, one below another, on a sheet that is never read."""
    sheet = book.create_sheet(label("sheets", "example", language))
    at = 1
    filled = example(language, stage)
    for table in tables:
        rows = filled.get(table.key, ())
        if not rows:
            continue
        sheet.cell(at, 1, title(table.key, language)).font = _BOLD
        shown = [column for column in table.columns if any(column.key in row for row in rows)]
        for index, column in enumerate(shown, start=1):
            _write_heading(sheet.cell(at + 1, index), column, language)
            for below, row in enumerate(rows, start=at + 2):
                put(sheet.cell(below, index), column, row.get(column.key, ""), language)
        at += len(rows) + 3
    for index in range(1, 14):
        sheet.column_dimensions[get_column_letter(index)].width = 22


def write_csv(language: Language, stage: Stage, filled: Filled | None = None) -> bytes:
    """Write the template as one CSV file, with a byte-order mark and the separator of the language's Excel."""
    text = io.StringIO(newline="")
    out = csv.writer(text, delimiter=";" if language == "de" else ",")
    out.writerow([FORMAT, VERSION, language])
    for table in tables_of(stage):
        rows = (filled or {}).get(table.key, ())
        out.writerow([])
        out.writerow([f"[{title(table.key, language)}]"])
        names = [heading(c.key, language) + ("*" if c.required else "") for c in table.columns]
        if table.is_form:
            values = rows[0] if rows else {}
            for column, name in zip(table.columns, names, strict=True):
                out.writerow([name, _csv_cell(column, values.get(column.key, ""), language)])
        else:
            out.writerow(names)
            for row in rows:
                out.writerow([_csv_cell(c, row.get(c.key, ""), language) for c in table.columns])
    return text.getvalue().encode("utf-8-sig")


def _csv_cell(column: Column, value: object, language: Language) -> str:
    if column.form in NUMBERS and isinstance(value, str | int | Decimal) and value != "":
        return spell(Decimal(value), language)
    if isinstance(value, date):
        return value.isoformat()
    text = str(value)
    if column.form is Form.WORD and text:
        text = word(column.listed, text, language)
    return f"'{text}" if text.startswith(_FORMULA) else text
