"""Drafts that a program kept through the API, on the pages: nothing in them is checked before they are opened."""

import pytest
from support.http_api import House
from support.ledger_battery import BatteryChain
from support.supplier_pages import log_in, open_pages

FIRM = {"legal_name": "A", "country": "FI"}
KEPT: list[tuple[str, dict[str, object]]] = [
    ("registration", {}),
    ("registration", {"profile": 1, "roles": 2}),
    ("registration", {"profile": FIRM, "roles": ["king"]}),
    ("withdrawal", {}),
    ("withdrawal", {"withdraws": 1, "reason": []}),
    ("delivery", {}),
    ("delivery", {"number": {"a": 1}, "origin": "x"}),
    ("entry", {}),
    ("entry", {"inventory": {"outputs": 5}, "product": None}),
    ("entry", {"inventory": [], "product": []}),
    ("form", {}),
    ("form", {"tables": {"outputs": "abc"}, "request": None}),
    ("form", {"tables": {"outputs": [[1]]}, "request": "'"}),
    ("form", {"tables": {"outputs": [{"name": {"a": "<script>x"}}]}, "request": "<b>"}),
]


@pytest.fixture(params=["anna", "nemo"])
def house(chain: BatteryChain, request: pytest.FixtureRequest) -> House:
    """The pages, as a person of a registered firm or of one that is not."""
    made = open_pages(chain)
    log_in(made, request.param)
    return made


def test_a_draft_of_another_content_is_refused_and_never_run(house: House) -> None:
    """Each page answers with a refusal or with what it can show; the list of drafts stays, and each can be deleted."""
    client = house.client
    for form, content in KEPT:
        body = {"form": form, "title": "<script>alert(1)</script>", "content": content}
        name = client.post("/v1/drafts", json=body).json()["id"]
        pages = [f"/drafts/{name}/{page}" for page in ("sign", "signing-page.html")]
        pages += [f"/supplier/form/{name}{page}" for page in ("", ".json")]
        for path in (*pages, "/supplier/submit", "/registration"):
            answer = client.get(path)
            assert answer.status_code < 500, (form, content, path)
            if answer.headers["content-type"].startswith("text/html"):
                assert "<script>alert" not in answer.text, path
                assert "<script>x" not in answer.text, path
        if form != "form":
            assert client.get(pages[0]).status_code in {403, 422}, (form, content)
        assert client.post(f"/drafts/{name}/delete").status_code == 303
