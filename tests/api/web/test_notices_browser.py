"""Notices in a real browser: chosen by keyboard, sent to a real webhook, and shown with the result."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from playwright.sync_api import Browser, expect
from structlog.testing import capture_logs
from support.browsing import opened
from support.http_api import NOW, PASSWORD, House, furnished
from support.ledger_battery import BatteryChain
from support.noticed import outlets, request_data, send
from support.receivers import hook_server
from support.servers import serving

from api.app import create_app
from api.configuration import Configuration
from ledger.service.notices.deriving import derive_notices
from schemas.vocabulary import Role

pytestmark = pytest.mark.outside


@pytest.fixture
def site(chain: BatteryChain) -> Iterator[tuple[House, str]]:
    """A real server on which webhooks of this machine may be called, and anna of the mine."""
    house = furnished(chain, Configuration(_env_file=None, lab=True))  # type: ignore[call-arg]  # read by pydantic
    house.open_person("anna", "mine", Role.SUPPLIER)
    derive_notices(chain.world.ledger, NOW)
    with capture_logs(), serving(create_app(house.context)) as url:
        yield house, url


def test_a_webhook_is_chosen_called_and_removed(
    browser: Browser, site: tuple[House, str], chain: BatteryChain
) -> None:
    """The list says where each notice went; after its removal the address is gone from the page."""
    house, url = site
    watched = opened(browser, f"{url}/login?next=/notices", 1280)
    page = watched.page
    page.get_by_label("Name").fill("anna")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("main").get_by_role("button").click()
    with hook_server() as hook:
        page.get_by_label("Mail address, or address of a webhook").focus()
        page.keyboard.type(hook.url)
        page.keyboard.press("Tab")
        page.keyboard.type("webhook")
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        expect(page.get_by_role("status")).to_contain_text("whsec_")
        request_data(chain)
        means = replace(outlets(), secrets=house.context.secrets)
        assert send(chain.world.ledger, means) == 1
        page.goto(f"{url}/notices")
        row = page.get_by_role("row", name="Plant Ltd asks you for data")
        expect(row).to_contain_text(f"{hook.url}: sent")
        page.get_by_role("button", name=f"Remove {hook.url}").press("Enter")
        expect(page.get_by_text("Notices are sent nowhere.")).to_be_visible()
        page.goto(f"{url}/supplier")
        page.get_by_role("link", name="Plant Ltd asks you for data").first.press("Enter")
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        assert "/supplier/requests/" in page.url
    watched.close()
