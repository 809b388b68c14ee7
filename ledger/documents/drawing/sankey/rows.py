"""The flows of a picture as rows, for the table beside it and for CSV: what is drawn and what was added up."""

from dataclasses import dataclass

from ledger.documents.drawing.sankey.cap import KeptFlows
from ledger.documents.drawing.sankey.values import Site, Stages


@dataclass(frozen=True, slots=True)
class FlowRow:
    """A flow from a site, or from smaller sites together, to a site or into the product.

    Attributes:
        source: the supplier; None for smaller sites.
        target: the consumer; None for the product.
        smaller: names of the smaller sites, largest first; empty for a flow of one site.
        stages: burdens and credits by stage.
    """

    source: Site | None
    target: Site | None
    smaller: tuple[str, ...]
    stages: Stages


def flow_rows(kept: KeptFlows) -> tuple[FlowRow, ...]:
    """The rows: flows by size, then the smaller sites of each consumer."""
    sites = {site.key: site for site in kept.graph.sites}
    drawn = [
        FlowRow(sites[flow.source], _site(sites, flow.target), (), flow.stages)
        for flow in kept.graph.flows
    ]
    rest = [
        FlowRow(None, _site(sites, target), smaller.names, smaller.stages)
        for target, smaller in sorted(kept.smaller.items(), key=lambda item: item[0] or "")
    ]
    return (*drawn, *rest)


def _site(sites: dict[str, Site], key: str | None) -> Site | None:
    return None if key is None else sites[key]
