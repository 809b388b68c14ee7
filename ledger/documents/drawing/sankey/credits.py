"""The band of credits: it leaves the product's bar, turns back and splits into one flow for each thing replaced.

The turn is a half circle where that reaches below everything, else two quarters with a straight part between.
"""

from decimal import Decimal

from ledger.documents.drawing.sankey.frame import BAR, MARGIN, PRODUCT_BAR, RADIUS
from ledger.documents.drawing.sankey.labels import Label, Line
from ledger.documents.drawing.sankey.scene import Scene
from ledger.documents.drawing.sankey.shapes import Band, Returning
from ledger.documents.drawing.sankey.values import ZERO, CreditFlow
from ledger.documents.drawing.sankey.words import SankeyWords
from ledger.documents.drawing.text_width import text_width, wrap

MOST = 8
"""Credit flows of a picture; the smallest are added to the other credits."""

TOLERANCE = Decimal("0.001")
"""Share by which named credits may differ from those of the flows, because closed blocks have 4 digits."""

CLEARANCE, APART, SLOT = Decimal(24), Decimal(14), Decimal(18)
"""Distances in px: below everything, between returning flows, and the least height of one with its label."""


def named_credits(
    named: tuple[CreditFlow, ...], total: Decimal, words: SankeyWords
) -> tuple[CreditFlow, ...]:
    """The credits to draw, largest first, then all others; their values sum to the total.

    Raises:
        ValueError: the named credits are more than those of the flows, or one is a burden.
    """
    if any(row.value > 0 for row in named):
        raise ValueError("a credit is above zero")
    ranked = sorted((row for row in named if row.value), key=lambda row: (row.value, row.name))
    shown = ranked if len(ranked) <= MOST else ranked[: MOST - 1]
    rest = total - sum((row.value for row in shown), ZERO)
    if abs(rest) <= TOLERANCE * -total and shown:
        return tuple(shown)
    if rest > 0:
        raise ValueError("the named credits are more than those of the flows")
    name = words.other_credits if shown else words.credits
    return (*shown, CreditFlow(name, rest))


def band_of(scene: Scene, foot: Decimal) -> Band:
    """The band below everything; `foot` is the lowest edge of all bars and labels."""
    frame, sums, words = scene.frame, scene.sums, scene.words
    top = max(sums.net, ZERO) * frame.scale
    width = -sums.credits * frame.scale
    turn = max(foot + CLEARANCE - (top + width), CLEARANCE)
    radius = min(RADIUS, turn / 2)
    back = top + width + turn
    drawn = named_credits(scene.kept.graph.credits, sums.credits, words)
    least = max(_label_width(row, words) for row in drawn) + MARGIN + 4
    parting = frame.product - 10
    ends = [_end(scene, row, least, parting) for row in drawn]
    whole = sum((row.value for row in drawn), ZERO)
    flows, start, slot = [], back, back
    for credit, x in zip(drawn, ends, strict=True):
        share = width * credit.value / whole
        height = max(share, Decimal(2))
        y = slot + max(ZERO, (SLOT - height) / 2)
        flows.append(Returning(credit, start, share, x, y, height))
        start += share
        slot += max(height, SLOT) + APART
    return Band(
        x=frame.product + PRODUCT_BAR,
        y=top,
        width=width,
        radius=radius,
        drop=turn - 2 * radius,
        back=back,
        parting=parting,
        straight=max(ends) + BAR,
        flows=tuple(flows),
    )


def _end(scene: Scene, credit: CreditFlow, least: Decimal, parting: Decimal) -> Decimal:
    """The left edge of a credit flow's bar: under what it replaces, or at a third of the picture."""
    frame, most = scene.frame, max(least, parting - 60)
    column = scene.grid.column_of.get((credit.replaces,)) if credit.replaces else None
    if column is None:
        return min(max(frame.product * Decimal("0.36"), least), most)
    return min(max(frame.left(column, BAR), least), most)


def credit_labels(scene: Scene, band: Band) -> list[Label]:
    """A label left of each credit flow, and, of several, their sum below the turn."""
    labels = []
    for row in band.flows:
        line = _line(row.credit, scene.words)
        middle = row.y + row.height / 2 - line.height / 2
        labels.append(Label((line,), row.x - MARGIN, middle, ends=True))
    if len(labels) == 1:
        return labels
    line = Line(name=scene.words.credits, value=scene.words.figure(scene.sums.credits))
    labels.append(Label((line,), band.x + 4, band.back + band.width + 6))
    return labels


def _line(credit: CreditFlow, words: SankeyWords) -> Line:
    name = "".join(wrap(credit.name, Decimal(170), 1))
    return Line(name=name, value=words.number(credit.value))


def _label_width(credit: CreditFlow, words: SankeyWords) -> Decimal:
    return _line(credit, words).width + text_width(" ")
