"""The graph of a picture from a calculation's flows, as the HTTP API serves them.

The own part of a closed block is what leaves it less what arrives: its supplier's own part and all that it keeps
closed, together.
"""

from collections.abc import Callable
from decimal import Decimal

from ledger.documents.drawing.sankey.values import (
    Amounts,
    CreditFlow,
    Flow,
    FlowGraph,
    Site,
    Stages,
    StageValue,
    add,
    amounts,
    stages_of,
)
from schemas.flows import CalculationFlows, FlowNode, StageFlow

Named = Callable[[FlowNode], str]


def read_flows(
    found: CalculationFlows, name: Named, credit: Callable[[str], str] = str
) -> FlowGraph:
    """The graph of flows.

    Args:
        found: the flows as far as the reader may look.
        name: the name of a node, in the language of the page.
        credit: the name of what credits replace, in that language.
    """
    flows = tuple(Flow(edge.source, edge.target, _stages(edge.stages)) for edge in found.edges)
    sites = tuple(
        Site(
            node.id,
            name(node),
            node.country or "",
            _kept_closed(node.id, flows) if node.own is None else _stages(node.own),
            closed=node.own is None,
        )
        for node in found.nodes
    )
    replaced = tuple(
        CreditFlow(credit(row.name), Decimal(row.value), row.replaces) for row in found.credits
    )
    return FlowGraph(Decimal(found.total), sites, flows, replaced)


def _kept_closed(node: str, flows: tuple[Flow, ...]) -> Stages:
    """What leaves a block less what arrives, without signs that rounding has turned."""
    sums: dict[tuple[str, bool], Decimal] = {}
    for flow in flows:
        parts = amounts(flow.stages)
        if flow.source == node:
            add(sums, parts)
        elif flow.target == node:
            add(sums, {cell: -value for cell, value in parts.items()})
    return stages_of(_of_their_sign(sums))


def _of_their_sign(sums: Amounts) -> Amounts:
    return {cell: value for cell, value in sums.items() if (value < 0) == cell[1]}


def _stages(stages: tuple[StageFlow, ...]) -> Stages:
    return tuple(
        StageValue(row.stage.value, Decimal(row.burdens), Decimal(row.credits)) for row in stages
    )
