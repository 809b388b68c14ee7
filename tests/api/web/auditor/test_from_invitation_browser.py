"""An auditor in a real browser, by keyboard alone, on the demo: from the account to the attestation in the log.

Four persons have a part in it, each in a browser of its own: the operator, who opens the accounts and engages; the
auditor; the registrar, who countersigns; and a visitor without a login, who looks the attestation up.
"""

import re
from pathlib import Path
from typing import NamedTuple

import pytest
from playwright.sync_api import Browser, Locator, Page, expect
from support.auditor_demo import Demo, close, data_of, log_in_as, recompute, sign
from support.browsing import Watched, opened
from support.keyboard import press, tab_to, write
from support.signing_site import PASSPHRASE

pytestmark = pytest.mark.outside

FIRM = "Assay Verification Ltd"
READY = "#rest:not([hidden])"


class Account(NamedTuple):
    """A firm that gets an account from the operator, with the login and role of its person."""

    id: str
    firm: str
    login: str
    role: str


ASSAY = Account("assay", FIRM, "vera.assay", "auditor")
REGISTRY = Account("registry-office", "Registry office", "rita.registrar", "registrar")


def test_from_the_account_to_the_attestation_in_the_log(
    browser: Browser, demo: Demo, tmp_path: Path
) -> None:
    """Account, first log-in, keys, registration, countersignature, engagement, case, sign-off, log."""
    operator = log_in_as(browser, demo, demo.logins["operator"], "/operator")
    passwords = {one: _open_account(operator.page, one) for one in (ASSAY, REGISTRY)}
    auditor = log_in_as(browser, demo, (ASSAY.login, passwords[ASSAY]), "/auditor")
    fingerprints = _register(auditor.page, tmp_path)
    registrar = (REGISTRY.login, passwords[REGISTRY])
    _countersign(log_in_as(browser, demo, registrar, "/operator/registrations"), demo, fingerprints)
    subject = _engage(operator.page)
    close(operator)
    attestation = _attest(auditor, demo, subject)
    _look_up(browser, demo, attestation)


def _open_account(page: Page, account: Account) -> str:
    """The operator opens an organisation with a person; returns the password that is shown once."""
    press(page, "link", "Accounts")
    write(page, "Name of the firm", account.firm)
    write(page, "Short name", account.id)
    press(page, "button", "Open the organisation")
    page.wait_for_url(f"**/operator/organisations/{account.id}")
    write(page, "Login name", account.login)
    _tick(page, page.locator(f"#person-roles-{account.role}"))
    press(page, "button", "Add the person")
    expect(page.get_by_role("heading", level=1)).to_have_text(f"{account.login} has been added")
    return page.locator("pre").inner_text()


def _register(page: Page, folder: Path) -> list[str]:
    """The auditor registers with keys made on the page; returns the fingerprints that it reads out."""
    heading = page.get_by_role("heading", level=1)
    expect(heading).to_have_text("You have no cases")
    press(page, "link", "Register your firm")
    expect(heading).to_have_text("Register your firm")
    expect(page.get_by_label("Legal name")).to_have_value(FIRM)
    write(page, "Country, two letters such as FI", "se")
    press(page, "button", "Continue to keys and signature")
    page.wait_for_selector(READY)
    expect(page.locator("#facts dd", has_text=re.compile("^auditor$"))).to_be_visible()
    _make_keys(page, folder)
    tab_to(page, page.locator("#submit-signed"))
    page.keyboard.press("Enter")
    page.wait_for_url("**/registration")
    expect(page.get_by_text("waits for the registrar", exact=True)).to_be_visible()
    return page.locator("li .note code").all_inner_texts()


def _make_keys(page: Page, folder: Path) -> None:
    """Make both keys under a passphrase and save their files."""
    for field in ("#new-passphrase", "#new-passphrase-again"):
        tab_to(page, page.locator(field))
        page.keyboard.type(PASSPHRASE)
    tab_to(page, page.locator("#make-keys"))
    page.keyboard.press("Enter")
    page.wait_for_selector("#save-fields:not([hidden])")
    for number in (1, 2):
        link = page.locator(f"#new-files a:nth-child({number})")
        tab_to(page, link)
        with page.expect_download() as download:
            page.keyboard.press("Enter")
        download.value.save_as(folder / download.value.suggested_filename)
    _tick(page, page.locator("#files-saved"))


def _countersign(watched: Watched, demo: Demo, fingerprints: list[str]) -> None:
    """The registrar compares the fingerprints and the role, and countersigns with its key file."""
    page = watched.page
    press(page, "link", FIRM)
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Registration of {FIRM}")
    expect(page.locator("dd", has_text=re.compile("^Auditor$"))).to_be_visible()
    assert len(fingerprints) == 2
    for one in fingerprints:
        expect(page.locator("code", has_text=one)).to_be_visible()
    press(page, "link", "Countersign with the registrar's key")
    page.wait_for_selector(READY)
    sign(page, demo.folder / "ledger" / "registrar" / "working.pem", "Countersign and submit")
    close(watched)


def _engage(page: Page) -> str:
    """The operator engages the auditor for the offered calculation; returns its id."""
    press(page, "link", "Engagements")
    tab_to(page, page.locator("#auditor"))
    page.keyboard.type(FIRM)
    tab_to(page, page.locator("#chosen"))
    subject = page.locator("#chosen").input_value()
    press(page, "button", "Engage the auditor")
    row = page.locator("tr", has_text=FIRM)
    expect(row).to_contain_text(subject[7:19])
    expect(row).to_contain_text("Engaged")
    return subject


def _attest(watched: Watched, demo: Demo, subject: str) -> str:
    """The auditor recomputes its case and signs with the key that its browser keeps; returns the attestation's id."""
    page = watched.page
    page.reload()
    press(page, "link", "Go to your cases")
    expect(page.get_by_role("heading", level=1)).to_have_text("1 case")
    assert page.get_by_role("link", name="Register your firm").count() == 0
    tab_to(page, page.locator(f"a[href='/auditor/cases/{subject[7:]}']"))
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/auditor/cases/{subject[7:]}")
    recompute(page, demo)
    press(page, "link", "Sign off")
    tab_to(page, page.get_by_label("Outcome"))
    page.keyboard.type("verified with")
    write(page, "What you examined", "All signed data, recomputed")
    _tick(page, page.locator("#read"))
    press(page, "button", "Show the attestation to sign")
    page.wait_for_selector(READY)
    expect(page.locator("#chip")).to_have_text("Registered")
    press(page, "button", "Sign and submit")
    expect(page.get_by_role("heading", level=1)).to_have_text("Attestation: in the log")
    receipt = data_of(page, f"{page.url}.json")
    press(page, "link", "Open the case again")
    expect(page.locator(".chip", has_text="Attested")).to_be_visible()
    case = data_of(page, f"/auditor/cases/{subject[7:]}.json")["case"]
    assert (case["state"], case["attestation"]) == ("attested", receipt["id"])
    close(watched)
    return str(receipt["id"])


def _look_up(browser: Browser, demo: Demo, attestation: str) -> None:
    """A visitor without a login finds the attestation in the log by its id."""
    watched = opened(browser, f"{demo.url}/log", 1280)
    page = watched.page
    tab_to(page, page.locator("#q"))
    page.keyboard.type(attestation)
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/log/statements/{attestation[7:]}**")
    expect(page.locator(".chip.verified")).to_have_text("In the log")
    expect(page.locator("dd", has_text=attestation)).to_be_visible()
    close(watched)


def _tick(page: Page, box: Locator) -> None:
    """Come to a checkbox by Tab and tick it."""
    tab_to(page, box)
    page.keyboard.press("Space")
    expect(box).to_be_checked()
