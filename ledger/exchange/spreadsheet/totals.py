"""Recognise a row of totals by its first word, in three languages; added up with the others it would count twice."""

from collections.abc import Sequence

from ledger.exchange.spreadsheet.grid import Raw
from ledger.translations.spreadsheet import plain
from ledger.translations.synonyms import totals


def label_of(cells: Sequence[Raw]) -> str:
    """The first text in a row; empty if there is none."""
    texts = (cell for cell in cells if isinstance(cell, str))
    return next((text for text in map(plain, texts) if any(map(str.isalpha, text))), "")


def is_total(label: str) -> bool:
    """Return whether a plain label is a word for a total, or begins with one."""
    return any(begins_with(label, word) for word in totals())


def begins_with(label: str, word: str) -> bool:
    """Return whether a plain label is a word, or has it before a space, a sign or a digit."""
    rest = label[len(word) :]
    return label.startswith(word) and not rest[:1].isalpha()
