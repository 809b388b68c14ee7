"""The short form in a real browser: accessible, quiet, steady, by keyboard alone, and without a script."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect
from structlog.testing import capture_logs
from support.browsing import Watched, opened
from support.form_pages import MINED, staffed
from support.http_api import PASSWORD
from support.ledger_battery import BatteryChain
from support.servers import serving

from api.app import create_app

pytestmark = pytest.mark.outside
LISTS = {
    key for key in MINED if key.rpartition(".")[2] in {"process", "basis", "unit", "role", "kind"}
}
LISTS |= {"outputs.0.form", "inputs.0.purpose", "inputs.0.known", "inputs.0.supply"}
ASKED = {
    key: text for key, text in MINED.items() if key.partition(".0.")[2] not in {"line", "form"}
}
"""The fields that a person fills in; the others have a value already."""


@pytest.fixture
def site(chain: BatteryChain) -> Iterator[str]:
    """The address of a real server of the small battery."""
    with capture_logs(), serving(create_app(staffed(chain).context)) as url:
        yield url


def arrived(
    browser: Browser,
    site: str,
    path: str,
    width: int = 1280,
    scheme: str = "light",
    *,
    javascript: bool = True,
) -> Watched:
    """Log in, and open a page."""
    address = f"{site}/login?next={path.replace('?', '%3F')}"
    watched = opened(browser, address, width, scheme, javascript=javascript)
    watched.page.get_by_label("Name").fill("anna")
    watched.page.get_by_label("Password").fill(PASSWORD)
    watched.page.get_by_role("main").get_by_role("button").click()
    watched.page.wait_for_url(f"{site}{path}")
    return watched


def fill(page: Page, fields: dict[str, str]) -> None:
    """Fill the form in."""
    for name, text in fields.items():
        target = page.locator(f'[name="{name}"]')
        if name in LISTS:
            target.select_option(text)
        else:
            target.fill(text)


FOCUSED = (
    "(({tagName, name, value}) => tagName === 'BUTTON' ? value : name)(document.activeElement)"
)


def reach(page: Page, name: str) -> None:
    """Press Tab until a field, or the button of a value, has the focus."""
    for _ in range(150):
        page.keyboard.press("Tab")
        if page.evaluate(FOCUSED) == name:
            return
    raise AssertionError(name)


def typed_by_keyboard(page: Page, fields: dict[str, str]) -> None:
    """Fill fields in, each reached by Tab; a word of a list is typed."""
    for name, text in fields.items():
        reach(page, name)
        if name in LISTS:
            option = page.locator(f'[name="{name}"] option[value="{text}"]')
            page.keyboard.type(option.inner_text())
        else:
            page.keyboard.type(text)


def test_an_entry_is_made_by_keyboard(browser: Browser, site: str) -> None:
    """Every field in the order of Tab, one wrong number, the link to it, its correction, and the way to sign."""
    watched = arrived(browser, site, "/supplier/form")
    page = watched.page
    typed_by_keyboard(page, ASKED | {"inputs.0.amount": "1O00"})
    reach(page, "check")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator('[name="inputs.0.amount"]')).to_be_focused()
    page.keyboard.press("Control+A")
    page.keyboard.type("1000")
    reach(page, "check")
    page.keyboard.press("Space")
    expect(page).to_have_title(re.compile("Checked"))
    assert "2.5" in page.locator("section", has=page.locator("#figure")).inner_text()
    assert (watched.said, watched.elsewhere) == ([], [])
    page.get_by_role("button", name="Continue to sign").focus()
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/drafts/[0-9a-f]{32}/sign$"))
    page.context.close()


def test_a_number_says_how_it_is_read(browser: Browser, site: str) -> None:
    """One decimal comma is read, and makes a number with two readings undecided."""
    watched = arrived(browser, site, "/supplier/form")
    page = watched.page
    amount = page.locator('[name="outputs.0.amount"]')
    said = page.locator("[id='outputs.0.amount-live']")
    for text, sentence in (
        ("1,5", "1,5 is read as 1.5."),
        ("102.429", "102.429 is read as 102.429. If you mean 102429, write 102429."),
        ("102,429", "102,429 is read as 102429. If you mean 102.429, write 102.429."),
        ("1000", ""),
        ("1.5", ""),
        ("0,125", "0,125 is read as 0.125."),
    ):
        amount.fill(text)
        amount.blur()
        expect(said).to_have_text(sentence)
    page.locator('[name="inputs.0.amount"]').fill("1,5")
    amount.fill("102.429")
    amount.blur()
    expect(said).to_have_text(re.compile("has two readings"))
    watched.close()


def test_what_is_typed_is_kept_on_the_way(browser: Browser, site: str) -> None:
    """Leaving a field keeps the draft; reloading the page has it again, and it is one draft."""
    watched = arrived(browser, site, "/supplier/form")
    page = watched.page
    page.locator('[name="outputs.0.name"]').fill("ore")
    page.locator('[name="outputs.0.name"]').blur()
    expect(page.get_by_role("status")).to_have_text("Draft kept.")
    page.locator('[name="process.0.country"]').fill("SE")
    with page.expect_response(lambda answer: answer.request.method == "POST"):
        page.locator('[name="process.0.country"]').blur()
    page.reload()
    assert page.locator('[name="outputs.0.name"]').input_value() == "ore"
    assert page.locator('[name="process.0.country"]').input_value() == "SE"
    page.goto(f"{site}/supplier/submit")
    assert page.get_by_role("link", name="Continue").count() == 1
    watched.close()


def test_a_lost_connection_loses_nothing(browser: Browser, site: str) -> None:
    """The page says that the draft was not kept, and keeps every text."""
    watched = arrived(browser, site, "/supplier/form")
    page = watched.page
    page.context.set_offline(True)
    page.locator('[name="outputs.0.name"]').fill("ore")
    page.locator('[name="outputs.0.name"]').blur()
    expect(page.get_by_role("status")).to_have_text(re.compile("could not be kept"))
    assert page.locator('[name="outputs.0.name"]').input_value() == "ore"
    page.context.set_offline(False)
    page.locator('[name="process.0.country"]').fill("SE")
    page.locator('[name="process.0.country"]').blur()
    expect(page.get_by_role("status")).to_have_text("Draft kept.")
    page.context.close()


def test_the_form_works_without_a_script(browser: Browser, site: str) -> None:
    """A row is added, a problem is shown, and the corrected form is read."""
    watched = arrived(browser, site, "/supplier/form", javascript=False)
    page = watched.page
    fill(page, ASKED)
    page.get_by_role("button", name="Add a row: Inputs").click()
    page.wait_for_url("**#inputs.1.kind")
    assert page.locator('[name="inputs.0.flow"]').input_value() == "test:power"
    page.locator('[name="inputs.1.kind"]').select_option("activity")
    page.get_by_role("button", name="Check", exact=True).click()
    expect(page).to_have_title(re.compile("^Error: "))
    page.get_by_role("button", name="Remove Inputs 2").click()
    page.get_by_role("button", name="Check", exact=True).click()
    expect(page).to_have_title(re.compile("^Checked"))
    watched.close()
