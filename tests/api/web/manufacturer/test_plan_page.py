"""The manufacturer's page of the way down: its own choices, and the form of a request to each direct supplier."""

from urllib.parse import parse_qs, urlparse

from fastapi.testclient import TestClient
from support.ledger_battery import BatteryChain
from support.ledger_declared import calculate, declare
from support.supplier_reading import words


def path(statement: str, rest: str = "") -> str:
    """The address of the page."""
    return f"/manufacturer/figures/{statement[7:]}/plan{rest}"


def test_the_page_shows_own_choices_and_no_set(client: TestClient, chain: BatteryChain) -> None:
    """The digits are those of its JSON; suppliers come once the figure is declared."""
    name = calculate(chain)
    shown, data = words(client.get(path(name))), client.get(path(name, ".json")).json()
    assert data["lines"]
    for row in data["lines"]:
        assert row["choice"]["by"] == chain.plant.id
        assert row["choice"]["effect"] in shown
    assert "sets" not in data or data["sets"] == []
    assert "What to settle" not in shown
    assert "Your suppliers' parts are shown, as bands, once" in shown
    assert client.get(path(name, ".csv")).text.count("\n") > len(data["lines"])


def test_asking_a_supplier_is_one_step(client: TestClient, chain: BatteryChain) -> None:
    """The link opens the form with firm, goods, period and words; sent with a day, the request is there."""
    name = declare(chain, calculate(chain))
    page = client.get(path(name))
    assert "above 20 %" in words(page)
    data = client.get(path(name, ".json")).json()
    (mine,) = (row for row in data["suppliers"] if row["firm"] == "Mine Ltd")
    (href,) = (
        part.split('"')[0].replace("&amp;", "&")
        for part in page.text.split('href="')
        if part.startswith("/manufacturer/asked?") and "Mine" in part.split('"')[0]
    )
    filled = {key: value[0] for key, value in parse_qs(urlparse(href).query).items()}
    assert filled["product"] == mine["products"][0]
    assert filled["reference"].startswith("Documents that settle the choices in urn:test:mine")
    form = words(client.get(href))
    assert "Ask" in form
    sent = client.post("/manufacturer/asked", data={**filled, "due": "2026-12-31"})
    assert sent.status_code == 303
    asked = client.get(sent.headers["location"] + ".json").json()
    assert (asked["participant"], asked["reference"]) == (chain.mine.id, filled["reference"])
    assert (asked["state"], asked["wants"]) == ("open", "papers")


def test_the_words_of_a_request_name_no_choice_of_the_supplier(
    client: TestClient, chain: BatteryChain
) -> None:
    """Which choices it made is its own; the request says whose goods, and for which figure."""
    page = client.get(path(declare(chain, calculate(chain)))).text
    for code in ("mass.gap", "factor.lower", "electricity.below_mix"):
        assert all(code not in part.split('"')[0] for part in page.split("/asked?")[1:])
