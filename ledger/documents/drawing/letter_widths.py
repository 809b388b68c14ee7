"""The room of letters in the widest of the usual sans serifs, for texts that are laid out without a font.

The reader's font is not known. Each letter has the greatest advance that it has in one of DejaVu Sans, Noto Sans, Noto
Sans CJK, Liberation Sans (Arial, Helvetica), Roboto, Open Sans, Inter, Cantarell, Lato, Carlito (Calibri), WenQuanYi
Micro Hei and Droid Sans Fallback, so no text is wider than estimated in any of them. Letters of about equal width share
a row.
"""

from decimal import Decimal
from typing import Final
from unicodedata import category, combining, east_asian_width, normalize

_ROWS: Final = (
    (32, 35, "'ijl ı\u00a0іј"),
    (34, 39, ",.IłΙІ"),
    (41, 48, "!():;[]ft¡ľŧι‹›"),
    (46, 50, "-/\\r²³ť₂"),
    (59, 60, '"*J_csz|ªεζξЈгзстэєѕґ'),
    (62, 69, "?L`akvxy«°»¿ŁΓγνςτχГавкухьяҐ„"),
    (66, 72, "FTeoðøŦΤδθκλουТбеоч–"),
    (64, 70, "012356789£"),
    (67, 72, "$4Ebdghnpqu{}ßþđŋΕΞαβηρЕЗнпрђџ€"),
    (71, 78, "ABKPSVXYZµÞΑΒΖΚΛΡΣΥΧμσЅАБВРУХЬилцъћ"),
    (78, 84, "CDGHNRUÐďĐħŊΔΗΝΠπφЄЏИКЛНПСЧЭЯд"),
    (84, 93, "#&+<=>OQ^w~ØΘΟΩψωДОЦмы\u2212"),
    (93, 100, "MĦΜΦΨЂЋМФЪжфюљњ"),
    (104, 111, "%@Wm§©®±·Æ×æœЫшщ—‘’“”•…™←→≈≤≥"),
    (138, 144, "‰"),
)
"""Advances of regular and of bold letters in hundredths of the size."""

_LETTERS: Final = {letter: row[:2] for row in _ROWS for letter in row[2]}
_IDEOGRAPH: Final = (100, 100)
_OTHER: Final = (125, 133)
"""Advances of ideographs, and of letters without a row, such as Ж and emoji."""

ASCENT: Final = Decimal("1.03")
DESCENT: Final = Decimal("0.30")
"""The greatest heights of ink above and below the base line in these fonts (Å, Ģ), as multiples of the size."""


def letter_width(letter: str, *, strong: bool) -> int:
    """The greatest advance of a letter in hundredths of the size."""
    return _widths(letter)[strong]


def _widths(letter: str) -> tuple[int, int]:
    """The row of a letter; one with an accent has the row of its base."""
    if combining(letter):
        return 0, 0
    if letter in _LETTERS:
        return _LETTERS[letter]
    if east_asian_width(letter) in "WF":
        return _OTHER if category(letter) == "So" else _IDEOGRAPH
    return _LETTERS.get(normalize("NFD", letter)[0], _OTHER)
