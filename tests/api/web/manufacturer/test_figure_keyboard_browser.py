"""The manufacturer's way through a figure by keyboard alone: product, tree, flows, PDF, what-if, declaration.

The refinery opens its suppliers to the plant and the mine lets its pit be passed on, so the plant's tree has four
levels. Each country of the chain has a mix of 0.5 kg, and Poland one of 0.9.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from structlog.testing import capture_logs
from support.keyboard import choose, close, log_in, press, tab_to, write
from support.ledger_battery import FACTORS, BatteryChain, mix
from support.ledger_declared import EXAMPLE, attest, calculate
from support.ledger_opened import battery_of, fill_chain, open_world
from support.ledger_signing import key_file
from support.manufacturer_pages import open_plant
from support.servers import serving

from api.app import create_app

pytestmark = pytest.mark.outside

GRIDS = {"BE": "0.5", "DE": "0.5", "FI": "0.5", "NO": "0.5", "PL": "0.9"}


@pytest.fixture
def battery(tmp_path: Path) -> Iterator[BatteryChain]:
    """The plant's battery of goods that the refinery opened, with an attested calculation."""
    with open_world(tmp_path / "ledger") as chain:
        mixes = (mix(f"test:power_{code.lower()}", kg, grid=code) for code, kg in GRIDS.items())
        grids = FACTORS.model_copy(update={"id": "grids", "rows": (*FACTORS.rows, *mixes)})
        chain.factors = chain.world.ledger.keep(grids)
        chain.rulebook = chain.world.ledger.keep(EXAMPLE)
        fill_chain(chain)
        chain.deliver("refinery", "plant", open_=chain.opening("refinery"))
        built = battery_of(chain, refinery="50")
        calculation = calculate(built)
        attest(built, calculation)
        yield built


@pytest.fixture
def site(battery: BatteryChain) -> Iterator[str]:
    """A server of this battery."""
    house = open_plant(battery)
    with capture_logs(), serving(create_app(house.context)) as url:
        yield url


def test_a_figure_is_read_and_declared_by_keyboard(
    browser: Browser, site: str, battery: BatteryChain, tmp_path: Path
) -> None:
    """No step needs a mouse, from the list of products to the receipt of the declaration."""
    watched = log_in(browser, site, "paul", "/manufacturer")
    page, heading = watched.page, watched.page.get_by_role("heading", level=1)
    press(page, "link", "urn:test:model:1")
    expect(heading).to_have_text("urn:test:model:1")
    open_the_tree(page)
    open_the_flows(page)
    open_the_pdf(page)
    ask_for_another_grid(page)
    declare(page)
    sign(page, key_file(battery.plant, tmp_path))
    expect(heading).to_have_text("Declaration: in the log")
    close(watched)


def open_the_tree(page: Page) -> None:
    """All rows closed, then one level after another opened, down to the pit behind the mine behind the refinery."""
    rows = page.locator("#tree tbody tr")
    press(page, "link", "Close all")
    expect(page.get_by_role("link", name="Open plant product")).to_be_visible()
    for level, name in enumerate(("plant product", "Refinery Ltd", "Mine Ltd")):
        press(page, "link", f"Open {name}")
        expect(page.get_by_role("link", name=f"Close {name}")).to_be_visible()
        expect(rows.locator(f"td.level-{level + 1}").first).to_be_visible()
    expect(rows.locator("td.level-3")).to_contain_text("Pit Ltd")


def open_the_flows(page: Page) -> None:
    """The table of the flows is closed at first."""
    table = page.get_by_role("table", name="Table of these flows")
    expect(table).to_be_hidden()
    tab_to(page, page.locator("summary", has_text="Table of these flows"))
    page.keyboard.press("Enter")
    expect(table).to_be_visible()
    expect(table).to_contain_text("Refinery Ltd")


def open_the_pdf(page: Page) -> None:
    """The declaration document, in a tab of its own; fetched again, as viewers keep their file to themselves."""
    tab_to(page, page.get_by_role("link", name="Declaration, PDF"))
    with page.context.expect_page() as opened:
        page.keyboard.press("Control+Enter")
    opened.value.wait_for_url("**/document.pdf?lang=en")
    assert page.request.get(opened.value.url).body().startswith(b"%PDF")
    opened.value.close()


def ask_for_another_grid(page: Page) -> None:
    """40 kWh of 0.9 in place of 0.5 kg are 16 kg for 100 kg of packs, 1.6 for a battery, over its 960 kWh."""
    press(page, "link", "What if: another supplier, another grid")
    write(page, "Country", "PL")
    tab_to(page, page.get_by_role("button", name="Compare").last)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="With the grid of PL")).to_be_visible()
    expect(page.locator("dl.counts")).to_contain_text("+0.001667")
    press(page, "link", "urn:test:model:1")


def declare(page: Page) -> None:
    """The state that waits leads to the form, the form to the preview, and that to the signature."""
    press(page, "link", "Declare")
    write(page, "Number of the EU declaration of conformity", "EU-1")
    write(page, "Web address of the public study", "https://study.example/1")
    press(page, "button", "Preview the declaration")
    expect(page.get_by_role("heading", level=1)).to_contain_text("urn:test:model:1")
    press(page, "button", "Go on to sign")


def sign(page: Page, key: Path) -> None:
    """Open the key's file and sign."""
    page.wait_for_selector("#rest:not([hidden])")
    if not page.is_visible("#key-file"):
        tab_to(page, page.locator("#key-file-box summary"))
        page.keyboard.press("Enter")
    choose(page, "Key file", key)
    press(page, "button", "Open the key")
    expect(page.locator("#chip")).to_have_text("Registered")
    press(page, "button", "Sign and submit")
