"""Ribbons: one stripe a stage, stacked in the order of the life cycle, so that each flow shows its mixture."""

from ledger.documents.drawing.sankey.columns import Segment
from ledger.documents.drawing.sankey.place import Placing, Tops
from ledger.documents.drawing.sankey.scene import Scene
from ledger.documents.drawing.sankey.shapes import Ribbon, Stripe
from ledger.documents.drawing.sankey.values import ZERO, amounts, stages_of


def ribbons_of(scene: Scene, placing: Placing, tops: Tops) -> tuple[Ribbon, ...]:
    """The ribbons of all flows with burdens, wide ones first, so that thin ones are drawn over them."""
    ways: dict[tuple[str, str | None], list[Segment]] = {}
    for segment in scene.grid.segments:
        ways.setdefault((segment.flow.source, segment.flow.target), []).append(segment)
    ribbons = [_ribbon(scene, placing, tops, way) for way in ways.values() if way[0].burdens]
    return tuple(
        sorted(ribbons, key=lambda row: (-row.width, row.flow.source, row.flow.target or ""))
    )


def _ribbon(scene: Scene, placing: Placing, tops: Tops, way: list[Segment]) -> Ribbon:
    places, upper = [], []
    for segment in way:
        source, target = segment.source, segment.target
        places += [scene.frame.right(scene.grid.column_of[source]), placing.rooms[target].left]
        upper += [
            tops[source] + placing.outgoing(source, tops)[target],
            placing.joint(target, source, tops),
        ]
    stripes, above = [], ZERO
    for row in stages_of(amounts(way[0].flow.stages)):
        if row.burdens:
            width = scene.px(row.burdens)
            stripes.append(Stripe(row.stage, width, tuple(top + above for top in upper)))
            above += width
    return Ribbon(way[0].flow, tuple(places), tuple(stripes))
