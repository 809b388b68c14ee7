"""The requests of a manufacturer: asking by name, inviting a firm, withdrawing, and the order of the list."""

import csv
import io

import pytest
from fastapi.testclient import TestClient
from support.http_api import House
from support.ledger_battery import BatteryChain
from support.ledger_world import made
from support.manufacturer_pages import open_plant
from support.supplier_pages import followed, log_in

ASKED = "/manufacturer/asked"


@pytest.fixture
def house(chain: BatteryChain) -> House:
    """The server, with paul of the plant logged in."""
    return open_plant(chain)


@pytest.fixture
def client(house: House) -> TestClient:
    """The browser of paul."""
    return house.client


def typed(chain: BatteryChain, **fields: str) -> dict[str, str]:
    """A complete form; `fields` replace some of its fields."""
    usual = {
        "firm": "Mine Ltd",
        "product": made(chain.mine).product,
        "start": "2026-01-01",
        "last": "2026-12-31",
        "due": "2026-02-01",
        "reference": "PO-1",
    }
    return {**usual, **fields}


def test_a_registered_supplier_is_asked_by_its_name(
    client: TestClient, chain: BatteryChain
) -> None:
    """The request is its own, waits, and can be withdrawn."""
    page = followed(client, client.post(ASKED, data=typed(chain)))
    assert "Request to Mine Ltd" in page.text
    assert "/invitation" not in page.text
    row = client.get(f"{ASKED}.json").json()["items"][0]
    assert (row["participant"], row["state"]) == (chain.mine.id, "open")
    after = followed(client, client.post(f"{ASKED}/{row['id']}/withdraw"))
    assert "Withdrawn" in after.text
    assert client.get(f"{ASKED}/{row['id']}.json").json()["state"] == "withdrawn"


def test_a_new_firm_is_invited_by_a_link_that_is_shown_once(
    client: TestClient, chain: BatteryChain
) -> None:
    """Opening the page again shows no link."""
    answer = client.post(ASKED, data=typed(chain, firm="Newcomer Oy"))
    path = answer.headers["location"]
    link = client.post(f"{path}/invitation")
    assert "https://testserver/invitation/" in link.text
    assert "/invitation/" not in client.get(path).text.replace(f"{path}/invitation", "")


def test_overdue_requests_come_first_and_ended_ones_last(
    client: TestClient, house: House, chain: BatteryChain
) -> None:
    """An answered one names no due day that matters."""
    for reference, due in (("later", "2026-09-01"), ("late", "2025-01-01")):
        client.post(ASKED, data=typed(chain, reference=reference, due=due))
    answered = typed(chain, reference="answered", start="2025-01-01", last="2025-12-31")
    client.post(ASKED, data=answered)
    page = client.get(ASKED).text
    places = [page.index(f"Reference {one}") for one in ("late", "later", "answered")]
    assert places == sorted(places)
    assert "2 answers outstanding" in page
    assert house.client.get("/manufacturer.json").json()["overdue_requests"] == 1
    rows = csv.DictReader(io.StringIO(client.get(f"{ASKED}.csv").content.decode("utf-8-sig")))
    assert {row["firm"] for row in rows} == {"Mine Ltd"}


def test_a_wrong_field_keeps_what_was_typed(client: TestClient, chain: BatteryChain) -> None:
    """The refusal stands above the form, with a link to its field."""
    answer = client.post(ASKED, data=typed(chain, due="soon"))
    assert answer.status_code == 422
    assert 'href="#due"' in answer.text
    assert 'value="PO-1"' in answer.text


def test_who_owes_data_leads_here_with_the_form_filled(client: TestClient) -> None:
    """Firm and product come with the address."""
    page = client.get(f"{ASKED}?firm=Mine+Ltd&product=urn:test:salt").text
    assert 'value="Mine Ltd"' in page
    assert 'value="urn:test:salt"' in page


def test_a_request_of_another_firm_is_unknown(
    client: TestClient, house: House, chain: BatteryChain
) -> None:
    """Also one that the firm received."""
    asked = {
        "reference": "R-9",
        "participant": chain.plant.id,
        "product": "urn:test:pack",
        "period": {"start": "2026-01-01", "end": "2027-01-01"},
        "due": "2026-03-01",
    }
    made_one = house.client.post("/v1/requests", json=asked, headers=house.as_("mine")).json()
    log_in(house, "paul")
    assert client.get(f"{ASKED}/{made_one['id']}").status_code == 404
