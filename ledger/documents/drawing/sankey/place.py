"""Places of points from top to bottom.

From right to left, each point goes to where its flow joins its consumer, and is pushed down so that bars and labels
have room. A leaf whose label meets another to its left is moved below it, and all is placed again, at most `ROUNDS`
times. If labels still meet then, bars with labels above move below the labels at their right instead, which always
ends.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from ledger.documents.drawing.sankey.columns import PRODUCT, Grid, Point
from ledger.documents.drawing.sankey.frame import MARGIN
from ledger.documents.drawing.sankey.labels import Box, Label, Line, height_of
from ledger.documents.drawing.sankey.order import Joints, from_below
from ledger.documents.drawing.sankey.values import ZERO

ROUNDS = 60
GAP, BELOW = Decimal(9), Decimal(26)
"""The distance of bars, and that of end-of-life treatment below the product's inflows."""


@dataclass(frozen=True, slots=True)
class Room:
    """What a point needs: a bar, and a label above it or left of it. A passage has no label and little distance."""

    left: Decimal
    height: Decimal
    above: tuple[Line, ...] = ()
    beside: tuple[Line, ...] = ()
    gap: Decimal = GAP

    def label(self, top: Decimal) -> Label | None:
        """The label if the bar's top is there."""
        if self.above:
            return Label(self.above, self.left, top - height_of(self.above) - 4)
        if self.beside:
            middle = top + self.height / 2 - height_of(self.beside) / 2
            return Label(self.beside, self.left - MARGIN, middle, ends=True)
        return None

    @property
    def over(self) -> Decimal:
        """The room that the label takes over the bar's top."""
        if self.above:
            return height_of(self.above) + 4
        return max(ZERO, (height_of(self.beside) - self.height) / 2)

    @property
    def under(self) -> Decimal:
        """The room that the label takes under the bar's foot."""
        return max(ZERO, (height_of(self.beside) - self.height) / 2)


Tops = dict[Point, Decimal]


@dataclass(slots=True)
class Placing:
    """One placing of a grid.

    Attributes:
        grid: points in their order.
        rooms: what each point needs; the product's bar begins at 0.
        scale: px for a value of 1.
        fixed: boxes left of the product that do not move.
    """

    grid: Grid
    rooms: Mapping[Point, Room]
    scale: Decimal
    fixed: tuple[Box, ...] = ()
    joints: Joints = field(init=False)
    offsets: dict[Point, dict[Point, Decimal]] = field(init=False)

    def __post_init__(self) -> None:
        self.joints = Joints(self.grid)
        self.offsets = {point: self.joints.offsets(point) for point in self.grid.column_of}

    def place(self) -> Tops:
        """The top of each point's bar."""
        floors: Tops = {}
        for _ in range(ROUNDS):
            tops = self._sweep(floors, guarded=False)
            lower = self._meetings(tops)
            if not lower:
                return tops
            floors |= lower
        return self._sweep({}, guarded=True)

    def outgoing(self, point: Point, tops: Tops) -> dict[Point, Decimal]:
        """The offset in px of each outflow at a bar, in the order of its joints from top to bottom."""
        offsets: dict[Point, Decimal] = {}
        offset = ZERO
        for row in sorted(
            self.joints.out[point], key=lambda row: self.joint(row.target, point, tops)
        ):
            offsets[row.target] = offset
            offset += row.burdens * self.scale
        return offsets

    def joint(self, target: Point, source: Point, tops: Tops) -> Decimal:
        """The top of an inflow at a bar."""
        return tops[target] + self.offsets[target][source] * self.scale

    def _sweep(self, floors: Tops, *, guarded: bool) -> Tops:
        tops: Tops = {PRODUCT: ZERO}
        for number, column in enumerate(self.grid.columns[1:], start=1):
            obstacles = self._beside(number - 1, tops, guarded=guarded)
            bound: Decimal | None = None
            for point in column:
                room = self.rooms[point]
                top = self._wanted(point, tops)
                if bound is not None:
                    top = max(top, bound + room.over)
                if point in floors:
                    top = max(top, floors[point] + room.over)
                tops[point] = top = _clear(room, top, obstacles)
                bound = top + room.height + room.under + room.gap
        return tops

    def _beside(self, column: int, tops: Tops, *, guarded: bool) -> list[Box]:
        """The boxes that labels of the next column must not meet."""
        boxes = list(self.fixed) if column == 0 else []
        if column and guarded:
            boxes = [box for _, box in self._leaves(column, tops)]
        return boxes

    def _leaves(self, column: int, tops: Tops) -> list[tuple[Point, Box]]:
        """The boxes of labels left of a column's bars."""
        leaves = []
        for point in self.grid.columns[column]:
            label = self.rooms[point].label(tops[point])
            if label is not None and label.ends:
                leaves.append((point, label.box))
        return leaves

    def _wanted(self, point: Point, tops: Tops) -> Decimal:
        """The place of the joints, less the offsets at the bar itself; wider flows weigh more."""
        offsets = self.outgoing(point, tops)
        rows = self.joints.out[point]
        weight = sum((row.burdens for row in rows), ZERO)
        places = [
            (self.joint(row.target, point, tops) - offsets[row.target], row.burdens) for row in rows
        ]
        if weight:
            wanted = sum((place * burdens for place, burdens in places), ZERO) / weight
        else:
            wanted = min(place for place, _ in places)
        below = any(map(from_below, rows)) and len(self.grid.columns[1]) > 1
        return max(wanted, self.rooms[PRODUCT].height + BELOW) if below else wanted

    def _meetings(self, tops: Tops) -> Tops:
        """The leaves whose labels meet a label to their left, and the top that each label then needs."""
        lower: Tops = {}
        for column in range(1, len(self.grid.columns) - 1):
            labels = [
                label.box
                for point in self.grid.columns[column + 1]
                if (label := self.rooms[point].label(tops[point])) and not label.ends
            ]
            for point, box in self._leaves(column, tops):
                met = [other.y1 + 4 for other in labels if box.meets(other)]
                if met:
                    lower[point] = max(met)
        return lower


def _clear(room: Room, top: Decimal, obstacles: list[Box]) -> Decimal:
    """The first top from here on at which a label above meets none of the boxes."""
    while room.above and (met := _met(room, top, obstacles)):
        top = max(box.y1 for box in met) + room.over + 2
    return top


def _met(room: Room, top: Decimal, obstacles: list[Box]) -> list[Box]:
    label = room.label(top)
    return [] if label is None else [box for box in obstacles if label.box.meets(box)]
