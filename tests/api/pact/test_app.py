"""The PACT API beyond its conformance cases: visibility, events and footprints."""

import pytest
from support.ledger_world import replacing
from support.pact_lab import Lab, event, first, footprints
from support.pact_partner import SECRET
from support.refusal import refused

from ledger.client.retrying import FIRST, GIVEN_UP
from ledger.exchange.pact.partners import keep_partner
from ledger.store.pact.partners import Partner, partner_of
from schemas.vocabulary import Role


def ids(lab: Lab, name: str) -> list[str]:
    """The footprints that an organisation's script lists."""
    answer = lab.house.client.get("/3/footprints", headers=lab.house.as_(name))
    assert answer.status_code == 200
    return [row["id"] for row in answer.json()["data"]]


def test_who_sees_a_footprint(lab: Lab) -> None:
    """Its issuer, its recipient and the operator see it; a stranger gets 404, as for an absent one."""
    known = [row["id"] for row in footprints(lab)]
    assert ids(lab, "salts") == ids(lab, "packs") == ids(lab, "operator") == known
    assert ids(lab, "stranger") == []
    hidden = lab.house.client.get(f"/3/footprints/{known[0]}", headers=lab.house.as_("stranger"))
    assert (hidden.status_code, hidden.json()["code"]) == (404, "NotFound")


def test_an_expired_token_has_its_own_code(lab: Lab) -> None:
    """Expectation 4: an expired token is 401 TokenExpired."""
    token = lab.token()
    lab.house.clock.time += lab.house.context.tokens.seconds
    answer = lab.http.get("/3/footprints", headers={"Authorization": f"Bearer {token}"})
    lab.house.clock.time -= lab.house.context.tokens.seconds
    assert (answer.status_code, answer.json()["code"]) == (401, "TokenExpired")


@pytest.mark.parametrize(
    ("path", "status", "code"),
    [
        ("/3/nowhere", 404, "NotFound"),
        ("/3/footprints?limit=-1", 400, "BadRequest"),
        ("/3/footprints?$filter=created+ge+'2025-01-01T00:00:00Z'", 400, "BadRequest"),
        ("/3/footprints?limit=many", 400, "BadRequest"),
        ("/3/footprints?validOn=yesterday", 400, "BadRequest"),
        ("/3/footprints?x-cradle-cursor=junk", 400, "BadRequest"),
    ],
)
def test_errors_have_one_form(lab: Lab, path: str, status: int, code: str) -> None:
    """Expectations 5, 12, 15: every refusal has code and message, 400 and never 422."""
    answer = lab.get(path)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert answer.json().keys() == {"code", "message"}


def test_grants_and_forms(lab: Lab) -> None:
    """Expectations 1, 2: credentials in the form are accepted; another grant is 400 with the error of RFC 6749."""
    name, secret = lab.login
    form = {"client_id": name, "client_secret": secret, "scope": "any", "audience": "any"}
    good = lab.http.post("/auth/token", data={"grant_type": "client_credentials", **form})
    assert good.status_code == 200
    bad = lab.http.post("/auth/token", data={"grant_type": "password", **form})
    assert (bad.status_code, bad.json()["error"]) == (400, "unsupported_grant_type")


def test_an_event_counts_once(lab: Lab) -> None:
    """Expectation 22: the same request again is accepted with 200 and answered once."""
    asked = event("RequestCreatedEvent", {"productId": first(lab)["productIds"]}, "//other-shape")
    asked["source"] = f"//{lab.partner.base.partition('//')[2]}/3/events"
    assert [lab.post(asked).status_code for _ in range(3)] == [200, 200, 200]
    assert lab.send_due() == 1
    lab.partner.next_event()
    assert lab.send_due() == 0


def test_a_partner_that_is_down_gets_its_events_later(lab: Lab) -> None:
    """An event that a partner does not accept is sent again, after a growing pause."""
    lab.partner.refusing = 2
    asked = event("RequestCreatedEvent", {"status": "Active"}, lab.partner.base)
    lab.post(asked)
    before = lab.house.clock.time
    assert lab.send_due() == 0
    assert lab.send_due() == 0, "not before its pause is over"
    lab.house.clock.time = before + FIRST
    assert lab.send_due() == 0
    lab.house.clock.time = before + 3 * FIRST
    assert lab.send_due() == 1
    _, told = lab.partner.next_event()
    assert told["data"]["requestEventId"] == asked["id"]
    lab.house.clock.time = before


def test_an_event_is_given_up_after_three_days(lab: Lab) -> None:
    """Expectation 22: after 72 hours there are no more attempts."""
    lab.partner.refusing = 10**6
    lab.post(event("RequestCreatedEvent", {"status": "Active"}, lab.partner.base))
    before = lab.house.clock.time
    lab.house.clock.time = before + GIVEN_UP
    assert lab.send_due() == 0
    lab.partner.refusing = 0
    lab.house.clock.time = before + 2 * GIVEN_UP
    assert lab.send_due() == 0
    lab.house.clock.time = before


def test_only_a_registered_partner_is_called_back(lab: Lab) -> None:
    """Expectation 25: answers go only to registered partners, and only to their registered address."""
    elsewhere = event("RequestCreatedEvent", {"status": "Active"}, "https://169.254.169.254")
    answer = lab.post(elsewhere)
    assert (answer.status_code, answer.json()["code"]) == (400, "BadRequest")
    unknown = lab.house.client.post("/3/events", json=elsewhere, headers=lab.house.as_("stranger"))
    assert unknown.status_code == 400
    assert lab.send_due() == 0


@pytest.mark.parametrize(
    "base",
    [
        "http://pact.example",
        "https://127.0.0.1",
        "https://10.0.0.1",
        "https://[::1]",
        "ftp://a",
        "x",
    ],
)
def test_private_addresses_are_no_partners(lab: Lab, base: str) -> None:
    """Without the setting lab a partner's address is public and uses https."""
    store = lab.it.world.ledger.store
    with refused("pact.address", "base"):
        keep_partner(
            store,
            Partner(organisation="packs", base=base, client="a", secret=base),
            lab.house.context.secrets,
            lab=False,
        )


def test_a_partners_secret_is_not_kept_in_the_clear(lab: Lab) -> None:
    """The database has only the ciphertext under the server's key."""
    with lab.it.world.ledger.store.read() as connection:
        kept = partner_of(connection, "packs")
    assert kept is not None
    assert SECRET not in kept.secret


def test_a_correction_makes_a_new_footprint(lab: Lab) -> None:
    """Expectations 30 to 32: the old id becomes deprecated, the new one names it, and partners get an event."""
    newest = footprints(lab, status="Active")[0]
    made = lab.it.deliver("S-3", supersedes=replacing(lab.it.delivery))
    listed = footprints(lab)
    assert listed[-1]["precedingPfIds"][0] == newest["id"]
    assert [row["status"] for row in listed] == ["Deprecated", "Deprecated", "Active"]
    assert lab.get(f"/3/footprints/{newest['id']}").json()["data"] == {
        **newest,
        "status": "Deprecated",
    }
    while lab.send_due():
        pass
    told = [lab.partner.events.get_nowait()[1] for _ in range(lab.partner.events.qsize())]
    published = {name for row in told for name in row["data"].get("pfIds", ())}
    assert {newest["id"], listed[-1]["id"]} <= published
    lab.it.world.withdraw(lab.it.supplier, made)
    assert footprints(lab, status="Active") == []


def noted(lab: Lab, name: str) -> list[tuple[str, ...]]:
    """The journal that an organisation sees, newest first."""
    answer = lab.house.client.get("/v1/journal?limit=500", headers=lab.house.as_(name)).json()
    members = ("organisation", "action", "subject", "detail")
    return [tuple(row[member] for member in members) for row in answer["items"]]


def test_reads_are_shown_to_the_issuer(lab: Lab) -> None:
    """A list of any length is one line, a footprint one by its id; reading one's own is none."""
    shown = footprints(lab)
    assert len(shown) > 1
    listed = ("packs", "pact list", "footprints", f"{len(shown)} footprints")
    assert noted(lab, "salts")[0] == noted(lab, "operator")[0] == listed
    before = len(noted(lab, "salts"))
    lab.get(f"/3/footprints/{shown[0]['id']}")
    assert len(noted(lab, "salts")) == before + 1
    assert noted(lab, "salts")[0] == ("packs", "pact read", shown[0]["id"], "")
    ids(lab, "salts")
    ids(lab, "stranger")
    assert len(noted(lab, "operator")) >= len(noted(lab, "salts")) == before + 1
    assert noted(lab, "packs") == []


def test_an_answer_is_shown_to_the_issuer_once(lab: Lab) -> None:
    """A footprint sent on a partner's request is one line of the journal, also if the event comes again."""
    asked = event("RequestCreatedEvent", {}, lab.partner.base)
    before = len(noted(lab, "salts"))
    assert [lab.post(asked).status_code for _ in range(2)] == [200, 200]
    assert lab.send_due() == 1
    lab.partner.next_event()
    assert len(noted(lab, "salts")) == before + 1
    assert noted(lab, "salts")[0][1] == "pact answer"


def test_an_auditors_word_comes_into_the_document(lab: Lab) -> None:
    """The footprint of an attested delivery names the attestation; the rest is the same, and no event is sent."""
    delivery = lab.it.deliver("S-attested")
    before = {row["id"]: row for row in footprints(lab)}
    lab.house.clock.time += 60
    auditor = lab.it.world.register("auditor", Role.AUDITOR)
    word = lab.it.attest(auditor, delivery)
    after = {row["id"]: row for row in footprints(lab)}
    (name,) = [one for one, row in after.items() if row != before[one]]
    extension = after[name]["extensions"][0]["data"]
    assert extension["delivery"]["id"] == delivery
    assert extension["attestations"] == [word]
    extension["attestations"] = []
    assert "attested" in after[name].pop("comment")
    assert "not attested" in before[name].pop("comment")
    assert after[name] == before[name]
    while lab.send_due():
        pass
    kinds = [told["type"] for _, told in lab.partner.events.queue]
    assert len(kinds) == 1
