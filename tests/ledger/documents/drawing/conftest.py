"""A browser for drawings under the fonts of this machine."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser
from support.browsing import chromium


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One Chromium for all drawings of a module; a machine without it skips."""
    with chromium() as started:
        yield started
