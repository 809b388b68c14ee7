"""The states of the signing page in a real browser: its messages, keys, languages, keyboard, and accessibility."""

from dataclasses import replace
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect
from support.ledger_world import ORIGIN
from support.refusal import refusal_code
from support.signing_site import PASSPHRASE, Visit, served, visiting

from api.web.signing_draft import (
    SigningDraft,
    entry_signing_draft,
    registration_signing_draft,
    signing_draft,
)
from ledger.translations.documents import text
from ledger.translations.languages import LANGUAGES
from ledger.trust.envelope import match_signers
from ledger.trust.keys import Signer, format_private_pem
from ledger.trust.submission import parse_submission
from schemas.signed.participant import Profile
from schemas.signed.statement import Kind
from schemas.vocabulary import Role

pytestmark = pytest.mark.outside

ISSUER = "sha256:" + "cd" * 32
SECRET = bytes(range(1, 33))
OWN, P256 = Signer(SECRET), Signer(SECRET, "p256")
KNOWN = (OWN.public.hex(), P256.public.hex())
EXAMPLE = Path(__file__).parents[3] / "docs" / "examples" / "cell-entry.json"


def entry() -> SigningDraft:
    """The entry of the documentation."""
    return entry_signing_draft(EXAMPLE.read_bytes(), ORIGIN, ISSUER)


def registration() -> SigningDraft:
    """A registration of a firm."""
    profile = Profile(legal_name="Ore & Sons", country="SE")
    return registration_signing_draft(ORIGIN, ISSUER, profile, [Role.SUPPLIER])


def written(folder: Path, name: str, content: bytes) -> Path:
    """A file with this content."""
    path = folder / name
    path.write_bytes(content)
    return path


def encrypted(visit: Visit, folder: Path) -> Path:
    """The working key that a registration page makes, saved."""
    page = visit.page
    for field in ("#new-passphrase", "#new-passphrase-again"):
        page.fill(field, PASSPHRASE)
    page.click("#make-keys")
    page.wait_for_selector("#save-fields:not([hidden])")
    return visit.download("#new-files a:nth-child(2)", folder)


def test_a_key_that_cannot_sign_is_refused_in_words(browser: Browser, tmp_path: Path) -> None:
    """No key, no file, rubbish, a missing or wrong passphrase and a key of another firm; nothing is submitted."""
    with served(registration(), KNOWN) as site, visiting(browser) as visit:
        visit.open(f"{site.address}/sign")
        locked = encrypted(visit, tmp_path)
        site.draft = entry()
        page = visit.open(f"{site.address}/sign")
        assert page.inner_text("#chip") == "No key"
        page.click("#submit-signed")
        visit.meets("key.needed")
        page.click("#open-key")
        visit.meets("key.none")
        for wrong in ("", "wrong horse battery"):
            visit.open_key(locked, wrong)
            visit.meets("key.passphrase")
            visit.open_key(written(tmp_path, "y.pem", b"no key"))
            visit.meets("key.pem")
        visit.open_key(locked, PASSPHRASE)
        visit.meets("key.unregistered")
        assert page.inner_text("#chip") == "Not registered for this firm"
        page.click("#save-signed")
        visit.meets("key.needed")
        assert site.received == []
        page.click("#problem-text a")
        assert page.evaluate("location.hash") == "#key-file"


def test_keys_are_not_made_or_used_too_early(browser: Browser, tmp_path: Path) -> None:
    """A short passphrase, two different ones, no keys yet, and files that are not saved bar signing."""
    with served(registration()) as site, visiting(browser) as visit:
        page = visit.open(f"{site.address}/sign")
        page.click("#submit-signed")
        visit.meets("key.unmade")
        for first, again, code in (
            ("short", "short", "passphrase.short"),
            (PASSPHRASE, PASSPHRASE.upper(), "passphrase.differs"),
        ):
            page.fill("#new-passphrase", first)
            page.fill("#new-passphrase-again", again)
            page.click("#make-keys")
            visit.meets(code)
        assert page.inner_text("#statement-id") == text("signing.id.later", "en")
        encrypted(visit, tmp_path)  # Saves one of the two files.
        assert not page.is_visible("#problem")
        for tick in (False, True):
            page.set_checked("#files-saved", tick)
            page.click("#submit-signed")
            visit.meets("key.unsaved")
        visit.download("#new-files a:nth-child(1)", tmp_path)
        page.click("#submit-signed")
        page.wait_for_url("**/submit")
        assert len(site.received) == 1


def test_a_key_file_may_stay_in_the_browser(browser: Browser, tmp_path: Path) -> None:
    """Kept only if that is ticked; then the next page finds it, and another firm's page bars it."""
    file = written(tmp_path, "working.pem", format_private_pem(SECRET, "p256"))
    with served(entry(), KNOWN) as site, visiting(browser) as visit:
        page = visit.open(f"{site.address}/sign")
        visit.use_key(file)
        assert visit.open(f"{site.address}/sign").inner_text("#chip") == "No key"
        page.check("#keep-key")
        visit.use_key(file)
        expect(page.locator("#key-name")).to_have_text(text("signing.key.stored", "en"))
        page = visit.open(f"{site.address}/sign")
        assert page.inner_text("#chip") == "Registered"
        page.click("#submit-signed")
        page.wait_for_url("**/submit")
        envelope = parse_submission(site.received[0].encode()).parsed_envelope
        assert match_signers(envelope, [P256.public]) == (P256.public,)
        assert refusal_code(lambda: match_signers(envelope, [OWN.public])) == "signature.unknown"
        site.known = (Signer(bytes(32)).public.hex(),)
        page = visit.open(f"{site.address}/sign")
        assert page.inner_text("#chip") == "Not registered for this firm"
        page.click("#submit-signed")
        visit.meets("key.needed")


def test_a_browser_that_cannot_sign_shows_the_other_ways(browser: Browser) -> None:
    """Without Ed25519, on an insecure page and without JavaScript, the page names what else to do."""
    without = "crypto.subtle.generateKey = () => Promise.reject(new DOMException('', 'NotSupportedError'));"
    insecure = "Object.defineProperty(Crypto.prototype, 'subtle', { value: undefined });"
    with served(entry(), KNOWN) as site:
        for lacking, code in ((without, "browser.ed25519"), (insecure, "browser.insecure")):
            with visiting(browser) as visit:
                visit.context.add_init_script(lacking)
                page = visit.open(f"{site.address}/sign")
                visit.meets(code)
                assert page.is_visible("#submit-signed") == (lacking == without)
                page.click("text=Sign with the command line")
                assert page.is_visible("pre:has-text('cradle submit entry.json')")
        context = browser.new_context(java_script_enabled=False)
        plain = context.new_page()
        plain.goto(f"{site.address}/sign")
        shown = plain.inner_text("main")
        assert "cradle submit entry.json" in shown
        assert plain.get_by_role("link", name="Download the draft").is_visible()
        assert not plain.get_by_text("What you state").is_visible()
        context.close()


def checked(page: Page, width: int) -> None:
    """The page has no violation, and is not wider than the screen."""
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_no_state_violates_the_accessibility_rules(
    browser: Browser, tmp_path: Path, scheme: str, width: int
) -> None:
    """An entry with a problem, and a registration before and after its keys; nothing moves while it loads."""
    size = {"width": width, "height": 900}
    with (
        served(entry(), KNOWN) as site,
        visiting(browser, viewport=size, color_scheme=scheme) as visit,
    ):
        for language in LANGUAGES:
            site.language = language
            page = visit.open(f"{site.address}/sign")
            page.wait_for_timeout(100)
            assert page.evaluate("window.shift()") == 0
            assert page.get_attribute("html", "lang") == text("page.lang", language)
            page.click("#submit-signed")
            page.click(".box > details:last-of-type summary")
            checked(page, width)
            page.screenshot(path=tmp_path / f"{language}.png", full_page=True)
        site.draft, site.language = registration(), "en"
        page = visit.open(f"{site.address}/sign")
        checked(page, width)
        encrypted(visit, tmp_path)
        checked(page, width)
        page.screenshot(path=tmp_path / "registration.png", full_page=True)


def test_it_is_signed_by_keyboard_alone(browser: Browser, tmp_path: Path) -> None:
    """Tab, Enter and Space reach the file, the passphrase and the signature; the order is that of reading."""
    file = written(tmp_path, "working.pem", format_private_pem(SECRET))
    with served(entry(), KNOWN) as site, visiting(browser) as visit:
        # Chromium is asked early to hand over its chooser, since a key pressed before that opens a real one.
        visit.page.on("filechooser", lambda _: None)
        page = visit.open(f"{site.address}/sign")
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.textContent") == "Skip to content"
        tab_to(page, "key-file")
        with page.expect_file_chooser() as chooser:
            page.keyboard.press("Space")
        chooser.value.set_files(file)
        tab_to(page, "open-key")
        page.keyboard.press("Enter")
        expect(page.locator("#chip")).to_have_text("Registered")
        tab_to(page, "submit-signed")
        page.keyboard.press("Space")
        page.wait_for_url("**/submit")
    assert parse_submission(site.received[0].encode()).parsed_envelope


def test_what_cannot_be_seen_is_named(browser: Browser) -> None:
    """A zero-width or no-break space in a value is named beside it; an ordinary space is not."""
    profile = Profile(legal_name="Ore\u200bSons\u00a0of Kiruna", country="SE")
    draft = registration_signing_draft(ORIGIN, ISSUER, profile, [Role.SUPPLIER])
    with served(draft) as site, visiting(browser) as visit:
        page = visit.open(f"{site.address}/sign")
        assert page.locator("#everything .note").all_inner_texts() == [" (U+200B, U+00A0)"]


def test_names_for_people_are_shown_and_not_signed(browser: Browser, tmp_path: Path) -> None:
    """The firm's name and the name of an id are in the tables; the whole id is in the list, the names are not."""
    fields = {"withdraws": "sha256:" + "ef" * 32, "reason": "correction"}
    draft = signing_draft(Kind.WITHDRAWAL, ORIGIN, ISSUER, fields)
    labels = {fields["withdraws"]: "Entry <of> June"}
    file = written(tmp_path, "working.pem", format_private_pem(SECRET))
    with (
        served(replace(draft, firm="Ore & Sons", labels=labels), KNOWN) as site,
        visiting(browser) as visit,
    ):
        page = visit.open(f"{site.address}/sign")
        assert "Ore & Sons" in page.inner_text("#facts")
        assert "Entry <of> June efefefefefef" in page.inner_text("#facts")
        assert fields["withdraws"] in page.inner_text("#everything")
        assert "June" not in page.inner_text("#everything")
        visit.use_key(file)
        page.click("#submit-signed")
        page.wait_for_url("**/submit")
    payload = parse_submission(site.received[0].encode()).parsed_envelope.payload
    assert b"June" not in payload
    assert b"Sons" not in payload


def tab_to(page: Page, name: str) -> None:
    """Press Tab until this element has the focus; at most 60 times."""
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.id") == name:
            return
    raise AssertionError(name)


def test_a_digest_is_copied(browser: Browser) -> None:
    """Copy puts the whole digest on the clipboard and says so."""
    rights = ["clipboard-read", "clipboard-write"]
    with served(entry(), KNOWN) as site, visiting(browser, permissions=rights) as visit:
        page = visit.open(f"{site.address}/sign")
        page.click("#section-digests .copy")
        expect(page.locator("#status")).to_have_text("Copied")
        shown = page.inner_text("#section-digests code >> nth=0")
        assert page.evaluate("navigator.clipboard.readText()") == shown
        assert shown.startswith("sha256:")
