"""Columns of a picture: the product at 0, and every site at its longest path to it.

So a supplier is directly left of its farthest consumer. A flow over several columns passes a point of its own height in
each column between, which keeps room for it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from ledger.documents.drawing.sankey.cap import KeptFlows
from ledger.documents.drawing.sankey.values import Flow, burdens_of

Point = tuple[str, ...]
"""The product `()`, a site `(key,)`, or the passage of a flow `(source, target, column)`."""

PRODUCT: Point = ()


@dataclass(frozen=True, slots=True)
class Segment:
    """A part of a flow from one column to the next on its right; `burdens` is its width as a value."""

    source: Point
    target: Point
    flow: Flow
    burdens: Decimal


@dataclass(frozen=True, slots=True)
class Grid:
    """Points by column, from the product to the left; every segment joins two neighbouring columns."""

    columns: tuple[tuple[Point, ...], ...]
    segments: tuple[Segment, ...]
    column_of: Mapping[Point, int]


def columns(kept: KeptFlows) -> Grid:
    """The columns of sites and passages, each in the order of its points' names."""
    column_of = {PRODUCT: 0, **_longest_paths(kept)}
    segments: list[Segment] = []
    for flow in kept.graph.flows:
        source = (flow.source,)
        target = PRODUCT if flow.target is None else (flow.target,)
        passed = [
            (flow.source, flow.target or "", str(column))
            for column in range(column_of[source] - 1, column_of[target], -1)
        ]
        column_of.update((point, int(point[2])) for point in passed)
        way: list[Point] = [source, *passed, target]
        width = burdens_of(flow.stages)
        segments.extend(Segment(*ends, flow, width) for ends in pairwise(way))
    placed: list[list[Point]] = [[] for _ in range(max(column_of.values()) + 1)]
    for point, column in sorted(column_of.items()):
        placed[column].append(point)
    return Grid(tuple(map(tuple, placed)), tuple(segments), column_of)


def _longest_paths(kept: KeptFlows) -> dict[Point, int]:
    """The column of each site; `keep` has refused loops."""
    after: dict[str, list[str | None]] = {site.key: [] for site in kept.graph.sites}
    before: dict[str | None, list[str]] = {None: [], **{key: [] for key in after}}
    for flow in kept.graph.flows:
        after[flow.source].append(flow.target)
        before[flow.target].append(flow.source)
    waiting = {key: len(targets) for key, targets in after.items()}
    column: dict[str | None, int] = {None: 0}
    ready: list[str | None] = [None]
    for key in ready:
        for source in before[key]:
            column[source] = max(column.get(source, 0), column[key] + 1)
            waiting[source] -= 1
            if not waiting[source]:
                ready.append(source)
    return {(key,): number for key, number in column.items() if key is not None}
