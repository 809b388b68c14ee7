"""Read an .ods workbook as grids, one for each sheet: values by calamine, the other properties by one pass of expat.

All sheets are in one part. A cell or row may state that it is repeated, and a few bytes can so mean a sheet of millions
of cells; the pass therefore runs first and counts repeated values before calamine makes a dense grid of them. Empty
cells that are repeated to the last row and column, as LibreOffice writes them, do not count. Formulas are not computed:
the value is the one that the spreadsheet program stored. Left out: pictures, links, comments and the record of changes.

Source: OpenDocument 1.3, part 3, chapter 9.
"""

import io
import re
from dataclasses import dataclass, field
from datetime import date, timedelta

from python_calamine import CalamineError, CalamineWorkbook, SheetVisibleEnum

from ledger.exchange.spreadsheet.container import CONTENT, unpack
from ledger.exchange.spreadsheet.faults import Fault, too_large
from ledger.exchange.spreadsheet.grid import (
    EPOCHS,
    MAX_CELLS,
    MAX_COLUMNS,
    MAX_ROWS,
    At,
    Grid,
    Mark,
    Raw,
    covered_by,
)
from ledger.exchange.spreadsheet.markup import Attributes, Markup, new_parser, parse

_OFFICE = "urn:oasis:names:tc:opendocument:xmlns:office:1.0"
_TABLE = "urn:oasis:names:tc:opendocument:xmlns:table:1.0"
_TEXT = "urn:oasis:names:tc:opendocument:xmlns:text:1.0"
_CELLS = {f"{_TABLE}|table-cell", f"{_TABLE}|covered-table-cell"}
_HIDDEN = {"collapse", "filter"}
_ERROR = re.compile(r"#(DIV/0!|N/A|NAME\?|NULL!|NUM!|REF!|VALUE!)|(Err:|#ERR)[0-9]+.*")
_DURATION = re.compile(r"PT([0-9]{1,6})H([0-9]{1,2})M([0-9]{1,2})(?:[.,][0-9]+)?S")


def read_open_document(data: bytes) -> tuple[Grid, ...]:
    """Read the sheets of an .ods workbook.

    Raises:
        Fault: `file.*` or `sheet.too_large`.
    """
    document = _scan(unpack(data)[CONTENT])
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(data))
        visible = {row.name: row.visible for row in workbook.sheets_metadata}
        rows = {
            name: workbook.get_sheet_by_name(name).to_python(skip_empty_area=False)
            for name in workbook.sheet_names
        }
    except CalamineError as error:
        raise Fault("file.damaged", what=type(error).__name__) from None
    if list(rows) != [sheet.name for sheet in document.sheets]:
        raise Fault("file.damaged", what=CONTENT)
    return tuple(
        Grid(
            name=sheet.name,
            rows=[[_cell(raw) for raw in row] for row in rows[sheet.name]],
            marks=sheet.markup.marks,
            errors=sheet.markup.errors,
            covered=covered_by(sheet.merges, len(rows[sheet.name])),
            hidden_rows=frozenset(sheet.markup.hidden_rows),
            hidden_columns=frozenset(sheet.markup.hidden_columns),
            hidden=visible[sheet.name] is not SheetVisibleEnum.Visible,
            epoch=document.epoch,
        )
        for sheet in document.sheets
    )


def _cell(raw: Raw) -> Raw:
    """The value; a duration of a day or more, which calamine leaves as text, is a duration."""
    match = _DURATION.fullmatch(raw) if isinstance(raw, str) and raw.startswith("PT") else None
    if match is None:
        return raw
    hours, minutes, seconds = map(int, match.groups())
    return timedelta(hours=hours, minutes=minutes, seconds=seconds)


@dataclass
class _Sheet:
    """A sheet: its extents, marks and hidden parts, and the first and last cell of each merge, from 0."""

    name: str
    markup: Markup = field(default_factory=Markup)
    merges: list[tuple[At, At]] = field(default_factory=list)


def _count(attributes: Attributes, name: str) -> int:
    """The value of a counting attribute, 1 without it."""
    count = int(attributes.get(f"{_TABLE}|{name}", "1"))
    if count < 1:
        raise ValueError(name)
    return count


class _Document:
    """The handlers of the pass."""

    def __init__(self) -> None:
        self.sheets: list[_Sheet] = []
        self.epoch = EPOCHS[False]
        self._row, self._column, self._rows, self._columns = 1, 0, 1, 1
        self._open: Attributes | None = None
        self._shown, self._in_text, self._in_note, self._tables = "", False, False, 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == f"{_TABLE}|table":
            self._start_table(attributes)
        elif name == f"{_TABLE}|table-column":
            self._start_column(attributes)
        elif name == f"{_TABLE}|table-row":
            self._start_row(attributes)
        elif name in _CELLS and self.sheets:
            self._open, self._shown = attributes, ""
        elif name == f"{_OFFICE}|annotation":
            self._in_note = True
        elif name == f"{_TEXT}|p":
            self._in_text = self._open is not None and not self._in_note
        elif name == f"{_TABLE}|null-date":
            self.epoch = date.fromisoformat(attributes.get(f"{_TABLE}|date-value", "1899-12-30"))

    def _start_table(self, attributes: Attributes) -> None:
        self._tables += 1
        if (
            self._tables > 1
        ):  # A table within a cell: calamine and this pass would count differently.
            raise ValueError(_TABLE)
        self.sheets.append(_Sheet(attributes.get(f"{_TABLE}|name", "")))
        self._row, self._column = 1, 0

    def _start_column(self, attributes: Attributes) -> None:
        first, count = self._column, _count(attributes, "number-columns-repeated")
        if attributes.get(f"{_TABLE}|visibility") in _HIDDEN:
            hidden = range(first, min(first + count, MAX_COLUMNS))
            self.sheets[-1].markup.hidden_columns.update(hidden)
        self._column += count

    def _start_row(self, attributes: Attributes) -> None:
        self._rows, self._column = _count(attributes, "number-rows-repeated"), 0
        if attributes.get(f"{_TABLE}|visibility") in _HIDDEN:
            hidden = range(self._row, min(self._row + self._rows, MAX_ROWS + 1))
            self.sheets[-1].markup.hidden_rows.update(hidden)

    def text(self, data: str) -> None:
        if self._in_text:
            self._shown += data

    def end(self, name: str) -> None:
        if name in _CELLS and self._open is not None:
            self._end_cell(self._open)
            self._open = None
        elif name == f"{_TABLE}|table-row":
            self._row += self._rows
        elif name == f"{_TABLE}|table":
            self._tables -= 1
        elif name == f"{_OFFICE}|annotation":
            self._in_note = False
        elif name == f"{_TEXT}|p":
            self._in_text = False

    def _end_cell(self, attributes: Attributes) -> None:
        sheet, first = self.sheets[-1], self._column
        columns = _count(attributes, "number-columns-repeated")
        self._column += columns
        across = _count(attributes, "number-columns-spanned")
        down = _count(attributes, "number-rows-spanned")
        if across > 1 or down > 1:
            top = self._row - 1
            sheet.merges.append(((top, first), (top + down - 1, first + across - 1)))
        kind = attributes.get(f"{_OFFICE}|value-type")
        formula = f"{_TABLE}|formula" in attributes
        if kind is None and not formula:
            return
        self._extend(sheet.markup, self._row + self._rows - 1, first + columns)
        mark = self._mark(kind, formula=formula)
        if mark is None:
            return
        for row in range(self._row, self._row + self._rows):
            for column in range(first, first + columns):
                sheet.markup.marks[row, column] = mark
                if mark is Mark.ERROR:
                    sheet.markup.errors[row, column] = self._shown

    def _extend(self, markup: Markup, rows: int, columns: int) -> None:
        markup.rows, markup.columns = max(markup.rows, rows), max(markup.columns, columns)
        if markup.rows > MAX_ROWS or markup.columns > MAX_COLUMNS:
            raise too_large(markup.rows, markup.columns)
        cells = sum(sheet.markup.rows * sheet.markup.columns for sheet in self.sheets)
        if cells > MAX_CELLS:
            raise Fault("file.decompression_bomb")

    def _mark(self, kind: str | None, *, formula: bool) -> Mark | None:
        if formula and _ERROR.fullmatch(self._shown):
            return Mark.ERROR
        if kind is None:
            return Mark.NO_VALUE
        return Mark.PERCENT if kind == "percentage" else None


def _scan(data: bytes) -> _Document:
    parser, document = new_parser(), _Document()
    parser.StartElementHandler = document.start
    parser.EndElementHandler = document.end
    parser.CharacterDataHandler = document.text
    try:
        parse(parser, data, CONTENT)
    except (ValueError, IndexError):
        raise Fault("file.damaged", what=CONTENT) from None
    return document
