"""The product's bar: the declared figure in black, what credits take back hatched, and the labels around it."""

from collections.abc import Iterator
from decimal import Decimal

from ledger.documents.drawing.sankey.frame import (
    BAR,
    MARGIN,
    PRODUCT_BAR,
    Frame,
    below_lines,
    declared_lines,
    smaller_lines,
)
from ledger.documents.drawing.sankey.labels import Box, Label, height_of
from ledger.documents.drawing.sankey.scene import Scene
from ledger.documents.drawing.sankey.shapes import Product
from ledger.documents.drawing.sankey.values import ZERO, burdens_of


def product_of(scene: Scene) -> Product:
    """The product's bar, from 0 downwards."""
    sums, frame = scene.sums, scene.frame
    return Product(
        x=frame.product,
        declared=scene.px(max(sums.net, ZERO)),
        credited=scene.px(-sums.credits),
        below_zero=scene.px(max(-sums.net, ZERO)),
        smaller=_smaller(scene, frame),
    )


def _smaller(scene: Scene, frame: Frame) -> Box | None:
    """The box of smaller sites that deliver to the product itself, at the foot of its inflows."""
    if None not in scene.kept.smaller:
        return None
    height = scene.px(burdens_of(scene.kept.smaller[None].stages))
    foot = scene.px(scene.sums.burdens)
    return Box(frame.product - BAR, foot - height, frame.product, foot)


def labels_left(scene: Scene, product: Product) -> Iterator[Label]:
    """Labels of smaller sites at the product, and of what is below zero; one below the other."""
    x, free = product.x - BAR - MARGIN, -product.box.y1
    if product.smaller is not None:
        lines = smaller_lines(scene.kept, scene.words)
        middle = (product.smaller.y0 + product.smaller.y1) / 2
        label = Label(lines, x, middle - height_of(lines) / 2, ends=True)
        free = label.box.y1 + 2
        yield label
    if product.below_zero:
        lines = below_lines(scene.sums, scene.words)
        middle = product.inflows + product.below_zero / 2 - height_of(lines) / 2
        yield Label(lines, x, max(free, middle), ends=True)


def declared_label(scene: Scene, product: Product) -> Label:
    """The label of the figure: right of the black part, and above the band of credits."""
    lines = declared_lines(scene.kept, scene.words)
    tall = height_of(lines)
    y = (product.declared - tall) / 2
    if product.credited:
        y = min(y, product.declared - tall - Decimal(8))
    return Label(lines, product.x + PRODUCT_BAR + 12, y)
