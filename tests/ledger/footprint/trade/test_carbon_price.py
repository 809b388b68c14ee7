"""A price is charged once on each emission, passed on by the share that the scenario states, and on nothing else."""

from collections.abc import Iterable
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.graph import STUDY, ident
from support.refusal import refused
from support.rows import avoided, emitted, used
from support.trade_chain import MIXED, POWER, UNIFORM, TradeChain, paid, priced, scenario

from ledger.footprint.analysis.contributions import contributions
from ledger.footprint.graph.cells import total_of
from ledger.footprint.graph.factors import FactorTable
from ledger.footprint.graph.numbers import ZERO, format_decimal
from ledger.footprint.trade.carbon_price import (
    CostPart,
    PricedGraph,
    carbon_costs,
    price_graph,
    tiers_behind,
)
from schemas.exchanged.price_scenario import PriceScenario

CLOSE = Decimal("1e-28")
amounts = st.decimals("0.01", "1000", places=2).map(format_decimal)
shares = st.decimals("0", "1", places=2).map(format_decimal)


def graph_of(chain: TradeChain, assumed: PriceScenario, hidden: Iterable[str] = ()) -> PricedGraph:
    """The plant's footprint with prices."""
    graph = chain.graph()
    resolution, figures = graph.resolve("plant"), graph.figures("plant")
    left_out = frozenset(map(ident, hidden))
    tiers = tiers_behind([ident("plant")], [], resolution, figures, left_out)
    table = FactorTable(graph.factor_sets, STUDY)
    return price_graph(resolution, figures, table, assumed, tiers)


def parts_of(
    chain: TradeChain, assumed: PriceScenario, hidden: Iterable[str] = ()
) -> dict[CostPart, Decimal]:
    """The cost of the 200 kg of battery, by part."""
    line = carbon_costs(graph_of(chain, assumed, hidden)).line(ident("plant"), "main")
    assert line is not None
    return {part: value * 200 for part, value in line.cells.items()}


def cost(chain: TradeChain, assumed: PriceScenario, hidden: Iterable[str] = ()) -> Decimal:
    """The cost of the 200 kg of battery."""
    return sum(parts_of(chain, assumed, hidden).values(), ZERO)


def test_one_price_is_the_footprint_times_the_price() -> None:
    """790 kg at 100 a tonne."""
    assert cost(TradeChain(), UNIFORM) == Decimal(79)


def test_a_price_is_that_of_the_site_that_stands_for_the_emission() -> None:
    """450 kg at 10 in China, 220 kg at 50 in Germany, 120 kg at nothing."""
    assert cost(TradeChain(), MIXED) == Decimal("15.5")


def test_what_is_paid_and_what_is_due_are_the_whole_price() -> None:
    """Of 50 in Germany 20 are paid."""
    assumed = scenario(priced("50", country="EU"), default=priced("0"), paid=[paid("DE", "20")])
    assert parts_of(TradeChain(), assumed) == {
        CostPart.PAID: Decimal("4.4"),
        CostPart.DUE: Decimal("6.6"),
    }


@pytest.mark.parametrize(
    ("pass_through", "expected"), [(["0.5"], "47.5"), (["1", "0"], "67"), (["0"], "22")]
)
def test_a_supplier_passes_on_its_share_of_its_whole_cost(
    pass_through: list[str], expected: str
) -> None:
    """Own costs are 22, 45 and 12; half of 45 + 6 is passed on, or all of 45 and nothing of 12, or nothing."""
    assumed = scenario(default=priced("100"), pass_through=pass_through)
    assert cost(TradeChain(), assumed) == Decimal(expected)


def test_a_price_on_direct_emissions_leaves_datasets_and_power_out() -> None:
    """200 kg of coal in China and 120 kg in the mine; no lime, no power, and no steel of another country."""
    assert cost(TradeChain(), scenario(default=priced("100", "direct"))) == Decimal(32)


def test_booking_fuel_as_a_dataset_leaves_a_direct_price_and_not_one_on_all() -> None:
    """Lime in place of own carbon dioxide lowers a price on direct emissions; no rule can tell from outside."""
    own = TradeChain(packed=(used("test:lime", "50", purpose="direct"),))
    bought = TradeChain(packed=(used("test:lime", "50"),))
    direct = scenario(default=priced("100", "direct"))
    assert cost(own, direct) - cost(bought, direct) == Decimal(10)
    assert cost(own, UNIFORM) == cost(bought, UNIFORM)


def test_a_credit_earns_nothing() -> None:
    """Avoided nickel lowers the footprint and not the cost: no scheme pays the product for it."""
    saved = TradeChain(members={"avoided": [avoided("5", flow="test:nickel")]})
    assert cost(saved, UNIFORM) == Decimal(79)


def test_an_uptake_earns_nothing() -> None:
    """Nor does carbon dioxide that was taken up."""
    taken_up = TradeChain(members={"emissions": [emitted("co2", "50", "uptake")]})
    footprint = taken_up.graph().figures("plant").line(ident("plant"), "main")
    assert footprint is not None
    assert cost(taken_up, UNIFORM) == Decimal(79)


def test_a_site_that_states_no_country_pays_the_highest_price() -> None:
    """The smelter's 450 kg cost 22.5 in place of 4.5."""
    assert cost(TradeChain(smelter="RoW"), MIXED) == Decimal("33.5")


def test_a_site_that_states_a_cheaper_country_pays_its_price() -> None:
    """The ledger cannot refuse it: the country is signed, and the row of countries shows it."""
    assert cost(TradeChain(smelter="NO"), MIXED) == Decimal(11)


def test_a_scenario_without_a_price_for_a_country_is_refused() -> None:
    """The smelter in China is not free because the scenario forgot it."""
    with refused("scenario.no_price", "CD"):
        cost(TradeChain(), scenario(priced("50", country="EU")))


def test_hidden_entries_need_no_price_and_add_no_cost() -> None:
    """A reader who may not look behind the plant learns no country of it from a refusal."""
    assumed = scenario(priced("50", country="EU"))
    assert cost(TradeChain(), assumed, ["mine", "smelter"]) == Decimal(11)


def test_tiers_are_shortest_distances() -> None:
    """The plant also takes ore directly, so the mine is at distance 1, from the plant or counted itself."""
    graph = TradeChain().graph()
    resolution, figures = graph.resolve("plant"), graph.figures("plant")
    plant, smelter, mine = map(ident, ("plant", "smelter", "mine"))
    assert tiers_behind([plant], [], resolution, figures) == {plant: 0, smelter: 1, mine: 2}
    assert tiers_behind([plant], [mine], resolution, figures) == {plant: 0, smelter: 1, mine: 1}
    assert tiers_behind([plant], [plant], resolution, figures)[plant] == 0
    assert tiers_behind([plant], [], resolution, figures, {smelter}) == {plant: 0}


@given(amounts, amounts, shares)
def test_the_cost_is_the_sum_of_its_contributions(lime: str, power: str, share: str) -> None:
    """By entry, whatever share is passed on; and it is at most the cost at full cost."""
    chain = TradeChain(
        smelted=(used("test:lime", lime), used("grid:SE.average.2025", power, **POWER))
    )
    graph = graph_of(chain, scenario(default=priced("75.28"), pass_through=[share]))
    costs = carbon_costs(graph)
    demand = {(ident("plant"), "main"): Decimal(1)}
    rows = contributions(demand, graph.resolution, costs)
    line = costs.line(ident("plant"), "main")
    assert line is not None
    whole = sum(line.cells.values(), ZERO)
    assert abs(sum((row.value for row in rows), ZERO) - whole) < CLOSE
    assert whole <= cost(chain, scenario(default=priced("75.28"))) / 200 + CLOSE


@given(amounts)
def test_at_one_price_no_tonne_is_charged_twice(lime: str) -> None:
    """The cost is the footprint times the price, to the rounding of a cell."""
    chain = TradeChain(smelted=(used("test:lime", lime),))
    footprint = chain.graph().figures("plant").line(ident("plant"), "main")
    assert footprint is not None
    expected = total_of(footprint.cells) * 200 / 10
    assert abs(cost(chain, UNIFORM) - expected) < CLOSE
