"""The page under Submit: ways to submit, and the drafts."""

import pytest
from fastapi.testclient import TestClient
from support.form_pages import MINED, OWN, action_of, ask_mine, log_in, staffed
from support.http_api import House
from support.ledger_battery import BatteryChain

SORTS = ("entry", "delivery", "withdrawal", "registration", "form")


@pytest.fixture
def house(chain: BatteryChain) -> House:
    """The small battery's parties."""
    return staffed(chain)


@pytest.fixture
def client(house: House) -> TestClient:
    """A browser in which a person of the mine is logged in."""
    return log_in(house.client)


def test_every_sort_of_draft_is_listed(house: House, client: TestClient) -> None:
    """A half-filled form is continued as a form, every other draft is signed."""
    for sort in SORTS:
        body = {"form": sort, "title": f"A <{sort}>", "content": {}}
        client.post("/v1/drafts", json=body, headers=house.as_("mine"))
    for language in ("en", "de", "zh"):
        page = client.get(f"/supplier/submit?lang={language}", headers=OWN).text
        assert all(f"A &lt;{sort}&gt;" in page for sort in SORTS)
    items = client.get("/supplier/submit.json").json()["items"]
    for row in items:
        name = row["id"]
        way = f"/supplier/form/{name}" if row["form"] == "form" else f"/drafts/{name}/sign"
        assert f'href="{way}"' in page


def test_a_draft_is_deleted(client: TestClient) -> None:
    """The list is shown without it."""
    address = action_of(client.get("/supplier/form", headers=OWN).text)
    client.post(address, data=MINED, headers=OWN)
    name = address.rpartition("/")[2]
    answer = client.post(f"/drafts/{name}/delete", headers=OWN)
    assert answer.headers["location"] == "/supplier/submit"
    assert "Your firm has no draft" in client.get("/supplier/submit", headers=OWN).text


def test_an_answered_request_goes_on(house: House, client: TestClient, chain: BatteryChain) -> None:
    """The page says whose request it is; the sheet and the form keep it."""
    asked = ask_mine(house, chain)
    page = client.get(f"/supplier/submit?request={asked}", headers=OWN).text
    assert "PO &lt;7&gt;" in page
    assert f'href="/supplier/form?request={asked}"' in page
    assert f'name="request" value="{asked}"' in page


def test_a_corrected_entry_goes_on(client: TestClient, chain: BatteryChain) -> None:
    """The page says which entry; the form keeps it, and for a sheet the template's field is named."""
    digits = chain.mined.removeprefix("sha256:")
    page = client.get(f"/supplier/submit?supersedes={digits}", headers=OWN).text
    assert f'href="/supplier/form?supersedes={digits}"' in page
    assert f"<pre>{chain.mined}</pre>" in page
    assert "Replaces entry" in page
