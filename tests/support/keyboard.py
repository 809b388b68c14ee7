"""A person at the keyboard alone: coming to a part of a page by Tab, typing, choosing, pressing Enter."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page
from support.browsing import Watched, opened
from support.http_api import PASSWORD
from support.signing_site import NO_FORM

STEPS = 120
"""The most times that Tab is pressed to come to a part of a page."""


def tab_to(page: Page, wanted: Locator) -> None:
    """Press Tab until a part of the page has the focus; whatever is passed on the way stays as it is."""
    for _ in range(STEPS):
        page.keyboard.press("Tab")
        if wanted.evaluate("one => one === document.activeElement"):
            return
    pytest.fail(f"Tab does not lead to {wanted}")


def press(page: Page, role: str, name: str) -> None:
    """Come to a link or button by Tab and press Enter."""
    found = page.get_by_role(role, name=name)  # type: ignore[arg-type]  # link or button
    tab_to(page, found.first)
    page.keyboard.press("Enter")


def write(page: Page, label: str, text: str) -> None:
    """Come to a field by Tab and type."""
    tab_to(page, page.get_by_label(label, exact=True))
    page.keyboard.type(text)


def choose(page: Page, label: str, file: dict[str, object] | Path) -> None:
    """Come to a file field by Tab; the dialog that chooses a file is the system's own."""
    field = page.get_by_label(label)
    tab_to(page, field)
    field.set_input_files(file)  # type: ignore[arg-type]  # Playwright's own form


def log_in(browser: Browser, site: str, person: str, root: str = "/supplier") -> Watched:
    """Log a person in by keyboard; `root` is the first page of the workspace."""
    watched = opened(browser, f"{site}/login", 1280)
    write(watched.page, "Name", person)
    write(watched.page, "Password", PASSWORD)
    watched.page.keyboard.press("Enter")
    watched.page.wait_for_url(f"**{root}")
    return watched


def close(watched: Watched) -> None:
    """Close the page; the browser's hint about passphrases outside of forms is on purpose."""
    watched.said = [text for text in watched.said if NO_FORM not in text]
    watched.close()
