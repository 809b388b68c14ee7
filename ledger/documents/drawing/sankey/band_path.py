"""The outlines of the band of credits: the turn, and each flow that parts from it."""

from decimal import Decimal

from ledger.documents.drawing.sankey.frame import BAR
from ledger.documents.drawing.sankey.shapes import Band, Returning
from ledger.documents.drawing.svg import place


def turn_path(band: Band) -> str:
    """The turn: outer arcs down and back, the way to the parting, and the inner arcs back up."""
    outer, inner = band.radius + band.width, band.radius
    x, low = band.x, band.back + band.width
    down, up = band.drop, -band.drop
    return (
        f"M{place(x)} {place(band.y)}"
        f"a{place(outer)} {place(outer)} 0 0 1 {place(outer)} {place(outer)}v{place(down)}"
        f"A{place(outer)} {place(outer)} 0 0 1 {place(x)} {place(low)}"
        f"H{place(band.parting)}V{place(band.back)}H{place(x)}"
        f"a{place(inner)} {place(inner)} 0 0 0 {place(inner)} {place(-inner)}v{place(up)}"
        f"A{place(inner)} {place(inner)} 0 0 0 {place(x)} {place(band.y + band.width)}Z"
    )


def returning_path(band: Band, row: Returning) -> str:
    """A flow from the parting to its bar."""
    half = (band.parting + band.straight) / 2
    low, foot = row.start + row.width, row.y + row.height
    left = row.x + BAR
    return (
        f"M{place(band.parting)} {place(row.start)}"
        + _curve(half, row.start, band.straight, row.y)
        + f"H{place(left)}V{place(foot)}H{place(band.straight)}"
        + _curve(half, foot, band.parting, low)
        + "Z"
    )


def _curve(half: Decimal, start: Decimal, x: Decimal, end: Decimal) -> str:
    return f"C{place(half)} {place(start)} {place(half)} {place(end)} {place(x)} {place(end)}"
