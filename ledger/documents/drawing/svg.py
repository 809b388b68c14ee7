"""SVG elements as strings: attributes escaped, coordinates rounded to 0.1, so that equal figures give equal bytes.

Geometry and colour are attributes, because a strict content security policy forbids `style`. Each shape bears a class
too, so that a page's own style sheet can colour it otherwise, for example in the dark.
"""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from html import escape

TENTH = Decimal("0.1")
INK, MUTE, LINE, EDGE, PAPER = "#1B1F24", "#57606A", "#D9DEE4", "#868E99", "#FFFFFF"
ACCENT, ACCENT_INK, NEUTRAL, WARNING = "#0B57A4", "#FFFFFF", "#EEF2F6", "#7A4B00"
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
    style = {"font_size": "12", "font_family": FONTS, "fill": INK, "class_": "ink"} | attributes
    return element("text", escape(content), x=place(x), y=place(y), **style)


def halo() -> dict[str, str]:
    """Attributes of a text that stays readable over shapes: an outline in the colour of the page, drawn first."""
    return {
        "stroke": PAPER,
        "stroke_width": "4",
        "stroke_linejoin": "round",
        "paint_order": "stroke",
    }


def hatch(name: str, key: str) -> str:
    """The pattern of credits: 2 of 6 px at 45 degrees in a stage's colour, under an id that is unique on the page."""
    stripe = element("rect", width="2", height="6", fill=STAGE_COLOURS[key], class_=f"stage-{key}")
    return element(
        "pattern",
        stripe,
        id=name,
        width="6",
        height="6",
        patternUnits="userSpaceOnUse",
        patternTransform="rotate(45)",
    )


@dataclass(frozen=True, slots=True)
class Described:
    """A description besides the title, and the beginning of all ids of a drawing, unique on its page."""

    prefix: str
    description: str


def drawing(
    size: tuple[Decimal | int, Decimal | int],
    content: str,
    title: str,
    described: Described | None = None,
    top: Decimal | int = 0,
) -> str:
    """A whole drawing with its accessible name; the size is always stated, so that a page does not shift.

    Args:
        size: width and height in px.
        content: markup.
        title: the accessible name.
        described: a description, and the prefix of the ids by which the drawing refers to both.
        top: the y of the upper edge.
    """
    names: dict[str, str] = {}
    head = element("title", escape(title))
    if described is not None:
        title_id, description_id = f"{described.prefix}-title", f"{described.prefix}-description"
        head = element("title", escape(title), id=title_id)
        head += element("desc", escape(described.description), id=description_id)
        names = {"aria_labelledby": f"{title_id} {description_id}"}
    width, height = map(place, size)
    return element(
        "svg",
        head + content,
        xmlns="http://www.w3.org/2000/svg",
        width=width,
        height=height,
        viewBox=f"0 {place(top)} {width} {height}",
        role="img",
        **names,
    )
