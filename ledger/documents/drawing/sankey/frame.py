"""Widths of a picture: its scale, the distance of columns, and the room for labels.

All burdens or all credits, whichever are more, are `TALL` high. The picture has the width of a page; it is narrower for
short chains, and wider where columns would be too near for the values between them.
"""

from dataclasses import dataclass
from decimal import Decimal

from ledger.documents.drawing.sankey.cap import KeptFlows
from ledger.documents.drawing.sankey.columns import Grid, Point
from ledger.documents.drawing.sankey.labels import Line, width_of
from ledger.documents.drawing.sankey.values import ZERO, Site, burdens_of, credits_of
from ledger.documents.drawing.sankey.words import SankeyWords
from ledger.documents.drawing.text_width import text_width

PAGE, TALL = Decimal(1184), Decimal(260)
BAR, PRODUCT_BAR, BLOCK = Decimal(10), Decimal(14), Decimal(80)
"""Widths of a site's bar, of the product's, and of a closed block where there is room."""

NARROWEST, WIDEST = Decimal(84), Decimal(320)
"""Distances of columns."""

RADIUS = Decimal(60)
"""The greatest inner radius of the band of credits."""

NAME, MARGIN, APART = Decimal(108), Decimal(6), Decimal(7)
"""The width of a leaf's name, about 14 letters, and distances of a label from its bar and from the next column."""


@dataclass(frozen=True, slots=True)
class Sums:
    """What enters the product: burdens at least 0, credits at most 0."""

    burdens: Decimal
    credits: Decimal

    @property
    def net(self) -> Decimal:
        """Burdens less credits, as far as they are drawn."""
        return self.burdens + self.credits


@dataclass(frozen=True, slots=True)
class Frame:
    """Places across, in px."""

    scale: Decimal
    step: Decimal
    block: Decimal
    product: Decimal
    width: Decimal
    widest: tuple[Decimal, ...]
    """The widest bar of each column."""

    def right(self, column: int) -> Decimal:
        """The right edge of a column's bars."""
        return self.product + (BAR if column else PRODUCT_BAR) - column * self.step

    def left(self, column: int, width: Decimal) -> Decimal:
        """The left edge of a bar."""
        return self.right(column) - width

    def bar(self, site: Site) -> Decimal:
        """The width of a site's bar."""
        return self.block if site.closed else BAR

    def beside(self, column: int, width: Decimal) -> Decimal:
        """The width for a label left of a bar."""
        edge = self.right(column + 1) + APART if column + 1 < len(self.widest) else Decimal(2)
        return self.left(column, width) - MARGIN - edge

    def above(self, column: int, width: Decimal) -> Decimal:
        """The width for a label above a bar, up to the bars of the next column."""
        return self.left(column - 1, self.widest[column - 1]) - APART - self.left(column, width)


def sums_of(kept: KeptFlows) -> Sums:
    """What enters the product, smaller sites with it."""
    stages = [row for flow in kept.graph.flows if flow.target is None for row in flow.stages]
    if None in kept.smaller:
        stages.extend(kept.smaller[None].stages)
    return Sums(burdens_of(stages), credits_of(stages))


def frame_of(kept: KeptFlows, grid: Grid, words: SankeyWords, sums: Sums) -> Frame:
    """The frame of a picture that shows something."""
    scale = TALL / max(sums.burdens, -sums.credits)
    count = len(grid.columns) - 1
    leaving = leaving_of(kept)
    texts = [value_text(site, leaving[site.key], words) for site in kept.graph.sites]
    value = max((text_width(text) for text in texts), default=ZERO)
    left = max(value, NAME, *_notes(kept, words)) + MARGIN + 4
    declared = width_of(declared_lines(kept, words)) + 16
    turn = RADIUS - sums.credits * scale + 4 if sums.credits else ZERO
    right = max(declared, turn)
    free = PAGE - left - right - PRODUCT_BAR
    beside = [width_of(lines) for lines in (smaller_lines(kept, words), below_lines(sums, words))]
    least = max(NARROWEST, value + BAR + MARGIN + APART, max(beside) + 2 * BAR + MARGIN + APART)
    step = min(WIDEST, max(least, (free / count).quantize(Decimal("0.1")) if count else least))
    block = max(BAR, min(BLOCK, step - max(value, NAME) - MARGIN - APART))
    closed: set[Point] = {(site.key,) for site in kept.graph.sites if site.closed}
    widest = tuple(_widest(column, closed, block) for column in grid.columns)
    product = left + widest[-1] + count * step - BAR if count else left
    return Frame(scale, step, block, product, product + PRODUCT_BAR + right, widest)


def _notes(kept: KeptFlows, words: SankeyWords) -> list[Decimal]:
    """The width of the line under a closed block, if there is one."""
    if any(site.closed for site in kept.graph.sites):
        return [min(text_width(words.behind), Decimal(160))]
    return []


def _widest(column: tuple[Point, ...], closed: set[Point], block: Decimal) -> Decimal:
    if () in column:
        return PRODUCT_BAR
    return block if any(point in closed for point in column) else BAR


def leaving_of(kept: KeptFlows) -> dict[str, Sums]:
    """All that leaves each site."""
    sums = {site.key: Sums(ZERO, ZERO) for site in kept.graph.sites}
    for flow in kept.graph.flows:
        before = sums[flow.source]
        sums[flow.source] = Sums(
            before.burdens + burdens_of(flow.stages), before.credits + credits_of(flow.stages)
        )
    return sums


def value_text(site: Site, leaving: Sums, words: SankeyWords) -> str:
    """The country and the burdens of a site; of a site without burdens, its credits."""
    value = words.number(leaving.burdens or leaving.credits)
    return f"{site.country} {value}" if site.country else value


def declared_lines(kept: KeptFlows, words: SankeyWords) -> tuple[Line, ...]:
    """The label of the figure."""
    return (
        Line(name=words.declared, size=14),
        Line(name=words.figure(kept.graph.total), size=22),
        Line(value=words.unit),
    )


def smaller_lines(kept: KeptFlows, words: SankeyWords) -> tuple[Line, ...]:
    """The label of smaller sites that deliver to the product itself; empty if there are none."""
    if None not in kept.smaller:
        return ()
    smaller = kept.smaller[None]
    value = words.number(burdens_of(smaller.stages))
    return Line(name=words.smaller(smaller.count)), Line(value=value)


def below_lines(sums: Sums, words: SankeyWords) -> tuple[Line, ...]:
    """The label of what credits take below zero; empty if the net is not below zero."""
    if sums.net >= 0:
        return ()
    return Line(name=words.below_zero), Line(value=words.number(sums.net))
