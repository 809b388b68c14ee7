"""The pictures of docs/pages.md: one of each workspace, and a file that was changed after it was signed.

CRADLE_DRAW=1 pytest tests/docs/test_page_pictures.py      # draws them again

A page is set in the fonts of a machine, so another machine's picture is not compared with the committed one.
"""

import io
import os
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Page
from support.auditor_demo import log_in_as, served_demo
from support.browsing import chromium
from support.every_page import every_page
from support.ledger_battery import BatteryChain

TOP = Path(__file__).parents[2]
FOLDER = TOP / "docs" / "images"
LARGEST = 100_000
SIZES = {
    "supplier": (1100, 720),
    "check": (1100, 900),
    "manufacturer": (1100, 1700),
    "auditor": (1100, 1000),
}


WAYS = {
    "supplier": (),
    "manufacturer": ("urn:example:battery",),
    "auditor": ("urn:example:battery", "Recompute the figure"),
}
"""The links from the first page of each workspace to the pictured one."""


def keep(page: Page, path: Path) -> None:
    """Keep the upper part of a page as a small picture."""
    width, height = SIZES[path.stem]
    page.set_viewport_size({"width": width, "height": height})
    drawn = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
    drawn.quantize(96).save(path, optimize=True)


def require_small(path: Path) -> None:
    """The picture has its size, more than a few colours, and stays small."""
    assert path.stat().st_size <= LARGEST
    with Image.open(path) as picture:
        assert picture.size == SIZES[path.stem]
        assert len(picture.getcolors() or ()) > 10


@pytest.mark.outside
def test_the_demo_s_pages_make_small_pictures(tmp_path: Path) -> None:
    """A page of each workspace, as `cradle demo --serve` shows it to whoever logs in."""
    folder = FOLDER if os.environ.get("CRADLE_DRAW") == "1" else tmp_path
    with served_demo(tmp_path) as demo, chromium() as browser:
        for role, way in WAYS.items():
            watched = log_in_as(browser, demo, demo.logins[role], f"/{role}")
            for link in way:
                watched.page.get_by_role("main").get_by_role("link", name=link).first.click()
            if role == "auditor":
                watched.page.set_input_files("#policy", demo.folder / "policy.toml")
                watched.page.get_by_role("button", name="Recompute the figure").click()
                watched.page.wait_for_selector("#verdict")
            keep(watched.page, folder / f"{role}.png")
            watched.page.close()
    for name in WAYS:
        require_small(folder / f"{name}.png")


@pytest.mark.outside
def test_a_changed_file_makes_a_small_picture(chain: BatteryChain, tmp_path: Path) -> None:
    """The verdict on a file that was changed after it was signed."""
    folder = FOLDER if os.environ.get("CRADLE_DRAW") == "1" else tmp_path
    with every_page(chain, tmp_path) as pages, chromium() as browser:
        page = browser.new_page()
        page.goto(f"{pages.url}/check")
        page.set_input_files("#file", pages.kept("tampered"))
        page.get_by_role("button", name="Check").click()
        page.wait_for_selector("#verdict")
        page.evaluate("document.activeElement.blur()")
        keep(page, folder / "check.png")
    require_small(folder / "check.png")


@pytest.mark.parametrize("name", SIZES)
def test_the_page_shows_them(name: str) -> None:
    """docs/pages.md links each picture, with a description for those who do not see it."""
    page = (TOP / "docs" / "pages.md").read_text(encoding="utf-8")
    assert f".](images/{name}.png)" in page
    require_small(FOLDER / f"{name}.png")
