"""The costs behind one unit of a product under a scenario, as far as a reader may look: by tier, country and in all."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple, TypeVar

from ledger.documents.trade.product import Product
from ledger.footprint.analysis.contributions import (
    Contributed,
    Contribution,
    Demand,
    contributions,
)
from ledger.footprint.graph.cells import exact_sum
from ledger.footprint.graph.composition import Part
from ledger.footprint.graph.numbers import EXACT, EXPLAIN, ZERO, explained_sum
from ledger.footprint.trade.carbon_price import (
    CostPart,
    Costs,
    PricedGraph,
    carbon_costs,
    is_emission,
    price_graph,
    tiers_behind,
)
from schemas.exchanged.price_scenario import PriceScenario

G = TypeVar("G")


class Sums(NamedTuple):
    """Charged emissions in kg CO2e, and their cost: the part that is paid, and the part that is due."""

    emissions: Decimal = ZERO
    paid: Decimal = ZERO
    due: Decimal = ZERO

    def add(self, cost: Contributed[CostPart]) -> "Sums":
        """The sums with one more cost."""
        if cost.key is CostPart.PAID:
            return self._replace(paid=EXPLAIN.add(self.paid, cost.value))
        return self._replace(due=EXPLAIN.add(self.due, cost.value))

    @property
    def cost(self) -> Decimal:
        """The whole cost."""
        return EXPLAIN.add(self.paid, self.due)


@dataclass(frozen=True)
class Charges:
    """The emissions and costs behind one unit of a product.

    Attributes:
        product: as delivered.
        graph: its footprint and the prices.
        values: the cost of each line.
        emitted: the contributions to the footprint.
        costs: the contributions to the cost.
    """

    product: Product
    graph: PricedGraph
    values: Costs
    emitted: Sequence[Contribution]
    costs: Sequence[Contributed[CostPart]]

    def charged(self, row: Contribution) -> bool:
        """True if a price is charged on a contribution, also a price of zero."""
        return self.graph.charged(row, row.country)

    def grouped(self, key: Callable[[str, str], G]) -> dict[G, Sums]:
        """The sums of the entries under a key of their id and the country of their site."""
        sums: dict[G, Sums] = {}
        for entry in self.graph.tiers:
            country = self.graph.resolution.record(entry).entry.site.country
            sums.setdefault(key(entry, country), Sums())
        for row in filter(self.charged, self.emitted):
            entry_sums = sums[key(row.entry, row.country)]
            more = EXPLAIN.add(entry_sums.emissions, row.value)
            sums[key(row.entry, row.country)] = entry_sums._replace(emissions=more)
        for cost in self.costs:
            sums[key(cost.entry, cost.country)] = sums[key(cost.entry, cost.country)].add(cost)
        return sums

    def part(self, part: CostPart) -> Decimal:
        """A part of the cost of one unit, with the digits of a figure."""
        amounts = _amounts(_open_rows(self.product), self.graph)
        lines = (
            EXACT.multiply(amount, self.values.entries[entry].lines[line].cells.get(part, ZERO))
            for (entry, line), amount in amounts
        )
        return self.product.share(exact_sum(lines))

    @property
    def emissions(self) -> Decimal:
        """The emissions that a price is charged on, in kg CO2e."""
        return explained_sum(row.value for row in self.emitted if self.charged(row))

    @property
    def not_covered(self) -> Decimal:
        """The emissions that the prices do not cover, in kg CO2e."""
        rows = (row for row in self.emitted if is_emission(row.key, row.value))
        return explained_sum(row.value for row in rows if not self.charged(row))

    @property
    def earns_nothing(self) -> Decimal:
        """Credits, uptake and factors below zero, in kg CO2e."""
        return explained_sum(
            row.value for row in self.emitted if not is_emission(row.key, row.value)
        )

    @property
    def closed_emissions(self) -> Decimal | None:
        """The emissions of entries that the reader may not look into, in kg CO2e; None if it may look into all.

        Those of a supplier's goods are the sums of its cells that are emissions.
        """
        if self.product.closed is None:
            return None
        figures = self.product.computed.figures.entries
        return explained_sum(
            EXPLAIN.multiply(amount, value)
            for (entry, line), amount in self.product.received.items()
            for key, value in figures[entry].lines[line].cells.items()
            if is_emission(key, value)
        )


def charges(product: Product, scenario: PriceScenario) -> Charges:
    """The costs behind one unit of a product under a scenario.

    Raises:
        CradleError: `scenario.no_price`, `scenario.paid_above`.
    """
    computed, rows = product.computed, _open_rows(product)
    hidden = {entry for entry, _ in product.closed or ()}
    resolution, figures = computed.resolution, computed.figures
    plants = [part.entry for part in rows if part.source is None]
    suppliers = [part.entry for part in rows if part.source is not None]
    tiers = tiers_behind(plants, suppliers, resolution, figures, hidden)
    graph = price_graph(resolution, figures, computed.table, scenario, tiers)
    values = carbon_costs(graph)
    costs = contributions(_demand(product, graph), resolution, values)
    return Charges(product, graph, values, product.contributions(), tuple(costs))


def _open_rows(product: Product) -> list[Part]:
    """The counted rows whose lines the reader may look into."""
    closed = product.closed or frozenset()
    return [part for part in product.rows if (part.entry, part.row.line) not in closed]


def _amounts(rows: Iterable[Part], graph: PricedGraph) -> Iterable[tuple[tuple[str, str], Decimal]]:
    """The counted amount of each row, times the share that its supplier passes on."""
    for part in rows:
        shared = graph.passed_on(part.entry)
        yield (part.entry, part.row.line), EXACT.multiply(Decimal(part.row.amount), shared)


def _demand(product: Product, graph: PricedGraph) -> Demand:
    """The amounts of lines whose cost one unit carries."""
    demand: dict[tuple[str, str], Decimal] = {}
    for line, amount in _amounts(_open_rows(product), graph):
        demand[line] = EXPLAIN.add(demand.get(line, ZERO), amount)
    return product.per_unit(demand)
