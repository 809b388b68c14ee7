"""The picture of the stages."""

from decimal import Decimal
from xml.etree import ElementTree as ET

from ledger.documents.drawing.stage_bars import StageBar, draw_stage_bars

SVG = "{http://www.w3.org/2000/svg}"


def bar(key: str, burdens: str, taken: str = "0", net: str = "1") -> StageBar:
    """Build a bar with its own key as its name."""
    return StageBar(key, key, Decimal(burdens), Decimal(taken), net, taken)


BARS = (bar("raw_material", "0.16"), bar("end_of_life", "0.04", "-0.08", "-0.04"))


def shapes(bars: tuple[StageBar, ...], name: str) -> list[ET.Element]:
    """Parse the drawing and find its shapes outside definitions."""
    root = ET.fromstring(draw_stage_bars(bars, "Stages"))  # noqa: S314 - our own drawing
    return root.findall(f"{SVG}{name}")


def test_equal_figures_give_equal_bytes() -> None:
    """The drawing is a function of the figures."""
    assert draw_stage_bars(BARS, "Stages") == draw_stage_bars(BARS, "Stages")


def test_widths_are_in_the_ratio_of_the_values() -> None:
    """A bar is as long as its value, credits as well as burdens, to a tenth of a pixel."""
    widths = [Decimal(row.attrib["width"]) for row in shapes(BARS, "rect")]
    raw, burden, credit = widths
    assert abs(raw / burden - 4) < Decimal("0.01")
    assert abs(credit / burden - 2) < Decimal("0.01")


def test_a_credit_stands_left_of_zero_and_is_hatched() -> None:
    """A credit is never set off inside a bar."""
    _, burden, credit = shapes(BARS, "rect")
    end = Decimal(credit.attrib["x"]) + Decimal(credit.attrib["width"])
    assert abs(end - Decimal(burden.attrib["x"])) <= Decimal("0.1")
    assert credit.attrib["fill"] == "url(#hatch-end_of_life)"


def test_a_stage_without_cells_has_no_bar() -> None:
    """Nothing is drawn for nothing, but the name and the value stand there."""
    found = shapes((bar("distribution", "0", net="none"),), "rect")
    assert found == []
    assert [row.text for row in shapes((bar("distribution", "0", net="none"),), "text")] == [
        "distribution",
        "none",
    ]


def test_a_name_cannot_become_markup() -> None:
    """Names are escaped."""
    drawn = draw_stage_bars(
        (StageBar("distribution", "<b>&", Decimal(1), Decimal(0), "1", ""),), "t"
    )
    assert "<b>" not in drawn
    assert "&lt;b&gt;&amp;" in drawn
