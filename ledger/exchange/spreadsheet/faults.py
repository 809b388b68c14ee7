"""Problems of a cell or a file, without language: a code, the values of its sentence, a suggestion.

A reader of one value raises `Fault` without a place; the reader of the sheet adds the place. A problem with a read
value is a `Note` beside it. Severities and sentences of codes are in `ledger.translations.spreadsheet`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from ledger.exchange.spreadsheet.grid import MAX_COLUMNS, MAX_ROWS


@dataclass(frozen=True, slots=True)
class Note:
    """A remark on a value that was read."""

    code: str
    words: Mapping[str, object] = field(default_factory=dict)
    suggestion: str | None = None


class Fault(Exception):  # noqa: N818 - a fault of a cell is collected, not an error that ends a run
    """The refusal of a value or a file.

    Attributes:
        note: code, words and suggestion.
        row: the row of the file, if known (CSV).
    """

    def __init__(
        self, code: str, *, suggestion: str | None = None, row: int | None = None, **words: object
    ) -> None:
        super().__init__(code)
        self.note = Note(code, words, suggestion)
        self.row = row


def too_large(rows: int, columns: int) -> Fault:
    """The refusal of a sheet with too many rows or columns."""
    return Fault(
        "sheet.too_large",
        rows=rows,
        columns=columns,
        limit_rows=MAX_ROWS,
        limit_columns=MAX_COLUMNS,
    )
