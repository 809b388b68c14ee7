"""A layout as SVG: geometry in attributes, colours by class with attributes as fallback, a title in each shape."""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from html import escape
from itertools import pairwise

from ledger.documents.drawing.sankey.band_path import returning_path, turn_path
from ledger.documents.drawing.sankey.cap import KeptFlows
from ledger.documents.drawing.sankey.frame import BAR, PRODUCT_BAR
from ledger.documents.drawing.sankey.labels import Box, Label, Line
from ledger.documents.drawing.sankey.layout import lay_out
from ledger.documents.drawing.sankey.shapes import Band, Bar, Layout, Part, Product, Ribbon, Stripe
from ledger.documents.drawing.sankey.titles import Titles
from ledger.documents.drawing.sankey.words import SankeyWords
from ledger.documents.drawing.svg import (
    EDGE,
    FONTS,
    INK,
    LINE,
    MUTE,
    PAPER,
    STAGE_COLOURS,
    Described,
    drawing,
    element,
    halo,
    hatch,
    place,
    text,
)

CREDIT_STAGE = "end_of_life"
FAINT = "0.3"
"""Opacity of ribbons."""

HAIRLINE = Decimal("0.6")
"""A stripe is drawn at least that thick, so that a reader sees it; its width in the layout is exact."""


def draw_sankey(kept: KeptFlows, words: SankeyWords, prefix: str) -> str:
    """Draw kept flows as SVG; equal flows and words give equal bytes.

    Args:
        kept: the flows, capped by `keep`.
        words: words and numbers in one language.
        prefix: the beginning of all ids, unique on the page.

    Raises:
        ValueError: the named credits contradict the flows.
    """
    layout = lay_out(kept, words)
    described = Described(prefix, words.description)
    if layout is None:
        line = text(0, 16, words.nothing, fill=MUTE, class_="mute")
        return drawing((Decimal(480), Decimal(24)), line, words.title, described)
    return write_sankey(layout, words, prefix)


def write_sankey(layout: Layout, words: SankeyWords, prefix: str) -> str:
    """Write a layout as SVG."""
    titles = Titles(layout.kept, words)
    shapes = [
        element("defs", hatch(f"{prefix}-hatch", CREDIT_STAGE) + _grid(f"{prefix}-grid")),
        *(_ribbon(ribbon, titles) for ribbon in layout.ribbons),
        *(_band(layout.band, layout, titles, prefix) if layout.band else ()),
        *(_bar(bar, titles, prefix) for bar in layout.bars),
        *_product(layout.product, layout, titles, prefix),
        *(line for label in layout.labels for line in _label(label)),
    ]
    size = layout.width, layout.height
    described = Described(prefix, words.description)
    return drawing(size, "".join(shapes), words.title, described, layout.top)


def _grid(name: str) -> str:
    """The pattern of a closed block."""
    lines = element("path", d="M0 0H7M0 0V7", fill="none", stroke=LINE, class_="grid")
    return element("pattern", lines, id=name, width="7", height="7", patternUnits="userSpaceOnUse")


def _group(title: str, shapes: Iterable[str]) -> str:
    return element("g", element("title", escape(title)) + "".join(shapes))


def _ribbon(ribbon: Ribbon, titles: Titles) -> str:
    return _group(titles.flow(ribbon.flow), (_stripe(ribbon, stripe) for stripe in ribbon.stripes))


def _stripe(ribbon: Ribbon, stripe: Stripe) -> str:
    """A closed path: along the upper edge, and back along the lower one."""
    upper = list(zip(ribbon.places, stripe.tops, strict=True))
    width = max(stripe.width, HAIRLINE)
    lower = [(x, y + width) for x, y in reversed(upper)]
    return element(
        "path",
        d=f"M{_at(upper[0])}{_edge(upper)}L{_at(lower[0])}{_edge(lower)}Z",
        fill=STAGE_COLOURS.get(stripe.stage, EDGE),
        fill_opacity=FAINT,
        class_=f"flow stage-{stripe.stage}",
    )


def _edge(points: list[tuple[Decimal, Decimal]]) -> str:
    """Curves with both handles at half the way, and straight lines through the passages between them."""
    drawn = []
    for number, (start, end) in enumerate(pairwise(points)):
        if number % 2:
            drawn.append(f"L{_at(end)}")
        else:
            middle = (start[0] + end[0]) / 2
            drawn.append(f"C{_at((middle, start[1]))} {_at((middle, end[1]))} {_at(end)}")
    return "".join(drawn)


def _at(point: tuple[Decimal, Decimal]) -> str:
    return f"{place(point[0])} {place(point[1])}"


def _rect(box: Box, class_: str, fill: str, **attributes: str) -> str:
    return element(
        "rect",
        x=place(box.x0),
        y=place(box.y0),
        width=place(box.x1 - box.x0),
        height=place(box.y1 - box.y0),
        fill=fill,
        class_=class_,
        **attributes,
    )


def _bar(bar: Bar, titles: Titles, prefix: str) -> str:
    if bar.site.closed:
        fill = f"url(#{prefix}-grid)"
        return _group(titles.bar(bar.site), [_rect(bar.box, "block", fill, stroke=EDGE)])
    if not bar.parts:
        return _group(titles.bar(bar.site), [_rect(bar.box, "credit", f"url(#{prefix}-hatch)")])
    return _group(titles.bar(bar.site), _parts(bar))


def _parts(bar: Bar) -> Iterator[str]:
    """The parts fill the bar, also where it is higher than they are because it would be too thin."""
    stretch = (bar.box.y1 - bar.box.y0) / sum((part.height for part in bar.parts), Decimal(0))
    top = bar.box.y0
    for part in bar.parts:
        foot = top + part.height * stretch
        yield _part(part, Box(bar.box.x0, top, bar.box.x1, foot))
        top = foot


def _part(part: Part, box: Box) -> str:
    if part.kind == "inputs":
        return _rect(box, "inputs", PAPER, stroke=EDGE)
    if part.kind == "smaller":
        return _rect(box, "smaller", EDGE)
    return _rect(box, f"stage-{part.stage}", STAGE_COLOURS.get(part.stage, EDGE))


def _product(product: Product, layout: Layout, titles: Titles, prefix: str) -> Iterator[str]:
    x0, x1 = product.x, product.x + PRODUCT_BAR
    if product.declared:
        box = Box(x0, Decimal(0), x1, product.declared)
        yield _group(titles.declared(), [_rect(box, "ink", INK)])
    if product.credited:
        fill, colour = f"url(#{prefix}-hatch)", STAGE_COLOURS[CREDIT_STAGE]
        foot = product.box.y1 - product.below_zero
        shapes = [_rect(Box(x0, product.declared, x1, foot), "credit", fill, stroke=colour)]
        if product.below_zero:
            box = Box(x0, foot, x1, product.box.y1)
            dashes = {"stroke": colour, "stroke_dasharray": "3 2"}
            shapes.append(_rect(box, "credit below", fill, **dashes))
        yield _group(titles.credits(layout.sums.credits), shapes)
    if product.smaller is not None:
        yield _group(titles.smaller(None), [_rect(product.smaller, "smaller", EDGE)])


def _band(band: Band, layout: Layout, titles: Titles, prefix: str) -> Iterator[str]:
    fill = f"url(#{prefix}-hatch)"
    turn = element("path", d=turn_path(band), fill=fill, class_="turn")
    yield _group(titles.credits(layout.sums.credits), [turn])
    for row in band.flows:
        flow = element("path", d=returning_path(band, row), fill=fill, class_="turn")
        box = Box(row.x, row.y, row.x + BAR, row.y + row.height)
        bar = _rect(box, f"stage-{CREDIT_STAGE}", STAGE_COLOURS[CREDIT_STAGE])
        yield _group(titles.credit(row.credit), [flow, bar])


def _label(label: Label) -> Iterator[str]:
    y = label.y
    for line in label.lines:
        yield _line(line, label, y + line.base)
        y += line.height


def _line(line: Line, label: Label, y: Decimal) -> str:
    parts = []
    if line.name:
        parts.append(element("tspan", escape(line.name), font_weight="600", fill=INK, class_="ink"))
    if line.value:
        parts.append(element("tspan", escape(line.value), fill=MUTE, class_="mute"))
    end = {"text_anchor": "end"} if label.ends else {}
    return element(
        "text",
        " ".join(parts),
        x=place(label.x),
        y=place(y),
        font_size=str(line.size),
        font_family=FONTS,
        class_="halo",
        **halo(),
        **end,
    )
