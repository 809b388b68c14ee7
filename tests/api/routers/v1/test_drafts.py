"""Drafts over HTTP: what a firm keeps until it signs."""

import pytest
from support.http_api import House, furnished
from support.ledger_battery import BatteryChain

pytestmark = pytest.mark.one_database
BODY = {"form": "entry", "title": "Ore, first half", "content": {"site": {"code": "P1"}}}
HEAD = ("id", "form", "title", "created", "updated")


@pytest.fixture
def house(chain: BatteryChain) -> House:
    """The parties of the small battery."""
    return furnished(chain)


def kept(house: House, name: str = "mine") -> str:
    """Keep a draft; return its address."""
    answer = house.client.post("/v1/drafts", json=BODY, headers=house.as_(name))
    assert answer.status_code == 201
    return answer.headers["Location"]


def test_a_draft_is_returned_as_it_was_sent(house: House) -> None:
    """Content, title and form, under the address of the answer."""
    found = house.client.get(kept(house), headers=house.as_("mine")).json()
    assert {key: found[key] for key in BODY} == BODY
    assert found["created"] == found["updated"] == house.clock.time


def test_the_list_leaves_the_content_out(house: House) -> None:
    """The newest change comes first."""
    first = kept(house)
    house.clock.time += 1
    second = kept(house)
    items = house.client.get("/v1/drafts", headers=house.as_("mine")).json()["items"]
    assert [f"/v1/drafts/{row['id']}" for row in items] == [second, first]
    assert all(tuple(row) == HEAD for row in items)


def test_a_draft_is_changed_and_deleted(house: House) -> None:
    """After a deletion the address has nothing."""
    address, mine = kept(house), house.as_("mine")
    house.clock.time += 5
    changed = {"title": "Ore", "content": {}}
    answer = house.client.put(address, json=changed, headers=mine).json()
    assert (answer["title"], answer["content"]) == ("Ore", {})
    assert answer["updated"] == answer["created"] + 5
    assert house.client.delete(address, headers=mine).status_code == 204
    assert house.client.get(address, headers=mine).json()["code"] == "draft.absent"


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE"])
@pytest.mark.parametrize("name", ["plant", "operator"])
def test_another_firms_draft_is_absent(house: House, method: str, name: str) -> None:
    """The answer is that of a draft that never was, also to the operator."""
    address = kept(house)
    body = {"json": {"title": "Ours", "content": {}}} if method == "PUT" else {}
    headers = house.as_(name)
    there = house.client.request(method, address, headers=headers, **body)
    never = house.client.request(method, f"/v1/drafts/{'0' * 32}", headers=headers, **body)
    assert (there.status_code, there.content) == (404, never.content)
    assert house.client.get("/v1/drafts", headers=headers).json() == {"items": []}


@pytest.mark.parametrize(
    ("sent", "status", "code"),
    [
        (b'{"form": "entry", "title": "x", "content": {"a": NaN}}', 422, "draft.shape"),
        (b'{"form": "entry", "title": "x", "content": {"a": "\\ud800"}}', 422, "draft.shape"),
        (b'{"form": "entry", "title": "\\ud800", "content": {}}', 422, None),
        (b'{"form": "entry", "title": " ", "content": {}}', 422, "text.grammar"),
        (b'{"form": "other", "title": "x", "content": {}}', 422, "http.malformed"),
        (b'{"form": "entry", "title": "x", "content": []}', 422, "http.malformed"),
    ],
)
def test_what_is_no_draft_is_refused(
    house: House, sent: bytes, status: int, code: str | None
) -> None:
    """The server keeps only JSON objects of a known form."""
    headers = {**house.as_("mine"), "Content-Type": "application/json"}
    answer = house.client.post("/v1/drafts", content=sent, headers=headers)
    assert answer.status_code == status
    assert code is None or answer.json()["code"] == code
    assert house.client.get("/v1/drafts", headers=headers).json() == {"items": []}


def test_who_may_not_submit_keeps_none(house: House) -> None:
    """A witness reads logs alone, and a caller without a login nothing."""
    witness = house.client.post("/v1/drafts", json=BODY, headers=house.as_("witness"))
    unknown = house.client.post("/v1/drafts", json=BODY)
    assert (witness.status_code, unknown.status_code) == (403, 401)
