"""The room of letters: no usual sans serif needs more, as far as this machine has it."""

from unicodedata import category

import pytest
from playwright.sync_api import Browser

from ledger.documents.drawing.letter_widths import ASCENT, DESCENT, letter_width

FAMILIES = [
    *(
        "system-ui",
        "sans-serif",
        "DejaVu Sans",
        "Noto Sans",
        "Noto Sans CJK SC",
        "Noto Sans CJK JP",
    ),
    *("Liberation Sans", "Arial", "Helvetica", "Roboto", "Open Sans", "Segoe UI", "Inter"),
    *("Cantarell", "Ubuntu", "Lato", "Carlito", "WenQuanYi Micro Hei"),
]
"""Fonts that pages are read in; the browser sets an absent one in its sans-serif."""

RANGES = [
    *((0x20, 0x180), (0x391, 0x3CA), (0x400, 0x460), (0x2010, 0x2027), (0x2030, 0x2031)),
    *((0x2080, 0x208A), (0x20AC, 0x20AD), (0x2122, 0x2123), (0x2190, 0x2194), (0x2212, 0x2213)),
    *((0x2248, 0x2249), (0x2264, 0x2266), (0x3000, 0x3020), (0xFF01, 0xFF5F)),
]
CODES = [code for start, end in RANGES for code in range(start, end)]
LETTERS = "".join(
    letter for code in CODES if category(letter := chr(code)).startswith(("L", "N", "P", "S", "Z"))
)
IDEOGRAPHS = "".join(map(chr, range(0x4E00, 0x9FA0, 50)))

MEASURE = r"""([family, weight, letters]) => {
    const drawn = document.createElement('canvas').getContext('2d');
    drawn.font = `${weight} 1000px ${family}, sans-serif`;
    const room = (letter) => {
        const found = drawn.measureText(letter);
        return [found.width, found.actualBoundingBoxAscent, found.actualBoundingBoxDescent]
            .map((size) => size / 1000);
    };
    const missing = String(room('\u{10FFFE}'));
    return [...letters].map((letter) => [letter, ...room(letter)])
        .filter(([, ...found]) => String(found) !== missing);
}"""
"""Each letter that a font of the machine has: its advance, and its ink above and below the base line, of size 1."""


@pytest.mark.outside
@pytest.mark.parametrize("strong", [False, True])
def test_no_letter_needs_more_than_its_room(browser: Browser, *, strong: bool) -> None:
    """Advances are at most the estimated ones, and ink stays within its line."""
    page = browser.new_page()
    for family in FAMILIES:
        named = family if family in ("system-ui", "sans-serif") else f'"{family}"'
        asked = [named, 600 if strong else 400, LETTERS + IDEOGRAPHS]
        for letter, width, above, below in page.evaluate(MEASURE, asked):
            assert 100 * width <= letter_width(letter, strong=strong) + 0.1, (family, letter)
            assert above <= ASCENT, (family, letter)
            assert below <= DESCENT, (family, letter)
    page.close()


def test_a_letter_with_an_accent_is_as_wide_as_its_base() -> None:
    """A composed letter has the width of its base; a combining accent alone has none."""
    assert letter_width("é", strong=False) == letter_width("e", strong=False)
    assert letter_width("\u0301", strong=False) == 0


def test_letters_without_a_row_have_room() -> None:
    """Ideographs and syllables take the size of the text; emoji and letters of other scripts take more."""
    assert [letter_width(one, strong=True) for one in "镍한ガＡ"] == [100] * 4
    assert letter_width("🔋", strong=False) == letter_width("ꙮ", strong=False) == 125
