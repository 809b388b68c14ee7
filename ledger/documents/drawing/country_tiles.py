"""Countries as tiles: a square each at a fixed cell, its code and value inside, darker for more.

The map is cut to the countries that have a value; others are dots. Region words such as GLO are in a line of their
own below. Colour is the lightness of one accent in five equal steps from zero to the largest value, with a legend. The
values are burdens: credits are not netted with them, and are in the table beside.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal
from html import escape

from ledger.documents.drawing.country_cells import CELLS
from ledger.documents.drawing.svg import (
    ACCENT,
    ACCENT_INK,
    INK,
    LINE,
    MUTE,
    Described,
    drawing,
    element,
    place,
    text,
)
from ledger.documents.drawing.text_width import text_width

TILE, GAP, DOT, SMALL = 40, 2, 4, 11
"""A tile, the distance of tiles, a country without a value, and the size of values, in px."""

LIGHTNESS = ("0.1", "0.25", "0.4", "0.8", "1")
"""Opacity of the accent by step; from `DARK_FROM` on the text is light, so that its contrast stays over 4.5."""

DARK_FROM = 3
"""The first step whose text has the colour of text on the accent."""

LEGEND = Decimal(56)
"""The width of a step of the legend."""


@dataclass(frozen=True, slots=True)
class CountryValue:
    """A country or region word, its name, and its burdens."""

    code: str
    name: str
    value: Decimal


Placed = tuple[CountryValue, Decimal, Decimal]
"""A value and the upper left corner of its tile."""


@dataclass(frozen=True, slots=True)
class TileWords:
    """The accessible name, the sentence where there is no value, and the notation of numbers.

    `number` should give short texts of two or three digits: tiles are 40 px wide, and move apart for longer ones.
    """

    title: str
    nothing: str
    number: Callable[[Decimal], str]


def draw_country_tiles(
    values: Sequence[CountryValue], words: TileWords, described: Described | None = None
) -> str:
    """Draw countries as tiles.

    Args:
        values: each country or region word once; a word without a cell counts as a region.
        words: words and numbers.
        described: a description, and the prefix that makes ids unique on the page.
    """
    if not values:
        line = text(0, 16, words.nothing, fill=MUTE, class_="mute")
        return drawing((480, 24), line, words.title, described)
    widest = max(text_width(words.number(row.value), SMALL) for row in values)
    pitch = max(Decimal(TILE), (widest + 2).quantize(Decimal(1), ROUND_CEILING)) + GAP
    placed = list(_countries(values, pitch))
    foot = max((y for _, _, y in placed), default=Decimal(-TILE)) + TILE
    regions = list(_regions(values, pitch, foot + 16 if placed else Decimal(0)))
    foot = foot + 16 + TILE if regions and placed else max(foot, Decimal(TILE))
    most = max(row.value for row in values)
    width = max(
        Decimal(1) + max(x for _, x, _ in [*placed, *regions]) + pitch, LEGEND * len(LIGHTNESS)
    )
    shapes = [
        _dots(placed, pitch),
        *(_tile(at, most, words) for at in (*placed, *regions)),
        *_legend(most, foot + 16, words),
    ]
    return drawing((width, foot + 16 + 30), "".join(shapes), words.title, described)


def _countries(values: Sequence[CountryValue], pitch: Decimal) -> Iterator[Placed]:
    """The countries at their cells, counted from the first column and row that have one."""
    countries = sorted((row for row in values if row.code in CELLS), key=lambda row: row.code)
    left = min((CELLS[row.code][0] for row in countries), default=0)
    top = min((CELLS[row.code][1] for row in countries), default=0)
    for row in countries:
        column, line = CELLS[row.code]
        yield (
            row,
            (column - left) * pitch + (pitch - GAP - TILE) / 2,
            Decimal((line - top) * (TILE + GAP)),
        )


def _regions(values: Sequence[CountryValue], pitch: Decimal, y: Decimal) -> Iterator[Placed]:
    """Region words in a line, by name."""
    regions = sorted((row for row in values if row.code not in CELLS), key=lambda row: row.code)
    for number, row in enumerate(regions):
        yield row, number * pitch + (pitch - GAP - TILE) / 2, y


def _dots(placed: Sequence[Placed], pitch: Decimal) -> str:
    """The other countries between those that have a value, as dots without a title."""
    if not placed:
        return ""
    taken = {CELLS[row.code] for row, _, _ in placed}
    columns, rows = ({cell[axis] for cell in taken} for axis in (0, 1))
    inside = [
        ((column - min(columns)) * pitch, (row - min(rows)) * (TILE + GAP))
        for column, row in sorted(CELLS.values())
        if (column, row) not in taken
        and min(columns) <= column <= max(columns)
        and min(rows) <= row <= max(rows)
    ]
    middle = (pitch - GAP - DOT) / 2, Decimal(TILE - DOT) / 2
    path = "".join(
        f"M{place(x + middle[0])} {place(y + middle[1])}h{DOT}v{DOT}h-{DOT}z" for x, y in inside
    )
    return element("path", d=path, fill=LINE, class_="dot") if inside else ""


def step_of(value: Decimal, most: Decimal) -> int:
    """The step of a value, 0 to 4: equal parts from zero to the largest value, upper bounds included."""
    if most <= 0 or value <= 0:
        return 0
    count = len(LIGHTNESS)
    reached = int((value / most * count).to_integral_value(ROUND_CEILING))
    return min(max(reached, 1), count) - 1


def _tile(at: Placed, most: Decimal, words: TileWords) -> str:
    row, x, y = at
    step, value = step_of(row.value, most), words.number(row.value)
    middle = x + TILE / Decimal(2)
    ink = {"fill": ACCENT_INK, "class_": "on-accent"} if step >= DARK_FROM else {"fill": INK}
    shapes = [
        element("title", escape(f"{row.name} {value}")),
        _square(x, y, step),
        text(middle, y + 17, row.code, text_anchor="middle", font_weight="600", **ink),
        text(middle, y + 32, value, text_anchor="middle", font_size=str(SMALL), **ink),
    ]
    return element("g", "".join(shapes))


def _square(
    x: Decimal, y: Decimal, step: int, width: Decimal | int = TILE, height: int = TILE
) -> str:
    return element(
        "rect",
        x=place(x),
        y=place(y),
        width=place(width),
        height=place(height),
        fill=ACCENT,
        fill_opacity=LIGHTNESS[step],
        class_="tile",
    )


def _legend(most: Decimal, y: Decimal, words: TileWords) -> Iterator[str]:
    """A square for each step with its upper bound; one of two bounds that read the same has it."""
    count = len(LIGHTNESS)
    bounds = [words.number(most * (step + 1) / count) for step in range(count if most > 0 else 0)]
    for step, bound in enumerate(bounds):
        label = "" if bound in bounds[step + 1 :] else f"≤ {bound}"
        shapes = [
            element("title", escape(f"≤ {bound}")),
            _square(LEGEND * step, y, step, LEGEND - GAP, 10),
            text(LEGEND * step, y + 24, label, font_size=str(SMALL), fill=MUTE, class_="mute"),
        ]
        yield element("g", "".join(shapes))
