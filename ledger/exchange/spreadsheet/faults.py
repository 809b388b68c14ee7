"""A problem of a cell or a file before it has words: a code, the values of its sentence, a suggestion.

A reader of one value raises `Fault` and knows no place; the reader of the sheet adds it. A problem that does not keep a
value from being read is a `Note` beside it. Severities and sentences of codes are in `ledger.translations.spreadsheet`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Note:
    """A remark on a value that was read."""

    code: str
    words: Mapping[str, object] = field(default_factory=dict)
    suggestion: str | None = None


class Fault(Exception):  # noqa: N818 - a fault of a cell is collected, not an error that ends a run
    """A value, or a file, that cannot be taken.

    Attributes:
        note: code, words and suggestion.
        row: of the file, where the fault knows it (CSV).
    """

    def __init__(
        self, code: str, *, suggestion: str | None = None, row: int | None = None, **words: object
    ) -> None:
        super().__init__(code)
        self.note = Note(code, words, suggestion)
        self.row = row
