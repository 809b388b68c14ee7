"""The cells of a checked spreadsheet as they were found, with the wrong ones marked: for a person beside the report.

A document, never part of a signed statement. Rows without an error may be left out; they are counted.
"""

from schemas.base import Model
from schemas.values import Count, Index


class ViewColumn(Model):
    """A column that was read: its letter in the sheet, empty if the sheet lacks it, and its heading."""

    key: str
    letter: str
    heading: str


class ViewCell(Model):
    """A cell: its address in the sheet, its content as text, and the sentence of its error."""

    cell: str
    text: str
    error: str | None = None


class ViewRow(Model):
    """A row with a cell for each column; `error` is the sentence of an error of the whole row."""

    row: Count
    cells: tuple[ViewCell, ...]
    error: str | None = None


class SheetView(Model):
    """A sheet. A form has one field a row, so its columns are two: the field's name and its value."""

    sheet: str
    columns: tuple[ViewColumn, ...]
    rows: tuple[ViewRow, ...]
    left_out: Index
