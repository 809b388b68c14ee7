"""The picture in a real browser, under its own fonts: labels do not meet, and colours are those of the sheet."""

from collections.abc import Iterator
from typing import Literal

import pytest
from playwright.sync_api import Browser
from support.browsing import chromium
from support.flow_chains import burden, graph_of, random_graph, words

from api.web.style import style, style_address
from ledger.documents.drawing.sankey.cap import keep
from ledger.documents.drawing.sankey.draw import draw_sankey

pytestmark = pytest.mark.outside

MEETING = """() => {
    const boxes = [...document.querySelectorAll('svg text')].map(
        (text) => [text.textContent, text.getBBox()]);
    return boxes.flatMap(([one, a], index) => boxes.slice(index + 1).filter(([, b]) =>
        a.x < b.x + b.width && b.x < a.x + a.width
        && a.y + 2 < b.y + b.height - 2 && b.y + 2 < a.y + a.height - 2).map(([other]) => [one, other]));
}"""
"""The pairs of texts whose boxes meet, by more than the leading of their lines."""

OUTSIDE = """() => {
    const size = document.querySelector('svg').viewBox.baseVal;
    return [...document.querySelectorAll('svg text')].filter((text) => {
        const box = text.getBBox();
        return box.x < 0 || box.x + box.width > size.width;
    }).map((text) => text.textContent);
}"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One Chromium for all pictures."""
    with chromium() as started:
        yield started


@pytest.mark.parametrize("family", ["system-ui", "sans-serif"])
def test_no_texts_meet_under_the_fonts_of_this_machine(browser: Browser, family: str) -> None:
    """The estimated widths are not below the real ones, so labels are apart and inside the picture."""
    page = browser.new_page()
    for seed in range(40):
        graph = random_graph(seed)
        page.set_content(
            f"<body lang=en><style>svg text {{ font-family: {family} }}</style>"
            + draw_sankey(keep(graph), words(), "p")
        )
        assert page.evaluate(MEETING) == [], seed
        assert page.evaluate(OUTSIDE) == [], seed
    page.close()


GRAPH = graph_of(
    {"pack": burden("1"), "recycler": burden("1", "end_of_life", "-1")},
    {"pack": {None: 1}, "recycler": {None: 1}},
)
COLOUR = "(name) => getComputedStyle(document.querySelector(name)).fill"


@pytest.mark.parametrize(
    ("scheme", "flow", "declared"),
    [
        ("light", "rgb(178, 106, 20)", "rgb(27, 31, 36)"),
        ("dark", "rgb(221, 160, 87)", "rgb(230, 233, 237)"),
    ],
)
def test_the_style_sheet_colours_it(
    browser: Browser, scheme: Literal["light", "dark"], flow: str, declared: str
) -> None:
    """Stages and the figure have the colours of the page, in the dark too; credits keep their pattern."""
    context = browser.new_context(color_scheme=scheme)
    page = context.new_page()
    sheet = style_sheet_of_pages()
    page.set_content(f"<style>{sheet}</style>{draw_sankey(keep(GRAPH), words(), 'p')}")
    assert page.evaluate(COLOUR, "svg .flow.stage-raw_material") == flow
    assert page.evaluate(COLOUR, "svg rect.ink") == declared
    assert page.evaluate(COLOUR, "svg rect.credit") == 'url("#p-hatch")'
    context.close()


def style_sheet_of_pages() -> str:
    """The content of the style sheet, as a browser gets it."""
    digits = style_address().removeprefix("/style/").removesuffix(".css")
    content = style(digits).body
    return bytes(content).decode()
