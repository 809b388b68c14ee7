"""Bars of the life-cycle stages: burdens right of zero, credits left of it and hatched, a tick at the net.

A credit is never set off inside a bar, so a reader sees both. The values stand at the bars as they stand in the table.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from ledger.documents.drawing.svg import (
    INK,
    LINE,
    MUTE,
    STAGE_COLOURS,
    drawing,
    element,
    place,
    text,
)

WIDTH, ROW, TOP = 450, 44, 4
LEFT, RIGHT = 160, 40
"""The room in px beside the bars, for their values."""


@dataclass(frozen=True, slots=True)
class StageBar:
    """A stage: its key and name, burdens and credits (at most 0) as numbers, and the net as it is written."""

    key: str
    name: str
    burdens: Decimal
    credits: Decimal
    net: str
    credit_text: str


@dataclass(frozen=True, slots=True)
class _Scale:
    """The place of a value on the axis, in px."""

    low: Decimal
    high: Decimal

    def x(self, value: Decimal) -> Decimal:
        span = self.high - self.low or Decimal(1)
        return Decimal(LEFT) + (value - self.low) / span * (WIDTH - LEFT - RIGHT)


def draw_stage_bars(bars: Sequence[StageBar], title: str) -> str:
    """Draw the stages, one row each, as SVG.

    Args:
        bars: in the order of the life cycle.
        title: the accessible name, which says what is drawn and in which unit.
    """
    zero = Decimal(0)
    scale = _Scale(
        min([zero, *(bar.credits for bar in bars)]), max([zero, *(bar.burdens for bar in bars)])
    )
    height = TOP + ROW * len(bars) + 4
    axis = element(
        "line",
        x1=place(scale.x(zero)),
        x2=place(scale.x(zero)),
        y1=place(TOP),
        y2=place(height - 4),
        stroke=MUTE,
        class_="axis",
    )
    rows = "".join(_row(bar, scale, TOP + ROW * index) for index, bar in enumerate(bars))
    return drawing((WIDTH, height), _hatches(bars) + rows + axis, title)


def _hatches(bars: Sequence[StageBar]) -> str:
    """The hatch of each stage that has a credit."""
    found = "".join(_hatch(bar.key) for bar in bars if bar.credits)
    return element("defs", found) if found else ""


def _hatch(key: str) -> str:
    stripe = element("rect", width="2", height="6", fill=STAGE_COLOURS[key], class_=f"stage-{key}")
    return element(
        "pattern",
        stripe,
        id=f"hatch-{key}",
        width="6",
        height="6",
        patternUnits="userSpaceOnUse",
        patternTransform="rotate(45)",
    )


def _row(bar: StageBar, scale: _Scale, top: int) -> str:
    zero, middle = scale.x(Decimal(0)), top + 31
    shapes = [
        text(0, top + 12, bar.name, font_weight="600"),
        text(WIDTH, top + 12, bar.net, text_anchor="end", font_weight="600"),
        _grid(top),
    ]
    if bar.burdens:
        shapes.append(_bar(zero, scale.x(bar.burdens), top, bar.key, hatched=False))
    if bar.credits:
        left = scale.x(bar.credits)
        shapes.append(_bar(left, zero, top, bar.key, hatched=True))
        shapes.append(text(left - 6, middle, bar.credit_text, text_anchor="end", fill=MUTE))
    if bar.burdens and bar.credits:
        shapes.append(_net(scale.x(bar.burdens + bar.credits), top))
    return "".join(shapes)


def _grid(top: int) -> str:
    y = place(top + ROW - 4)
    return element("line", x1="0", x2=str(WIDTH), y1=y, y2=y, stroke=LINE, class_="grid")


def _bar(start: Decimal, end: Decimal, top: int, key: str, *, hatched: bool) -> str:
    colour = STAGE_COLOURS[key]
    fill = {"fill": f"url(#hatch-{key})", "stroke": colour} if hatched else {"fill": colour}
    return element(
        "rect",
        x=place(start),
        y=place(top + 20),
        width=place(max(end - start, Decimal(1))),
        height="16",
        class_="credit" if hatched else f"stage-{key}",
        **fill,
    )


def _net(x: Decimal, top: int) -> str:
    return element(
        "line",
        x1=place(x),
        x2=place(x),
        y1=place(top + 16),
        y2=place(top + 40),
        stroke=INK,
        stroke_width="2.5",
        class_="net",
    )
