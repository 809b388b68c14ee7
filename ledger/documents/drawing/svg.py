"""SVG elements as strings: attributes escaped, coordinates rounded to 0.1, so that equal figures give equal bytes.

Geometry and colour are attributes, because a strict content security policy forbids `style`. Each shape bears a class
too, so that a page's own style sheet can colour it otherwise, for example in the dark.
"""

from decimal import ROUND_HALF_UP, Decimal
from html import escape

TENTH = Decimal("0.1")
INK, MUTE, LINE = "#1B1F24", "#57606A", "#D9DEE4"
FONTS = "Libertinus Serif, Noto Sans CJK SC, serif"

STAGE_COLOURS = {
    "raw_material": "#B26A14",
    "main_production": "#5548B0",
    "distribution": "#27313C",
    "end_of_life": "#0F8F86",
}
"""Colours of the stages; they differ under normal sight and under three sorts of colour blindness."""


def place(value: Decimal | int) -> str:
    """A coordinate, rounded to 0.1."""
    return f"{Decimal(value).quantize(TENTH, rounding=ROUND_HALF_UP).normalize():f}"


def element(name: str, content: str = "", **attributes: str) -> str:
    """An element; `_` in an attribute's name is `-`, and `class_` is `class`. The content is markup already."""
    pairs = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{escape(value)}"'
        for key, value in attributes.items()
    )
    return f"<{name}{pairs}>{content}</{name}>" if content else f"<{name}{pairs}/>"


def text(x: Decimal | int, y: Decimal | int, content: str, **attributes: str) -> str:
    """A line of text."""
    stated = {"font_size": "12", "font_family": FONTS, "fill": INK, "class_": "ink"} | attributes
    return element("text", escape(content), x=place(x), y=place(y), **stated)


def drawing(width: int, height: int, content: str, title: str) -> str:
    """A whole drawing with its accessible name; the size is always stated, so that a page does not shift."""
    head = element("title", escape(title))
    return element(
        "svg",
        head + content,
        xmlns="http://www.w3.org/2000/svg",
        width=str(width),
        height=str(height),
        viewBox=f"0 0 {width} {height}",
        role="img",
    )
