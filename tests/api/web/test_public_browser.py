"""The public page in a real browser: accessible, quiet, steady, and by keyboard."""

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser
from structlog.testing import capture_logs
from support.browsing import opened
from support.http_api import furnished
from support.ledger_battery import BatteryChain
from support.ledger_declared import calculate, declare
from support.servers import serving

from api.app import create_app
from ledger.translations.languages import LANGUAGES, Language

pytestmark = pytest.mark.outside


@pytest.fixture
def address(chain: BatteryChain) -> Iterator[str]:
    """The address of a declaration's page on a real server."""
    name = declare(chain, calculate(chain))
    house = furnished(chain)
    with capture_logs(), serving(create_app(house.context)) as url:
        yield f"{url}/declarations/{name.removeprefix('sha256:')}"


def test_the_page_is_read_by_keyboard(browser: Browser, address: str) -> None:
    """The first Tab is the way to the content; languages and every file are reached in the order of reading."""
    watched = opened(browser, address, 1280)
    page = watched.page
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to content"
    seen = []
    for _ in range(40):
        page.keyboard.press("Tab")
        seen.append(page.evaluate("document.activeElement.textContent"))
    order = [
        "Deutsch",
        "中文",
        "Declaration, PDF",
        "Signed statements, bundle",
        "This page as JSON",
    ]
    places = [seen.index(text) for text in order]
    assert places == sorted(places)
    watched.close()


def test_another_language_is_one_click(browser: Browser, address: str) -> None:
    """The link changes the language and nothing else."""
    watched = opened(browser, address, 1280)
    page = watched.page
    figure = page.locator(".figure strong").inner_text()
    page.get_by_role("link", name="Deutsch").click()
    assert page.get_attribute("html", "lang") == "de"
    assert page.locator(".figure strong").inner_text() == figure.replace(".", ",")
    watched.close()


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_prints_without_its_links(browser: Browser, address: str, language: Language) -> None:
    """On paper there are no languages and no files, and the verdicts keep their words."""
    watched = opened(browser, f"{address}?lang={language}", 1280)
    page = watched.page
    page.emulate_media(media="print")
    assert not page.locator(".bar nav").is_visible()
    assert page.locator(".chip").first.is_visible()
    watched.close()


def test_the_study_behind_it_is_styled_and_quiet(browser: Browser, address: str) -> None:
    """The study as a page keeps its own style sheet under the server's policy, and asks for nothing else."""
    watched = opened(browser, f"{address}/study.html", 1280)
    assert watched.page.evaluate("document.styleSheets.length") == 1
    found = Axe().run(watched.page)
    assert found.violations_count == 0, found.generate_report()
    watched.close()
