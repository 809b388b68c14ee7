"""The flows behind a calculation, as far as a principal may look.

The operator and the engaged auditor see every entry. The calculation's issuer sees its own entries; what others deliver
to them is a closed block for each supplier that states a figure, with the blocks that it opens behind it, and one
block without a name for all others. Blocks, and what its entries pass on, have 4 significant digits, as footprints have
(`figures`). Every participant
with a part in what is shown reads in the journal that it was shown.
"""

from collections.abc import Callable, Collection, Iterator, Mapping
from decimal import Decimal
from typing import NamedTuple

from ledger.client.agrees import of_calculation
from ledger.desk.desk import Desk
from ledger.desk.question import question
from ledger.footprint.analysis.closed_supply import (
    ClosedSupply,
    Path,
    closed_supply,
    declared_draws,
    lines_of_others,
)
from ledger.footprint.analysis.contributions import Demand, Line, declared_demand
from ledger.footprint.analysis.flow_credits import Replaced, flow_credits
from ledger.footprint.analysis.flows import Flows
from ledger.footprint.analysis.flows import flows as flows_between
from ledger.footprint.analysis.opening import round_part
from ledger.footprint.graph.cells import CellKey
from ledger.footprint.graph.numbers import EXPLAIN, ZERO, format_decimal, format_rounded
from ledger.footprint.graph.resolution import Resolution
from ledger.service.access.disclosed_data import (
    DisclosedData,
    disclosed_by_entries,
    disclosed_by_figure,
    disclosure_lines,
)
from ledger.service.access.journal import AccessRecord
from ledger.service.access.permissions import Action
from ledger.service.access.reports import sees_whole
from ledger.state.evaluation import Evaluation, as_told, evaluate_stated
from ledger.state.figures import Method
from ledger.state.kept import Kept
from ledger.state.opening import supply_chain
from ledger.state.profiles import name_of
from ledger.state.surroundings import present_sizes
from ledger.state.view import View
from schemas.signed.calculation import Calculation
from schemas.values import StatementId
from schemas.views.flows import CalculationFlows, FlowCredit, FlowEdge, FlowNode, StageFlow
from schemas.vocabulary import Sign, Stage

Sums = Mapping[CellKey, Decimal]
Told = Callable[[Decimal], str]


@question(
    "/calculations/{statement:id}/flows",
    may=Action.EXPLAIN,
    tag="reports",
    summary="Get a calculation's flows",
    operation="read_flows",
    told="The nodes and edges.",
    agrees=of_calculation,
)
def flows(desk: Desk, statement: StatementId) -> CalculationFlows:
    """Return the figure as a graph of flows with stages, as far as the caller may look.

    The operator and an engaged auditor see every entry; the calculation's issuer sees its own. What arrives at them
    comes from closed blocks, to 4 digits: one for each supplier that states a figure, behind it those that it opens,
    and one for all others.
    """
    answer = known_flows(desk.view, statement, exact=sees_whole(desk.view, desk.caller, statement))
    desk.note([AccessRecord("flows", statement, None, "")])
    desk.note(disclosure_lines("flows", answer.disclosed))
    return answer.flows


class KnownFlows(NamedTuple):
    """The flows behind a calculation, and what they disclose."""

    flows: CalculationFlows
    disclosed: tuple[DisclosedData, ...]


_FLOWS = Kept[KnownFlows]("flows")


def known_flows(view: View, calculation: str, *, exact: bool) -> KnownFlows:
    """The flows of a calculation, exact or as its issuer may know them; kept until a log grows.

    Raises:
        CradleError: as `evaluate_stated`.
    """
    kept = kept_flows(view, calculation, exact=exact)
    if kept is not None:
        return kept
    answer = _compute_flows(view, calculation, exact=exact)
    return _FLOWS.keep(view.memory, (calculation, exact, present_sizes(view)), answer)


def kept_flows(view: View, calculation: str, *, exact: bool) -> KnownFlows | None:
    """The same, if they are kept."""
    return _FLOWS.find(view.memory, (calculation, exact, present_sizes(view)))


def _compute_flows(view: View, calculation: str, *, exact: bool) -> KnownFlows:
    statement, evaluated = evaluate_stated(view, calculation)
    if not exact:
        evaluated = as_told(evaluated, statement, statement.filling)
    computed = evaluated.computed
    resolution = computed.resolution
    closed = frozenset() if exact else lines_of_others(resolution, statement.issuer)
    demand = declared_demand(evaluated.rows, statement, computed.rulebook)
    graph = flows_between(demand, resolution, computed.figures, closed)
    nodes = [_node(view, resolution, name, own) for name, own in graph.own.items()]
    told = format_decimal if exact else format_rounded
    edges = list(_edges(graph, told))
    if not exact:
        blocks = _closed_supply(view, statement, evaluated, demand, closed)
        names = {path: f"closed-{at}" for at, path in enumerate(blocks.blocks, 1)}
        nodes += [_block(path, name) for path, name in names.items()]
        edges += _block_edges(blocks, names)
    shown = CalculationFlows(
        calculation=calculation,
        total=statement.total,
        exact=exact,
        nodes=tuple(nodes),
        edges=tuple(edges),
        credits=tuple(_credits(flow_credits(demand, resolution, computed.figures, closed), told)),
    )
    roots = [row.entry for row in evaluated.rows]
    disclosed = (
        disclosed_by_entries(resolution, graph.own)
        if exact
        else disclosed_by_figure(resolution, roots, statement.issuer)
    )
    return KnownFlows(shown, tuple(disclosed))


def _node(view: View, resolution: Resolution, name: str, own: Sums) -> FlowNode:
    record = resolution.record(name)
    entry, inventory = record.entry, record.inventory
    return FlowNode(
        id=name,
        entry=name,
        firm=name_of(view, entry.issuer),
        product=None if inventory is None else inventory.main.name,
        site=entry.site.code,
        country=entry.site.country,
        own=_stages(own, format_decimal),
    )


def _credits(amounts: Mapping[Replaced, Decimal], told: Told) -> Iterator[FlowCredit]:
    """The credits by what they replace, the largest first."""
    for replaced, value in sorted(amounts.items(), key=lambda row: (row[1], row[0].name)):
        yield FlowCredit(name=replaced.name, value=told(value), replaces=replaced.entry)


def _edges(graph: Flows, told: Told) -> Iterator[FlowEdge]:
    """The edges between open nodes, and from them to the battery; what others delivered is summed in them."""
    for (source, target), sums in graph.between.items():
        if source in graph.own:
            yield FlowEdge(source=source, target=target, stages=_stages(sums, told))


def _closed_supply(
    view: View,
    calculation: Calculation,
    evaluated: Evaluation,
    demand: Demand,
    closed: Collection[Line],
) -> ClosedSupply:
    """What reaches the issuer's entries, and the battery itself, from others."""
    computed = evaluated.computed
    chain = supply_chain(view, computed, Method(calculation.rulebook, calculation.factor_sets))
    direct = declared_draws(evaluated.rows, calculation, computed.rulebook)
    return closed_supply(demand, direct, chain, closed)


def _block(path: Path, name: str) -> FlowNode:
    """A closed node: the supplier at the end of the path, or all that have no block of their own."""
    if not path:
        return FlowNode(id=name)
    return FlowNode(id=name, firm=path[-1].name, country=path[-1].country)


def _block_edges(supply: ClosedSupply, names: Mapping[Path, str]) -> Iterator[FlowEdge]:
    """What leaves each block: to an entry, to the block before it, or to the battery."""
    for (source, target), sums in supply.between.items():
        into = names[target] if isinstance(target, tuple) else target
        stages = tuple(
            StageFlow(stage=stage, burdens=values[0], credits=values[1])
            for stage in Stage
            if (values := tuple(round_part(sums, stage, sign) for sign in Sign)) != ("0", "0")
        )
        yield FlowEdge(source=names[source], target=into, stages=stages)


def _stages(sums: Sums, written: Callable[[Decimal], str]) -> tuple[StageFlow, ...]:
    """Burdens and credits of each stage that has some, in the order of the stages."""
    totals: dict[tuple[Stage, Sign], Decimal] = {}
    for key, value in sums.items():
        at = key.stage, key.sign
        totals[at] = EXPLAIN.add(totals.get(at, ZERO), value)
    return tuple(
        StageFlow(
            stage=stage,
            burdens=written(totals.get((stage, Sign.BURDEN), ZERO)),
            credits=written(totals.get((stage, Sign.CREDIT), ZERO)),
        )
        for stage in Stage
        if any(totals.get((stage, sign)) for sign in Sign)
    )
