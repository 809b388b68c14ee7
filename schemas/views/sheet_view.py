"""The cells of a checked spreadsheet as they were found, with the wrong ones marked: for a person beside the report.

A document, never part of a signed statement. Rows without an error may be left out; they are counted.
"""

from typing import Annotated, Any

from schemas.base import ABSENT, Model
from schemas.values import Count, Index, StatementId
from schemas.views.row_report import RowReport


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


class CheckedSheet(Model):
    """The report on a file, the sheets that have an error and, if there is none, the draft of an entry."""

    report: RowReport
    sheets: tuple[SheetView, ...]
    draft: Annotated[dict[str, Any] | None, ABSENT] = None


class SheetResponse(CheckedSheet):
    """The report on a file, the sheets that have an error and, if there is none, the draft of an entry.

    `judged` is true if the ledger's own rules were checked too, which needs a registered participant. `known` is the
    caller's valid entry with the same content; submitting the draft again would be refused.
    """

    judged: bool
    known: Annotated[StatementId | None, ABSENT] = None
