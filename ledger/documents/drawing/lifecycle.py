"""The life of a figure as a line of steps: calculated, attested, declared, changed, replaced.

A step that was made is a filled point, one that has not been made an empty one. Under each stand its name, the index of
its leaf, and its day where it is known. A step that takes worth away has the colour of a warning.
"""

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from ledger.documents.drawing.svg import (
    ACCENT,
    EDGE,
    LINE,
    MUTE,
    PAPER,
    WARNING,
    drawing,
    element,
    place,
    text,
)

STEP, HEIGHT, RADIUS, TOP = 118, 66, 6, 12
"""The width of a step, the picture's height, the radius of a point, and the height of the line, in px."""

WARNS: Final = frozenset({"changed", "superseded", "refused"})


class LifePoint(NamedTuple):
    """A step: its event, its name, and the lines below it; without lines it has not been made."""

    event: str
    name: str
    lines: tuple[str, ...]


def draw_lifecycle(points: Sequence[LifePoint], title: str) -> str:
    """Draw the steps from the left.

    Args:
        points: in their order.
        title: the accessible name.
    """
    shapes = [shape for at, point in enumerate(points) for shape in _point(at, point, points)]
    return drawing((STEP * max(len(points), 1), HEIGHT), "".join(shapes), title)


def _point(at: int, point: LifePoint, points: Sequence[LifePoint]) -> Iterator[str]:
    x = at * STEP + RADIUS + 1
    if at + 1 < len(points):
        end = {"x2": place(x + STEP), "y2": place(TOP)}
        yield element("line", x1=place(x), y1=place(TOP), **end, stroke=LINE, stroke_width="2")
    colour = WARNING if point.event in WARNS else ACCENT
    made = bool(point.lines)
    yield element(
        "circle",
        cx=place(x),
        cy=place(TOP),
        r=place(RADIUS),
        fill=colour if made else PAPER,
        stroke=colour if made else EDGE,
        stroke_width="2",
        class_="tile" if made else "dot",
    )
    left = x - RADIUS
    yield text(left, TOP + 24, point.name, font_weight="600")
    for number, line in enumerate(point.lines):
        yield text(left, TOP + 38 + 13 * number, line, font_size="10.5", fill=MUTE, class_="mute")
