"""A registration is countersigned in a browser: by keyboard, with the registrar's key, and only what the page shows."""

from base64 import b64decode, b64encode
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect
from support.http_api import House, on_the_wire
from support.keyboard import choose, close, log_in, press, tab_to
from support.ledger_battery import BatteryChain
from support.ledger_signing import key_file, known, shown
from support.operator_pages import leave

from api.web.signing_draft import SignedBytes, SigningDraft, countersigning_draft
from ledger.trust.envelope import statement_id
from ledger.trust.submission import Submission
from schemas.exchanged.submission import SubmissionBody
from schemas.views.names import NamedFirm
from schemas.views.registration import WaitingRegistration

pytestmark = pytest.mark.outside
TYPE = "application/vnd.cradle.participant.v1+json"


def test_a_registration_is_countersigned_by_keyboard(
    browser: Browser, site: str, house: House, chain: BatteryChain, tmp_path: Path
) -> None:
    """From the log-in to the receipt no step needs a mouse, and the firm is registered."""
    left = leave(house, chain)
    watched = log_in(browser, site, "rega", "/operator/registrations")
    page, heading = watched.page, watched.page.get_by_role("heading", level=1)
    press(page, "link", "Smelter Ltd")
    expect(heading).to_have_text("Registration of Smelter Ltd")
    press(page, "link", "Countersign with the registrar's key")
    page.wait_for_selector("#rest:not([hidden])")
    expect(page.locator("#statement-id")).to_have_text(left.id)
    expect(page.locator("#facts")).to_contain_text("Smelter Ltd")
    if not page.is_visible("#key-file"):
        tab_to(page, page.locator("#key-file-box summary"))
        page.keyboard.press("Enter")
    choose(page, "Key file", key_file(chain.world.registrar, tmp_path))
    press(page, "button", "Open the key")
    expect(page.locator("#chip")).to_have_text("Registered")
    press(page, "button", "Countersign and submit")
    page.wait_for_url(f"**/statements/{left.id[7:]}")
    close(watched)
    answer = house.client.get("/v1/session", headers=house.as_("stranger"))
    assert answer.json()["participant"] == left.id


def draft_of(chain: BatteryChain, left: Submission) -> SigningDraft:
    """The draft by which the registrar countersigns."""
    registrar = chain.world.registrar
    body = SubmissionBody.model_validate_json(_json(left))
    waiting = WaitingRegistration(
        id=left.id, organisation="stranger", firm="Smelter Ltd", left=1, submission=body
    )
    named = NamedFirm(id=registrar.id, name="Registrar Ltd", country="SE")
    return countersigning_draft(waiting, chain.world.ledger.origin, named)


def _json(left: Submission) -> bytes:
    import orjson

    return orjson.dumps(on_the_wire(left))


def _edited(text: str, old: str, new: str) -> str:
    changed = b64decode(text).decode().replace(old, new)
    assert changed != b64decode(text).decode()
    return b64encode(changed.encode()).decode()


def _renamed(payload: str) -> str:
    """The id of a payload that somebody changed."""
    return statement_id(TYPE, b64decode(payload))


def other_id(given: SignedBytes) -> SignedBytes:
    """The id is another statement's."""
    return replace(given, id="sha256:" + "0" * 64)


def other_roles(given: SignedBytes) -> SignedBytes:
    """The payload names another role than the firm signed, with its right id."""
    payload = _edited(given.payload, '["supplier"]', '["manufacturer"]')
    return replace(given, payload=payload, id=_renamed(payload))


def repeated_key(given: SignedBytes) -> SignedBytes:
    """The payload names its roles twice: one reader sees the first, another the second."""
    payload = _edited(given.payload, '"roles":', '"roles":["auditor"],"roles":')
    return replace(given, payload=payload, id=_renamed(payload))


def other_profile(given: SignedBytes) -> SignedBytes:
    """The section has another name than the firm signed."""
    return replace(given, sections=(_edited(given.sections[0], "Smelter", "Shelter"),))


def no_profile(given: SignedBytes) -> SignedBytes:
    """The section is missing."""
    return replace(given, sections=())


def one_signature(given: SignedBytes) -> SignedBytes:
    """One of the two keys has not signed."""
    return replace(given, signatures=given.signatures[:1])


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (other_id, "countersign.other"),
        (other_roles, "countersign.unsigned"),
        (repeated_key, "countersign.bytes"),
        (other_profile, "countersign.section"),
        (no_profile, "countersign.section"),
        (one_signature, "countersign.unsigned"),
    ],
)
def test_the_page_signs_no_bytes_that_it_cannot_show(
    browser: Browser,
    house: House,
    chain: BatteryChain,
    change: Callable[[SignedBytes], SignedBytes],
    code: str,
) -> None:
    """A server that sends other bytes, another id, a section or fewer signatures gets no signature."""
    draft = draft_of(chain, leave(house, chain))
    assert draft.signed is not None
    wrong = replace(draft, signed=change(draft.signed))
    with shown(browser, wrong, known(chain.world.registrar)) as (_, visit):
        visit.meets(code)
        assert not visit.page.is_visible("#submit-signed")
        assert not visit.page.is_visible("#key-file")


def test_a_registration_of_another_registrar_is_not_signed(
    browser: Browser, house: House, chain: BatteryChain
) -> None:
    """The page belongs to the registrar that the registration names."""
    draft = replace(draft_of(chain, leave(house, chain)), issuer=chain.mine.id)
    with shown(browser, draft, known(chain.mine)) as (_, visit):
        visit.meets("countersign.registrar")
        assert not visit.page.is_visible("#submit-signed")


def test_another_key_signs_nothing(
    browser: Browser, house: House, chain: BatteryChain, tmp_path: Path
) -> None:
    """The key of the operator's choice is refused before anything is sent."""
    draft = draft_of(chain, leave(house, chain))
    with shown(browser, draft, known(chain.world.registrar)) as (site, visit):
        visit.open_key(key_file(chain.mine, tmp_path))
        visit.meets("key.unregistered")
        visit.page.click("#submit-signed")
        visit.meets("key.needed")
        assert site.received == []
