"""Scale a case from amounts per unit to totals: the output of each site and the deliveries between sites.

An entry states totals, so a case needs volumes: the declared site makes 1000 batteries, every other
site the smallest power of ten, at least 100000, at or above the physical demand on it. The figure
does not depend on these volumes, which a test proves. Sites are ordered suppliers first; a loop is
refused with the names of its sites.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

import networkx as nx

from ledger.exchange.case_folder import Case
from ledger.exchange.case_rows import Activity
from ledger.footprint.graph.cells import exact_sum
from ledger.footprint.graph.numbers import EXACT, ONE, ZERO
from schemas.errors import CradleError
from schemas.vocabulary import Purpose, Unit

BATTERIES = 1000
SMALLEST_OUTPUT = Decimal(100_000)


@dataclass(frozen=True, slots=True)
class Flow:
    """The sum of a site's rows on one input with one kind, stage, purpose and direction, per unit of output."""

    kind: str
    input: str
    amount: Decimal
    unit: Unit
    stage: str
    purpose: Purpose


@dataclass(frozen=True)
class Plan:
    """A case with volumes.

    Attributes:
        order: site ids, suppliers first.
        outputs: the amount that each site makes in the period, in its unit.
        flows: the added-up rows of each site.
        batteries: the number that the declared site makes, if the case has one.
    """

    case: Case
    order: tuple[str, ...]
    outputs: Mapping[str, Decimal]
    flows: Mapping[str, tuple[Flow, ...]]
    batteries: int

    def physical(self, site: str) -> dict[str, Decimal]:
        """The amounts that a site uses from other sites in the period, by supplier."""
        taken: dict[str, Decimal] = {}
        for flow in self.flows[site]:
            if flow.input in self.case.sites and flow.kind != "credit":
                amount = EXACT.multiply(flow.amount, self.outputs[site])
                taken[flow.input] = EXACT.add(taken.get(flow.input, ZERO), amount)
        return taken

    def credited_sites(self, site: str) -> tuple[str, ...]:
        """The sites that a site's credits refer to without using their goods, in order."""
        names = {
            f.input for f in self.flows[site] if f.input in self.case.sites and f.kind == "credit"
        }
        return tuple(sorted(names))


def plan(case: Case, batteries: int = BATTERIES, smallest: Decimal = SMALLEST_OUTPUT) -> Plan:
    """Give every site of a case its volume.

    Raises:
        CradleError: `case.loop`, naming the sites.
    """
    flows = {site: _add_rows(a for a in case.activities if a.site == site) for site in case.sites}
    order = _suppliers_first(case)
    outputs: dict[str, Decimal] = {}
    demand: dict[str, Decimal] = {}
    for site in reversed(order):
        if case.battery is not None and site == case.battery.site:
            outputs[site] = EXACT.multiply(Decimal(batteries), case.battery.mass_kg)
        else:
            outputs[site] = _power_of_ten(max(smallest, demand.get(site, ZERO)))
        for flow in flows[site]:
            if flow.input in case.sites and flow.kind != "credit":
                amount = EXACT.multiply(flow.amount, outputs[site])
                demand[flow.input] = EXACT.add(demand.get(flow.input, ZERO), amount)
    return Plan(case, order, outputs, flows, batteries)


def _add_rows(activities: Iterable[Activity]) -> tuple[Flow, ...]:
    rows: dict[tuple[str, str, Unit, str, Purpose, bool], list[Decimal]] = {}
    for row in activities:
        key = (row.kind, row.input, row.unit, row.stage.value, row.purpose, row.amount < 0)
        rows.setdefault(key, []).append(row.amount)
    added = (
        Flow(kind, name, exact_sum(amounts), unit, stage, purpose)
        for (kind, name, unit, stage, purpose, _), amounts in rows.items()
    )
    return tuple(flow for flow in added if flow.amount)


def _power_of_ten(least: Decimal) -> Decimal:
    power = ONE
    while power < least:
        power = power.scaleb(1)
    return power


def _suppliers_first(case: Case) -> tuple[str, ...]:
    graph: nx.DiGraph[str] = nx.DiGraph()
    graph.add_nodes_from(sorted(case.sites))
    graph.add_edges_from(
        (row.input, row.site) for row in case.activities if row.input in case.sites and row.amount
    )
    try:
        return tuple(nx.lexicographical_topological_sort(graph))
    except nx.NetworkXUnfeasible:
        loop = " -> ".join(edge[0] for edge in nx.find_cycle(graph))
        raise CradleError(
            "case.loop",
            f"Sites supply each other: {loop}. Remove one of these rows.",
            "activities.csv",
        ) from None
