"""The answers of the PACT API as HTTP: pages, sizes, methods and compression."""

import pytest
from support.pact_lab import Lab, event, footprints

from api.pact.app import COMPRESSED_FROM
from ledger.exchange.pact import answering, listing


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("POST", "/3/footprints", "GET"),
        ("DELETE", "/3/footprints/7d1f3d5e-0000-4000-8000-000000000001", "GET"),
        ("GET", "/3/events", "POST"),
    ],
)
def test_a_wrong_method_names_the_right_one(lab: Lab, method: str, path: str, allowed: str) -> None:
    """405 has the header Allow (RFC 9110) and PACT's body."""
    answer = lab.http.request(method, path, headers={"Authorization": f"Bearer {lab.token()}"})
    assert (answer.status_code, answer.json()["code"]) == (405, "NotImplemented")
    assert answer.headers["Allow"] == allowed


def test_large_answers_are_compressed_for_those_who_ask(lab: Lab) -> None:
    """A list of several footprints is sent in gzip, a small answer and one without the header are not."""
    bearer = {"Authorization": f"Bearer {lab.token()}"}
    answers = {
        accepted: lab.http.get("/3/footprints", headers={**bearer, "Accept-Encoding": accepted})
        for accepted in ("gzip", "identity")
    }
    assert len(answers["identity"].content) > COMPRESSED_FROM
    assert answers["gzip"].headers["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in answers["gzip"].headers["Vary"]
    assert int(answers["gzip"].headers["Content-Length"]) < len(answers["identity"].content) / 2
    assert "Content-Encoding" not in answers["identity"].headers
    assert answers["gzip"].content == answers["identity"].content
    small = lab.http.get("/3/footprints?limit=0", headers={**bearer, "Accept-Encoding": "gzip"})
    assert "Content-Encoding" not in small.headers


def test_a_region_finds_the_footprints_of_its_countries(lab: Lab) -> None:
    """The example is of Finland."""
    assert footprints(lab, geography="Northern Europe") == footprints(lab, geography="FI") != []
    assert footprints(lab, geography="Asia") == []


def test_a_limit_of_zero_asks_for_none(lab: Lab) -> None:
    """The answer is an empty list, without a link that would lead to another empty list."""
    answer = lab.get("/3/footprints", limit=0)
    assert (answer.status_code, answer.json()) == (200, {"data": []})
    assert "Link" not in answer.headers


def test_pages_hold_under_inserts(lab: Lab) -> None:
    """Expectation 16: a cursor continues at its position after inserts, and keeps all criteria."""
    page = lab.get("/3/footprints", limit=1, geography="FI")
    link = page.headers["Link"]
    assert "geography=FI" in link
    assert "limit=1" in link
    lab.it.deliver("S-4")
    following = lab.http.get(
        link[1 : link.index(">")], headers={"Authorization": f"Bearer {lab.token()}"}
    )
    assert following.json()["data"][0]["id"] != page.json()["data"][0]["id"]


def test_a_page_and_an_event_stay_below_their_size(
    lab: Lab, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Footprints that are too large together come on pages of their own, and in events of their own."""
    listed = footprints(lab)
    monkeypatch.setattr(listing, "PAGE_BYTES", 1)
    found, address = [], "/3/footprints"
    while address:
        answer = lab.get(address)
        (row,) = answer.json()["data"]
        found.append(row)
        address = answer.headers.get("Link", "").partition(">")[0][1:].removeprefix(lab.base)
    assert found == listed
    asked = event("RequestCreatedEvent", {}, lab.partner.base)
    assert lab.post(asked).status_code == 200
    assert lab.send_due() == len(listed)
    told = [lab.partner.next_event()[1] for _ in listed]
    assert {row["data"]["requestEventId"] for row in told} == {asked["id"]}
    assert len({row["id"] for row in told}) == len(told)
    sent = [pf for row in told for pf in row["data"]["pfs"]]
    assert sorted(row["id"] for row in sent) == sorted(row["id"] for row in listed)


def test_an_answer_that_is_too_long_is_rejected(lab: Lab, monkeypatch: pytest.MonkeyPatch) -> None:
    """Part of an answer would look like the whole one."""
    monkeypatch.setattr(answering, "MOST", 1)
    asked = event("RequestCreatedEvent", {}, lab.partner.base)
    assert lab.post(asked).status_code == 200
    assert lab.send_due() == 1
    _, told = lab.partner.next_event()
    assert told["data"]["requestEventId"] == asked["id"]
    assert told["data"]["error"]["code"] == "BadRequest"
    assert "narrow" in told["data"]["error"]["message"]
