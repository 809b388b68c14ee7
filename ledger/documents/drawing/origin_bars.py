"""Bars of an element's origin: one bar an element, from 0 to 100 %, a segment for each country.

Segments are in the order of the table. Mined metal is in the accent, darker for larger shares; secondary and synthetic
metal in its lightest step; metal of unknown origin in the grey of lines, so that a gap in knowledge is not a country. A
word that does not fit into its segment is left out, and is in the segment's title and in the table.
"""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from html import escape
from typing import Final, NamedTuple

from ledger.documents.drawing.svg import (
    ACCENT,
    ACCENT_INK,
    INK,
    LINE,
    MUTE,
    drawing,
    element,
    place,
    text,
)
from ledger.documents.drawing.text_width import text_width

WIDTH, ROW, NAME, BAR, GAP, PAD = 450, 46, 14, 20, 2, 6
"""The picture's width, a row, the name's base line in it, the bar, the space of segments, and of a word, in px."""

STEPS: Final = ("1", "0.8", "0.4", "0.25")
"""The opacity of mined segments from the largest on; the last one for all others."""

DARK: Final = 2
"""The number of steps whose text has the colour of text on the accent."""

Look = tuple[dict[str, str], dict[str, str]]
"""The attributes of a segment and of its word."""


class OriginSegment(NamedTuple):
    """A part of a bar: its word, its title, its share of 1, and its class as in `schemas.views.origin.OriginClass`."""

    word: str
    title: str
    share: Decimal
    origin: str


class OriginBar(NamedTuple):
    """An element: its name with its mass, and its segments, the largest first; none if no entry states it."""

    name: str
    segments: tuple[OriginSegment, ...]
    nothing: str


def draw_origin_bars(bars: Sequence[OriginBar], title: str) -> str:
    """Draw the bars.

    Args:
        bars: in the order of the table.
        title: the accessible name.
    """
    shapes = [shape for at, bar in enumerate(bars) for shape in _bar(bar, at * ROW)]
    return drawing((WIDTH, max(ROW * len(bars), ROW)), "".join(shapes), title)


def _bar(bar: OriginBar, top: int) -> Iterator[str]:
    yield text(0, top + NAME, bar.name, font_weight="600")
    y = top + NAME + PAD
    if not bar.segments:
        yield text(0, y + NAME, bar.nothing, fill=MUTE, class_="mute")
    left, rank = Decimal(0), 0
    for segment in bar.segments:
        width = segment.share * WIDTH
        yield _segment(segment, left, width, y, _look(segment.origin, rank))
        left += width
        rank += segment.origin == "mined"


def _look(origin: str, rank: int) -> Look:
    if origin == "unknown":
        return {"fill": LINE, "class_": "dot"}, {"fill": INK, "class_": "ink"}
    if origin != "mined":
        return {"fill": ACCENT, "fill_opacity": "0.1", "class_": "tile"}, {"fill": INK}
    opacity = STEPS[min(rank, len(STEPS) - 1)]
    on_dark = {"fill": ACCENT_INK, "class_": "on-accent"}
    return (
        {"fill": ACCENT, "fill_opacity": opacity, "class_": "tile"},
        on_dark if rank < DARK else {"fill": INK},
    )


def _segment(segment: OriginSegment, left: Decimal, width: Decimal, y: int, look: Look) -> str:
    fill, ink = look
    drawn = max(width - GAP, Decimal(1))
    shapes = [
        element("title", escape(segment.title)),
        element("rect", x=place(left), y=place(y), width=place(drawn), height=place(BAR), **fill),
    ]
    if text_width(segment.word) + 2 * PAD <= drawn:
        shapes.append(text(left + PAD, y + NAME, segment.word, **ink))
    return element("g", "".join(shapes))
