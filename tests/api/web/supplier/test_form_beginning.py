"""A short form begins with a request or with an entry of one's own; what it has no field for is said."""

import pytest
from fastapi.testclient import TestClient
from support.form_pages import OWN, action_of, ask_mine, fields_of, log_in, staffed
from support.http_api import House
from support.ledger_battery import BatteryChain, power
from support.ledger_world import Party, made

from api.web.supplier.form_rows import MOST
from schemas.vocabulary import ProcessCode

NO_NUMBERS = {"outputs.0.amount": "", "inputs.0.amount": "", "inputs.0.known": ""}
"""What a new period must state."""


@pytest.fixture
def house(chain: BatteryChain) -> House:
    """The small battery's parties."""
    return staffed(chain)


@pytest.fixture
def client(house: House) -> TestClient:
    """A browser in which a person of the mine is logged in."""
    return log_in(house.client)


def test_a_request_fills_the_form_in(house: House, client: TestClient, chain: BatteryChain) -> None:
    """Product, unit and period; the request goes with the draft, and the page says whose it is."""
    asked = ask_mine(house, chain)
    page = client.get(f"/supplier/form?request={asked}", headers=OWN).text
    shown = fields_of(page)
    assert (shown["outputs.0.product"], shown["outputs.0.unit"]) == ("urn:test:asked-ore", "kg")
    assert (shown["process.0.first_day"], shown["process.0.last_day"]) == (
        "2026-01-01",
        "2026-12-31",
    )
    assert "PO &lt;7&gt;" in page
    client.post(action_of(page), data=shown | {"act": "keep"}, headers=OWN)
    assert client.get(f"{action_of(page)}.json").json()["request"] == asked


def test_a_correction_begins_with_all_that_the_entry_states(
    client: TestClient, chain: BatteryChain
) -> None:
    """Amounts too, so that it is signed again as it was but for what is changed; it names what it replaces."""
    page = client.get(f"/supplier/form?supersedes={chain.mined[7:]}&lang=de", headers=OWN).text
    shown = fields_of(page)
    assert (shown["process.0.supersedes"], shown["process.0.country"]) == (chain.mined, "SE")
    assert (shown["outputs.0.amount"], shown["inputs.0.amount"]) == ("100", "100")
    assert (shown["inputs.0.flow"], shown["inputs.0.supply"]) == ("test:power", "grid")
    assert "den dieser ersetzt" in page
    assert "<details open>" in page
    data = shown | {"inputs.0.amount": "90,5", "act": "check"}
    checked = client.post(action_of(page), data=data, headers=OWN).headers["location"]
    assert "90,5" in client.get(checked, headers=OWN).text
    for path in ("form", "submit"):
        answer = client.get(f"/supplier/{path}?supersedes={chain.treated[7:]}", headers=OWN)
        assert (answer.status_code, "statement.unknown" in answer.text) == (404, True)


def test_another_period_begins_without_numbers(client: TestClient, chain: BatteryChain) -> None:
    """Site, product, flow and unit are there, and the entry is not replaced; another firm's is absent."""
    page = client.get(f"/supplier/form?like={chain.mined[7:]}", headers=OWN).text
    shown = fields_of(page)
    assert {key: shown[key] for key in NO_NUMBERS} == NO_NUMBERS
    assert (shown["inputs.0.flow"], shown["inputs.0.unit"]) == ("test:power", "kWh")
    assert (shown["process.0.supersedes"], shown["process.0.first_day"]) == ("", "")
    assert "state those of the new period" in page
    assert f"/supplier/form?like={chain.mined[7:]}" in client.get("/supplier/history").text
    other = client.get(f"/supplier/form?like={chain.treated[7:]}", headers=OWN)
    assert (other.status_code, "statement.unknown" in other.text) == (404, True)


def test_a_request_begins_with_the_newest_entry_of_its_product(
    house: House, client: TestClient, chain: BatteryChain
) -> None:
    """Its period is that of the request; of two entries that end on one day none is taken."""
    product = made(chain.mine).product
    asked = ask_mine(house, chain, product=product)
    page = client.get(f"/supplier/form?request={asked}", headers=OWN).text
    shown = fields_of(page)
    assert (shown["inputs.0.flow"], shown["inputs.0.amount"]) == ("test:power", "")
    assert (shown["outputs.0.product"], shown["process.0.first_day"]) == (product, "2026-01-01")
    assert "state those of the new period" in page
    enter(chain, chain.mine, 1)
    again = client.get(f"/supplier/form?request={asked}", headers=OWN).text
    assert "inputs.0.flow" not in {key for key, text in fields_of(again).items() if text}
    assert fields_of(again)["outputs.0.product"] == product


def test_what_the_form_has_no_field_for_is_said(client: TestClient, chain: BatteryChain) -> None:
    """Rows beyond its most, and members without a column, each by its path."""
    long = enter(chain, chain.mine, MOST + 2, evidence=("sha256:" + "e" * 64,))
    page = client.get(f"/supplier/form?like={long[7:]}", headers=OWN).text
    for name in ("inventory.inputs[0].evidence", f"inputs[{MOST}]", f"inputs[{MOST + 1}]"):
        assert name in page
    assert f"inputs.{MOST - 1}.flow" in fields_of(page)
    assert "has no field for" not in client.get("/supplier/form", headers=OWN).text


def test_a_correction_that_the_form_cannot_hold_is_refused(
    client: TestClient, chain: BatteryChain
) -> None:
    """A row beyond its most, or a member without a column, would be missing in the new entry; nothing is begun."""
    long = enter(chain, chain.mine, MOST + 1)
    answer = client.get(f"/supplier/form?supersedes={long[7:]}", headers=OWN)
    assert (answer.status_code, "draft.no_sheet" in answer.text) == (422, True)
    assert f"inputs[{MOST}]" in answer.text
    assert "outputs.0.amount" not in answer.text


def enter(chain: BatteryChain, who: Party, rows: int, **members: object) -> str:
    """An entry of another process of a firm, with so many rows of electricity."""
    inputs = [power(str(number)).model_copy(update=members) for number in range(1, rows + 1)]
    return chain.world.enter(who, [made(who)], inputs=inputs, process=ProcessCode.REFINING)
