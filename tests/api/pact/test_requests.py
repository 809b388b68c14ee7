"""Requests to partners: from the command line to the partner's answer, linked to the request."""

import json
from collections.abc import Iterator

import pytest
from structlog.testing import capture_logs
from support.command import Ran, cradle
from support.footprints import PRODUCT, file_of, pact_3
from support.http_api import house_of
from support.pact_lab import Lab, event
from support.servers import serving

from api.app import create_app
from ledger.trust.leaves import digest

CRITERIA = ("--product", PRODUCT, "--geography", "DE", "--status", "Active", "--comment", "please")


@pytest.fixture
def url(lab: Lab, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The server, with the operator's login in the environment."""
    monkeypatch.setenv("CRADLE_API_KEY", lab.house.keys["operator"])
    with capture_logs(), serving(create_app(lab.house.context)) as address:
        yield address


def partner(url: str, *arguments: str) -> Ran:
    """Run `cradle partner` over the server."""
    return cradle("--server", url, "partner", *arguments)


def asked(url: str, *criteria: str) -> str:
    """Ask the partner; return the id of the request."""
    done = partner(url, "ask", "packs", *criteria)
    assert done.code == 0, done.err
    return done.out.split()[-1]


def listed(url: str, name: str) -> dict[str, object]:
    """The request in the list."""
    (row,) = [
        row for row in json.loads(partner(url, "requests", "--json").out) if row["id"] == name
    ]
    return dict(row)


def test_a_request_is_sent_and_fulfilled(lab: Lab, url: str) -> None:
    """The partner gets PACT's criteria; its footprints, in two events, are linked to the request."""
    name = asked(url, *CRITERIA)
    assert listed(url, name)["state"] == "queued"
    assert lab.send_due() == 1
    path, told = lab.partner.next_event()
    assert (path, told["id"]) == ("/3/events", name)
    assert told["type"] == "org.wbcsd.pact.ProductFootprint.RequestCreatedEvent.3"
    assert told["source"] == lab.base
    assert told["data"] == {
        "productId": [PRODUCT],
        "geography": ["DE"],
        "status": "Active",
        "comment": "please",
    }
    assert listed(url, name)["state"] == "sent"
    files = [file_of(pact_3(primaryDataShare=share)) for share in ("21", "22")]
    for file in files:
        data = {"requestEventId": name, "pfs": [json.loads(file)]}
        assert lab.post(event("RequestFulfilledEvent", data, lab.partner.base)).status_code == 200
    row = listed(url, name)
    assert (row["state"], row["organisation"]) == ("fulfilled", "packs")
    stored = lab.it.world.ledger.store.blobs
    found = [json.loads(stored.get(one) or b"") for one in row["footprints"]]
    assert sorted(pf["pcf"]["primaryDataShare"] for pf in found) == ["21", "22"]
    assert all(one in partner(url, "requests").out for one in row["footprints"])


def test_a_request_has_no_address_that_its_host_states(lab: Lab) -> None:
    """A server without a configured address states its own as the source, and no `Host` of a client."""
    client = house_of(lab.it.world.ledger).client
    headers = {**lab.house.as_("operator"), "Host": "evil.example"}
    path = "/v1/organisations/packs/partner/requests"
    assert client.post(path, json={"productId": [PRODUCT]}, headers=headers).status_code == 201
    assert lab.send_due() == 1
    _, told = lab.partner.next_event()
    assert told["source"] == "http://testserver"


def test_a_request_is_rejected(lab: Lab, url: str) -> None:
    """The partner's code and message are shown; a later answer with footprints counts."""
    name = asked(url, "--product", "urn:pact:null")
    lab.send_due()
    error = {"code": "NotFound", "message": "No such product."}
    data = {"requestEventId": name, "error": error}
    assert lab.post(event("RequestRejectedEvent", data, lab.partner.base)).status_code == 200
    row = listed(url, name)
    assert (row["state"], row["detail"]) == ("rejected", "NotFound: No such product.")
    told = partner(url, "requests").out
    assert all(word in told for word in (name, "packs", "rejected", "NotFound: No such product."))
    footprint = pact_3(primaryDataShare="23")
    data = {"requestEventId": name, "pfs": [footprint]}
    lab.post(event("RequestFulfilledEvent", data, lab.partner.base))
    lab.post(event("RequestRejectedEvent", {**data, "error": error}, lab.partner.base))
    assert listed(url, name)["state"] == "fulfilled"


def test_an_answer_of_another_organisation_does_not_count(lab: Lab, url: str) -> None:
    """Only the asked partner answers a request; an answer to an unknown one is accepted."""
    name = asked(url, "--company", "urn:example:company:1")
    data = {"requestEventId": name, "pfs": [pact_3()]}
    told = event("RequestFulfilledEvent", data, "https://other.example")
    for headers in (lab.house.as_("stranger"), lab.house.as_("salts")):
        assert lab.house.client.post("/3/events", json=told, headers=headers).status_code == 200
    assert listed(url, name)["state"] == "queued"
    assert listed(url, name)["footprints"] == []


def test_a_partner_that_does_not_accept_is_named(lab: Lab, url: str) -> None:
    """The list shows why the request has not reached the partner."""
    lab.partner.refusing = 1
    name = asked(url, "--classification", "urn:un:4")
    assert lab.send_due() == 0
    row = listed(url, name)
    assert row["state"] == "queued"
    assert "503" in str(row["detail"])


def test_what_cannot_be_asked(lab: Lab, url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A request names something, in PACT's form, to a partner; only the operator asks, and over a server."""
    assert "pact.criteria" in partner(url, "ask", "packs", "--comment", "hello").err
    assert "pact.urn" in partner(url, "ask", "packs", "--product", "4712").err
    assert "pact.time" in partner(url, "ask", "packs", "--valid-on", "now").err
    assert "pact.partner" in partner(url, "ask", "salts", "--product", PRODUCT).err
    assert "option.server" in cradle("partner", "ask", "packs", "--product", PRODUCT).err
    monkeypatch.setenv("CRADLE_API_KEY", lab.house.keys["salts"])
    assert "access.denied" in partner(url, "ask", "packs", "--product", PRODUCT).err
    assert "access.denied" in partner(url, "requests").err


def test_the_footprints_of_an_answer_can_be_cited(lab: Lab, url: str) -> None:
    """`cradle received show` takes the digest that the request lists."""
    name = asked(url, "--product", PRODUCT, "--valid-on", "2025-06-01T00:00:00Z")
    file = json.dumps(pact_3(primaryDataShare="24")).encode()
    data = {"requestEventId": name, "pfs": [json.loads(file)]}
    lab.post(event("RequestFulfilledEvent", data, lab.partner.base))
    (one,) = listed(url, name)["footprints"]
    shown = json.loads(cradle("--server", url, "received", "show", one, "--json").out)
    assert (shown["row"]["file"], shown["primary_data_share"]) == (one, "24")
    assert digest(lab.it.world.ledger.store.blobs.get(one)) == one
