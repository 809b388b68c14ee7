"""The demo, served to its auditor in a browser: logging in, closing a page, signing with the demo's key file."""

import json
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, expect
from structlog.testing import capture_logs
from support.browsing import Watched, opened
from support.command import cradle
from support.http_api import house_of
from support.keyboard import choose, press, tab_to, write
from support.servers import serving
from support.signing_site import NO_FORM

from api.app import create_app
from api.configuration import Configuration
from ledger.cli.backend.folder import open_ledger
from ledger.cli.demonstration.logins import (
    Login,
    ask_supplier,
    engage_auditor,
    open_logins,
    parties_of,
)

NOT_PAGES = "422 (Unprocessable Entity)"
"""The browser says on its console that a form was refused."""


@dataclass
class Demo:
    """The demo's server, its logins by role, and what the demo says of its documents."""

    url: str
    logins: Mapping[str, Login]
    folder: Path
    evidence: list[dict[str, Any]]


@contextmanager
def served_demo(folder: Path) -> Iterator[Demo]:
    """The demo, served with the logins, the request and the engagements of `--serve`."""
    result = folder / "demo.json"
    assert cradle("demo", "--dir", folder / "of", "--out", result).code == 0
    evidence = json.loads(result.read_text())["evidence"]
    with open_ledger(folder / "of" / "ledger") as ledger, capture_logs():
        settings = Configuration(_env_file=None, address_logins_per_minute=1000)  # type: ignore[call-arg]  # read by pydantic
        house = house_of(ledger, settings)
        parties, now = parties_of(ledger), house.clock()
        logins = open_logins(ledger, parties, now)
        ask_supplier(ledger, parties, now)
        engage_auditor(ledger, now)
        with serving(create_app(house.context)) as url:
            yield Demo(url, logins, folder / "of", evidence)


def log_in(browser: Browser, demo: Demo) -> Watched:
    """Log the demo's auditor in by keyboard."""
    return log_in_as(browser, demo, demo.logins["auditor"], "/auditor")


def log_in_as(browser: Browser, demo: Demo, login: tuple[str, str], root: str) -> Watched:
    """Log a person in by keyboard, by name and password; `root` is the page that it is led to."""
    watched = opened(browser, f"{demo.url}/login", 1280)
    name, password = login
    write(watched.page, "Name", name)
    write(watched.page, "Password", password)
    watched.page.keyboard.press("Enter")
    watched.page.wait_for_url(f"**{root}")
    return watched


def close(watched: Watched) -> None:
    """Close the page; hints about passphrases and refused forms are on purpose."""
    watched.said = [one for one in watched.said if NO_FORM not in one and NOT_PAGES not in one]
    watched.close()


def data_of(page: Page, path: str) -> Any:  # noqa: ANN401 - JSON
    """The machine form of a page."""
    return page.evaluate("path => fetch(path).then(answer => answer.json())", path)


def case_of_the_declaration(page: Page) -> str:
    """Open the case of the demo's declaration by keyboard; returns its address."""
    tab_to(page, page.locator("tr", has_text="Declaration").get_by_role("link"))
    page.keyboard.press("Enter")
    page.wait_for_url("**/cases/*")
    return re.sub(r"\?.*", "", page.url)


def recompute(page: Page, demo: Demo) -> None:
    """Recompute the figure of the open case by keyboard, under the demo's policy."""
    press(page, "link", "Recompute the figure")
    choose(page, "Your policy file", demo.folder / "policy.toml")
    press(page, "button", "Recompute the figure")
    expect(page.locator("[data-heading]")).to_contain_text("Verified", timeout=30_000)


def sign(page: Page, key: Path, button: str = "Sign and submit") -> None:
    """Sign with a key file by keyboard and come to the receipt."""
    if not page.is_visible("#key-file"):
        tab_to(page, page.locator("#key-file-box summary"))
        page.keyboard.press("Enter")
    choose(page, "Key file", key)
    press(page, "button", "Open the key")
    expect(page.locator("#chip")).to_have_text("Registered")
    press(page, "button", button)
    expect(page.get_by_role("heading", level=1)).to_contain_text("in the log")
