"""What is wrong with a cell or a file, before it is told in a language: a code, words for its sentence, a suggestion.

A reader of one value raises `Fault` and knows no place; whoever reads the sheet adds it. What does not keep a value
from being read is a `Note` beside it. Severity and sentence of a code stand in `words/messages.json`.
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
