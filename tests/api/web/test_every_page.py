"""Every page in a real browser: accessible, steady, quiet, within the screen, in both schemes and all languages.

With CRADLE_SHOTS=FOLDER the pictures of all pages are kept there, for a person to look at: 1280 and 360 pixels wide,
640 (a window of 1280 at 200 %), dark, in print, and in German and Chinese.
"""

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, Page
from support.browsing import WATCH, chromium
from support.every_page import Pages, every_page
from support.http_api import PASSWORD
from support.ledger_battery import copied
from support.ledger_fixtures import Built
from support.open_page import OpenPage

from ledger.translations.documents import text
from ledger.translations.languages import Language

pytestmark = pytest.mark.outside

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
ALL = {"resultTypes": ["violations"], "runOnly": {"type": "tag", "values": TAGS}}
COLOURS = ["color-contrast", "link-in-text-block"]
DARK = {"resultTypes": ["violations"], "runOnly": {"type": "rule", "values": COLOURS}}
"""The rules whose result a colour scheme can change."""
SHAPE = {**ALL, "rules": {name: {"enabled": False} for name in COLOURS}}
"""The others, whose result the width can change."""

WIDE = """
[...document.querySelectorAll('main *, header *, footer *')]
    .filter((one) => one.getBoundingClientRect().right > window.innerWidth && !one.closest('.scroll'))
    .map((one) => `${one.tagName}.${one.className}: ${one.textContent.slice(0, 40)}`).slice(-3)
"""
"""The innermost elements that reach over the edge."""

NO_FORM = "[DOM] Password field is not contained in a form"
"""A hint of Chromium on what the signing page does on purpose: a passphrase is in no form, so no form can send it."""


@pytest.fixture(scope="module")
def pages(built: Built, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pages]:
    """The servers."""
    folder = tmp_path_factory.mktemp("every")
    with copied(*built, folder / "ledger") as chain, every_page(chain, folder) as made:
        yield made


class Visitor:
    """One browser that opens pages as several persons, and keeps all that is wrong with them."""

    def __init__(self, browser: Browser, pages: Pages) -> None:
        self._browser, self._pages = browser, pages
        self._shots = os.environ.get("CRADLE_SHOTS")
        self._windows: dict[str, Page] = {}
        self._said: list[str] = []
        self._name = ""
        self.wrong: list[str] = []

    def open(self, shown: OpenPage, width: int, language: Language) -> Page:
        """Open a page in a window of a width; its status and language are right, it is quiet, and nothing moves."""
        page = self._window(shown.person)
        self._name = f"{shown.name}-{language}-{width}"
        page.set_viewport_size({"width": width, "height": 900})
        page.wait_for_function("width => window.innerWidth === width", arg=width)
        page.emulate_media(color_scheme="light", media="screen")
        page.set_extra_http_headers({"Accept-Language": language})
        self._said.clear()
        page.goto(f"{self._site(shown.person)}{shown.path}")
        if shown.act is not None:
            shown.act(page)
        status = page.evaluate("performance.getEntriesByType('navigation')[0].responseStatus")
        self.require(status == shown.status, f"status {status}")
        tags = {text("page.lang", language), language}
        self.require(page.get_attribute("html", "lang") in tags, "lang")
        self.require(page.evaluate("window.shift()") == 0, "moves")
        own = f"the server responded with a status of {shown.status}"
        loud = [said for said in self._said if shown.status == 200 or own not in said]
        self.require(not loud, f"says {loud}")
        return page

    def require(self, is_right: object, what: str) -> None:
        """Keep what is wrong with the page that is open."""
        if not is_right:
            self.wrong.append(f"{self._name}: {what}")

    def check(self, page: Page, options: dict[str, Any] = ALL) -> None:
        """No rule of axe is broken, and nothing is wider than the window."""
        if page.evaluate("typeof axe") == "undefined":
            page.evaluate(AXE_SCRIPT)
        found = page.evaluate(f"axe.run(document, {json.dumps(options)})")
        for row in found["violations"]:
            places = [node["target"] for node in row["nodes"][:3]]
            self.require(is_right=False, what=f"{row['id']} {places}")
        self.require_narrow(page)

    def unfold(self, page: Page) -> None:
        """Open all that is folded."""
        page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")

    def require_narrow(self, page: Page) -> None:
        """Nothing is wider than the window."""
        over = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        self.require(over <= 0, f"wider by {over}: {page.evaluate(WIDE) if over > 0 else ''}")

    def shoot(self, page: Page, sort: str) -> None:
        """Keep a picture if a person asked for pictures: they take as long as all the checks."""
        if self._shots:
            path = Path(self._shots) / f"{self._name.rpartition('-')[0]}-{sort}.png"
            page.screenshot(path=path, full_page=True)

    def _site(self, person: str) -> str:
        return self._pages.shut if person == "shut" else self._pages.url

    def _window(self, person: str) -> Page:
        """The window of a person, who is logged in."""
        if person in self._windows:
            return self._windows[person]
        context = self._browser.new_context()
        context.add_init_script(WATCH)
        page = self._windows[person] = context.new_page()
        page.on("console", lambda one: NO_FORM in one.text or self._said.append(one.text))
        page.on("pageerror", lambda error: self._said.append(str(error)))
        page.on("request", lambda sent: self._require_own(person, sent.url))
        if person not in {"", "shut"}:
            page.goto(f"{self._site(person)}/login")
            page.fill("#user", person)
            page.fill("#password", PASSWORD)
            with page.expect_navigation():
                page.get_by_role("main").get_by_role("button").click()
        return page

    def _require_own(self, person: str, address: str) -> None:
        self.require(address.startswith((self._site(person), "data:")), f"asks {address}")


@pytest.fixture(scope="module")
def visitor(pages: Pages) -> Iterator[Visitor]:
    """The browser of this module."""
    with chromium() as browser:
        yield Visitor(browser, pages)


def test_every_page_is_right_in_english(pages: Pages, visitor: Visitor) -> None:
    """On a desk, at 200 % and on a phone, light and dark; each is also printed."""
    visitor.wrong.clear()
    for shown in pages.table():
        page = visitor.open(shown, 1280, "en")
        visitor.check(page, SHAPE)
        visitor.shoot(page, "1280")
        page.emulate_media(media="print")
        visitor.shoot(page, "print")
        page.emulate_media(media="screen", color_scheme="dark")
        visitor.check(page, DARK)
        page.set_viewport_size({"width": 640, "height": 450})
        visitor.require_narrow(page)
        visitor.shoot(page, "640-dark")
        page.emulate_media(color_scheme="light")
        page.set_viewport_size({"width": 360, "height": 900})
        visitor.shoot(page, "360")
        visitor.unfold(page)
        visitor.check(page)
    assert not visitor.wrong, "\n".join(visitor.wrong)


@pytest.mark.parametrize("language", ["de", "zh"])
def test_every_page_is_right_in_other_languages(
    pages: Pages, visitor: Visitor, language: Language
) -> None:
    """Opened on a phone and seen on a desk; words are longer, or lines higher, and all else is as in English."""
    visitor.wrong.clear()
    for shown in pages.table():
        page = visitor.open(shown, 360, language)
        visitor.require_narrow(page)
        visitor.shoot(page, "360")
        page.set_viewport_size({"width": 1280, "height": 900})
        visitor.require_narrow(page)
        visitor.shoot(page, "1280")
    assert not visitor.wrong, "\n".join(visitor.wrong)
