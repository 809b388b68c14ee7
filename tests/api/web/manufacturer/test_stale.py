"""Stale and due: who changed what, the figure before and after, the verdict, and the days that come."""

import csv
import io

import pytest
from fastapi.testclient import TestClient
from support.http_api import House
from support.ledger_battery import BatteryChain, power
from support.ledger_declared import calculate, declare
from support.ledger_world import made, replacing
from support.manufacturer_pages import open_plant
from support.supplier_pages import followed, log_in

pytestmark = pytest.mark.one_database
STALE = "/manufacturer/stale"


@pytest.fixture
def house(chain: BatteryChain) -> House:
    """The server, with paul of the plant logged in."""
    return open_plant(chain)


@pytest.fixture
def client(house: House) -> TestClient:
    """The browser of paul."""
    return house.client


def correct_the_mine(chain: BatteryChain) -> str:
    """The mine states twice the electricity."""
    fields = {"inputs": [power("200")], "supersedes": replacing(chain.mined)}
    return chain.world.enter(chain.mine, [made(chain.mine)], **fields)


def test_nothing_is_stale_at_first(client: TestClient, chain: BatteryChain) -> None:
    """The days that come are listed all the same."""
    calculate(chain)
    assert "No figure is stale" in client.get(STALE).text
    found = client.get(f"{STALE}.json").json()
    assert found["stale"] == []
    assert [row["sort"] for row in found["due"]] == ["delivery"]


def test_a_suppliers_correction_is_shown_with_its_effect(
    client: TestClient, chain: BatteryChain
) -> None:
    """The page has the firm, the reason, the row that it came by, and the figure before and after."""
    declare(chain, calculate(chain))
    correct_the_mine(chain)
    row = client.get(f"{STALE}.json").json()["stale"][0]
    assert float(row["after"]) > float(row["before"])
    assert row["touches"][0]["firm"] == "Mine Ltd"
    page = client.get(STALE).text
    for words in ("1 figure is stale", "Mine Ltd", "Corrected a statement", "Raw material"):
        assert words in page


def test_the_button_starts_the_calculation_again(client: TestClient, chain: BatteryChain) -> None:
    """It is the correction of the stale one, with all its values."""
    name = calculate(chain)
    correct_the_mine(chain)
    answer = client.post("/manufacturer/calculate", data={"supersedes": name[7:]})
    page = followed(client, answer)
    assert page.status_code == 200
    data = client.get(f"{answer.headers['location']}.json").json()
    assert data["form"]["supersedes"] == name[7:]
    assert data["form"]["fields"]["capacity_kwh"] == "2"


def test_a_withdrawal_leaves_no_new_figure(client: TestClient, chain: BatteryChain) -> None:
    """The page says why, and shows what was withdrawn."""
    calculate(chain)
    chain.world.withdraw(chain.mine, chain.shipped)
    page = client.get(STALE).text
    assert "Withdrew a statement" in page
    assert "There is no new figure" in page


def test_the_table_has_both_sorts_of_rows(client: TestClient, chain: BatteryChain) -> None:
    """One file for a spreadsheet."""
    calculate(chain)
    correct_the_mine(chain)
    text = client.get(f"{STALE}.csv").content.decode("utf-8-sig")
    assert [row["sort"] for row in csv.DictReader(io.StringIO(text))] == ["stale", "delivery"]


def test_the_products_page_says_the_same(client: TestClient, chain: BatteryChain) -> None:
    """A stale figure has its chip, and the step that follows is to calculate again."""
    name = calculate(chain)
    correct_the_mine(chain)
    page = client.get("/manufacturer").text
    assert "! Stale" in page
    assert f"/manufacturer/calculate?supersedes={name[7:]}" in page
    text = client.get("/manufacturer.csv").content.decode("utf-8-sig")
    assert next(csv.DictReader(io.StringIO(text)))["states"] == "logged stale"
    again = client.get(f"/manufacturer/calculate?supersedes={name[7:]}")
    assert "Begin the correction" in again.text


def test_a_supplier_has_no_such_page(house: House) -> None:
    """The workspace is the manufacturer's."""
    client = log_in(house, "anna")
    assert {client.get(path).status_code for path in (STALE, "/manufacturer")} == {403}
