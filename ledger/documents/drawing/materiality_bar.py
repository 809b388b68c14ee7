"""The sum of known effects of findings against the materiality of an audit.

Both are shares of the figure or amounts in its unit. The track reaches beyond the greater of the two, so that both are
always inside. Findings without a known effect are no part of the bar: the sentence beside it has to say how many.
"""

from dataclasses import dataclass
from decimal import Decimal
from html import escape

from ledger.documents.drawing.axis import Axis
from ledger.documents.drawing.svg import (
    INK,
    MUTE,
    NEUTRAL,
    WARNING,
    Described,
    drawing,
    element,
    halo,
    place,
    text,
)
from ledger.documents.drawing.text_width import text_width

WIDTH, HEIGHT, TOP, BAR, MARGIN = 400, 52, 8, 14, 6
"""Sizes in px: the picture, the bar's place and height, and the distance of its value."""

BEYOND = Decimal("1.2")
"""The track as a multiple of the greater value; longer if the value beside the bar needs it."""


@dataclass(frozen=True, slots=True)
class MaterialityBar:
    """The sum of sizes (at least 0), the materiality (above 0), and both as they are written."""

    effects: Decimal
    materiality: Decimal
    effects_text: str
    materiality_text: str


def draw_materiality_bar(
    bar: MaterialityBar, title: str, described: Described | None = None
) -> str:
    """Draw the bar; `title` is the accessible name and says both values."""
    greater = max(bar.effects, bar.materiality) or Decimal(1)
    wide = text_width(bar.effects_text, strong=True)
    reach = min(WIDTH / BEYOND, WIDTH - wide - 2 * MARGIN)
    axis = Axis(Decimal(0), greater, Decimal(0), reach)
    end, limit = axis.x(bar.effects), axis.x(bar.materiality)
    shapes = [
        _rect(Decimal(WIDTH), "track", NEUTRAL),
        _rect(end, "effects", WARNING, bar.effects_text) if bar.effects else "",
        element(
            "line",
            x1=place(limit),
            x2=place(limit),
            y1=place(TOP - 7),
            y2=place(TOP + BAR + 7),
            stroke=INK,
            stroke_width="2",
            class_="net",
        ),
        _effects(bar, end, limit),
        _materiality(bar, limit),
    ]
    return drawing((WIDTH, HEIGHT), "".join(shapes), title, described)


def _rect(width: Decimal, class_: str, fill: str, title: str = "") -> str:
    return element(
        "rect",
        element("title", escape(title)) if title else "",
        x="0",
        y=place(TOP),
        width=place(max(width, Decimal(1))),
        height=place(BAR),
        rx="2",
        fill=fill,
        class_=class_,
    )


def _effects(bar: MaterialityBar, end: Decimal, limit: Decimal) -> str:
    """The value right of the bar, or right of the tick if it would meet it."""
    wide = text_width(bar.effects_text, strong=True)
    x = end + MARGIN
    if x - 3 < limit < x + wide + 3:
        x = limit + MARGIN
    return text(x, TOP + 11, bar.effects_text, font_weight="600", class_="ink halo", **halo())


def _materiality(bar: MaterialityBar, limit: Decimal) -> str:
    """The limit's value under its tick, inside the picture."""
    half = text_width(bar.materiality_text) / 2
    middle = min(max(limit, half), WIDTH - half)
    attributes = {"text_anchor": "middle", "fill": MUTE, "class_": "mute"}
    return text(middle, TOP + BAR + 20, bar.materiality_text, **attributes)
