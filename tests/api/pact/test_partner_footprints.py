"""Footprints in a partner's answer: kept by digest, listed for their sender, and cited in an entry."""

import json

import pytest
from structlog.testing import capture_logs
from support.command import cradle
from support.exchanging import used
from support.footprints import file_of, mixed_pact_3, pact_3
from support.ledger_world import made
from support.pact_lab import Lab, event, first, footprints
from support.refusal import refused
from support.servers import serving

from api.app import create_app
from ledger.append.submit import submit
from ledger.client.api import Cradle
from ledger.client.login import ApiKey
from ledger.exchange.pact.refused_events import LARGEST, MOST
from ledger.state.drafting import sign_draft
from ledger.trust.leaves import digest
from schemas.signed.entry import Site
from schemas.signed.rows import ExternalInput
from schemas.vocabulary import Stage


def items(lab: Lab, name: str) -> list[dict[str, object]]:
    """The list that an organisation's script reads."""
    answer = lab.house.client.get("/v1/imports", headers=lab.house.as_(name))
    assert answer.status_code == 200, answer.text
    return list(answer.json()["items"])


def answered(lab: Lab, *documents: bytes) -> dict[str, object]:
    """The partner's answer to a request, its footprints in the bytes that are given; it is sent."""
    told = event("RequestFulfilledEvent", {"requestEventId": "r-1", "pfs": ["@"]}, lab.partner.base)
    body = json.dumps(told).replace('"@"', b", ".join(documents).decode())
    headers = {
        "Authorization": f"Bearer {lab.token()}",
        "Content-Type": "application/cloudevents+json; charset=UTF-8",
    }
    answer = lab.http.post("/3/events", content=body, headers=headers)
    assert (answer.status_code, answer.content) == (200, b""), answer.text
    return told


def test_sent_kept_listed_and_cited(lab: Lab) -> None:
    """A footprint in an answer is kept byte for byte, listed with its row, and the row goes into an entry."""
    data = file_of(pact_3()).replace(b'"4"', b'"4.0"', 1)
    name = digest(data)
    assert lab.it.world.ledger.store.blobs.get(name) is None
    told = answered(lab, data)
    assert lab.it.world.ledger.store.blobs.get(name) == data
    (listed,) = [row for row in items(lab, "packs") if row["digest"] == name]
    assert (listed["organisation"], listed["event"]) == ("packs", told["id"])
    assert (listed["company"], listed["format"]) == ("Housings Example AB", "pact-3")
    path = f"/v1/imports/{name}"
    assert lab.house.client.get(path, headers=lab.house.as_("packs")).content == data
    row = ExternalInput.model_validate_json(json.dumps({**listed["row"], "amount": "1000"}))
    draft = lab.it.world.entry(
        lab.it.supplier,
        [made(lab.it.supplier, product="urn:example:product:boxed")],
        inputs=[used("ore", Stage.RAW_MATERIAL), row],
        site=Site(code="boxes", country="FI"),
    )
    receipt = submit(lab.it.world.ledger, sign_draft(draft, [lab.it.supplier.working]))
    assert receipt.log == "entries"


def test_others_see_nothing(lab: Lab) -> None:
    """The sender and the operator list it; others do not see it, and an organisation without submissions sends none."""
    data = file_of(mixed_pact_3())
    answered(lab, data)
    names = {who: {row["digest"] for row in items(lab, who)} for who in ("packs", "operator")}
    assert digest(data) in names["packs"] & names["operator"]
    for who in ("salts", "stranger"):
        assert items(lab, who) == []
        path = f"/v1/imports/{digest(data)}"
        answer = lab.house.client.get(path, headers=lab.house.as_(who))
        assert (answer.status_code, answer.json()["code"]) == (404, "document.unknown")


def test_once_and_what_cannot_be_used(lab: Lab) -> None:
    """The same event and footprint count once; goods in liters are listed with the reason, not kept."""
    good = file_of(pact_3(fossilGhgEmissions="2.0"))
    bad = file_of(pact_3(declaredUnitOfMeasurement="liter"))
    before = [row["digest"] for row in items(lab, "packs")]
    answered(lab, good, bad)
    answered(lab, good)
    new = [row for row in items(lab, "packs") if row["digest"] not in before]
    assert sorted(row["digest"] for row in new) == sorted(map(digest, (good, bad)))
    (refusal,) = [row["refused"] for row in new if "refused" in row]
    assert refusal["code"] == "external.unit"
    assert lab.it.world.ledger.store.blobs.get(digest(bad)) is None


def refused_events(lab: Lab, name: str) -> list[dict[str, object]]:
    """The refused events that an organisation sees."""
    answer = lab.house.client.get("/v1/partners/refused-events", headers=lab.house.as_(name))
    assert answer.status_code == 200, answer.text
    return list(answer.json()["items"])


def test_an_invalid_answer_is_refused_and_kept_with_its_reason(lab: Lab) -> None:
    """One bad footprint refuses the event with 400; the operator sees it with the place, and its bytes."""
    good = file_of(pact_3(fossilGhgEmissions="2.00"))
    bad = file_of(pact_3(fossilGhgEmissions="twelve"))
    told = event("RequestFulfilledEvent", {"requestEventId": "r", "pfs": ["@"]}, lab.partner.base)
    body = json.dumps(told).replace('"@"', b", ".join((good, bad)).decode())
    headers = {"Authorization": f"Bearer {lab.token()}"}
    for _ in range(2):
        answer = lab.http.post("/3/events", content=body, headers=headers)
        assert (answer.status_code, answer.json()["code"]) == (400, "BadRequest")
        assert "data.pfs[1].pcf.fossilGhgEmissions" in answer.json()["message"]
    assert lab.it.world.ledger.store.blobs.get(digest(good)) is None, "nothing is half taken in"
    name = digest(body.encode())
    for who in ("packs", "operator"):
        (kept,) = [row for row in refused_events(lab, who) if row["digest"] == name]
        assert (kept["organisation"], kept["code"]) == ("packs", "external.field")
        assert kept["place"] == "data.pfs[1].pcf.fossilGhgEmissions"
    assert refused_events(lab, "stranger") == []
    path = f"/v1/partners/refused-events/{name}"
    assert lab.house.client.get(path, headers=lab.house.as_("operator")).text == body
    hidden = lab.house.client.get(path, headers=lab.house.as_("stranger"))
    assert hidden.json()["code"] == "document.unknown"
    told["data"]["pfs"] = [json.loads(good)]
    assert lab.post(told).status_code == 200, "a corrected event with the same id is accepted"


def test_the_newest_refused_events_are_kept(lab: Lab) -> None:
    """A partner cannot fill the database; a large body is not kept."""
    headers = {"Authorization": f"Bearer {lab.token()}"}
    for at in range(MOST + 2):
        assert lab.http.post("/3/events", content=f"x{at}", headers=headers).status_code == 400
    lab.house.clock.time += 1
    large = b"y" * (LARGEST + 1)
    assert lab.http.post("/3/events", content=large, headers=headers).status_code == 400
    lab.house.clock.time -= 1
    kept = refused_events(lab, "packs")
    assert len(kept) == MOST
    assert (kept[0]["digest"], kept[0]["size"]) == (digest(large), len(large))
    path = f"/v1/partners/refused-events/{digest(large)}"
    assert lab.house.client.get(path, headers=lab.house.as_("packs")).status_code == 404


def test_our_own_answer_comes_back_whole(lab: Lab) -> None:
    """A footprint that this server sends is read and stored when a partner sends it back."""
    asked = event("RequestCreatedEvent", {"productId": first(lab)["productIds"]}, lab.partner.base)
    assert lab.post(asked).status_code == 200
    assert lab.send_due() == 1
    _, told = lab.partner.next_event()
    assert lab.post(told).status_code == 200
    ids = {row.get("id") for row in items(lab, "packs")}
    assert {row["id"] for row in footprints(lab)} <= ids


def test_the_command_and_the_client(lab: Lab) -> None:
    """`cradle received` over a server lists and shows them; the client compares the bytes with the digest."""
    data = file_of(pact_3(primaryDataShare="41"))
    answered(lab, data)
    with (
        capture_logs(),
        serving(create_app(lab.house.context)) as url,
        pytest.MonkeyPatch.context() as patched,
    ):
        packs = Cradle(url, ApiKey(lab.house.keys["packs"]))
        assert packs.received(digest(data)).content == data
        with refused("document.unknown"):
            packs.received("sha256:" + "0" * 64)
        patched.setenv("CRADLE_API_KEY", lab.house.keys["packs"])
        listed = cradle("--server", url, "received", "list")
        assert digest(data)[7:19] in listed.out, listed.err
        shown = json.loads(cradle("--server", url, "received", "show", digest(data), "--json").out)
    assert shown["row"]["file"] == digest(data)
    assert shown["primary_data_share"] == "41"
