"""Texts measured and wrapped without a font, by the widest of the usual ones (`letter_widths`)."""

from decimal import Decimal
from unicodedata import east_asian_width

from ledger.documents.drawing.letter_widths import ASCENT, DESCENT, letter_width

SIZE = 12
"""The size of text in px."""

BASE, LINE_HEIGHT = ASCENT, ASCENT + DESCENT
"""The base line and the foot of a line below its top, as multiples of the size: the ink of two lines does not meet."""

NAME_LINES = 2
"""Lines of a name; more is cut, and is in the shape's title and in the table."""


def text_width(text: str, size: int = SIZE, *, strong: bool = False) -> Decimal:
    """The estimated width of a text in px."""
    return sum((letter_width(letter, strong=strong) for letter in text), 0) * Decimal(size) / 100


def wrap(text: str, width: Decimal, most: int = NAME_LINES, *, strong: bool = True) -> list[str]:
    """Break a text into lines of a width, at spaces where it has some; what is over ends in `…`."""
    lines: list[str] = []
    rest = text.strip()
    while rest:
        if text_width(rest, strong=strong) <= width:
            return [*lines, rest]
        if len(lines) + 1 == most:
            room = width - text_width("…", strong=strong)
            return [*lines, rest[: _fitting(rest, room, strong=strong)].rstrip() + "…"]
        line, rest = _break(rest, width, strong=strong)
        lines.append(line)
    return lines


def _break(text: str, width: Decimal, *, strong: bool) -> tuple[str, str]:
    """The first line of a text and its rest; a word that is too long is divided by a hyphen."""
    fits = _fitting(text, width, strong=strong)
    end = max(text.rfind(" ", 0, fits + 1), text.rfind("-", 0, fits) + 1)
    if end > 0:
        return text[:end].rstrip(), text[end:].lstrip()
    if east_asian_width(text[fits - 1]) in "WF":
        return text[:fits], text[fits:].lstrip()
    end = _fitting(text, width - text_width("-", strong=strong), strong=strong)
    return text[:end] + "-", text[end:]


def _fitting(text: str, width: Decimal, *, strong: bool) -> int:
    """The number of letters that fit, at least one."""
    used = Decimal(0)
    for count, letter in enumerate(text):
        used += text_width(letter, strong=strong)
        if used > width:
            return max(count, 1)
    return len(text)
