"""All that the parts of a layout share: the kept flows with their columns, words and scale, and sums by site."""

from dataclasses import dataclass, field
from decimal import Decimal

from ledger.documents.drawing.sankey.cap import KeptFlows
from ledger.documents.drawing.sankey.columns import Grid, columns
from ledger.documents.drawing.sankey.frame import Frame, Sums, frame_of, leaving_of, sums_of
from ledger.documents.drawing.sankey.order import ordered
from ledger.documents.drawing.sankey.values import Flow, Site
from ledger.documents.drawing.sankey.words import SankeyWords


@dataclass(frozen=True, slots=True)
class Scene:
    """The flows in their columns; `sites`, `arriving` and `leaving` are by the key of a site."""

    kept: KeptFlows
    words: SankeyWords
    grid: Grid
    frame: Frame
    sums: Sums
    sites: dict[str, Site] = field(default_factory=dict)
    arriving: dict[str | None, list[Flow]] = field(default_factory=dict)
    leaving: dict[str, Sums] = field(default_factory=dict)

    def px(self, value: Decimal) -> Decimal:
        """The drawn width of a value."""
        return value * self.frame.scale


def scene_of(kept: KeptFlows, words: SankeyWords) -> Scene | None:
    """The scene of kept flows; None if neither burdens nor credits reach the product."""
    sums = sums_of(kept)
    if not (sums.burdens or sums.credits):
        return None
    grid = ordered(columns(kept))
    arriving: dict[str | None, list[Flow]] = {}
    for flow in kept.graph.flows:
        arriving.setdefault(flow.target, []).append(flow)
    return Scene(
        kept,
        words,
        grid,
        frame_of(kept, grid, words, sums),
        sums,
        {site.key: site for site in kept.graph.sites},
        arriving,
        leaving_of(kept),
    )
