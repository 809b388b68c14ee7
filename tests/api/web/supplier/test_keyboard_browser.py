"""The supplier's way by keyboard alone: log in, answer a request with a file, correct it, sign it, keep the receipt."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect
from structlog.testing import capture_logs
from support.keyboard import choose, close, log_in, press, tab_to, write
from support.ledger_battery import BatteryChain
from support.ledger_signing import key_file
from support.ledger_world import made
from support.servers import serving
from support.sheets import at, saved, sound, workbook
from support.supplier_pages import open_pages

from api.app import create_app

pytestmark = pytest.mark.outside


@pytest.fixture
def site(chain: BatteryChain) -> Iterator[str]:
    """A server where the plant asks the mine for its product."""
    house = open_pages(chain)
    asked = {
        "reference": "PO-7",
        "participant": chain.mine.id,
        "product": made(chain.mine).product,
        "period": {"start": "2026-01-01", "end": "2027-01-01"},
        "due": "2026-12-31",
    }
    answer = house.client.post("/v1/requests", json=asked, headers=house.as_("plant"))
    assert answer.status_code == 201
    with capture_logs(), serving(create_app(house.context)) as url:
        yield url


def book(amount: object) -> dict[str, object]:
    """A file with this amount in its first input."""
    filled = workbook(rows={**sound(), "inputs": sound()["inputs"][1:2]})
    filled["Inputs"][at("inputs", "amount")] = amount
    return {"name": "mine.xlsx", "mimeType": "application/octet-stream", "buffer": saved(filled)}


def test_a_request_is_answered_by_keyboard(
    browser: Browser, site: str, chain: BatteryChain, tmp_path: Path
) -> None:
    """No step needs a mouse, from the log-in to the receipt."""
    watched = log_in(browser, site, "anna")
    page, heading = watched.page, watched.page.get_by_role("heading", level=1)
    press(page, "link", "Answer Plant Ltd")
    choose(page, "Your filled template", book("twelve"))
    press(page, "button", "Check file")
    expect(heading).to_have_text("1 cell to correct in mine.xlsx")
    press(page, "link", at("inputs", "amount"))
    expect(page.locator(":target")).to_have_text("✕ twelve")
    choose(page, "Your filled template", book(12))
    press(page, "button", "Check file")
    expect(heading).to_have_text("mine.xlsx is right")
    press(page, "button", "Continue to sign")
    page.wait_for_selector("#rest:not([hidden])")
    if not page.is_visible("#key-file"):
        tab_to(page, page.locator("#key-file-box summary"))
        page.keyboard.press("Enter")
    choose(page, "Key file", key_file(chain.mine, tmp_path))
    press(page, "button", "Open the key")
    expect(page.locator("#chip")).to_have_text("Registered")
    press(page, "button", "Sign and submit")
    expect(heading).to_have_text("Entry: in the log")
    press(page, "link", "State a delivery")
    expect(heading).to_have_text("State a delivery")
    close(watched)


def test_a_request_is_declined_by_keyboard(browser: Browser, site: str) -> None:
    """The reason is chosen with the arrows of the list."""
    watched = log_in(browser, site, "anna")
    page = watched.page
    press(page, "link", "Pass on or decline")
    tab_to(page, page.get_by_label("Reason"))
    page.keyboard.press("ArrowDown")
    press(page, "button", "Decline this request")
    expect(page.get_by_text("declined", exact=True)).to_be_visible()
    close(watched)


def test_a_firm_begins_its_registration_by_keyboard(browser: Browser, site: str) -> None:
    """From the first page to the page that makes the keys."""
    watched = log_in(browser, site, "nemo")
    page = watched.page
    press(page, "link", "Register your firm")
    write(page, "Country, two letters such as FI", "fi")
    page.keyboard.press("Enter")
    page.wait_for_url("**/sign")
    page.wait_for_selector("#rest:not([hidden])")
    tab_to(page, page.locator("#new-passphrase"))
    close(watched)
