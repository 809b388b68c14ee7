"""Bars of the life-cycle stages: burdens right of zero, credits left of it and hatched, a tick at the net.

A credit is never set off inside a bar, so a reader sees both. The values are at the bars as they are in the table: that
of a stage with burdens or credits alone at its bar, that of both at either end and the net under its tick. Light lines
are at round steps.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from html import escape
from itertools import accumulate, pairwise

from ledger.documents.drawing.axis import Axis
from ledger.documents.drawing.svg import (
    INK,
    LINE,
    MUTE,
    STAGE_COLOURS,
    Described,
    drawing,
    element,
    hatch,
    place,
    text,
)
from ledger.documents.drawing.text_width import text_width

WIDTH, ROW, NET, SCALE = 450, 42, 14, 18
"""Sizes in px: the picture's width, a row, the line of its net, and the line of the axis."""

NAME, BAR_TOP, BAR, MARGIN, EDGE = 16, 18, 16, 6, 12
"""The name and the bar in their row, the distance of its value, and room for half a value of the axis."""

TICKS = 7
"""The greatest number of lines."""


@dataclass(frozen=True, slots=True)
class StageBar:
    """A stage: its key and name, burdens and credits (at most 0) as numbers, and their values as they are written.

    `burden_text` is drawn only beside credits; without them the net is the same value.
    """

    key: str
    name: str
    burdens: Decimal
    credits: Decimal
    net: str
    credit_text: str
    burden_text: str = ""

    @property
    def both(self) -> bool:
        """True if the stage has burdens and credits, and so a tick at its net."""
        return bool(self.burdens and self.credits)

    @property
    def right_text(self) -> str:
        """The value right of the bar."""
        return self.burden_text if self.both else self.net if self.burdens else ""

    @property
    def left_text(self) -> str:
        """The value left of the bar."""
        return self.credit_text if self.credits else ""


def draw_stage_bars(
    bars: Sequence[StageBar],
    title: str,
    number: Callable[[Decimal], str] | None = None,
    described: Described | None = None,
) -> str:
    """Draw the stages, one row each, as SVG.

    Args:
        bars: in the order of the life cycle.
        title: the accessible name, which says what is drawn and in which unit.
        number: how a value of the axis is written; without it the lines have no values.
        described: a description, and the prefix that makes ids unique on the page.
    """
    axis = _axis(bars)
    prefix = f"{described.prefix}-" if described else ""
    tops = list(accumulate((ROW + NET * bar.both for bar in bars), initial=4))
    foot = tops.pop()
    rows = "".join(_row(bar, axis, top, prefix) for bar, top in zip(bars, tops, strict=True))
    rows_at = [(top + NAME, end) for top, end in pairwise([*tops, foot])]
    names = max((text_width(bar.name, strong=True) for bar in bars), default=Decimal(0))
    lines = "".join(_lines(axis, names, rows_at, number))
    defs = "".join(hatch(f"{prefix}hatch-{bar.key}", bar.key) for bar in bars if bar.credits)
    content = (element("defs", defs) if defs else "") + lines + rows
    height = foot + (SCALE if number else 4)
    return drawing((WIDTH, height), content, title, described)


def _axis(bars: Sequence[StageBar]) -> Axis:
    """The axis, with room beside it for the values at the bars."""
    zero = Decimal(0)
    low = min([zero, *(bar.credits for bar in bars)])
    high = max([zero, *(bar.burdens for bar in bars)])
    left = max([Decimal(EDGE), *(text_width(bar.left_text) for bar in bars)]) + MARGIN + 2
    right = max((text_width(bar.right_text) for bar in bars), default=zero) + MARGIN + 2
    return Axis(low, high, left, WIDTH - right)


def _lines(
    axis: Axis,
    names: Decimal,
    rows: Sequence[tuple[int, int]],
    number: Callable[[Decimal], str] | None,
) -> Iterable[str]:
    """Light lines at round steps with their values, and the zero line; none crosses a name."""
    foot = rows[-1][1] if rows else 0

    def line(value: Decimal, **attributes: str) -> str:
        x = axis.x(value)
        parts = rows if x <= names + MARGIN else [(0, foot)]
        path = "".join(f"M{place(x)} {place(top)}V{place(end)}" for top, end in parts)
        return element("path", d=path, fill="none", **attributes)

    for value in axis.ticks(TICKS):
        yield line(value, class_="grid", stroke=LINE)
        if number is not None:
            middle = {"text_anchor": "middle", "fill": MUTE, "class_": "mute", "font_size": "11"}
            yield text(axis.x(value), foot + 13, number(value), **middle)
    yield line(Decimal(0), class_="axis", stroke=MUTE)


def _row(bar: StageBar, axis: Axis, top: int, prefix: str) -> str:
    zero, middle = axis.x(Decimal(0)), top + BAR_TOP + 12
    shapes = [text(0, top + 12, bar.name, font_weight="600")]
    if bar.burdens:
        end = axis.x(bar.burdens)
        shapes.append(_bar(bar, zero, end, top, ""))
        shapes.append(text(end + MARGIN, middle, bar.right_text))
    if bar.credits:
        start = axis.x(bar.credits)
        shapes.append(_bar(bar, start, zero, top, f"url(#{prefix}hatch-{bar.key})"))
        shapes.append(text(start - MARGIN, middle, bar.left_text, text_anchor="end"))
    if bar.both:
        shapes.append(_net(bar, axis, top))
    if not (bar.burdens or bar.credits):
        shapes.append(text(zero + MARGIN, middle, bar.net, fill=MUTE, class_="mute"))
    return "".join(shapes)


def _bar(bar: StageBar, start: Decimal, end: Decimal, top: int, pattern: str) -> str:
    """A bar with its title; a pattern makes it one of credits."""
    colour = STAGE_COLOURS[bar.key]
    fill = {"fill": pattern, "stroke": colour} if pattern else {"fill": colour}
    value = bar.credit_text if pattern else bar.right_text or bar.net
    return element(
        "rect",
        element("title", escape(f"{bar.name} {value}")),
        x=place(start),
        y=place(top + BAR_TOP),
        width=place(max(end - start, Decimal(1))),
        height=place(BAR),
        class_="credit" if pattern else f"stage-{bar.key}",
        **fill,
    )


def _net(bar: StageBar, axis: Axis, top: int) -> str:
    """The tick at the net, and its value under it, inside the picture."""
    x, foot = axis.x(bar.burdens + bar.credits), top + BAR_TOP + BAR + 4
    half = text_width(bar.net, strong=True) / 2
    middle = min(max(x, half), WIDTH - half)
    tick = element(
        "line",
        x1=place(x),
        x2=place(x),
        y1=place(top + BAR_TOP - 4),
        y2=place(foot),
        stroke=INK,
        stroke_width="2.5",
        class_="net",
    )
    return tick + text(middle, foot + 12, bar.net, text_anchor="middle", font_weight="600")
