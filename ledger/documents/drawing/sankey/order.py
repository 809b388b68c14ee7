"""The order of points in their columns, so that few flows cross.

A column is sorted by the barycentre of its consumers' joints, from right to left. One sweep back sorts each column by
its suppliers where fewer flows cross then. Ties go by name, so equal graphs have equal pictures.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from ledger.documents.drawing.sankey.columns import PRODUCT, Grid, Point, Segment
from ledger.documents.drawing.sankey.values import ZERO

END_OF_LIFE = "end_of_life"
Column = tuple[Point, ...]


def from_below(segment: Segment) -> bool:
    """True for treatment at end of life: it enters the product from below everything that was made for it."""
    stages = {row.stage for row in segment.flow.stages}
    return segment.target == PRODUCT and stages == {END_OF_LIFE}


class Joints:
    """Segments by their ends; those into a point are in the order in which they join its bar, largest on top."""

    def __init__(self, grid: Grid) -> None:
        self.into: dict[Point, list[Segment]] = {point: [] for point in grid.column_of}
        self.out: dict[Point, list[Segment]] = {point: [] for point in grid.column_of}
        for segment in grid.segments:
            self.into[segment.target].append(segment)
            self.out[segment.source].append(segment)
        for segments in self.into.values():
            segments.sort(key=lambda inflow: (from_below(inflow), -inflow.burdens, inflow.source))

    def offsets(self, point: Point) -> dict[Point, Decimal]:
        """The value above the joint of each source at a point's bar."""
        offsets, above = {}, ZERO
        for segment in self.into[point]:
            offsets[segment.source] = above
            above += segment.burdens
        return offsets


def ordered(grid: Grid) -> Grid:
    """The same columns in an order with few crossings."""
    joints = Joints(grid)
    columns = list(grid.columns)
    for column in range(1, len(columns)):
        places = _joint_places(columns[column - 1], joints)
        columns[column] = _sorted(columns[column], joints.out, lambda row: places[_ends(row)])  # noqa: B023
    for column in range(len(columns) - 2, 0, -1):
        ranks = {point: Decimal(rank) for rank, point in enumerate(columns[column + 1])}
        swept = _sorted(columns[column], joints.into, lambda row: ranks[row.source])  # noqa: B023
        tried = [*columns[:column], swept, *columns[column + 1 :]]
        if _crossings(tried, column, joints) < _crossings(columns, column, joints):
            columns = tried
    return replace(grid, columns=tuple(columns))


def _ends(segment: Segment) -> tuple[Point, Point]:
    return segment.source, segment.target


def _joint_places(column: Column, joints: Joints) -> dict[tuple[Point, Point], Decimal]:
    """The place of every joint of a column, as a value counted from its top; each point has some height."""
    places: dict[tuple[Point, Point], Decimal] = {}
    for rank, point in enumerate(column):
        total = sum((row.burdens for row in joints.into[point]), ZERO) or Decimal(1)
        for source, above in joints.offsets(point).items():
            places[source, point] = rank + above / total
    return places


def _sorted(
    column: Column,
    by_point: Mapping[Point, Sequence[Segment]],
    place: Callable[[Segment], Decimal],
) -> Column:
    """A column by barycentre; a point without neighbours keeps its rank."""
    ranks: dict[Point, Decimal] = {}
    for rank, point in enumerate(column):
        weighted = [(place(row), row.burdens) for row in by_point[point]]
        weight = sum((width for _, width in weighted), ZERO)
        if weight:
            ranks[point] = sum((at * width for at, width in weighted), ZERO) / weight
        else:
            ranks[point] = min((at for at, _ in weighted), default=Decimal(rank))
    return tuple(sorted(column, key=lambda point: (ranks[point], point)))


def _crossings(columns: Sequence[Column], column: int, joints: Joints) -> int:
    """The crossings at both sides of a column."""
    return sum(
        _crossings_between(columns[left], columns[left - 1], joints)
        for left in (column, column + 1)
    )


def _crossings_between(left: Column, right: Column, joints: Joints) -> int:
    places = _joint_places(right, joints)
    ends = [sorted(places[_ends(row)] for row in joints.out[point]) for point in left]
    seen: list[Decimal] = []
    count = 0
    for targets in ends:
        count += sum(1 for place in targets for other in seen if other > place)
        seen.extend(targets)
    return count
