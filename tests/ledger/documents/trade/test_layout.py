"""The text states every assumption beside its numbers, and what is not shown."""

from dataclasses import replace

from support.rows import avoided
from support.terminal import lines_of, text_of
from support.trade_chain import MIXED, PLANT, TradeChain, priced, scenario

from ledger.documents.trade.carbon_price import carbon_price_report
from ledger.documents.trade.layout import layout_price, layout_territory
from ledger.documents.trade.territory import territory_report
from schemas.views.carbon_price import CarbonPriceReport


def text(report: CarbonPriceReport) -> str:
    """The text of a report."""
    return text_of(layout_price(report))


def test_a_territory_states_its_unit_its_columns_and_its_credits() -> None:
    """Per kg, with the row that has no place, and the country of the site named as what it is."""
    saved = TradeChain(members={"avoided": [avoided("5", flow="test:nickel")]})
    lines = lines_of(layout_territory(territory_report(saved.state(), "kg", "FR")))
    assert lines[2].startswith("3.7")
    assert lines[2].endswith("kg CO2e per kg of delivered battery")
    assert any(line.split() == ["no", "place", "0.25"] for line in lines)
    assert "credits, apart: -0.25" in lines
    assert any("which is not where all of it was emitted" in line for line in lines)
    assert any(line.split()[:1] == ["FR"] for line in lines)


def test_a_territory_without_a_market_has_no_account() -> None:
    """Nor has a battery without end of life that part, or one without credits that line."""
    lines = lines_of(layout_territory(territory_report(TradeChain().state(), "battery")))
    assert not any("market" in line for line in lines)
    assert sum("credits, apart" in line for line in lines) == 1


def test_what_is_not_shown_is_stated() -> None:
    """A manufacturer reads the sum of all others."""
    lines = lines_of(
        layout_territory(territory_report(TradeChain().state(), "battery", None, PLANT))
    )
    assert "not shown, of other firms: 142.5" in lines
    priced_lines = text(carbon_price_report(TradeChain().state(), [MIXED], (), PLANT))
    assert "not shown: 142.5 kg of other firms, which cost 0 to 7.125 EUR more" in priced_lines


def test_each_price_states_its_source_its_day_and_its_confidence() -> None:
    """Those of the scenario's year alone, and the default."""
    assumed = scenario(
        priced("10", country="CN"),
        priced("99", country="CN") | {"year": 2030},
        default=priced("0", "direct"),
        note="Made up.",
    )
    found = text(carbon_price_report(TradeChain().state(), [assumed]))
    assert (
        "price CN 10 a tonne on all that a site stands for: made up, 2026-07-06, inferred" in found
    )
    assert "price other countries 0 a tonne on direct emissions" in found
    assert "99" not in found
    assert "Made up." in found
    assert "passed on by suppliers, tier by tier, an assumption: 100.0 %" in found


def test_a_scenario_of_one_price_prices_all_countries() -> None:
    """There are no others."""
    found = text(carbon_price_report(TradeChain().state(), [scenario(default=priced("5"))]))
    assert "price all countries 5 a tonne" in found
    named = scenario(*(priced("5", country=one) for one in ("CD", "CN", "DE")))
    assert "countries 5 a tonne" not in text(carbon_price_report(TradeChain().state(), [named]))


def test_a_battery_without_end_of_life_has_no_such_part() -> None:
    """The words are of what is there."""
    state = TradeChain().state()
    rows = tuple(row for row in state.composition.rows if row.role == "product")
    alone = replace(state, composition=state.composition.model_copy(update={"rows": rows}))
    lines = lines_of(layout_territory(territory_report(alone, "battery")))
    assert not any(line.startswith("end of life") for line in lines)
