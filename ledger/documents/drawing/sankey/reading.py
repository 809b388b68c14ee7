"""The graph of a picture from a calculation's flows, as the HTTP API serves them.

An edge without a source is a closed block. Its own part is the whole of it, because nothing behind it is shown.
"""

from collections.abc import Callable
from decimal import Decimal

from ledger.documents.drawing.sankey.values import CreditFlow, Flow, FlowGraph, Site, StageValue
from schemas.flows import CalculationFlows, FlowEdge, FlowNode, StageFlow

Named = Callable[[FlowNode], str]
NamedBlock = Callable[[FlowEdge], tuple[str, str]]
"""The name and the country of a closed block, from its edge."""


def read_flows(
    found: CalculationFlows, name: Named, block: NamedBlock, named: tuple[CreditFlow, ...] = ()
) -> FlowGraph:
    """The graph of flows.

    Args:
        found: the flows as far as the reader may look.
        name: the name of an entry, in the language of the page.
        block: the name and the country of a closed block; the country is empty if it is not known.
        named: the credits by what they replace, as far as the reader may know them.
    """
    sites = [Site(node.entry, name(node), node.country, _stages(node.own)) for node in found.nodes]
    flows = []
    for number, edge in enumerate(found.edges):
        source = edge.source
        if source is None:
            source = f"closed {number}"
            sites.append(Site(source, *block(edge), _stages(edge.stages), closed=True))
        flows.append(Flow(source, edge.target, _stages(edge.stages)))
    return FlowGraph(Decimal(found.total), tuple(sites), tuple(flows), named)


def _stages(stages: tuple[StageFlow, ...]) -> tuple[StageValue, ...]:
    return tuple(
        StageValue(row.stage.value, Decimal(row.burdens), Decimal(row.credits)) for row in stages
    )
