"""Scores of many calculations on one scale: what is signed, what it would be now, and the range of that.

A ring is the signed figure and a dot the score of now; a line joins them where they differ, so that a restatement shows
as a wave down the picture. A light band is the range between two percentiles. The scale need not begin at zero: the
picture compares places, not lengths.
"""

from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from html import escape
from typing import NamedTuple

from ledger.documents.drawing.axis import Axis
from ledger.documents.drawing.svg import (
    ACCENT,
    LINE,
    MUTE,
    PAPER,
    WARNING,
    drawing,
    element,
    place,
    text,
)
from ledger.documents.drawing.text_width import wrap

WIDTH, ROW, NAME, MIDDLE, SCALE, EDGE = 640, 36, 12, 23, 18, 24
"""The width, a row, the name's base line and the middle of the marks in it, the axis, and room beside it, in px."""

TICKS = 7
"""The greatest number of lines."""


class ScoreRange(NamedTuple):
    """A calculation: its name, both figures, the range if there is one, and all of it in words."""

    name: str
    signed: Decimal
    score: Decimal
    range: tuple[Decimal, Decimal] | None
    words: str

    @property
    def ends(self) -> tuple[Decimal, ...]:
        """All values that are drawn."""
        return (self.signed, self.score, *(self.range or ()))


def draw_score_ranges(
    rows: Sequence[ScoreRange], title: str, number: Callable[[Decimal], str]
) -> str:
    """Draw the rows from the top, on one scale in kg CO2e per kWh of total energy.

    Args:
        rows: in their order.
        title: the accessible name.
        number: how a value of the axis is written.
    """
    values = [value for row in rows for value in row.ends] or [Decimal(0)]
    axis = Axis(*_ends(min(values), max(values)), Decimal(EDGE), Decimal(WIDTH - EDGE))
    foot = ROW * len(rows)
    lines = "".join(_lines(axis, foot, number))
    shapes = "".join(_row(row, axis, ROW * at) for at, row in enumerate(rows))
    return drawing((WIDTH, foot + SCALE), lines + shapes, title)


def _ends(low: Decimal, high: Decimal) -> tuple[Decimal, Decimal]:
    """The ends of the axis: a tenth beside a single value, so that it stands between round numbers."""
    room = Decimal(0) if high > low else abs(high) / 10 or Decimal(1)
    return low - room, high + room


def _lines(axis: Axis, foot: int, number: Callable[[Decimal], str]) -> Iterator[str]:
    for value in axis.ticks(TICKS):
        x = place(axis.x(value))
        path = f"M{x} 0V{place(foot)}"
        yield element("path", d=path, fill="none", stroke=LINE, class_="grid")
        middle = {"text_anchor": "middle", "fill": MUTE, "class_": "mute", "font_size": "11"}
        yield text(axis.x(value), foot + 13, number(value), **middle)


def _row(row: ScoreRange, axis: Axis, top: int) -> str:
    y, signed, score = place(top + MIDDLE), axis.x(row.signed), axis.x(row.score)
    (name,) = wrap(row.name, Decimal(WIDTH - 2 * EDGE), 1, strong=False) or [""]
    shapes = [element("title", escape(row.words)), text(EDGE, top + NAME, name)]
    if row.range is not None:
        left, right = map(axis.x, row.range)
        size = {"x": place(left), "y": place(top + MIDDLE - 5), "height": "10"}
        size["width"] = place(max(right - left, Decimal(1)))
        shapes.append(element("rect", fill=ACCENT, fill_opacity="0.25", class_="tile", **size))
    if row.signed != row.score:
        ends = {"x1": place(signed), "x2": place(score), "y1": y, "y2": y}
        shapes.append(element("line", stroke=WARNING, stroke_width="2", class_="moved", **ends))
    ring = {"r": "4.5", "fill": PAPER, "stroke": MUTE, "stroke_width": "2", "class_": "ring"}
    shapes.append(element("circle", cx=place(signed), cy=y, **ring))
    shapes.append(element("circle", cx=place(score), cy=y, r="3", fill=ACCENT, class_="tile"))
    return element("g", "".join(shapes))
