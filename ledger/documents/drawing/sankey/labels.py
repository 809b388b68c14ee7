"""Labels as lines of text with a box. Names are wrapped and cut; values are never cut."""

from dataclasses import dataclass
from decimal import Decimal

from ledger.documents.drawing.text_width import BASE, LINE_HEIGHT, SIZE, text_width, wrap


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
        return self.size * LINE_HEIGHT

    @property
    def base(self) -> Decimal:
        """The distance of the base line from the top in px."""
        return self.size * BASE


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


def site_lines(name: str, value: str, width: Decimal) -> tuple[Line, ...]:
    """The lines of a site's label: its name wrapped into a width, then its value, whole."""
    return (*(Line(name=part) for part in wrap(name, width)), Line(value=value))
