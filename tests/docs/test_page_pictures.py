"""The README's pictures of pages: one of each workspace, and a file that was changed after it was signed.

CRADLE_DRAW=1 pytest tests/docs/test_page_pictures.py      # draws them again

A page is set in the fonts of a machine, so another machine's picture is not compared with the committed one.
"""

import io
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Page
from support.browsing import chromium
from support.every_page import Pages, every_page
from support.http_api import PASSWORD
from support.ledger_battery import BatteryChain

TOP = Path(__file__).parents[2]
FOLDER = TOP / "docs" / "images"
LARGEST = 60_000
SIZES = {
    "supplier": (1100, 720),
    "check": (1100, 900),
    "manufacturer": (1100, 860),
    "auditor": (1100, 860),
}


def keep(page: Page, path: Path) -> None:
    """Keep the upper part of a page as a small picture."""
    width, height = SIZES[path.stem]
    page.set_viewport_size({"width": width, "height": height})
    drawn = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
    drawn.quantize(48).save(path, optimize=True)


def require_small(path: Path) -> None:
    """The picture has its size, more than a few colours, and stays small."""
    assert path.stat().st_size <= LARGEST
    with Image.open(path) as picture:
        assert picture.size == SIZES[path.stem]
        assert len(picture.getcolors() or ()) > 10


@pytest.fixture
def pages(chain: BatteryChain, tmp_path: Path) -> Iterator[Pages]:
    """The pages of the small battery's ledger."""
    with every_page(chain, tmp_path) as made:
        yield made


@pytest.mark.one_database
@pytest.mark.outside
def test_the_pages_make_small_pictures(pages: Pages, tmp_path: Path) -> None:
    """A page of each workspace, and the verdict on a file that was changed."""
    folder = FOLDER if os.environ.get("CRADLE_DRAW") == "1" else tmp_path
    figure = f"/manufacturer/figures/{pages.files.declaration[7:]}"
    case = f"{pages.names['case']}/recompute"
    with chromium() as browser:
        for name, person, path in (
            ("manufacturer", "paul", figure),
            ("auditor", "otto", case),
            ("supplier", "anna", "/supplier"),
        ):
            page = browser.new_page()
            page.goto(f"{pages.url}/login?next={path}")
            page.fill("#user", person)
            page.fill("#password", PASSWORD)
            page.get_by_role("main").get_by_role("button").click()
            page.wait_for_url(f"**{path}")
            keep(page, folder / f"{name}.png")
        page.goto(f"{pages.url}/check")
        page.set_input_files("#file", pages.kept("tampered"))
        page.get_by_role("button", name="Check").click()
        page.wait_for_selector("#verdict")
        page.evaluate("document.activeElement.blur()")
        keep(page, folder / "check.png")
    for name in SIZES:
        require_small(folder / f"{name}.png")


@pytest.mark.parametrize("name", SIZES)
def test_the_readme_shows_them(name: str) -> None:
    """The README links each picture, with a description for those who do not see it."""
    readme = (TOP / "README.md").read_text(encoding="utf-8")
    assert f".](docs/images/{name}.png)" in readme
    require_small(FOLDER / f"{name}.png")
