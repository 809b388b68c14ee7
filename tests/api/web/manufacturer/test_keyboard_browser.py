"""The manufacturer's way by keyboard alone: from the products to the receipt of a calculation."""

from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from structlog.testing import capture_logs
from support.keyboard import choose, close, log_in, press, tab_to, write
from support.ledger_battery import BatteryChain
from support.ledger_signing import key_file
from support.manufacturer_pages import open_plant
from support.servers import serving

from api.app import create_app

pytestmark = pytest.mark.outside

CALCULATE = "Calculate the figure: urn:test:model:1, plant plant-1"


@pytest.fixture
def site(chain: BatteryChain) -> Iterator[str]:
    """A server of the small battery, whose product was never calculated."""
    house = open_plant(chain)
    with capture_logs(), serving(create_app(house.context)) as url:
        yield url


def test_a_figure_is_calculated_and_signed_by_keyboard(
    browser: Browser, site: str, chain: BatteryChain, tmp_path: Path
) -> None:
    """No step needs a mouse, and the receipt leads on."""
    watched = log_in(browser, site, "paul", "/manufacturer")
    page, heading = watched.page, watched.page.get_by_role("heading", level=1)
    press(page, "link", CALCULATE)
    press(page, "button", "Begin the calculation")
    expect(heading).to_have_text("3 tasks bar the figure")
    fill_product_and_method(page)
    fill_battery_and_end_of_life(page)
    expect(heading).to_have_text("Ready for the preview")
    press(page, "link", "Preview and signature")
    press(page, "button", "Go on to sign")
    sign(page, key_file(chain.plant, tmp_path))
    expect(heading).to_have_text("Calculation: in the log")
    press(page, "link", "See who acts next")
    expect(page.get_by_text("Next: the operator")).to_be_visible()
    close(watched)


def fill_product_and_method(page: Page) -> None:
    """The first two steps."""
    press(page, "link", "Model, plant and period")
    write(page, "Period from", "01012025")
    write(page, "Period until, the last day that counts", "12312025")
    press(page, "button", "Save this step")
    press(page, "link", "Rulebook and factor sets")
    tab_to(page, page.get_by_role("radio").first)
    page.keyboard.press("Space")
    tab_to(page, page.get_by_label("Factors for tests"))
    page.keyboard.press("Space")
    press(page, "button", "Save this step")


def fill_battery_and_end_of_life(page: Page) -> None:
    """The next two steps; a list is chosen from by its first letters."""
    press(page, "link", "Category, capacity and warranty")
    write(page, "Battery category", "Electric vehicle")
    write(page, "Vehicle category, for electric vehicles", "M1")
    write(page, "Usable energy of one battery, kWh", "2")
    write(page, "Years", "8")
    press(page, "button", "Save this step")
    press(page, "link", "End of life")
    tab_to(page, page.get_by_label("Count this delivery"))
    page.keyboard.press("Space")
    press(page, "button", "Save this step")


def sign(page: Page, key: Path) -> None:
    """Read what will be signed, open the key's file, and sign."""
    page.wait_for_selector("#rest:not([hidden])")
    expect(page.get_by_text("Usable energy of one battery")).to_be_visible()
    if not page.is_visible("#key-file"):
        tab_to(page, page.locator("#key-file-box summary"))
        page.keyboard.press("Enter")
    choose(page, "Key file", key)
    press(page, "button", "Open the key")
    expect(page.locator("#chip")).to_have_text("Registered")
    press(page, "button", "Sign and submit")


def test_the_digest_of_a_document_is_computed_in_the_browser(
    browser: Browser, site: str, tmp_path: Path
) -> None:
    """The file is not sent; the digest is of the shown salt and the file."""
    watched = log_in(browser, site, "paul", "/manufacturer")
    page = watched.page
    press(page, "link", CALCULATE)
    press(page, "button", "Begin the calculation")
    press(page, "link", "Category, capacity and warranty")
    document = tmp_path / "capacity.pdf"
    document.write_bytes(b"a document")
    page.locator("#capacity_evidence-file").set_input_files(document)
    note = page.locator("[data-digest='capacity_evidence'] [data-salt]")
    expect(note).to_contain_text("Keep the salt")
    salt = bytes.fromhex((note.text_content() or "").rpartition(" ")[2])
    expected = f"sha256:{sha256(salt + b'a document').hexdigest()}"
    expect(page.locator("#capacity_evidence")).to_have_value(expected)
    close(watched)
