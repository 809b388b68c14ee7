"""The cost of a carbon price, as a tally over the graph of a footprint.

    own    = sum(price in the country of the site x emissions of the site that the price covers)
    P_line = (own + sum(theta x amount x P of the delivered line)) x share / output

The emissions are the own terms of the footprint, so nothing is valued again, and each tonne is charged once: at the
site that stands for it. Theta is the share that the supplier passes on. Only emissions are charged: a credit, an uptake
and a factor below zero earn nothing, since no scheme pays a product for them.

A price that covers `direct` emissions is charged on the gases that a site emitted and on the heat and fuel that it used
(`places`), whatever its datasets state.

Source: the cost-push model of input-output prices. Left out: abatement cost, the cost of resources, and a premium for
the brand, none of which follows from emissions.
"""

from collections import deque
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from ledger.footprint.analysis.contributions import Contribution, supplied
from ledger.footprint.graph.cells import CellKey
from ledger.footprint.graph.factors import FactorTable
from ledger.footprint.graph.numbers import EXACT, ONE, ZERO
from ledger.footprint.graph.resolution import EntryRecord, Resolution
from ledger.footprint.graph.terms import Draw, OwnTerm
from ledger.footprint.tally.recursion import GraphValues, Tally, run
from ledger.footprint.tally.valuation import CitedLine, RowValues
from ledger.footprint.trade.places import Column, place_of
from ledger.footprint.trade.scenario import AppliedPrice, price_in
from ledger.footprint.valuation.figure import Figures
from schemas.exchanged.price_scenario import PriceScenario
from schemas.vocabulary import Sign

NAME = "carbon_price"
TONNES_PER_KG = Decimal("0.001")


class CostPart(StrEnum):
    """A cost that is already paid, or still due."""

    PAID = "paid"
    DUE = "due"


Tiers = Mapping[str, int]
"""The shortest distance of each entry from the product: 0 of the plant, 1 of its suppliers."""

Costs = GraphValues[CostPart]
"""The cost of each line per unit, in the scenario's currency."""


@dataclass(frozen=True)
class PricedGraph:
    """A footprint and the prices of the emissions behind a product.

    Attributes:
        resolution: the graph.
        figures: its footprint; every entry behind the product has a figure.
        table: the factors of the footprint.
        scenario: the prices.
        tiers: of the entries behind the product; no other entry is priced.
        prices: in the countries of their sites.
    """

    resolution: Resolution
    figures: Figures
    table: FactorTable
    scenario: PriceScenario
    tiers: Tiers
    prices: Mapping[str, AppliedPrice]

    def charged(self, term: OwnTerm[CellKey] | Contribution, country: str) -> bool:
        """True if the price in the country of the site is charged on an own term of its footprint."""
        if not is_emission(term.key, term.value):
            return False
        if self.prices[country].covers == "all":
            return True
        place = place_of(term.label, term.row, country, self.table)
        return place.column is Column.TERRITORIAL and not place.by_dataset

    def passed_on(self, entry: str) -> Decimal:
        """The share of its whole cost that the site of an entry passes on; 1 of the plant itself."""
        tier, shares = self.tiers[entry], self.scenario.pass_through
        return Decimal(shares[min(tier, len(shares)) - 1]) if tier else ONE


def price_graph(
    resolution: Resolution,
    figures: Figures,
    table: FactorTable,
    scenario: PriceScenario,
    tiers: Tiers,
) -> PricedGraph:
    """A footprint with the prices in all countries behind a product.

    Raises:
        CradleError: as `price_in`.
    """
    countries = sorted({resolution.record(entry).entry.site.country for entry in tiers})
    prices = {country: price_in(scenario, country) for country in countries}
    return PricedGraph(resolution, figures, table, scenario, tiers, prices)


def is_emission(key: CellKey, value: Decimal) -> bool:
    """True if a term is an emission: no credit, and not below zero."""
    return key.sign is Sign.BURDEN and value > ZERO


def tiers_behind(
    plants: Iterable[str],
    suppliers: Iterable[str],
    resolution: Resolution,
    figures: Figures,
    hidden: Container[str] = (),
) -> dict[str, int]:
    """The shortest distance of each entry from the product.

    Args:
        plants: the entries that made the product, at distance 0.
        suppliers: the entries whose deliveries the product counts directly, at distance 1.
        resolution: the graph.
        figures: its footprint, whose draws are followed.
        hidden: entries that are left out, and not looked behind.
    """
    tiers = dict.fromkeys(suppliers, 1) | dict.fromkeys(plants, 0)
    tiers = {entry: tier for entry, tier in tiers.items() if entry not in hidden}
    waiting = deque(sorted(tiers, key=lambda entry: tiers[entry]))
    while waiting:
        node = waiting.popleft()
        for draw in figures.entries[node].draws:
            supplier = supplied(draw.row, resolution)[0]
            if supplier not in tiers and supplier not in hidden:
                tiers[supplier] = tiers[node] + 1
                waiting.append(supplier)
    return tiers


def carbon_price(graph: PricedGraph) -> Tally[CostPart]:
    """The tally of the carbon price under a scenario."""

    def valued(
        record: EntryRecord, cited: Mapping[str, CitedLine[CostPart]]
    ) -> RowValues[CostPart]:
        return _value(record, cited, graph)

    return Tally(NAME, graph.scenario.currency, valued)


def carbon_costs(graph: PricedGraph) -> Costs:
    """The cost of every line behind the product, per unit."""
    return run(carbon_price(graph), graph.resolution)


def _value(
    record: EntryRecord, cited: Mapping[str, CitedLine[CostPart]], graph: PricedGraph
) -> RowValues[CostPart]:
    """The cost of an entry's own emissions, and what its suppliers pass on; none of an entry not behind the product."""
    if record.id not in graph.tiers:
        return RowValues((), (), {}, is_complete=False)
    figure, country = graph.figures.entries[record.id], record.entry.site.country
    terms = [
        row
        for term in figure.terms
        if graph.charged(term, country)
        for row in _charges(term, graph.prices[country])
    ]
    draws, upstream = list[Draw](), dict[CostPart, Decimal]()
    for draw in figure.draws:
        supplier = supplied(draw.row, graph.resolution)[0]
        if supplier not in graph.tiers:
            continue
        amount = EXACT.multiply(draw.amount, graph.passed_on(supplier))
        draws.append(Draw(draw.row, amount))
        for key, value in cited[draw.row.delivery].cells.items():
            upstream[key] = EXACT.fma(amount, value, upstream.get(key, ZERO))
    return RowValues(tuple(terms), tuple(draws), upstream, figure.divisor)


def _charges(term: OwnTerm[CellKey], price: AppliedPrice) -> Iterable[OwnTerm[CostPart]]:
    """The cost of one term: the part that is paid, and the part that is due."""
    tonnes = EXACT.multiply(term.value, TONNES_PER_KG)
    for part, per_tonne in ((CostPart.PAID, price.paid), (CostPart.DUE, price.due)):
        cost = EXACT.multiply(tonnes, per_tonne)
        yield OwnTerm(part, cost, term.source, term.label, term.purpose, term.row)
