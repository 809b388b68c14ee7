"""Labels as lines of text with a box, measured without a font.

Widths are estimates at the upper end of the sans serifs that systems use, DejaVu Sans, because the server does not know
the reader's font. Names are wrapped and cut; values are never cut.
"""

from dataclasses import dataclass
from decimal import Decimal
from unicodedata import east_asian_width

SIZE = 12
LINE = 13
"""Height of a line of 12 px."""

NAME_LINES = 2
"""Lines of a name; more is cut, and stands in the shape's title and in the table."""

MINUS = "\u2212"
_WIDTHS = (
    (frozenset("iljI.,:;'|! "), 34),
    (frozenset("tfr()[]/-"), 43),
    (frozenset("cszxyvkJ?"), 57),
    (frozenset("mwMW@%—…"), 99),
)


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in px."""

    x0: Decimal
    y0: Decimal
    x1: Decimal
    y1: Decimal

    def meets(self, other: "Box") -> bool:
        """True if the two have an area in common."""
        across = self.x0 < other.x1 and other.x0 < self.x1
        return across and self.y0 < other.y1 and other.y0 < self.y1

    def moved(self, x: Decimal, y: Decimal) -> "Box":
        """The same box elsewhere."""
        return Box(self.x0 + x, self.y0 + y, self.x1 + x, self.y1 + y)


@dataclass(frozen=True, slots=True)
class Line:
    """A line: a name (strong) and a value (muted), either of which may be empty, with the size of the text in px."""

    name: str = ""
    value: str = ""
    size: int = SIZE

    @property
    def width(self) -> Decimal:
        """The estimated width in px."""
        gap = " " if self.name and self.value else ""
        return text_width(self.name, self.size, strong=True) + text_width(
            gap + self.value, self.size
        )

    @property
    def height(self) -> Decimal:
        """The height in px."""
        return Decimal(self.size * LINE) / SIZE


@dataclass(frozen=True, slots=True)
class Label:
    """Lines at a place: `x` is their left end, or their right end if they end there; `y` is the top."""

    lines: tuple[Line, ...]
    x: Decimal
    y: Decimal
    ends: bool = False

    @property
    def box(self) -> Box:
        """The room that the lines take."""
        wide = width_of(self.lines)
        left = self.x - wide if self.ends else self.x
        return Box(left, self.y, left + wide, self.y + height_of(self.lines))


def width_of(lines: tuple[Line, ...]) -> Decimal:
    """The width of the widest line in px."""
    return max((line.width for line in lines), default=Decimal(0))


def height_of(lines: tuple[Line, ...]) -> Decimal:
    """The height of all lines in px."""
    return sum((line.height for line in lines), Decimal(0))


def text_width(text: str, size: int = SIZE, *, strong: bool = False) -> Decimal:
    """The estimated width of a text in px."""
    return sum((_em(letter, strong=strong) for letter in text), 0) * Decimal(size) / 100


def _em(letter: str, *, strong: bool) -> int:
    """The width of a letter in hundredths of the size."""
    if east_asian_width(letter) in "WF":
        return 104
    for letters, width in _WIDTHS:
        if letter in letters:
            return width + (6 if strong else 0)
    return (72 if letter.isupper() or letter == MINUS else 64) + (6 if strong else 0)


def site_lines(name: str, value: str, width: Decimal) -> tuple[Line, ...]:
    """The lines of a site's label: its name wrapped into a width, then its value, whole."""
    return (*(Line(name=part) for part in wrap(name, width)), Line(value=value))


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
    space = text.rfind(" ", 0, fits + 1)
    if space > 0:
        return text[:space].rstrip(), text[space:].lstrip()
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
