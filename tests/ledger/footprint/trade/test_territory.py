"""The columns and the credits are the figure, and the accounts of countries sum to what is consumed."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st
from support.graph import STUDY, Graph, ident
from support.rows import avoided, used
from support.trade_chain import POWER, TradeChain

from ledger.footprint.analysis.contributions import Contribution, contributions
from ledger.footprint.graph.cells import total_of
from ledger.footprint.graph.factors import FactorTable
from ledger.footprint.graph.numbers import ZERO, format_decimal
from ledger.footprint.trade.territory import (
    Account,
    CountrySums,
    SiteSums,
    Territory,
    accounts,
    territory,
)

CLOSE = Decimal("1e-30")
amounts = st.decimals("0.01", "1000", places=2).map(format_decimal)


def rows_of(graph: Graph) -> list[Contribution]:
    """The contributions to one kg of the plant's battery."""
    demand = {(ident("plant"), "main"): Decimal(1)}
    return list(contributions(demand, graph.resolve("plant"), graph.figures("plant")))


def found(chain: TradeChain) -> Territory:
    """The figure of one kg of battery by country."""
    graph = chain.graph()
    return territory(rows_of(graph), FactorTable(graph.factor_sets, STUDY))


def test_each_row_is_in_its_column() -> None:
    """Of 790 kg CO2e for 200 kg of battery, 50 are of lime and have no place."""
    it = found(TradeChain())
    assert it.places == {
        "AU": CountrySums(territorial=Decimal("0.6"), by_dataset=Decimal("0.6")),
        "CD": CountrySums(territorial=Decimal("0.6")),
        "CN": CountrySums(territorial=Decimal(1), grid_zone=Decimal(1)),
        "DE": CountrySums(grid_zone=Decimal("0.5")),
    }
    assert it.unlocated == Decimal("0.25")
    assert it.burdens == it.total == Decimal("3.95")


def test_sites_stand_for_more_than_they_emitted() -> None:
    """The plant in DE stands for steel that was made in AU."""
    assert found(TradeChain()).sites == {
        "CD": SiteSums(Decimal("0.6")),
        "CN": SiteSums(Decimal("2.25")),
        "DE": SiteSums(Decimal("1.1")),
    }


def test_credits_are_apart() -> None:
    """An avoided kilogram of nickel lowers the total and no column."""
    it = found(TradeChain(members={"avoided": [avoided("5", flow="test:nickel")]}))
    assert it.credits == Decimal("-0.25")
    assert it.sites["DE"] == SiteSums(Decimal("1.1"), Decimal("-0.25"))
    assert it.burdens == Decimal("3.95")
    assert it.total == Decimal("3.7")


@given(amounts, amounts, amounts)
def test_columns_and_credits_sum_to_the_figure(lime: str, power: str, saved: str) -> None:
    """As contributions do, whatever is used and avoided; and so do the sites."""
    smelted = (used("test:lime", lime), used("grid:SE.average.2025", power, **POWER))
    chain = TradeChain(smelted=smelted, members={"avoided": [avoided(saved, flow="test:nickel")]})
    it, graph = found(chain), chain.graph()
    line = graph.figures("plant").line(ident("plant"), "main")
    assert line is not None
    assert abs(it.total - total_of(line.cells)) < CLOSE
    assert abs(sum((sum(row) for row in it.sites.values()), ZERO) - it.total) < CLOSE


def test_the_market_consumes_what_others_emitted() -> None:
    """CBA = PBA - EEE + EEI; what has no place is imported by the market."""
    made = accounts(found(TradeChain()), "DE")
    assert made["CN"] == Account(Decimal(2), Decimal(2), ZERO, ZERO)
    assert made["DE"] == Account(Decimal("0.5"), ZERO, Decimal("3.45"), Decimal("3.95"))
    assert all(row.cba == row.pba - row.eee + row.eei for row in made.values())


def test_a_market_without_emissions_imports_everything() -> None:
    """FR emits nothing and consumes all of it, and closed emissions besides."""
    made = accounts(found(TradeChain()), "FR", Decimal(7))
    assert made["FR"] == Account(ZERO, ZERO, Decimal("10.95"), Decimal("10.95"))
    assert made["DE"].cba == ZERO


def test_stating_another_country_for_a_site_moves_and_removes_nothing() -> None:
    """A smelter that says NO moves its coal there; its grid mix still says CN, and the total is the same."""
    it = found(TradeChain(smelter="NO"))
    assert it.places["NO"] == CountrySums(territorial=Decimal(1))
    assert it.places["CN"] == CountrySums(grid_zone=Decimal(1))
    assert it.total == Decimal("3.95")


def test_a_site_that_states_a_region_is_unlocated() -> None:
    """Its coal has no place, which shows in the column."""
    it = found(TradeChain(smelter="RoW"))
    assert it.unlocated == Decimal("1.25")
    assert it.sites["RoW"] == SiteSums(Decimal("2.25"))
