"""Statements over HTTP: submission, lists and reading, as far as the caller may see them."""

import json

import pytest
from support.http_api import House, on_the_wire
from support.ledger_battery import BatteryChain, power
from support.ledger_world import made

from ledger.state.drafting import sign_draft
from ledger.trust import submission
from ledger.trust.envelope import format_envelope, sign
from ledger.trust.leaves import read_model
from ledger.trust.submission import Submission
from schemas.signed.entry import Site

UNKNOWN = "sha256:" + "0" * 64


def new_entry(chain: BatteryChain) -> dict[str, object]:
    """An entry of the mine that is not in the ledger yet."""
    draft = chain.world.entry(
        chain.mine, [made(chain.mine)], inputs=[power("5")], site=Site(code="mine-2", country="SE")
    )
    return on_the_wire(sign_draft(draft, [chain.mine.working]))


def test_submitting_answers_with_a_receipt(house: House, chain: BatteryChain) -> None:
    """A submission is created once; a repetition gets the same leaf."""
    body = new_entry(chain)
    first = house.client.post("/v1/entries", json=body, headers=house.as_("mine"))
    assert first.status_code == 201, first.text
    assert first.headers["Location"] == f"/v1/entries/{first.json()['id']}"
    again = house.client.post("/v1/entries", json=body, headers=house.as_("mine"))
    assert again.json()["leaf"] == first.json()["leaf"]
    assert again.json()["index"] == first.json()["index"]


def test_only_the_issuer_and_the_operator_submit(house: House, chain: BatteryChain) -> None:
    """Another participant, and one that is not registered, are refused before the ledger looks."""
    body = new_entry(chain)
    for name, code in (("plant", "access.issuer"), ("stranger", "access.unregistered")):
        answer = house.client.post("/v1/entries", json=body, headers=house.as_(name))
        assert (answer.status_code, answer.json()["code"]) == (403, code)
    assert house.client.post("/v1/entries", json=body, headers=house.as_("operator")).is_success


def test_a_statement_is_decoded_once(
    house: House, chain: BatteryChain, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The permission and the ledger read one decoded statement."""
    decoded = []

    def counted(payload: bytes, *rest: object) -> object:
        decoded.append(payload)
        return read_model(payload, *rest)

    monkeypatch.setattr(submission, "read_model", counted)
    answer = house.client.post("/v1/entries", json=new_entry(chain), headers=house.as_("mine"))
    assert answer.status_code == 201, answer.text
    assert len(decoded) == 1


def test_a_payload_that_is_no_statement_is_refused_for_its_form(
    house: House, chain: BatteryChain
) -> None:
    """A payload without an issuer is not refused as another participant's statement."""
    draft = chain.world.entry(chain.mine, [made(chain.mine)], inputs=[power("5")])
    envelope = sign(draft.kind.payload_type, b"{}", [chain.mine.working])
    body = on_the_wire(Submission(format_envelope(envelope)))
    answer = house.client.post("/v1/entries", json=body, headers=house.as_("mine"))
    assert (answer.status_code, answer.json()["code"]) == (422, "schema.missing")


@pytest.mark.parametrize(
    ("change", "status", "code", "place"),
    [
        (lambda _: b"{", 400, "schema.json_invalid", ""),
        (lambda body: json.dumps({**body, "more": 1}), 422, "schema.extra_forbidden", "more"),
        (
            lambda body: json.dumps({**body, "sections": ["!"]}),
            422,
            "base64.grammar",
            "sections[0]",
        ),
        (
            lambda body: json.dumps({**body, "sections": body["sections"][:1]}),
            422,
            "section.missing",
            None,
        ),
        (lambda _: b"x" * 100_000_000, 413, "http.too_large", ""),
    ],
)
def test_refused_bodies(
    house: House, chain: BatteryChain, change: object, status: int, code: str, place: str | None
) -> None:
    """A refusal states code and place, and nothing is written."""
    before = chain.world.state()
    answer = house.client.post(
        "/v1/entries", content=change(new_entry(chain)), headers=house.as_("mine")
    )
    assert (answer.status_code, answer.json()["code"]) == (status, code), answer.text
    if place is not None:
        assert answer.json().get("place", "") == place
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert chain.world.state() == before


def test_a_kind_has_its_own_address(house: House, chain: BatteryChain) -> None:
    """An entry is not accepted as a delivery."""
    answer = house.client.post("/v1/deliveries", json=new_entry(chain), headers=house.as_("mine"))
    assert answer.json()["code"] == "kind.wrong_endpoint"


def sections(house: House, name: str, path: str) -> set[str] | None:
    """The sections of a statement that a caller sees; None if it does not see the statement."""
    answer = house.client.get(path, headers=house.as_(name))
    return set(answer.json()["sections"]) if answer.is_success else None


def test_what_each_reads_of_an_entry(inside: House, shared: BatteryChain) -> None:
    """Its issuer and the operator read the recipe, its customer the delivered goods, others none of it."""
    path = f"/v1/entries/{shared.mined}"
    assert sections(inside, "mine", path) == {"inventory", "product"}
    assert sections(inside, "operator", path) == {"inventory", "product"}
    assert sections(inside, "plant", path) == {"product"}
    for name in ("recycler", "auditor", "stranger", "registrar"):
        assert sections(inside, name, path) is None
    withheld = inside.client.get(path, headers=inside.as_("plant")).json()["withheld"]
    assert withheld == ["inventory"]


def test_what_is_not_shown_looks_like_what_is_not_there(
    inside: House, shared: BatteryChain
) -> None:
    """A request does not reveal that a statement exists."""
    answers = [
        inside.client.get(f"/v1/entries/{name}", headers=inside.as_("recycler"))
        for name in (shared.mined, UNKNOWN)
    ]
    assert [answer.status_code for answer in answers] == [404, 404]
    assert {answer.json()["code"] for answer in answers} == {"statement.unknown"}


def test_an_engagement_opens_the_closure(house: House, chain: BatteryChain) -> None:
    """An engaged auditor reads all behind its subject, until the engagement ends."""
    world = chain.world
    named = world.submit(chain.calculation(), chain.plant.working).id
    path = f"/v1/entries/{chain.mined}"
    assert sections(house, "auditor", path) is None
    made = house.client.post(
        "/v1/engagements",
        json={"auditor": "auditor", "subject": named},
        headers=house.as_("operator"),
    )
    assert made.status_code == 201, made.text
    assert sections(house, "auditor", path) == {"inventory", "product"}
    assert sections(house, "auditor", f"/v1/calculations/{named}") == {"composition", "exact"}
    listed = house.client.get("/v1/entries", headers=house.as_("auditor")).json()["items"]
    assert {row["id"] for row in listed} == {chain.mined, chain.packs, chain.treated}
    bundle = house.client.get(f"/v1/bundles/{named}", headers=house.as_("auditor"))
    assert bundle.headers["Content-Disposition"].endswith('-auditor.bundle"')
    end = f"/v1/engagements/{made.json()['id']}"
    assert house.client.delete(end, headers=house.as_("operator")).status_code == 204
    assert sections(house, "auditor", path) is None


def test_reads_are_shown_to_the_owner(house: House, chain: BatteryChain) -> None:
    """A read of another participant's section is in that participant's journal, and in no other."""
    house.client.get(f"/v1/entries/{chain.mined}", headers=house.as_("plant"))
    house.client.get(f"/v1/entries/{chain.mined}", headers=house.as_("mine"))
    seen = house.client.get("/v1/journal", headers=house.as_("mine")).json()["items"]
    assert [
        (row["organisation"], row["action"], row["subject"], row["detail"]) for row in seen
    ] == [("plant", "read", chain.mined, "product")]
    assert house.client.get("/v1/journal", headers=house.as_("plant")).json()["items"] == []


def test_lists_and_their_pages(inside: House, shared: BatteryChain) -> None:
    """Each organisation lists its own statements in the order of the log; pages have no gaps or repetitions."""

    def listed(name: str, path: str) -> list[str]:
        found: list[str] = []
        while path:
            answer = inside.client.get(path, headers=inside.as_(name))
            found += [row["id"] for row in answer.json()["items"]]
            path = answer.links.get("next", {}).get("url", "")
        return found

    assert listed("operator", "/v1/entries?limit=1") == [
        shared.mined,
        shared.treated,
        shared.packs,
    ]
    assert listed("mine", "/v1/entries") == [shared.mined]
    assert listed("plant", "/v1/deliveries?limit=1") == [shared.shipped, shared.treatment]
    assert listed("recycler", "/v1/deliveries") == [shared.treatment]
    assert listed("stranger", "/v1/entries") == []
    assert len(listed("stranger", "/v1/participants?limit=2")) == 5
    answer = inside.client.get("/v1/entries?cursor=bm8", headers=inside.as_("mine"))
    assert (answer.status_code, answer.json()["code"]) == (400, "cursor.invalid")


def test_etag(house: House, chain: BatteryChain) -> None:
    """An unchanged statement is not sent again; a withdrawn one is."""
    path = f"/v1/entries/{chain.treated}"
    login = house.as_("recycler")
    etag = house.client.get(path, headers=login).headers["ETag"]
    again = house.client.get(path, headers={**login, "If-None-Match": etag})
    assert (again.status_code, again.content) == (304, b"")
    chain.world.withdraw(chain.recycler, chain.treated)
    changed = house.client.get(path, headers={**login, "If-None-Match": etag})
    assert changed.status_code == 200
    assert "withdrawn" in changed.json()


def test_receipts(inside: House, shared: BatteryChain) -> None:
    """A caller that sees a statement gets its receipt, also under a cosigned checkpoint once there is one."""
    path = f"/v1/deliveries/{shared.shipped}/receipt"
    found = inside.client.get(path, headers=inside.as_("plant"))
    assert found.json()["proof"].startswith("c2sp.org/tlog-proof@v1\n")
    assert inside.client.get(path, headers=inside.as_("recycler")).status_code == 404
    answer = inside.client.get(f"{path}?cosigned=true", headers=inside.as_("plant"))
    assert (answer.status_code, answer.json()["code"]) == (404, "receipt.not_cosigned")


def test_who_is_refused_too_often_waits(house: House, chain: BatteryChain) -> None:
    """Refusals are recorded and counted, and requests beyond the quota are not processed."""
    most = house.context.configuration.refusals_per_minute
    for _ in range(most):
        house.client.post("/v1/entries", content=b"{", headers=house.as_("mine"))
    answer = house.client.post("/v1/entries", json=new_entry(chain), headers=house.as_("mine"))
    assert (answer.status_code, answer.json()["code"]) == (429, "quota.refusals")
    assert answer.headers["Retry-After"] == "60"
    noted = house.client.get("/v1/journal?limit=500", headers=house.as_("operator")).json()["items"]
    assert [row["action"] for row in noted] == ["refused"] * most
    assert house.client.post("/v1/entries", json={}, headers=house.as_("plant")).status_code == 422
