"""The document of what carbon price scenarios cost on a product, by tier and by country of the site.

A reader who may not look into every entry is shown the cost of its own entries. The cost of all others is a range from
the lowest to the highest price of the scenario on their emissions: it depends on no country behind them, so a reader
who varies the prices learns none.
"""

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from ledger.documents.difference.state import FigureState
from ledger.documents.trade.charges import Charges, charges
from ledger.documents.trade.product import Product, delivered
from ledger.documents.trade.territory import share_of, written
from ledger.footprint.graph.numbers import (
    EXACT,
    EXPLAIN,
    ZERO,
    divide,
    format_decimal,
    round_delivered,
)
from ledger.footprint.trade.border_cost import CoveredGoods, border_cost
from ledger.footprint.trade.carbon_price import TONNES_PER_KG, CostPart
from ledger.footprint.trade.scenario import price_range
from schemas.exchanged.price_scenario import PriceScenario
from schemas.signed.calculation import AssertedCalculation
from schemas.views.carbon_price import (
    BorderCost,
    CarbonPriceReport,
    ClosedCost,
    CountryCost,
    ScenarioCost,
    TierCost,
)

NOT_COVERED = (
    "No goods in the battery are stated as covered by the border, and a battery itself is not in Annex I of Regulation"
    " (EU) 2023/956."
)
COVERED = "On the covered goods in the product, beside the prices inside countries."
UNKNOWN = (
    "The figure does not say whether the border covers the product: its code of the Combined Nomenclature decides"
    " (Annex I of Regulation (EU) 2023/956). What certificates for it cost is in no sum here."
)
NO_CERTIFICATE = (
    "The scenario states no price of a certificate, so covered goods cost nothing here."
)


def carbon_price_report(
    state: FigureState,
    scenarios: Iterable[PriceScenario],
    goods: Sequence[CoveredGoods] = (),
    reader: str | None = None,
) -> CarbonPriceReport:
    """The cost of scenarios on one battery, or one declared unit of another product, side by side.

    Args:
        state: the calculation, with all statements behind it.
        scenarios: in the order of the result.
        goods: in one of them, that a carbon border covers.
        reader: the participant that reads it, if it may not look into all entries.

    Raises:
        CradleError: as `delivered`; `scenario.no_price`, `scenario.paid_above`.
    """
    product = delivered(state, None, reader)
    return CarbonPriceReport(
        document="carbon_price",
        calculation=state.id,
        declaration=state.declaration,
        model=state.calculation.model,
        rulebook=state.rulebook.id,
        unit=state.calculation.unit,
        exact=reader is None,
        scenarios=tuple(_cost(product, scenario, goods) for scenario in scenarios),
    )


def _cost(product: Product, scenario: PriceScenario, goods: Sequence[CoveredGoods]) -> ScenarioCost:
    priced = charges(product, scenario)
    paid, due = priced.part(CostPart.PAID), priced.part(CostPart.DUE)
    cost, calculation = EXACT.add(paid, due), product.state.calculation
    per_kwh, per_kwh_capacity = _per_kwh(cost, calculation)
    return ScenarioCost(
        scenario=scenario,
        cost=written(cost),
        paid=written(paid),
        due=written(due),
        per_kwh=per_kwh,
        per_kwh_capacity=per_kwh_capacity,
        border=_border(scenario, goods, of_battery=calculation.declared_unit is None),
        tiers=tuple(_tiers(priced, cost)),
        countries=tuple(_countries(priced, cost)),
        charged=written(priced.emissions),
        not_covered=written(priced.not_covered),
        earns_nothing=written(priced.earns_nothing),
        closed=_closed(priced),
    )


def _per_kwh(cost: Decimal, calculation: AssertedCalculation) -> tuple[str | None, str | None]:
    """The cost per kWh of total energy and of capacity; None of a product that is no battery."""
    if calculation.declared_unit is not None:
        return None, None
    capacity, energy = calculation.battery.capacity_kwh, calculation.battery.total_energy
    per_kwh = divide(EXACT.multiply(cost, Decimal(energy.denominator)), Decimal(energy.numerator))
    return written(per_kwh), written(divide(cost, Decimal(capacity)))


def _tiers(priced: Charges, cost: Decimal) -> Iterator[TierCost]:
    rows = priced.grouped(lambda entry, _: priced.graph.tiers[entry])
    for tier, sums in sorted(rows.items()):
        yield TierCost(
            tier=tier,
            emissions=written(sums.emissions),
            cost=written(sums.cost),
            paid=written(sums.paid),
            due=written(sums.due),
            share=share_of(sums.cost, cost),
        )


def _countries(priced: Charges, cost: Decimal) -> Iterator[CountryCost]:
    rows = priced.grouped(lambda _, country: country)
    for country, sums in sorted(rows.items(), key=lambda row: (-row[1].cost, row[0])):
        price = priced.graph.prices[country]
        yield CountryCost(
            country=country,
            price=format_decimal(price.price),
            net_price=format_decimal(price.paid),
            covers=price.covers,
            emissions=written(sums.emissions),
            cost=written(sums.cost),
            paid=written(sums.paid),
            due=written(sums.due),
            share=share_of(sums.cost, cost),
        )


def _border(
    scenario: PriceScenario, goods: Sequence[CoveredGoods], *, of_battery: bool
) -> BorderCost:
    names = tuple(row.name for row in goods)
    if not goods and not of_battery:
        return BorderCost(goods=names, reason=UNKNOWN)
    if not goods or scenario.certificate is None:
        reason = NO_CERTIFICATE if goods else NOT_COVERED
        return BorderCost(cost="0", goods=names, reason=reason)
    cost = border_cost(goods, Decimal(scenario.certificate.price))
    return BorderCost(cost=written(cost), goods=names, reason=COVERED)


def _closed(priced: Charges) -> ClosedCost | None:
    """The range of the cost of closed entries; where less than the full cost is passed on it may be nothing."""
    closed, scenario = priced.closed_emissions, priced.graph.scenario
    if closed is None:
        return None
    emissions = round_delivered(closed)
    lowest, highest = price_range(scenario)
    if set(scenario.pass_through) != {"1"}:
        lowest = ZERO
    tonnes = EXPLAIN.multiply(emissions, TONNES_PER_KG)
    return ClosedCost(
        emissions=format_decimal(emissions),
        lowest=written(EXPLAIN.multiply(tonnes, lowest)),
        highest=written(EXPLAIN.multiply(tonnes, highest)),
    )
