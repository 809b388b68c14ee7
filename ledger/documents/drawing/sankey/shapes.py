"""What a layout is made of, in px, as frozen values that tests can measure."""

from dataclasses import dataclass
from decimal import Decimal

from ledger.documents.drawing.sankey.cap import KeptFlows
from ledger.documents.drawing.sankey.frame import PRODUCT_BAR, Sums
from ledger.documents.drawing.sankey.labels import Box, Label
from ledger.documents.drawing.sankey.values import ZERO, CreditFlow, Flow, Site

THINNEST = Decimal(2)
"""The least height of a bar."""


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a bar, from top to bottom: `inputs`, `smaller`, or `own` of a stage; height in px."""

    kind: str
    stage: str
    height: Decimal


@dataclass(frozen=True, slots=True)
class Bar:
    """A site's bar; `height` is at least `THINNEST`, else the sum of the parts or of the outflows."""

    site: Site
    box: Box
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Stripe:
    """A stage of a ribbon: its width in px, and its tops at the ribbon's places."""

    stage: str
    width: Decimal
    tops: tuple[Decimal, ...]


@dataclass(frozen=True, slots=True)
class Ribbon:
    """A flow: curves between its places 0 and 1, 2 and 3 and so on, straight through the passages between."""

    flow: Flow
    places: tuple[Decimal, ...]
    stripes: tuple[Stripe, ...]

    @property
    def width(self) -> Decimal:
        """The drawn width in px."""
        return sum((stripe.width for stripe in self.stripes), ZERO)


@dataclass(frozen=True, slots=True)
class Product:
    """The bar at the right: the declared part, the hatched part that credits take back, and what is below zero, in px.

    `smaller` is the box of smaller sites that deliver to the product itself.
    """

    x: Decimal
    declared: Decimal
    credited: Decimal
    below_zero: Decimal
    smaller: Box | None

    @property
    def inflows(self) -> Decimal:
        """The height that flows enter."""
        return self.declared + self.credited - self.below_zero

    @property
    def box(self) -> Box:
        """The whole bar."""
        return Box(self.x, ZERO, self.x + PRODUCT_BAR, self.declared + self.credited)


@dataclass(frozen=True, slots=True)
class Returning:
    """A credit flow: its width, where it leaves the band, where it ends, and its bar, all in px."""

    credit: CreditFlow
    start: Decimal
    width: Decimal
    x: Decimal
    y: Decimal
    height: Decimal


@dataclass(frozen=True, slots=True)
class Band:
    """The turn: `x`, `y` and `width` where it leaves the product; `back` is its top on the way back.

    The flows part at `parting` and run straight from `straight` on.
    """

    x: Decimal
    y: Decimal
    width: Decimal
    radius: Decimal
    drop: Decimal
    back: Decimal
    parting: Decimal
    straight: Decimal
    flows: tuple[Returning, ...]

    @property
    def foot(self) -> Decimal:
        """The lowest edge of the band and of its flows."""
        return max(self.back + self.width, *(row.y + row.height for row in self.flows))


@dataclass(frozen=True, slots=True)
class Layout:
    """A picture; `top` is the upper edge of what is drawn, and may be below 0."""

    kept: KeptFlows
    sums: Sums
    top: Decimal
    width: Decimal
    height: Decimal
    bars: tuple[Bar, ...]
    ribbons: tuple[Ribbon, ...]
    product: Product
    band: Band | None
    labels: tuple[Label, ...]
