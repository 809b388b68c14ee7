"""The wave of a restatement: how far each value moves, in columns from the change to the figures that rest on it.

A dot is an entry or a calculation, at the relative change of its value; a line leads to it from each one of the wave
that it rests on. The first column has what was changed, the last one the calculations. A name stands beside its
dot where there is room for it; all words are in the dot's title.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from html import escape
from typing import NamedTuple

from ledger.documents.drawing.axis import Axis
from ledger.documents.drawing.svg import (
    ACCENT,
    EDGE,
    LINE,
    MUTE,
    WARNING,
    drawing,
    element,
    halo,
    place,
    text,
)
from ledger.documents.drawing.text_width import LINE_HEIGHT, SIZE, text_width, wrap

WIDTH, HEIGHT, TOP, FOOT, LEFT = 640, 320, 16, 40, 64
"""The size, the room above, below and beside the dots, in px."""

TICKS = 6
"""The greatest number of lines."""

LABEL = SIZE * LINE_HEIGHT
"""The least distance of two names in a column, in px."""


class WavePoint(NamedTuple):
    """An entry or a calculation: its column from 0, relative change, name, title, and the points it rests on by id."""

    id: str
    column: int
    change: Decimal
    name: str
    words: str
    rests_on: tuple[str, ...]


class _Placed(NamedTuple):
    x: Decimal
    y: Decimal


def draw_wave(
    points: Sequence[WavePoint],
    columns: Sequence[str],
    title: str,
    number: Callable[[Decimal], str],
) -> str:
    """Draw the points, each after all that it rests on.

    Args:
        points: the wave.
        columns: the names of the columns.
        title: the accessible name.
        number: how a relative change is written.
    """
    changes = [point.change for point in points]
    low, high = min([Decimal(0), *changes]), max([Decimal(0), *changes])
    room = (high - low) / 10 or Decimal(1)
    axis = Axis(low - room, high + room, Decimal(HEIGHT - FOOT), Decimal(TOP))
    pitch = Decimal(WIDTH - LEFT) / max(len(columns), 1)
    places = {
        point.id: _Placed(LEFT + pitch * point.column + pitch / 4, axis.x(point.change))
        for point in points
    }
    shapes = [
        *_scale(axis, number),
        *_names(columns, pitch),
        *_lines(points, places),
        *(_dot(point, places[point.id]) for point in points),
        *_labels(points, places, pitch * 3 / 4 - 12),
    ]
    return drawing((WIDTH, HEIGHT), "".join(shapes), title)


def _scale(axis: Axis, number: Callable[[Decimal], str]) -> Iterator[str]:
    for value in axis.ticks(TICKS):
        y = place(axis.x(value))
        colour = LINE if value else EDGE
        yield element("path", d=f"M{LEFT} {y}H{WIDTH}", fill="none", stroke=colour, class_="grid")
        small = {"text_anchor": "end", "fill": MUTE, "class_": "mute", "font_size": "11"}
        yield text(LEFT - 8, axis.x(value) + 4, number(value), **small)


def _names(columns: Sequence[str], pitch: Decimal) -> Iterator[str]:
    for column, name in enumerate(columns):
        (line,) = wrap(name, pitch - 8, 1, strong=False) or [""]
        x = LEFT + pitch * column + pitch / 4
        yield text(x, HEIGHT - 12, line, text_anchor="middle", fill=MUTE, class_="mute")


def _lines(points: Sequence[WavePoint], places: Mapping[str, _Placed]) -> Iterator[str]:
    for point in points:
        end = places[point.id]
        for source in point.rests_on:
            if source in places:
                start = places[source]
                path = f"M{place(start.x)} {place(start.y)}L{place(end.x)} {place(end.y)}"
                yield element("path", d=path, fill="none", stroke=LINE, class_="grid")


def _dot(point: WavePoint, at: _Placed) -> str:
    colour, name = (WARNING, "moved") if point.change > 0 else (ACCENT, "tile")
    shape = element("circle", cx=place(at.x), cy=place(at.y), r="4", fill=colour, class_=name)
    return element("g", element("title", escape(point.words)) + shape)


def _labels(
    points: Sequence[WavePoint], places: Mapping[str, _Placed], width: Decimal
) -> Iterator[str]:
    """The names that have room, of the largest changes first."""
    taken: dict[int, list[Decimal]] = {}
    for point in sorted(points, key=lambda row: (-abs(row.change), row.id)):
        at, others = places[point.id], taken.setdefault(point.column, [])
        fits = text_width(point.name, strong=False) <= width
        if fits and all(abs(at.y - other) >= LABEL for other in others):
            others.append(at.y)
            yield text(at.x + 8, at.y + 4, point.name, **halo())
