"""The graph of a picture from a calculation's flows, as the HTTP API serves them.

A node without an own part is a closed block. What leaves it beyond what arrives from the blocks behind it is drawn as
its own part: the supplier itself, and all that it does not open. Blocks have 4 digits, so where the suppliers behind a
block sum to more than it by a rounding, that part is nothing rather than below zero.
"""

from collections.abc import Callable, Mapping
from decimal import Decimal, localcontext

from ledger.documents.drawing.sankey.values import (
    ZERO,
    Cell,
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
from ledger.footprint.graph.numbers import EXPLAIN
from schemas.views.flows import CalculationFlows, FlowNode, StageFlow

Named = Callable[[FlowNode], str]
"""The name of an entry or a closed block, in the language of the page."""


def read_flows(document: CalculationFlows, name: Named) -> FlowGraph:
    """The graph of flows.

    Args:
        document: the flows as far as the reader may look.
        name: the name of a node, in the language of the page.
    """
    flows = tuple(Flow(edge.source, edge.target, _stages(edge.stages)) for edge in document.edges)
    with localcontext(EXPLAIN):
        added = _added(flows)
    sites = tuple(
        Site(
            key=node.id,
            name=name(node),
            country=node.country or "",
            own=added.get(node.id, ()) if node.own is None else _stages(node.own),
            closed=node.own is None,
        )
        for node in document.nodes
    )
    credit_flows = tuple(
        CreditFlow(row.name, Decimal(row.value), row.replaces) for row in document.credits
    )
    return FlowGraph(Decimal(document.total), sites, flows, credit_flows)


def _added(flows: tuple[Flow, ...]) -> Mapping[str, Stages]:
    """What leaves each node beyond what arrives, by stage and sign; a difference of the other sign is a rounding."""
    leaving: dict[str, dict[Cell, Decimal]] = {}
    for flow in flows:
        add(leaving.setdefault(flow.source, {}), amounts(flow.stages))
    arriving: dict[str, dict[Cell, Decimal]] = {}
    for flow in flows:
        if flow.target is not None:
            add(arriving.setdefault(flow.target, {}), amounts(flow.stages))
    return {
        key: stages_of(
            {
                cell: _beyond(value, arriving.get(key, {}).get(cell, ZERO))
                for cell, value in sums.items()
            }
        )
        for key, sums in leaving.items()
    }


def _beyond(value: Decimal, behind: Decimal) -> Decimal:
    rest = value - behind
    return rest if (rest < 0) == (value < 0) else ZERO


def _stages(stages: tuple[StageFlow, ...]) -> Stages:
    return tuple(
        StageValue(row.stage.value, Decimal(row.burdens), Decimal(row.credits)) for row in stages
    )
