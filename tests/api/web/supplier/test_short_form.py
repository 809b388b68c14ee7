"""The short form: begun, kept, continued, and shown again with all that was typed."""

import pytest
from fastapi.testclient import TestClient
from support.form_pages import MINED, OWN, action_of, ask_mine, fields_of, log_in, staffed
from support.http_api import House
from support.ledger_battery import BatteryChain

from api.web.supplier import short_form
from schemas.errors import CradleError


@pytest.fixture
def house(chain: BatteryChain) -> House:
    """The small battery's parties."""
    return staffed(chain)


@pytest.fixture
def client(house: House) -> TestClient:
    """A browser in which a person of the mine is logged in."""
    return log_in(house.client)


def begun(client: TestClient, query: str = "") -> str:
    """Begin a form; return its address."""
    return action_of(client.get(f"/supplier/form{query}", headers=OWN).text)


def kept(client: TestClient, **fields: str) -> str:
    """Keep a form; return its address."""
    address = begun(client)
    answer = client.post(address, data={**MINED, **fields, "act": "keep"}, headers=OWN)
    assert answer.headers["location"] == f"{address}?kept=true"
    return address


def drafts(client: TestClient) -> list[dict[str, object]]:
    """The drafts of the caller."""
    items: list[dict[str, object]] = client.get("/supplier/submit.json").json()["items"]
    return items


def test_what_is_kept_is_on_the_page_again(client: TestClient) -> None:
    """Every field, in any language, and the page says that the draft is kept."""
    address = kept(client, **{"inputs.0.amount": "1,5 <b>"})
    for language in ("en", "de", "zh"):
        page = client.get(f"{address}?kept=true&lang={language}", headers=OWN)
        shown = fields_of(page.text)
        assert shown["inputs.0.amount"] == "1,5 <b>"
        assert {key: shown[key] for key in MINED if key != "inputs.0.amount"} == {
            key: text for key, text in MINED.items() if key != "inputs.0.amount"
        }
    assert "草稿已保存" in page.text


def test_keeping_twice_is_one_draft(client: TestClient) -> None:
    """The page draws the name, so a form that is sent again changes the same draft."""
    address = kept(client)
    client.post(address, data={"outputs.0.name": "other", "act": "keep"}, headers=OWN)
    (only,) = drafts(client)
    assert (only["form"], only["title"]) == ("form", "other")


def test_a_script_gets_data(client: TestClient) -> None:
    """Keeping by a script answers what is kept, and a refusal as a problem document."""
    address = begun(client)
    headers = {"Sec-Fetch-Site": "same-origin", "Accept": "application/json"}
    answer = client.post(address, data=MINED, headers=headers)
    assert answer.json()["tables"]["inputs"][0]["flow"] == "test:power"
    assert client.get(f"{address}.json").json() == answer.json()
    client.cookies.clear()
    assert client.post(address, data=MINED, headers=headers).json()["code"] == "login.required"


def test_a_row_is_added_with_all_that_was_typed(client: TestClient) -> None:
    """Without a script: the button keeps the form and goes to the new row; another removes it."""
    address = begun(client)
    answer = client.post(address, data=MINED | {"act": "add.inputs"}, headers=OWN)
    assert answer.headers["location"] == f"{address}#inputs.1.kind"
    shown = fields_of(client.get(address).text)
    assert (shown["inputs.0.flow"], shown["inputs.1.flow"]) == ("test:power", "")
    more = shown | {"inputs.1.flow": "test:freight", "act": "remove.inputs.0"}
    assert client.post(address, data=more, headers=OWN).headers["location"] == f"{address}#inputs"
    shown = fields_of(client.get(address).text)
    assert (shown["inputs.0.flow"], "inputs.1.flow" in shown) == ("test:freight", False)


def test_a_further_output_has_a_line_of_its_own(client: TestClient) -> None:
    """It is a co-product until its author says otherwise."""
    address = begun(client)
    client.post(address, data=MINED | {"act": "add.outputs"}, headers=OWN)
    shown = fields_of(client.get(address).text)
    assert (shown["outputs.1.line"], shown["outputs.1.role"]) == ("line-2", "co_product")


def test_another_firms_draft_and_request_are_absent(
    house: House, client: TestClient, chain: BatteryChain
) -> None:
    """They are read, changed, checked, signed and deleted by their own firm alone."""
    address, asked = kept(client), ask_mine(house, chain)
    name = address.rpartition("/")[2]
    rosa = log_in(house.client, "rosa")
    for path in (address, f"{address}.json", f"{address}/check", f"{address}/check.json"):
        assert rosa.get(path, headers=OWN).status_code == 404
    for path in (address, f"{address}/sign", f"/drafts/{name}/delete"):
        answer = rosa.post(path, data={"outputs.0.name": "hers"}, headers=OWN)
        assert (answer.status_code, "draft.absent" in answer.text) == (404, True)
    for path in ("form", "submit"):
        answer = rosa.get(f"/supplier/{path}?request={asked}", headers=OWN)
        assert (answer.status_code, "request.unknown" in answer.text) == (404, True)
    assert drafts(rosa) == []
    assert client is rosa
    assert fields_of(log_in(client).get(address).text)["outputs.0.name"] == "ore"


def test_a_form_of_another_site_changes_nothing(client: TestClient) -> None:
    """Neither keeping nor signing nor deleting."""
    address = kept(client)
    crossed = {"Sec-Fetch-Site": "cross-site", "Accept": "text/html"}
    name = address.rpartition("/")[2]
    for path in (address, f"{address}/sign", f"/drafts/{name}/delete"):
        answer = client.post(path, data={"outputs.0.name": "theirs"}, headers=crossed)
        assert (answer.status_code, "login.cross_site" in answer.text) == (403, True)
    assert fields_of(client.get(address).text)["outputs.0.name"] == "ore"


def test_a_form_that_cannot_be_kept_is_shown_with_all_its_values(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The disk is full: status 503, the box, and every field as it was typed; later it is kept."""
    address = begun(client)

    def full(*_: object) -> None:
        raise CradleError("store.failed", "The disk is full; free some space.")

    with monkeypatch.context() as patched:
        patched.setattr(short_form, "keep_draft", full)
        answer = client.post(address, data=MINED | {"act": "check"}, headers=OWN)
    assert (answer.status_code, "store.failed" in answer.text) == (503, True)
    assert "<title>Error: " in answer.text
    assert {key: fields_of(answer.text)[key] for key in MINED} == MINED
    assert action_of(answer.text) == address
    again = client.post(address, data=fields_of(answer.text) | {"act": "check"}, headers=OWN)
    assert again.headers["location"] == f"{address}/check"


def test_a_draft_of_another_form_is_no_short_form(house: House, client: TestClient) -> None:
    """It is neither shown as one nor overwritten."""
    body = {"form": "entry", "title": "x", "content": {"a": 1}}
    name = house.client.post("/v1/drafts", json=body, headers=house.as_("mine")).json()["id"]
    address = f"/supplier/form/{name}"
    assert client.get(address, headers=OWN).status_code == 404
    answer = client.post(address, data=MINED, headers=OWN)
    assert (answer.status_code, "draft.absent" in answer.text) == (404, True)
    read = client.get(f"/v1/drafts/{name}", headers=house.as_("mine")).json()
    assert read["content"] == {"a": 1}


@pytest.mark.parametrize("path", ["/supplier/form", "/supplier/form.json", "/supplier/submit"])
def test_a_page_needs_a_login(house: House, path: str) -> None:
    """A browser is led to the form for it."""
    answer = house.client.get(path, headers=OWN)
    assert answer.headers["location"].startswith("/login?next=")
