"""The browser of the tests of pages."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser
from support.browsing import chromium

from api.web.manufacturer import figure_waiting


@pytest.fixture(scope="session", autouse=True)
def _patient() -> Iterator[None]:
    """Let a page wait for a figure as long as a busy machine needs; `test_figure` has the page that does not."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(figure_waiting, "PATIENCE", 60.0)
        yield


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium of this machine; a test opens a context of its own."""
    with chromium() as started:
        yield started
