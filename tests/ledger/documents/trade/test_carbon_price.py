"""The cost of scenarios: the published pack to its digits, by tier and country, and what a manufacturer is shown."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st
from support.rows import avoided
from support.trade_chain import (
    MIXED,
    PLANT,
    UNIFORM,
    TradeChain,
    pack_state,
    paid,
    priced,
    scenario,
)

from ledger.documents.trade.carbon_price import (
    COVERED,
    NO_CERTIFICATE,
    NOT_COVERED,
    carbon_price_report,
)
from ledger.footprint.graph.numbers import format_decimal
from ledger.footprint.trade.border_cost import CoveredGoods
from ledger.rulebooks.scenario_catalog import load_scenario
from schemas.exchanged.price_scenario import PriceScenario
from schemas.views.carbon_price import ScenarioCost

GOODS = CoveredGoods("screws", Decimal("0.002"), Decimal(2), Decimal("1.6"))
CERTIFICATE = {
    "certificate": {"price": "75.28", "source": "s", "day": "2026-07-06", "confidence": "inferred"}
}


def cost_of(
    assumed: PriceScenario, chain: TradeChain | None = None, reader: str | None = None
) -> ScenarioCost:
    """The cost of one battery of 50 kg under a scenario."""
    state = (chain or TradeChain()).state()
    return carbon_price_report(state, [assumed], (), reader).scenarios[0]


def test_the_published_pack_at_one_price_and_at_two() -> None:
    """450.71 EUR at 75.28 on everything; 217.13 EUR with sites in the EU at 75.28, in China at 12, and others free."""
    assumed = [load_scenario("uniform-2026"), load_scenario("eu-and-china-2026")]
    uniform, mixed = carbon_price_report(pack_state(), assumed).scenarios
    assert format(Decimal(uniform.cost), ".11f") == "450.70973114732"
    assert format(Decimal(mixed.cost), ".11f") == "217.12662030897"
    assert {row.country: row.price for row in mixed.countries} == {
        "DE": "75.28",
        "HU": "75.28",
        "CN": "12",
        "FI": "75.28",
        "PL": "75.28",
        **dict.fromkeys(("AU", "CD", "CL", "ID", "IN"), "0"),
    }
    assert uniform.border.cost == "0"
    assert uniform.border.reason == NOT_COVERED


def test_the_cost_by_tier_and_by_country() -> None:
    """55, 112.5 and 30 kg at 100 a tonne: the plant, the smelter and the mine."""
    found = cost_of(UNIFORM)
    assert found.cost == "19.75"
    assert [(row.tier, row.emissions, row.cost) for row in found.tiers] == [
        (0, "55", "5.5"),
        (1, "112.5", "11.25"),
        (2, "30", "3"),
    ]
    assert [(row.country, row.cost, row.share) for row in found.countries] == [
        ("CN", "11.25", "0.5696"),
        ("DE", "5.5", "0.2785"),
        ("CD", "3", "0.1519"),
    ]
    assert (found.charged, found.not_covered, found.earns_nothing) == ("197.5", "0", "0")


def test_the_cost_per_kwh_of_total_energy_and_of_capacity() -> None:
    """36,000 kWh over the life of a battery, and 75 kWh of capacity."""
    found = cost_of(scenario(default=priced("720")))
    assert found.cost == "142.2"
    assert found.per_kwh == "0.00395"
    assert found.per_kwh_capacity == "1.896"


def test_emissions_at_a_price_of_zero_are_charged_at_zero() -> None:
    """They are listed, so a scenario shows what it lets go free."""
    mine = cost_of(MIXED).countries[-1]
    assert (mine.country, mine.price, mine.emissions, mine.cost) == ("CD", "0", "30", "0")


def test_what_a_price_does_not_cover_is_shown() -> None:
    """On direct emissions: coal, diesel and carbon dioxide; power, lime and steel are not covered."""
    found = cost_of(scenario(default=priced("100", "direct")))
    assert (found.cost, found.charged, found.not_covered) == ("8", "80", "117.5")


def test_credits_are_shown_and_earn_nothing() -> None:
    """50 kg of avoided nickel for four batteries."""
    saved = TradeChain(members={"avoided": [avoided("5", flow="test:nickel")]})
    found = cost_of(UNIFORM, saved)
    assert (found.cost, found.earns_nothing) == ("19.75", "-12.5")


def test_end_of_life_is_not_charged() -> None:
    """It is years away, under prices that no scenario of today states; and its country needs no price."""
    assumed = scenario(*(priced("100", country=one) for one in ("CD", "CN", "DE")))
    assert cost_of(assumed, TradeChain(treated="100")).cost == cost_of(assumed).cost == "19.75"


def test_what_is_paid_is_apart_from_what_is_due() -> None:
    """Of 50 in Germany 20 are paid."""
    assumed = scenario(priced("50", country="EU"), default=priced("0"), paid=[paid("EU", "20")])
    found = cost_of(assumed)
    assert (found.cost, found.paid, found.due) == ("2.75", "1.1", "1.65")
    assert (found.countries[0].price, found.countries[0].net_price) == ("50", "20")


def test_a_free_scenario_has_shares_of_zero() -> None:
    """Nothing is divided by nothing."""
    assert {row.share for row in cost_of(scenario(default=priced("0"))).tiers} == {"0"}


def test_the_border_charges_covered_goods_beside_the_prices() -> None:
    """2 kg of screws at 0.4 t/t net; without a price of certificates nothing, and the document says why."""
    state = TradeChain().state()
    border = carbon_price_report(state, [scenario(default=priced("0"), **CERTIFICATE)], [GOODS])
    assert border.scenarios[0].border.cost == "0.060224"
    assert border.scenarios[0].border.goods == ("screws",)
    assert border.scenarios[0].border.reason == COVERED
    unpriced = carbon_price_report(state, [UNIFORM], [GOODS]).scenarios[0].border
    assert (unpriced.cost, unpriced.reason) == ("0", NO_CERTIFICATE)


def test_a_manufacturer_is_shown_its_own_cost_and_a_range() -> None:
    """Its 55 kg at 50, and the 142.5 kg of all others between 0 and 50 a tonne."""
    found = cost_of(MIXED, reader=PLANT)
    assert found.cost == "2.75"
    assert [row.country for row in found.countries] == ["DE"]
    assert [row.tier for row in found.tiers] == [0]
    assert found.closed is not None
    assert found.closed.to_json() == {"emissions": "142.5", "lowest": "0", "highest": "7.125"}
    assert not carbon_price_report(TradeChain().state(), [MIXED], (), PLANT).exact


def test_at_one_price_a_manufacturer_is_shown_the_whole() -> None:
    """The range is one number, since every tonne costs the same; not if suppliers may keep a part."""
    found = cost_of(UNIFORM, reader=PLANT)
    assert found.closed is not None
    assert found.closed.lowest == found.closed.highest == "14.25"
    kept = cost_of(scenario(default=priced("100"), pass_through=["0.5"]), reader=PLANT)
    assert kept.closed is not None
    assert (kept.closed.lowest, kept.closed.highest) == ("0", "14.25")


prices = st.decimals("0", "500", places=2).map(format_decimal)


@given(prices, prices)
def test_prices_of_other_countries_disclose_no_country(china: str, india: str) -> None:
    """A manufacturer that varies the prices of countries reads the same of a smelter in CN and in IN."""
    assumed = scenario(
        priced(china, country="CN"), priced(india, country="IN"), default=priced("75")
    )
    first, second = (
        cost_of(assumed, TradeChain(smelter=country), PLANT) for country in ("CN", "IN")
    )
    assert first == second


def test_a_refusal_discloses_no_country() -> None:
    """A scenario that prices the own country alone is enough for a manufacturer's own part."""
    found = cost_of(scenario(priced("50", country="DE")), reader=PLANT)
    assert found.cost == "2.75"
