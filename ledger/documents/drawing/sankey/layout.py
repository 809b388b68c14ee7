"""The layout of a picture: bars, ribbons with drawn widths, and labels with boxes, before it is written as SVG.

Its laws: what enters the product is the declared figure plus the credits, in drawn widths; every bar is inflows,
smaller sites and own part, unless it is thinner than `THINNEST`; no label meets another or a bar.
"""

from decimal import Decimal, localcontext

from ledger.documents.drawing.sankey.bars import bars_of, rooms_of
from ledger.documents.drawing.sankey.cap import KeptFlows
from ledger.documents.drawing.sankey.credits import band_of, credit_labels
from ledger.documents.drawing.sankey.place import Placing
from ledger.documents.drawing.sankey.product import declared_label, labels_left, product_of
from ledger.documents.drawing.sankey.ribbons import ribbons_of
from ledger.documents.drawing.sankey.scene import Scene, scene_of
from ledger.documents.drawing.sankey.shapes import Layout
from ledger.documents.drawing.sankey.values import ZERO
from ledger.documents.drawing.sankey.words import SankeyWords
from ledger.footprint.graph.numbers import EXPLAIN

EDGE = Decimal(4)
"""The distance of everything from the picture's edges."""


def lay_out(kept: KeptFlows, words: SankeyWords) -> Layout | None:
    """Lay a picture out; None if there is nothing to show.

    Raises:
        ValueError: the named credits contradict the flows (`named_credits`).
    """
    with localcontext(EXPLAIN):
        scene = scene_of(kept, words)
        return None if scene is None else _layout(scene)


def _layout(scene: Scene) -> Layout:
    product = product_of(scene)
    labels = list(labels_left(scene, product))
    rooms = rooms_of(scene, product.box)
    fixed = [label.box for label in labels]
    fixed += [product.smaller] if product.smaller else []
    placing = Placing(scene.grid, rooms, scene.frame.scale, tuple(fixed))
    tops = placing.place()
    bars = bars_of(scene, tops, rooms)
    labels.append(declared_label(scene, product))
    labels += [
        room_label for point, room in rooms.items() if (room_label := room.label(tops[point]))
    ]
    boxes = [product.box, *(bar.box for bar in bars), *(label.box for label in labels)]
    foot, band = max(box.y1 for box in boxes), None
    if product.credited:
        band = band_of(scene, foot)
        returned = credit_labels(scene, band)
        labels += returned
        foot = max([band.foot, *(label.box.y1 for label in returned)])
    top = min(ZERO, *(box.y0 for box in boxes)) - EDGE
    return Layout(
        kept=scene.kept,
        sums=scene.sums,
        top=top,
        width=max([scene.frame.width, *(label.box.x1 + EDGE for label in labels)]),
        height=foot - top + EDGE,
        bars=bars,
        ribbons=ribbons_of(scene, placing, tops),
        product=product,
        band=band,
        labels=tuple(labels),
    )
