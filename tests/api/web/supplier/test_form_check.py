"""The check of the short form: problems at their fields, what was read, the previewed figure, and the way to sign."""

import re

import orjson
import pytest
from fastapi.testclient import TestClient
from support.form_pages import MINED, OWN, action_of, ask_mine, fields_of, log_in, staffed
from support.http_api import House
from support.ledger_battery import BatteryChain

from api.web.supplier.form_rows import as_csv, read_fields
from ledger.exchange.draft_files import Drafter, parse_entry_draft
from schemas.vocabulary import Role


@pytest.fixture
def house(chain: BatteryChain) -> House:
    """The small battery's parties."""
    return staffed(chain)


@pytest.fixture
def client(house: House) -> TestClient:
    """A browser in which a person of the mine is logged in."""
    return log_in(house.client)


def sent(client: TestClient, query: str = "", **fields: str) -> str:
    """Fill a form in and press Check; return the address of the form."""
    page = client.get(f"/supplier/form{query}", headers=OWN).text
    address = action_of(page)
    data = fields_of(page) | MINED | fields | {"act": "check"}
    answer = client.post(address, data=data, headers=OWN)
    assert answer.headers["location"] == f"{address}/check"
    return address


def test_each_problem_is_at_its_field(client: TestClient) -> None:
    """The box names table, row and heading in the order of the page and leads to the field, which has the sentence."""
    address = sent(client, **{"inputs.0.amount": "12 apples", "process.0.country": ""})
    page = client.get(f"{address}/check", headers=OWN)
    assert page.status_code == 200
    assert "<title>Error: " in page.text
    assert re.findall(r'<a href="#([^"]*)">(\w+ ?\d?, [\w ()]+):', page.text) == [
        ("process.0.country", "Process, Country (ISO code)"),
        ("inputs.0.amount", "Inputs 1, Amount"),
    ]
    field = page.text.partition('<input id="inputs.0.amount"')[2].partition(">")[0]
    assert 'aria-describedby="inputs.0.amount-note inputs.0.amount-remarks"' in field
    assert 'aria-invalid="true"' in field
    assert fields_of(page.text)["inputs.0.amount"] == "12 apples"
    assert "number.unit" in page.text


def test_the_sentences_are_in_the_language_of_the_page(client: TestClient) -> None:
    """The same check in German reads the numbers as German ones."""
    address = sent(client, **{"inputs.0.amount": "1.000"})
    english = client.get(f"{address}/check.json?lang=en").json()
    german = client.get(f"{address}/check.json?lang=de").json()
    amounts = [one["draft"]["inventory"]["inputs"][0]["amount"] for one in (english, german)]
    assert amounts == ["1", "1000"]
    assert "Geprüft: kein Problem gefunden" in client.get(f"{address}/check?lang=de").text


def test_a_page_and_the_api_report_the_same(
    house: House, client: TestClient, chain: BatteryChain
) -> None:
    """The form as a file that is sent to /v1/sheets has the same report and draft, byte for byte."""
    fields = {"inputs.0.amount": "1,5", "inputs.0.km": "3"}
    address = sent(client, **fields)
    own = client.get(f"{address}/check.json").json()
    data = client.get(f"{address}.json").json()
    flat = {
        f"{table}.{at}.{key}": text
        for table, rows in data["tables"].items()
        for at, row in enumerate(rows)
        for key, text in row.items()
    }
    file = as_csv(read_fields(flat.items()), "en").data
    path = f"/v1/sheets?name=form.csv&language=en&factor_set={chain.factors}"
    sheet = client.post(path, content=file, headers=house.as_("mine")).json()
    assert own == sheet
    assert any(row["severity"] == "error" for row in own["report"]["problems"])


def test_what_was_read_is_shown_before_it_is_signed(client: TestClient) -> None:
    """The numbers as they were read, with the note that one was read so, and the stage that the check filled in."""
    address = sent(client, **{"inputs.0.amount": "1.234.567,5"})
    page = client.get(f"{address}/check", headers=OWN).text
    assert "<title>Checked: no problem found" in page
    cells = re.findall(r'<dt>([^<]*)</dt><dd class="value">([^<]*)</dd>', page)
    assert ("Amount", "1234567.5") in cells
    assert ("Life-cycle stage", "raw material") in cells
    assert ("Last day", "2026-12-31") in cells
    assert ("Form", "as is") in cells
    assert "number.other_language" in page


def test_the_figure_is_previewed_by_hand(client: TestClient) -> None:
    """1000 kWh at 0.5 kg CO2e for 200 kg are 2.5 kg CO2e per kg."""
    page = client.get(f"{sent(client)}/check", headers=OWN).text
    assert re.search(r'data-l="Figure">2\.5\s*&nbsp;kg&nbsp;CO₂e&nbsp;/&nbsp;kg', page)


def test_the_ledgers_refusal_is_at_its_field(client: TestClient, chain: BatteryChain) -> None:
    """The mine did not receive its own delivery; the ledger refuses the draft, and the field says so."""
    fields = {"inputs.0.kind": "delivery", "inputs.0.delivery": chain.shipped}
    taken = {
        "inputs.0.flow": "",
        "inputs.0.supply": "",
        "inputs.0.unit": "kg",
        "inputs.0.amount": "5",
    }
    address = sent(client, **fields, **taken, **{"inputs.0.purpose": "material"})
    page = client.get(f"{address}/check", headers=OWN).text
    assert 'href="#inputs.0.delivery"' in page


def test_a_figure_without_a_factor_says_so(client: TestClient) -> None:
    """A flow that no factor set values, under a rulebook that counts flows as stated."""
    address = sent(client, **{"inputs.0.flow": "test:unknown"})
    offered = client.get(f"{address}/check", headers=OWN).text
    (study,) = re.findall(r'value="([^"]*)"[^>]*>study-full-substitution', offered)
    page = client.get(f"{address}/check?rulebook={study}", headers=OWN)
    assert "There is no preview" in page.text
    assert "factor" in page.text


def test_the_preview_is_counted(house: House, client: TestClient) -> None:
    """The quota of previews holds here as over the API."""
    address = sent(client)
    for _ in range(house.context.quota.preview):
        with house.context.quota.count_preview("mine"):
            pass
    assert "quota.previews" in client.get(f"{address}/check", headers=OWN).text


def test_too_many_checks_keep_what_was_typed(house: House, client: TestClient) -> None:
    """The form is shown with the refusal of the quota."""
    address = sent(client)
    for _ in range(house.context.quota.sheet):
        house.context.quota.count_sheet("mine")
    answer = client.get(f"{address}/check", headers=OWN)
    assert (answer.status_code, "quota.sheets" in answer.text) == (429, True)
    assert fields_of(answer.text)["outputs.0.name"] == "ore"


def test_a_checked_form_goes_on_to_be_signed(
    house: House, client: TestClient, chain: BatteryChain
) -> None:
    """The draft of the entry is what the check read, the form is deleted, and the entry is accepted when signed."""
    asked = ask_mine(house, chain)
    address = sent(client, f"?request={asked}")
    answer = client.post(f"{address}/sign", headers=OWN)
    found = re.fullmatch(
        rf"/drafts/([0-9a-f]{{32}})/sign\?request={asked}", answer.headers["location"]
    )
    assert found is not None
    (only,) = client.get("/supplier/submit.json").json()["items"]
    assert (only["id"], only["form"]) == (found[1], "entry")
    path = f"/v1/drafts/{found[1]}"
    content = client.get(path, headers=house.as_("mine")).json()["content"]
    assert content["inventory"]["inputs"][0]["amount"] == "1000"
    drafter = Drafter(house.context.ledger.origin, chain.mine.id, house.context.fresh)
    draft = parse_entry_draft(orjson.dumps(content), {}, drafter)
    assert chain.world.submit(draft, chain.mine.working).id == draft.id


def test_a_wrong_form_does_not_go_on(client: TestClient) -> None:
    """Pressing on is answered with the check, and the form stays."""
    address = sent(client, **{"outputs.0.unit": ""})
    answer = client.post(f"{address}/sign", headers=OWN)
    assert answer.headers["location"] == f"{address}/check"
    assert fields_of(client.get(address).text)["outputs.0.name"] == "ore"


def test_a_firm_without_a_registration_cannot_sign_yet(house: House) -> None:
    """It is shown what was read, and where to register."""
    house.open_person("sam", "stranger", Role.SUPPLIER)
    client = log_in(house.client, "sam")
    page = client.get(f"{sent(client)}/check", headers=OWN).text
    assert 'href="/registration"' in page
    assert "Continue to sign" not in page


def test_an_unknown_flow_is_remarked_on(client: TestClient) -> None:
    """The form is checked with the ledger's open factor sets, and offers their flows."""
    address = sent(client, **{"inputs.0.flow": "test:powr"})
    report = client.get(f"{address}/check.json").json()["report"]
    assert [(row["code"], row["column"]) for row in report["problems"]] == [
        ("flow.unknown", "flow")
    ]
    page = client.get(address).text
    assert '<option value="test:power">test:power, kWh</option>' in page
