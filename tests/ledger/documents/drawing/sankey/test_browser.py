"""The picture in a real browser, under its own fonts: labels do not meet, and colours are those of the sheet."""

from typing import Literal

import pytest
from playwright.sync_api import Browser
from support.flow_chains import burden, graph_of, random_graph, words

from api.web.style import style, style_address
from ledger.documents.drawing.sankey.cap import keep
from ledger.documents.drawing.sankey.draw import draw_sankey

pytestmark = pytest.mark.outside

MEETING = """() => {
    const canvas = document.createElement('canvas').getContext('2d');
    const ink = (text) => [...text.querySelectorAll('tspan')].map((part) => {
        canvas.font = getComputedStyle(part).font;
        return canvas.measureText(part.textContent);
    });
    const boxes = [...document.querySelectorAll('svg text')].map((text) => {
        const {x, width} = text.getBBox(), base = Number(text.getAttribute('y'));
        const top = base - Math.max(...ink(text).map((part) => part.actualBoundingBoxAscent));
        const foot = base + Math.max(...ink(text).map((part) => part.actualBoundingBoxDescent));
        return {words: text.textContent, x, end: x + width, top, foot};
    });
    return boxes.flatMap((one, index) => boxes.slice(index + 1).filter((other) =>
        one.x < other.end && other.x < one.end && one.top < other.foot && other.top < one.foot
    ).map((other) => [one.words, other.words]));
}"""
"""The pairs of texts whose advances and ink meet; the leading that a font adds to its lines is empty."""

OUTSIDE = """() => {
    const size = document.querySelector('svg').viewBox.baseVal;
    return [...document.querySelectorAll('svg text')].filter((text) => {
        const box = text.getBBox();
        return box.x < 0 || box.x + box.width > size.width;
    }).map((text) => text.textContent);
}"""


@pytest.mark.parametrize("family", ["system-ui", "sans-serif", "Noto Sans", "Noto Sans CJK SC"])
def test_no_texts_meet_under_the_fonts_of_this_machine(browser: Browser, family: str) -> None:
    """The estimated room is not below the real one, so labels are apart and inside the picture."""
    page = browser.new_page()
    for seed in range(40):
        graph = random_graph(seed)
        page.set_content(
            f"<body lang=en><style>svg text {{ font-family: {family}, sans-serif }}</style>"
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
