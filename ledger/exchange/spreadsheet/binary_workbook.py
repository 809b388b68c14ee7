"""Read an .xls workbook (Excel 97 to 2003) as grids, one for each sheet, by xlrd.

xlrd reports what calamine leaves out of this format: errors, percent formats, hidden rows and columns. Sheets are read
one after another and dropped, so that their cells can be counted before the next one is made. Formulas are not
computed: the value is the one that Excel stored. Left out: sheets of charts and of Excel 4 macros, which xlrd skips.
"""

import io
import re
from collections.abc import Iterator
from datetime import datetime, time, timedelta

import xlrd
from xlrd.biffh import (
    XL_CELL_BLANK,
    XL_CELL_BOOLEAN,
    XL_CELL_DATE,
    XL_CELL_EMPTY,
    XL_CELL_ERROR,
    error_text_from_code,
)
from xlrd.book import Book
from xlrd.sheet import Cell, Sheet

from ledger.exchange.spreadsheet.container import MAX_PARTS
from ledger.exchange.spreadsheet.faults import Fault, too_large
from ledger.exchange.spreadsheet.grid import (
    EPOCHS,
    MAX_CELLS,
    MAX_COLUMNS,
    MAX_ROWS,
    Grid,
    Mark,
    Raw,
    covered_by,
)

_DURATION = re.compile(r"\[(h+|m+|s+)\]")
"""A format that counts hours, minutes or seconds beyond a day."""


def read_binary_workbook(data: bytes) -> tuple[Grid, ...]:
    """Read the sheets of an .xls workbook.

    Raises:
        Fault: `file.*` or `sheet.too_large`.
    """
    try:
        book = xlrd.open_workbook(
            file_contents=data,
            formatting_info=True,
            on_demand=True,
            ragged_rows=True,
            logfile=io.StringIO(),
        )
        return tuple(_grids(book))
    except Fault:
        raise
    except Exception as fault:  # noqa: BLE001 - of any kind: xlrd asserts, indexes and unpacks as it goes
        words = str(fault)
        if "encrypted" in words:
            raise Fault("file.encrypted") from None
        if "Can't find workbook" in words:
            raise Fault("file.kind") from None
        raise Fault("file.damaged", what=type(fault).__name__) from None


def _grids(book: Book) -> Iterator[Grid]:
    if book.nsheets > MAX_PARTS:
        raise Fault("file.decompression_bomb")
    cells = 0
    for number in range(book.nsheets):
        sheet = book.sheet_by_index(number)
        cells += sheet.nrows * sheet.ncols
        if sheet.nrows > MAX_ROWS or sheet.ncols > MAX_COLUMNS:
            raise too_large(sheet.nrows, sheet.ncols)
        if cells > MAX_CELLS:
            raise Fault("file.decompression_bomb")
        yield _grid(book, sheet)
        book.unload_sheet(number)


def _grid(book: Book, sheet: Sheet) -> Grid:
    marks, errors, rows = {}, {}, []
    for number in range(sheet.nrows):
        row: list[Raw] = []
        for column, cell in enumerate(sheet.row(number)):
            at, form = (number + 1, column), _format_of(book, cell)
            row.append(_value(cell, form, book.datemode))
            if cell.ctype == XL_CELL_ERROR:
                marks[at] = Mark.ERROR
                errors[at] = error_text_from_code[cell.value]
            elif "%" in form:
                marks[at] = Mark.PERCENT
        rows.append(row)
    merges = (
        ((top, left), (bottom - 1, right - 1)) for top, bottom, left, right in sheet.merged_cells
    )
    return Grid(
        name=sheet.name,
        rows=rows,
        marks=marks,
        errors=errors,
        covered=covered_by(merges, sheet.nrows),
        hidden_rows=frozenset(row + 1 for row, info in sheet.rowinfo_map.items() if info.hidden),
        hidden_columns=frozenset(at for at, info in sheet.colinfo_map.items() if info.hidden),
        hidden=sheet.visibility != 0,
        epoch=EPOCHS[book.datemode == 1],
    )


def _format_of(book: Book, cell: Cell) -> str:
    return str(book.format_map[book.xf_list[cell.xf_index].format_key].format_str).casefold()


def _value(cell: Cell, form: str, datemode: int) -> Raw:
    if cell.ctype in {XL_CELL_EMPTY, XL_CELL_BLANK, XL_CELL_ERROR}:
        return ""
    if cell.ctype == XL_CELL_BOOLEAN:
        return bool(cell.value)
    if cell.ctype != XL_CELL_DATE:
        value: str | float = cell.value
        return value
    if _DURATION.search(form):
        return timedelta(days=cell.value)
    moment: datetime = xlrd.xldate.xldate_as_datetime(cell.value, datemode)
    if cell.value < 1:
        return moment.time()
    return moment.date() if moment.time() == time() else moment
