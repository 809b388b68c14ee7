"""Sign-off: an attestation is drafted from what was recorded, and says no more."""

import json
import re
from typing import Any

import pytest
from support.auditor_pages import WORD, CaseWorld, open_cases
from support.ledger_battery import BatteryChain
from support.supplier_reading import words

from ledger.service.access.audit_papers import keep_look
from schemas.views.audit_case import LookBody, SignOff


@pytest.fixture
def world(chain: BatteryChain) -> CaseWorld:
    """The auditor with two cases."""
    return open_cases(chain)


def drafted(world: CaseWorld, **typed: str) -> dict[str, Any]:
    """The header of the attestation that the form drafts."""
    answer = world.client.post(f"{world.root}/sign-off", data={**WORD, **typed})
    assert answer.status_code == 303, words(answer)
    draft = answer.headers["location"].replace("/sign", "/draft.json")
    header: dict[str, Any] = json.loads(world.client.get(draft).content)["header"]
    return header


def refusal(world: CaseWorld, **typed: str) -> str:
    """The code with which the form is refused."""
    answer = world.client.post(f"{world.root}/sign-off", data={**WORD, **typed})
    assert answer.status_code == 422
    (code,) = re.findall(r'<p class="note"><code>([a-z_.]+)</code>', answer.text)
    return str(code)


def test_the_draft_names_the_recomputed_files_and_the_recorded_depth(world: CaseWorld) -> None:
    """Digests are those of the kept run; a visited site is an exception, everything else recomputed."""
    world.recompute()
    ledger, packs = world.house.context.ledger, world.chain.packs
    look = LookBody(entry=packs, depth="site_visit")
    keep_look(ledger, world.auditor, world.calculation, look, world.house.clock())
    header = drafted(world)
    kept = world.client.get(f"{world.root}/recompute.json").json()
    assert {name: header[name] for name in ("bundle", "policy", "findings")} == {
        name: kept[name] for name in ("bundle", "policy", "findings")
    }
    assert header["calculation"] == world.calculation
    assert header["depth"] == {
        "default": "recomputed",
        "exceptions": [{"depth": "site_visit", "statement": packs}],
    }
    assert header["valid_until"] == "2029-03-02"
    assert drafted(world, exceptions="")["depth"]["exceptions"] == []
    shown = SignOff.parse(world.client.get(f"{world.root}/sign-off.json").content)
    counts = {one.depth: one.entries for one in shown.examined}
    assert counts["site_visit"] == 1


def test_who_signs_without_looking_says_recomputed(world: CaseWorld) -> None:
    """No field of the form claims a depth; a forged one changes nothing."""
    world.recompute()
    header = drafted(world, depth="site_visit", default="site_visit")
    assert header["depth"] == {"default": "recomputed", "exceptions": []}
    page = words(world.client.get(f"{world.root}/sign-off"))
    assert "0 of" in page


def test_verified_over_a_contradicted_bundle_is_refused(world: CaseWorld) -> None:
    """An auditor that would please cannot say verified where its own policy contradicts; it may refuse."""
    strange = re.sub(
        rb"registrars = \[[^\]]*\]", b'registrars = ["sha256:' + b"0" * 64 + b'"]', world.policy
    )
    world.recompute(strange)
    for outcome in ("verified", "verified_with_remarks"):
        assert refusal(world, outcome=outcome, read="yes") == "attestation.outcome"
    assert drafted(world, outcome="refused")["outcome"] == "refused"


def test_what_speaks_against_it_is_read_first(world: CaseWorld) -> None:
    """The server's own policy, an open finding, a refusal of a verified figure: each asks for a confirmation."""
    client = world.client
    client.post(f"{world.root}/recompute", data={"whose": "server"})
    assert refusal(world) == "attestation.unread"
    assert drafted(world, read="yes")["outcome"] == "verified_with_remarks"
    world.recompute()
    drafted(world)
    assert refusal(world, outcome="refused") == "attestation.unread"
    client.post(f"{world.root}/findings", data={"comment": "A scale", "effect": "1000"})
    page = client.post(f"{world.root}/sign-off", data=WORD)
    assert "findings that are not settled" in words(page)
    assert "above materiality" in words(page)


def test_remarks_above_materiality_are_read_first(world: CaseWorld) -> None:
    """A remark on two outputs is worth all that may be missing: nobody signs over it with the usual 5 %."""
    world.recompute()
    assert refusal(world, materiality="5") == "attestation.unread"
    page = words(world.client.get(f"{world.root}/sign-off"))
    assert "The verifier's findings: 3129.0 % of the total, materiality 5.0 %." in page
    assert drafted(world, materiality="5", read="yes")["materiality"] == "5"


def test_choices_are_settled_by_the_list_that_the_page_offers(world: CaseWorld) -> None:
    """It is all comments; filled in and pasted, it is a section of the draft, and a limited assurance rests on it."""
    world.recompute()
    form = world.client.get(f"{world.root}/settle.toml").text
    assert "needed:" in form
    assert refusal(world, level="limited") == "attestation.level"
    assert refusal(world, settled="[[settle]]") == "settle.file"
    (life,) = re.findall(r'choice = "(unit.capacity/[^"]+)"', form)
    row = f'[[settle]]\nchoice = "{life}"\ndepth = "documents"\nevidence = ["sha256:{"1" * 64}"]\n'
    answer = world.client.post(
        f"{world.root}/sign-off", data={**WORD, "level": "limited", "settled": row}
    )
    assert answer.status_code == 303, words(answer)
    draft = json.loads(
        world.client.get(answer.headers["location"].replace("/sign", "/draft.json")).content
    )
    (choice,) = draft["sections"]["settled"]["choices"]
    assert (choice["choice"], choice["statement"]) == ("unit.capacity", world.calculation)


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ({"valid_until": "2029-03-03"}, "attestation.validity"),
        ({"valid_until": "2026-03-01"}, "attestation.date"),
        ({"date": ""}, "attestation.date"),
        ({"notified_body": "12"}, "attestation.notified_body"),
        ({"materiality": "five"}, "quantity.positive"),
        ({"scope": ""}, "text.grammar"),
    ],
)
def test_a_field_that_is_wrong(world: CaseWorld, typed: dict[str, str], code: str) -> None:
    """Three years from the day at most, and each field by its grammar; what was typed stays."""
    world.recompute()
    assert refusal(world, **typed) == code
    answer = world.client.post(f"{world.root}/sign-off", data={**WORD, **typed})
    assert 'value="ISO 14064-3:2019"' in answer.text


def test_nothing_is_signed_that_was_not_recomputed(world: CaseWorld) -> None:
    """Without a kept run the page has no form, and the address refuses."""
    page = world.client.get(f"{world.root}/sign-off")
    assert 'name="outcome"' not in page.text
    answer = world.client.post(f"{world.root}/sign-off", data=WORD)
    assert (answer.status_code, "audit.no_run" in answer.text) == (410, True)
