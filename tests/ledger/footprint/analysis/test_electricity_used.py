"""The electricity behind goods: each kWh counts once, at the entry that used it."""

from decimal import Decimal

from support.graph import STUDY, ident
from support.rows import inventory, made, taken, used
from support.trade_chain import HEAT, POWER, TradeChain

from ledger.exchange.case import LINE
from ledger.footprint.analysis.electricity_used import electricity_behind, electricity_used
from ledger.footprint.graph.factors import FactorTable
from ledger.footprint.tally.recursion import run


def behind(chain: TradeChain, kg: str = "200") -> dict[str, Decimal]:
    """The kWh behind some kg of the plant's battery, by the name of the entry."""
    graph = chain.graph()
    names = {ident(name): name for name in ("mine", "smelter", "plant")}
    table = FactorTable(graph.factor_sets, STUDY)
    demand = {(ident("plant"), LINE): Decimal(kg)}
    found = electricity_behind(demand, graph.resolve("plant"), table)
    return {names[entry]: kwh for entry, kwh in found.items()}


def test_each_entry_counts_its_part_in_what_was_drawn() -> None:
    """The plant's 400 kWh, and of the smelter's 800 the half behind 150 of its 300 kg; coal and diesel are none."""
    assert behind(TradeChain()) == {"plant": 400, "smelter": 400}
    assert behind(TradeChain(), "50") == {"plant": 100, "smelter": 100}


def test_electricity_in_mj_is_converted() -> None:
    """36 MJ that the row calls electricity are 10 kWh; the same fuel without that is none."""
    power = used("test:coal", "36", **HEAT, electricity={"supply": "contract"})
    assert behind(TradeChain(packed=(power,)))["plant"] == 410
    assert behind(TradeChain(packed=(used("test:coal", "36", **HEAT),)))["plant"] == 400


def test_a_delivery_in_kwh_is_electricity_of_its_user() -> None:
    """20 of the 100 kWh of a power station that uses 30 kWh itself are 20 kWh, and not 26."""
    graph = TradeChain().graph()
    power = used("grid:CN.average.2025", "30", **POWER)
    graph.enter("station", inventory(made("station", "100", unit="kWh"), inputs=[power]))
    graph.deliver("line", "station", "works", "20", unit="kWh")
    work = inventory(made("works", "8"), inputs=[taken("line", "20", unit="kWh", purpose="energy")])
    graph.enter("works", work)
    table = FactorTable(graph.factor_sets, STUDY)
    found = electricity_behind({(ident("works"), LINE): Decimal(2)}, graph.resolve("works"), table)
    assert found == {ident("works"): 5}


def test_what_is_behind_two_lines_is_added() -> None:
    """3 kg of metal and 200 kg of battery draw on one smelter."""
    graph = TradeChain().graph()
    table = FactorTable(graph.factor_sets, STUDY)
    demand = {(ident("plant"), LINE): Decimal(200), (ident("smelter"), LINE): Decimal(3)}
    found = electricity_behind(demand, graph.resolve("plant", "smelter"), table)
    assert abs(found[ident("smelter")] - 408) < Decimal("1e-30")


def test_an_entry_without_its_inventory_has_no_value() -> None:
    """The smelter is withheld: it has no value, nor has the plant that draws on it, and the problem says so."""
    graph = TradeChain().graph()
    graph.enter("smelter", None)
    table = FactorTable(graph.factor_sets, STUDY)
    values = run(electricity_used(table), graph.resolve("plant"))
    assert values.entries == {}
    assert [(row.code, row.subject) for row in values.problems] == [
        ("section.withheld", ident("smelter"))
    ]
