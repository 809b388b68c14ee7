"""The manufacturer's pages of emissions by country and of carbon prices."""

from fastapi.testclient import TestClient
from support.http_api import House
from support.ledger_battery import BatteryChain
from support.ledger_declared import calculate
from support.supplier_pages import log_in
from support.supplier_reading import words

from schemas.views.carbon_price import CarbonPriceReport
from schemas.views.territory import TerritoryReport


def path(statement: str, page: str) -> str:
    """The address of a page of the figure."""
    return f"/manufacturer/figures/{statement[7:]}/{page}"


def test_the_plant_reads_its_own_places_and_one_sum(
    client: TestClient, chain: BatteryChain
) -> None:
    """A picture, the columns, and a row for all other firms; the country of the site is named as what it is."""
    page = client.get(path(calculate(chain), "territory"))
    shown = words(page)
    assert "<svg" in page.text
    assert "In the grid zone" in shown
    assert "Of other firms, not shown" in shown
    assert "This is not where it was emitted" in shown
    assert "Consumed there (CBA)" not in shown


def test_a_market_is_asserted_in_the_address(client: TestClient, chain: BatteryChain) -> None:
    """Its accounts are shown, and what is not a country is refused."""
    calculation = calculate(chain)
    assert "Consumed there (CBA)" in words(client.get(path(calculation, "territory?market=FR")))
    refused = client.get(path(calculation, "territory?market=XX"))
    assert refused.status_code == 422
    assert "territory.market" in refused.text


def test_the_operator_reads_every_site(house: House, chain: BatteryChain) -> None:
    """No row of other firms, on both pages."""
    calculation, client = calculate(chain), log_in(house, "olga")
    assert "Of other firms" not in words(client.get(path(calculation, "territory")))
    assert "Other firms, not shown" not in words(client.get(path(calculation, "carbon-price")))


def test_scenarios_are_side_by_side_with_their_sources(
    client: TestClient, chain: BatteryChain
) -> None:
    """Three of them, what they leave out, and why the border costs nothing."""
    shown = words(client.get(path(calculate(chain), "carbon-price")))
    assert "One price on everything" in shown
    assert "European Commission, price of CBAM certificates" in shown
    assert "Other firms, not shown" in shown
    assert "A battery is not covered by the carbon border" in shown
    assert "Only taxes and permits follow from emissions" in shown


def test_both_pages_are_data_and_tables_too(client: TestClient, chain: BatteryChain) -> None:
    """The documents as JSON, and a CSV of each."""
    calculation = calculate(chain)
    territory = client.get(path(calculation, "territory.json"))
    assert not TerritoryReport.parse(territory.content).exact
    price = client.get(path(calculation, "carbon-price.json"))
    assert len(CarbonPriceReport.parse(price.content).scenarios) == 3
    table = client.get(path(calculation, "territory.csv")).text
    assert "country,territorial,by_dataset,grid_zone,unlocated,closed" in table
    assert "uniform-2026,EUR" in client.get(path(calculation, "carbon-price.csv")).text


def test_the_page_of_the_figure_leads_to_both(client: TestClient, chain: BatteryChain) -> None:
    """By links in words."""
    shown = client.get(f"/manufacturer/figures/{calculate(chain)[7:]}").text
    assert "Emissions by country" in shown
    assert "Cost of carbon prices" in shown
