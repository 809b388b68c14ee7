"""The bar of known effects against materiality."""

from decimal import Decimal
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.documents.drawing.materiality_bar import (
    WIDTH,
    MaterialityBar,
    draw_materiality_bar,
)
from ledger.documents.drawing.text_width import text_width

SVG = "{http://www.w3.org/2000/svg}"
SHARES = st.decimals("0.001", 10**4, places=3)


def parsed(effects: str, materiality: str) -> ET.Element:
    """The drawing of two shares in per cent."""
    bar = MaterialityBar(
        Decimal(effects), Decimal(materiality), f"{effects} %", f"materiality {materiality} %"
    )
    return ET.fromstring(draw_materiality_bar(bar, "1 of 5"))  # noqa: S314 - our own drawing


def tick(root: ET.Element) -> Decimal:
    """The place of the tick."""
    line = root.find(f"{SVG}line")
    assert line is not None
    return Decimal(line.attrib["x1"])


@given(effects=SHARES, materiality=SHARES)
def test_bar_and_tick_are_in_the_ratio_of_the_values(
    effects: Decimal, materiality: Decimal
) -> None:
    """Both are inside the track, to a tenth of a pixel; a bar that can be seen is at least 1 px."""
    root = parsed(str(effects), str(materiality))
    _, bar = root.findall(f"{SVG}rect")
    width = Decimal(bar.attrib["width"])
    assert width <= WIDTH
    assert tick(root) <= WIDTH
    if width > 1:
        assert abs(width * materiality - tick(root) * effects) <= Decimal("0.1") * max(
            materiality, effects
        )


@given(effects=SHARES, materiality=SHARES)
def test_values_are_inside_and_clear_of_the_tick(effects: Decimal, materiality: Decimal) -> None:
    """The value of the effects is beside the bar and not behind the tick."""
    root = parsed(str(effects), str(materiality))
    value = root.findall(f"{SVG}text")[0]
    wide, x = text_width(value.text or "", strong=True), Decimal(value.attrib["x"])
    assert x + wide <= WIDTH
    assert tick(root) <= x or x + wide <= tick(root)


def test_effects_beyond_materiality_pass_the_tick() -> None:
    """A sum above materiality is longer than the way to the tick."""
    for effects, beyond in (("1.48", False), ("7", True)):
        root = parsed(effects, "5")
        _, bar = root.findall(f"{SVG}rect")
        assert (Decimal(bar.attrib["width"]) > tick(root)) is beyond


def test_no_effects_have_no_bar() -> None:
    """Zero is written, and only the track is drawn."""
    root = parsed("0", "5")
    assert len(root.findall(f"{SVG}rect")) == 1
    assert [row.text for row in root.findall(f"{SVG}text")] == ["0 %", "materiality 5 %"]


@pytest.mark.parametrize("value", ["<b>", "&"])
def test_texts_cannot_become_markup(value: str) -> None:
    """Texts and title are escaped."""
    bar = MaterialityBar(Decimal(1), Decimal(5), value, value)
    root = ET.fromstring(draw_materiality_bar(bar, value))  # noqa: S314 - our own drawing
    assert [row.text for row in root.findall(f"{SVG}text")] == [value, value]
