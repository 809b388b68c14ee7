"""Stale and due: who changed what, the figure before and after, the verdict, and the days that come."""

import csv
import io

import pytest
from fastapi.testclient import TestClient
from support.http_api import House
from support.ledger_battery import BatteryChain, power
from support.ledger_declared import EXAMPLE, calculate, declare
from support.ledger_world import made, replacing
from support.manufacturer_pages import open_plant
from support.supplier_pages import followed, log_in
from support.supplier_reading import words

STALE = "/manufacturer/stale"


@pytest.fixture
def house(chain: BatteryChain) -> House:
    """The server, with paul of the plant logged in."""
    return open_plant(chain)


@pytest.fixture
def client(house: House) -> TestClient:
    """The browser of paul."""
    return house.client


def correct_the_mine(chain: BatteryChain, kwh: str = "200") -> str:
    """The mine states more electricity; 200 kWh are twice of what it stated."""
    fields = {"inputs": [power(kwh)], "supersedes": replacing(chain.mined)}
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
    for part in ("1 figure is stale", "Mine Ltd", "Corrected a statement", "Raw material"):
        assert part in page


@pytest.mark.parametrize(
    ("kwh", "verdict", "detail"),
    [
        (
            "122",
            "✓ No new declaration due",
            "No new declaration is due under example-law: the total rises by 9.8 %.",
        ),
        (
            "122.4",
            "✕ Declare again",
            "the total rises by 10.0 %, rulebook example-law asks so from 10 %",
        ),
    ],
)
def test_the_page_says_if_a_new_declaration_is_due(
    client: TestClient, chain: BatteryChain, kwh: str, verdict: str, detail: str
) -> None:
    """The figure is 5.6 kg a battery and has 5 kg of the mine: 22.4 kWh of 0.5 kg for its 100 kg are 0.56, a tenth."""
    declare(chain, calculate(chain))
    correct_the_mine(chain, kwh)
    shown = words(client.get(STALE))
    others = {"✓ No new declaration due", "✕ Declare again", "Rulebook states no trigger"} - {
        verdict
    }
    assert verdict in shown
    assert detail in shown
    assert not any(other in shown for other in others)


@pytest.mark.parametrize(
    ("language", "due", "not_due"),
    [
        ("de", "✕ Erneut erklären", "✓ Keine neue Erklärung fällig"),
        ("zh", "✕ 需重新声明", "✓ 无需重新声明"),
    ],
)
def test_the_verdict_is_worded_in_each_language(
    client: TestClient, chain: BatteryChain, language: str, due: str, not_due: str
) -> None:
    """First below the limit, then above it."""
    declare(chain, calculate(chain))
    mined = correct_the_mine(chain, "122")
    assert not_due in words(client.get(f"{STALE}?lang={language}"))
    more = {"inputs": [power("200")], "supersedes": replacing(mined)}
    chain.world.enter(chain.mine, [made(chain.mine)], **more)
    assert due in words(client.get(f"{STALE}?lang={language}"))


def test_a_figure_without_a_declaration_has_no_verdict(
    client: TestClient, chain: BatteryChain
) -> None:
    """Nothing is to be declared again, whatever the rulebook says."""
    calculate(chain)
    correct_the_mine(chain)
    shown = words(client.get(STALE))
    assert "Not declared" in shown
    assert "Declare again" not in shown


def test_a_rulebook_without_a_trigger_says_so(client: TestClient, chain: BatteryChain) -> None:
    """Neither due nor not due."""
    silent = EXAMPLE.model_copy(update={"id": "silent-law", "redeclaration": None})
    rulebook = chain.world.ledger.keep(silent)
    chain.world.admit_once(rulebook, "rulebook")
    declare(chain, calculate(chain, rulebook=rulebook))
    correct_the_mine(chain)
    shown = words(client.get(STALE))
    assert "Rulebook states no trigger" in shown
    assert "Rulebook silent-law states no trigger of a new declaration." in shown


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
    assert "Changed since" in page
    assert f"/manufacturer/calculate?supersedes={name[7:]}" in page
    text = client.get("/manufacturer.csv").content.decode("utf-8-sig")
    assert next(csv.DictReader(io.StringIO(text)))["standing"] == "changed"
    again = client.get(f"/manufacturer/calculate?supersedes={name[7:]}")
    assert "Begin the correction" in again.text


def test_a_supplier_has_no_such_page(house: House) -> None:
    """The workspace is the manufacturer's."""
    client = log_in(house, "anna")
    assert {client.get(path).status_code for path in (STALE, "/manufacturer")} == {403}
