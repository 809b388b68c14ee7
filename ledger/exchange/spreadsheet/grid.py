"""A sheet as a grid of raw cells that know their addresses, whether it came from a workbook or from CSV.

Rows count from 1 and columns from 0, as a spreadsheet program shows them. Marks say what a value alone does not: an
error of Excel, a formula without a value, a percent format, a cell covered by a merge.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import Enum, auto

Raw = str | float | int | bool | date | datetime | time | timedelta
"""What a cell holds; an empty one is the empty text."""


class Mark(Enum):
    """What is to be known of a cell besides its value."""

    ERROR = auto()
    NO_VALUE = auto()
    PERCENT = auto()


At = tuple[int, int]
"""Row and column of a cell."""


@dataclass(frozen=True, slots=True)
class Grid:
    """The cells of a sheet.

    Attributes:
        name: of the sheet, or of the block in a CSV file.
        rows: of raw cells; rows need not be equally long.
        first: the number of the first of them.
        marks: by cell.
        errors: what a cell with an error shows.
        covered: the first cell of the merge that covers a cell.
        epoch: the day that Excel's day 0 stands for.
        ragged: whether rows have as many fields as the file gave them (CSV).
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
    epoch: date = date(1899, 12, 30)
    ragged: bool = False


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


def shown(raw: Raw, longest: int = 120) -> str:
    """A cell's value for a report: cut, with what cannot be seen spelled out."""
    text = raw if isinstance(raw, str) else str(raw)
    text = text if len(text) <= longest else text[: longest - 1] + "…"
    return "".join(char if char.isprintable() else f"\\u{ord(char):04x}" for char in text)
