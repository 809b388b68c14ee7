"""A page used by keyboard alone: Tab to a part of it, Enter, type, and choose a file."""

from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page

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
