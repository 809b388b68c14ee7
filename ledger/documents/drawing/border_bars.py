"""Bars of a good at the carbon border: what it embeds, what is taken off, and what the default would be.

All bars have one scale in t CO2e per tonne. Actual data are in the accent, the part by default and the published
default in the grey of lines with their edge, free allocation in a light accent. Values stand beside the bars.
"""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Final, NamedTuple

from ledger.documents.drawing.svg import ACCENT, EDGE, LINE, drawing, element, place, text
from ledger.documents.drawing.text_width import text_width

WIDTH, ROW, NAME, BAR, GAP = 450, 46, 14, 20, 8
"""The picture's width, a row, the name's base line in it, the bar, and the space before a value, in px."""

LOOKS: Final = {
    "actual": {"fill": ACCENT, "class_": "tile"},
    "default": {"fill": LINE, "stroke": EDGE, "class_": "dot"},
    "allocation": {"fill": ACCENT, "fill_opacity": "0.25", "class_": "tile"},
}


class BorderPart(NamedTuple):
    """A part of a bar: its look, a key of `LOOKS`, and its size in t CO2e per tonne."""

    look: str
    value: Decimal


class BorderBar(NamedTuple):
    """A bar: its name, its parts from the left, and its sum as it is written."""

    name: str
    parts: tuple[BorderPart, ...]
    written: str

    @property
    def total(self) -> Decimal:
        """The sum of the parts."""
        return sum((part.value for part in self.parts), Decimal(0))


def draw_border_bars(bars: Sequence[BorderBar], title: str) -> str:
    """Draw the bars; the widest leaves room for the widest value.

    Args:
        bars: in their order from the top.
        title: the accessible name.
    """
    room = max((text_width(bar.written) for bar in bars), default=Decimal(0)) + GAP
    widest = max((bar.total for bar in bars), default=Decimal(0))
    scale = (WIDTH - room) / widest if widest else Decimal(0)
    shapes = [shape for at, bar in enumerate(bars) for shape in _bar(bar, at * ROW, scale)]
    return drawing((WIDTH, max(ROW * len(bars), ROW)), "".join(shapes), title)


def _bar(bar: BorderBar, top: int, scale: Decimal) -> Iterator[str]:
    yield text(0, top + NAME, bar.name, font_weight="600")
    y, left = top + NAME + 6, Decimal(0)
    for part in bar.parts:
        width = part.value * scale
        if width:
            size = {"width": place(width), "height": place(BAR)}
            yield element("rect", x=place(left), y=place(y), **size, **LOOKS[part.look])
        left += width
    yield text(left + GAP, y + NAME, bar.written)
