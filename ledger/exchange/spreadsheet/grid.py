"""A sheet as a grid of raw cells with addresses, from a workbook or from CSV.

Rows count from 1, as a spreadsheet program shows them, and columns from 0. Marks add what a value does not show: an
error of Excel, a formula without a value, a percent format. Cells covered by a merge are listed apart.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import Enum, auto

MAX_ROWS, MAX_COLUMNS = 100_000, 256
"""The limits of a sheet."""

MAX_CELLS = MAX_ROWS * MAX_COLUMNS
"""The limit of all sheets of a file whose few bytes can mean many cells."""

EPOCHS = {False: date(1899, 12, 30), True: date(1904, 1, 1)}
"""The calendar day of Excel's day 0; the later one if a workbook counts from 1904."""

Raw = str | float | int | bool | date | datetime | time | timedelta
"""The content of a cell; an empty cell is the empty text."""


class Mark(Enum):
    """A property of a cell that its value does not show."""

    ERROR = auto()
    NO_VALUE = auto()
    PERCENT = auto()


At = tuple[int, int]
"""Row and column of a cell."""


@dataclass(frozen=True, slots=True)
class Grid:
    """The cells of a sheet.

    Attributes:
        name: the name of the sheet, or of the block in a CSV file.
        rows: the raw cells; rows may differ in length.
        first: the number of the first row.
        marks: the mark of each marked cell.
        errors: the displayed error of each cell with one.
        covered: for each cell covered by a merge, the first cell of the merge.
        epoch: the calendar day of Excel's day 0.
        ragged: True if rows have the number of fields in the file, without padding (CSV).
        table: the table that a mapping says it is.
        stated: the columns that a mapping states and the file does not have.
    """

    name: str
    rows: Sequence[Sequence[Raw]]
    first: int = 1
    marks: Mapping[At, Mark] = field(default_factory=dict)
    errors: Mapping[At, str] = field(default_factory=dict)
    covered: Mapping[At, At] = field(default_factory=dict)
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    hidden: bool = False
    epoch: date = EPOCHS[False]
    ragged: bool = False
    table: str | None = None
    stated: frozenset[int] = frozenset()


def covered_by(merges: Iterable[tuple[At, At]], rows: int) -> dict[At, At]:
    """The first cell of the merge for each cell that it covers, within the rows that have values.

    Args:
        merges: the first and the last cell of each merge, with rows from 0.
        rows: the number of rows with values.
    """
    return {
        (row + 1, column): (top + 1, left)
        for (top, left), (bottom, right) in merges
        for row in range(top, min(bottom + 1, rows))
        for column in range(left, min(right + 1, MAX_COLUMNS))
        if (row, column) != (top, left)
    }


def address(row: int, column: int) -> str:
    """A cell's name, such as D17."""
    return f"{column_name(column)}{row}"


def column_name(column: int) -> str:
    """A column's letters: A, B, and so on to Z, AA."""
    letters = ""
    count = column + 1
    while count:
        count, rest = divmod(count - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def column_index(letters: str) -> int:
    """The number of a column by its letters."""
    count = 0
    for letter in letters:
        count = count * 26 + ord(letter) - ord("A") + 1
    return count - 1


def printable(raw: Raw, longest: int = 120) -> str:
    """A cell's value for a report: truncated, with invisible characters as escapes."""
    text = raw if isinstance(raw, str) else str(raw)
    text = text if len(text) <= longest else text[: longest - 1] + "…"
    return "".join(char if char.isprintable() else f"\\u{ord(char):04x}" for char in text)
