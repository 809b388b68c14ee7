"""The pages about deliveries and history in a real browser: accessible, quiet, steady, by keyboard, without script."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, expect
from structlog.testing import capture_logs
from support.browsing import Watched, opened
from support.http_api import PASSWORD, furnished
from support.ledger_battery import BatteryChain
from support.servers import serving

from api.app import create_app
from schemas.vocabulary import Role

pytestmark = pytest.mark.outside


@dataclass(frozen=True)
class Site:
    """A server of the small chain, where the plant has read the mine's entry, and its chain."""

    url: str
    chain: BatteryChain


@pytest.fixture
def site(chain: BatteryChain) -> Iterator[Site]:
    """The server, with a person of the mine."""
    house = furnished(chain)
    house.open_person("anna", "mine", Role.SUPPLIER)
    house.client.get(f"/v1/entries/{chain.mined}", headers=house.as_("plant"))
    with capture_logs(), serving(create_app(house.context)) as url:
        yield Site(url, chain)


def log_in(
    browser: Browser, site: Site, width: int, scheme: str = "light", *, javascript: bool = True
) -> Watched:
    """Log the person in with the form; the browser then shows its requests."""
    watched = opened(browser, f"{site.url}/login", width, scheme, javascript=javascript)
    page = watched.page
    page.fill("#user", "anna")
    page.fill("#password", PASSWORD)
    page.get_by_role("main").get_by_role("button").click()
    return watched


def require_refusals(watched: Watched, count: int) -> None:
    """Close the page; the browser itself says on the console that a form was refused, and nothing else is said."""
    refused = [text for text in watched.said if "422" in text]
    assert len(refused) == count
    watched.said = [text for text in watched.said if text not in refused]
    watched.close()


def test_a_delivery_is_stated_by_keyboard(browser: Browser, site: Site) -> None:
    """From the form to the preview without a mouse; an empty form leads to its first wrong field."""
    watched = log_in(browser, site, 1280)
    page = watched.page
    page.goto(f"{site.url}/supplier/deliveries/new?entry={site.chain.mined}")
    page.get_by_role("button", name="Show what the customer will see").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#to")).to_be_focused()
    page.keyboard.type("Plant")
    page.keyboard.press("Tab")
    page.keyboard.type("LS-9")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.type("2.5")
    page.keyboard.press("Enter")
    heading = page.get_by_role("heading", level=1)
    expect(heading).to_have_text("This is what your customer will see")
    page.get_by_role("link", name="Change", exact=True).focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/new?**")
    assert page.input_value("#amount") == "2.5"
    require_refusals(watched, 1)


def test_the_code_is_copied_and_said(browser: Browser, site: Site) -> None:
    """The button copies the whole code, and a live region says so."""
    watched = log_in(browser, site, 1280)
    page = watched.page
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(f"{site.url}/supplier/deliveries")
    code = page.locator("table code").inner_text()
    page.get_by_role("button", name="Copy").click()
    expect(page.get_by_role("status")).to_have_text("Copied")
    assert page.evaluate("navigator.clipboard.readText()") == code
    watched.close()


def test_without_script_the_code_is_text(browser: Browser, site: Site) -> None:
    """No button that does nothing is shown."""
    watched = log_in(browser, site, 1280, javascript=False)
    page = watched.page
    page.goto(f"{site.url}/supplier/deliveries")
    assert page.locator("table code").inner_text().startswith("CRADLE1:")
    assert not page.locator("button[data-copy]").is_visible()
    watched.close()
