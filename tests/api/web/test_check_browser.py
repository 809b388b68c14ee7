"""The pages "Check a file" and "Log" in a real browser: accessible, quiet, steady, by keyboard, without script too."""

import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect
from structlog.testing import capture_logs
from support.browsing import opened
from support.ledger_battery import BatteryChain
from support.ledger_dropped import Dropped, dropped
from support.servers import serving

from api.app import create_app
from api.web.check_page import CheckPage
from ledger.translations.documents import texts
from ledger.translations.languages import LANGUAGES, Language
from schemas.views.report import Step

pytestmark = pytest.mark.outside

DROP = """async ([name, bytes]) => {
  const transfer = new DataTransfer();
  transfer.items.add(new File([new Uint8Array(bytes)], name));
  const box = document.querySelector('[data-drop]');
  for (const type of ['dragenter', 'dragover', 'drop'])
    box.dispatchEvent(new DragEvent(type, {dataTransfer: transfer, bubbles: true, cancelable: true}));
}"""
"""Drops a file on the box as a pointer would: a headless browser has no desktop to drag from."""

LIVE = """() => {
  window.said = [];
  const live = document.querySelector('[data-live]');
  new MutationObserver(() => window.said.push(live.textContent)).observe(live, {childList: true});
}"""
"""Keeps what the live region said."""


@dataclass
class Served:
    """A running server, its files, and a folder for what a visitor has on disk."""

    url: str
    files: Dropped
    folder: Path

    def kept(self, name: str, data: bytes) -> Path:
        """A file of the visitor."""
        path = self.folder / name
        path.write_bytes(data)
        return path


@pytest.fixture
def served(chain: BatteryChain, tmp_path: Path) -> Iterator[Served]:
    """A real server with open logs."""
    files = dropped(chain, checks_per_minute=1000, logs_open=True)
    with capture_logs(), serving(create_app(files.house.context)) as url:
        yield Served(url, files, tmp_path)


def check(page: Page, file: Path) -> None:
    """Choose a file, check it, and wait for the result."""
    page.set_input_files("#file", file)
    page.locator("button[type=submit]").click()
    page.wait_for_selector("#verdict")


def test_a_dropped_tampered_bundle_is_refused_with_cause_and_consequences(
    browser: Browser, served: Served
) -> None:
    """Dropped on the box, checked in steps, contradicted; focus is on the verdict and the live region says it."""
    watched = opened(browser, f"{served.url}/check", 1280)
    page = watched.page
    page.evaluate(LIVE)
    page.evaluate(DROP, ["tampered.bundle", list(served.files.tampered)])
    page.get_by_role("button", name="Check").click()
    page.wait_for_selector("#verdict")
    assert page.evaluate("document.activeElement.id") == "verdict"
    assert page.title() == "Contradicted: this file is not what was signed"
    said = page.evaluate("window.said")
    assert [one.split(",")[0] for one in said[1:18]] == [f"Step {at} of 17" for at in range(1, 18)]
    assert said[-1] == page.title()
    assert page.get_by_text("What follows from it").is_visible()
    assert page.get_by_text("recomputation not checked").is_visible()
    assert page.evaluate("window.shift()") == 0
    watched.close()


def test_steps_are_shown_while_the_check_runs(
    browser: Browser, served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With the server held after its third step, three are done on the page, the fourth waits, no verdict is there."""
    held, real = threading.Event(), CheckPage.step

    def step(self: CheckPage, found: Step) -> dict[str, Any]:
        if found.number == 4:
            held.wait(20)
        return real(self, found)

    monkeypatch.setattr(CheckPage, "step", step)
    watched = opened(browser, f"{served.url}/check", 1280)
    page = watched.page
    page.set_input_files("#file", served.kept("whole.bundle", served.files.whole))
    page.get_by_role("button", name="Check").click()
    expect(page.locator('[data-step="3"]')).to_have_class("passed")
    assert page.locator('[data-step="4"]').get_attribute("class") == "waits"
    assert page.get_by_text("There is no verdict before the last one.").is_visible()
    assert page.locator("#verdict").count() == 0
    held.set()
    page.wait_for_selector("#verdict")
    assert page.locator('[data-step="17"]').get_attribute("class") == "passed"
    watched.close()


def test_without_script_the_same_form_answers_with_the_whole_page(
    browser: Browser, served: Served
) -> None:
    """Upload, verdict and steps; an empty form says what is missing; the log is looked up and turned over."""
    watched = opened(browser, f"{served.url}/check", 1280, javascript=False)
    page = watched.page
    page.locator("button[type=submit]").click()
    assert page.locator("#file-wrong").is_visible()
    watched.said.clear()  # A browser reports each page of status 422.
    check(page, served.kept("public.bundle", served.files.public))
    assert page.locator("#verdict").inner_text().startswith("Incomplete")
    assert page.locator("#verdict:focus").count() == 1
    assert page.locator(".steps li").count() == 17
    page.goto(f"{served.url}/log")
    page.locator("#q").fill(served.files.declaration)
    page.locator("button[type=submit]").click()
    assert "Position" in page.locator("h1").inner_text()
    page.get_by_role("link", name="Older").click()
    page.get_by_role("link", name="Newer").click()
    assert page.locator("button.copy").first.is_hidden()
    watched.close()


def test_a_file_is_checked_by_keyboard_alone(browser: Browser, served: Served) -> None:
    """Tab to the file, the button and, behind the verdict, what can be opened next."""
    watched = opened(browser, f"{served.url}/check?lang=en", 1280)
    page = watched.page
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to content"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "file"
    page.set_input_files("#file", served.kept("whole.bundle", served.files.whole))
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_selector("#verdict")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.tagName") == "SUMMARY"
    watched.close()


def test_an_entry_is_looked_up_by_keyboard_alone(browser: Browser, served: Served) -> None:
    """Tab to the field of the log, and on the entry to its id and its copy button."""
    watched = opened(browser, f"{served.url}/log?lang=en", 1280)
    page = watched.page
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.type(served.files.declaration)
    page.keyboard.press("Enter")
    page.wait_for_selector(".pages")
    page.locator("a.skip").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("[data-copied]")).to_have_text("Copied")
    assert page.evaluate("navigator.clipboard.readText()") == served.files.declaration
    watched.close()


def test_a_wrong_number_of_digits_is_said_before_sending(browser: Browser, served: Served) -> None:
    """The browser keeps the form back and shows the field's own hint."""
    watched = opened(browser, f"{served.url}/log?lang=en", 1280)
    page = watched.page
    for typed, valid in {"abcdef": False, "abcdef12": True, "12": True, "#123456789": True}.items():
        page.locator("#q").fill(typed)
        assert page.evaluate("document.querySelector('#q').checkValidity()") is valid, typed
    page.locator("#q").fill("abcdef")
    page.keyboard.press("Enter")
    assert page.url.endswith("/log?lang=en")
    assert "64 digits" in str(page.get_attribute("#q", "title"))
    watched.close()


def test_a_file_beyond_the_limit_is_not_sent(
    browser: Browser, chain: BatteryChain, tmp_path: Path
) -> None:
    """The script says so at the input; the server would refuse it too."""
    files = dropped(chain, check_bytes=65536)
    with capture_logs(), serving(create_app(files.house.context)) as url:
        watched = opened(browser, f"{url}/check?lang=en", 1280)
        large = tmp_path / "large"
        large.write_bytes(bytes(70_000))
        watched.page.set_input_files("#file", large)
        assert "larger than" in str(
            watched.page.evaluate("document.querySelector('#file').validationMessage")
        )
        watched.close()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_check_is_made_in_each_language(
    browser: Browser, served: Served, language: Language
) -> None:
    """The form, the running steps, the result and its live region speak one language."""
    watched = opened(browser, f"{served.url}/check?lang={language}", 1280)
    page = watched.page
    check(page, served.kept("whole.bundle", served.files.whole))
    heading = texts("check")["verdict.verified"][language]
    assert page.locator("#verdict").inner_text() == heading == page.title()
    assert texts("check")["step.inclusion"][language] in page.locator(".steps").inner_text()
    watched.close()


def test_the_result_is_downloaded_as_json(browser: Browser, served: Served) -> None:
    """From the page itself, because the server keeps nothing that an address could lead to."""
    watched = opened(browser, f"{served.url}/check?lang=en", 1280)
    page = watched.page
    check(page, served.kept("public.bundle", served.files.public))
    with page.expect_download() as download:
        page.get_by_role("link", name="The result as JSON").click()
    assert json.loads(download.value.path().read_text())["report"]["verdict"] == "incomplete"
    watched.close()


def test_a_stream_that_breaks_falls_back_to_the_plain_form(
    browser: Browser, served: Served
) -> None:
    """If the script's request fails, the form is sent as without script."""
    watched = opened(browser, f"{served.url}/check?lang=en", 1280)
    page = watched.page
    page.evaluate("() => { window.fetch = () => Promise.reject(new TypeError('lost')); }")
    check(page, served.kept("whole.bundle", served.files.whole))
    assert page.locator("#verdict").inner_text().startswith("Verified")
    watched.close()
