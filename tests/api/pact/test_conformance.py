"""The 41 cases of the standard's own conformance service, against the real server over TLS.

Each test names its cases. `test_app` tests the rest: visibility, totals, events that count once.
"""

import urllib.error
import urllib.request
from uuid import UUID, uuid4

import pytest
from support.pact_lab import Lab, event, first, footprints

from schemas.exchanged.pact.footprint import ProductFootprint

NIL = "00000000-0000-0000-0000-000000000000"
BOGUS = "urn:bogus:nothing"


@pytest.mark.parametrize("login", [None, ("nobody", "nothing")])
def test_tokens(lab: Lab, login: tuple[str, str] | None) -> None:
    """Cases 1, 2: good credentials get a token, others 400 or 401."""
    answer = lab.http.post(
        "/auth/token", data={"grant_type": "client_credentials"}, auth=login or lab.login
    )
    assert answer.status_code == (200 if login is None else 401)
    if login is None:
        assert {"access_token", "token_type", "expires_in"} <= answer.json().keys()
    else:
        assert answer.json()["error"] == "invalid_client"


def test_get(lab: Lab) -> None:
    """Case 3: a listed footprint is read by its id, valid and the same."""
    listed = first(lab)
    answer = lab.get(f"/3/footprints/{listed['id']}")
    assert answer.status_code == 200
    assert answer.json()["data"] == listed


def test_list(lab: Lab) -> None:
    """Case 4: each item is valid by the schema, and two calls answer alike."""
    listed = footprints(lab)
    assert len(listed) == 2
    assert footprints(lab) == listed
    for row in lab.get("/3/footprints").json()["data"]:
        assert ProductFootprint.model_validate(row, strict=False).id == row["id"]


def test_pages(lab: Lab) -> None:
    """Case 5: the link of a page is absolute, begins with the address asked, and leads on."""
    answer = lab.get("/3/footprints", limit=1)
    link = answer.headers["Link"]
    address = link[1 : link.index(">")]
    assert address.startswith(lab.base + "/3/footprints?")
    assert link.endswith('; rel="next"')
    for _ in range(2):
        following = lab.http.get(address, headers={"Authorization": f"Bearer {lab.token()}"})
        assert following.status_code == 200
        assert [row["id"] for row in following.json()["data"]] == [footprints(lab)[1]["id"]]
    assert "Link" not in following.headers


@pytest.mark.parametrize("path", ["/3/footprints", f"/3/footprints/{NIL}"])
def test_junk_bearer(lab: Lab, path: str) -> None:
    """Cases 6, 7: an unknown bearer token is 401 with PACT's body."""
    answer = lab.http.get(path, headers={"Authorization": "Bearer very-invalid-token"})
    assert (answer.status_code, answer.json()["code"]) == (401, "BadRequest")


def test_unknown_id(lab: Lab) -> None:
    """Case 8: the nil UUID is 404 NotFound; any other text than a UUID is 400."""
    answer = lab.get(f"/3/footprints/{NIL}")
    assert (answer.status_code, answer.json()["code"]) == (404, "NotFound")
    answer = lab.get("/3/footprints/abc")
    assert (answer.status_code, answer.json()["code"]) == (400, "BadRequest")


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "/auth/token"),
        ("GET", "/3/footprints"),
        ("GET", f"/3/footprints/{NIL}"),
        ("POST", "/3/events"),
    ],
)
def test_plain_http_fails(lab: Lab, method: str, path: str) -> None:
    """Cases 9, 10, 11, 17: over plain http there is no answer at that port."""
    request = urllib.request.Request(  # noqa: S310 - of this test
        lab.base.replace("https", "http") + path, method=method
    )
    with pytest.raises((urllib.error.URLError, OSError)):
        urllib.request.urlopen(request, timeout=10)  # noqa: S310 - as above


def test_requested_and_fulfilled(lab: Lab) -> None:
    """Cases 12, 13: a request gets exactly 200, and is later fulfilled at the partner's address."""
    asked = event("RequestCreatedEvent", {"productId": first(lab)["productIds"]}, lab.partner.base)
    answer = lab.post(asked)
    assert (answer.status_code, answer.content) == (200, b"")
    assert lab.send_due() == 1
    path, told = lab.partner.next_event()
    assert path == "/3/events"
    assert told["type"] == "org.wbcsd.pact.ProductFootprint.RequestFulfilledEvent.3"
    assert told["data"]["requestEventId"] == asked["id"]
    assert told["data"]["pfs"] == footprints(lab)


def test_requested_and_rejected(lab: Lab) -> None:
    """Cases 14.A, 14.B: a request without a match gets 200, and is later rejected."""
    asked = event("RequestCreatedEvent", {"productId": ["urn:pact:null"]}, lab.partner.base)
    assert lab.post(asked).status_code == 200
    assert lab.send_due() == 1
    path, told = lab.partner.next_event()
    assert (path, told["type"]) == (
        "/3/events",
        "org.wbcsd.pact.ProductFootprint.RequestRejectedEvent.3",
    )
    assert told["data"]["requestEventId"] == asked["id"]
    assert told["data"]["error"]["code"] == "NotFound"
    assert told["data"]["error"]["message"]


def test_published(lab: Lab) -> None:
    """Cases 15, 40: unknown UUIDs get 200, any other text exactly 400."""
    good = event("PublishedEvent", {"pfIds": [str(uuid4())]}, lab.partner.base)
    assert lab.post(good).status_code == 200
    bad = lab.post(event("PublishedEvent", {"pfIds": ["not-a-uuid"]}, lab.partner.base))
    assert (bad.status_code, bad.json()["code"]) == (400, "BadRequest")


def test_event_with_junk_bearer(lab: Lab) -> None:
    """Case 16: an event without a login is 401 and is not stored."""
    answer = lab.http.post(
        "/3/events", content=b"{", headers={"Authorization": "Bearer very-invalid-token"}
    )
    assert (answer.status_code, answer.json()["code"]) == (401, "BadRequest")


def test_discovery(lab: Lab) -> None:
    """Cases 18, 19: the token endpoint of the discovery document accepts good and refuses bad logins."""
    document = lab.http.get("/.well-known/openid-configuration").json()
    assert document["token_endpoint"] == f"{lab.base}/auth/token"
    form = {"grant_type": "client_credentials"}
    assert lab.http.post(document["token_endpoint"], data=form, auth=lab.login).status_code == 200
    bad = lab.http.post(document["token_endpoint"], data=form, auth=("nobody", "nothing"))
    assert bad.status_code == 401


CRITERIA = {
    "productId": lambda row: row["productIds"][0],
    "companyId": lambda row: row["companyIds"][0],
    "geography": lambda row: row["pcf"].get("geographyCountry", ""),
    "classification": lambda row: (row.get("productClassifications") or [""])[0],
    "validOn": lambda row: row["validityPeriodStart"],
    "validAfter": lambda _: "2000-01-01T00:00:00Z",
    "validBefore": lambda _: "2100-01-01T00:00:00Z",
    "status": lambda row: row["status"],
}


@pytest.mark.parametrize("name", CRITERIA)
def test_each_criterion(lab: Lab, name: str) -> None:
    """Cases 20 to 27: a value of the first footprint finds it, under any spelling of the parameter."""
    value = CRITERIA[name](first(lab))
    for spelled in (name, name.lower(), name.upper()):
        found = footprints(lab, **{spelled: value})
        assert first(lab)["id"] in {row["id"] for row in found}
        if value and not name.startswith("valid"):
            assert all(CRITERIA[name](row).lower() == value.lower() for row in found)


def test_criteria_together(lab: Lab) -> None:
    """Case 28: status and product must both match."""
    row = first(lab)
    found = footprints(lab, status=row["status"], productId=row["productIds"][0])
    assert [one["id"] for one in found] == [row["id"]]


def test_alternatives(lab: Lab) -> None:
    """Case 29: of three companies one is real, and it is found."""
    real = first(lab)["companyIds"][0]
    assert len(footprints(lab, companyId=[BOGUS, real, "urn:bogus:two"])) == 2


@pytest.mark.parametrize(
    "query",
    [
        {"productId": BOGUS},
        {"companyId": BOGUS},
        {"geography": "XX"},
        {"classification": BOGUS},
        {"validOn": "1999-01-01T00:00:00Z"},
        {"validAfter": "2099-01-01T00:00:00Z"},
        {"validBefore": "1999-01-01T00:00:00Z"},
        {"status": "Nonsense"},
        {"productId": BOGUS, "companyId": BOGUS},
        {"productId": [BOGUS, "urn:bogus:two"]},
    ],
)
def test_what_nothing_matches(lab: Lab, query: dict[str, object]) -> None:
    """Cases 30 to 39: 200 and an empty list, not a refusal."""
    assert footprints(lab, **query) == []


def test_ids_are_uuids(lab: Lab) -> None:
    """All ids are UUIDs, whatever the case asks."""
    assert all(UUID(row["id"]) for row in footprints(lab))
