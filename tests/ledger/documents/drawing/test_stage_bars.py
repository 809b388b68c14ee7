"""The picture of the stages."""

from collections.abc import Callable
from decimal import Decimal
from xml.etree import ElementTree as ET

from ledger.documents.drawing.stage_bars import WIDTH, StageBar, draw_stage_bars
from ledger.documents.drawing.svg import Described

SVG = "{http://www.w3.org/2000/svg}"


def bar(key: str, burdens: str, taken: str = "0", net: str = "1") -> StageBar:
    """Build a bar with its own key as its name."""
    return StageBar(key, key, Decimal(burdens), Decimal(taken), net, taken)


BARS = (bar("raw_material", "0.16"), bar("end_of_life", "0.04", "-0.08", "-0.04"))


def shapes(
    bars: tuple[StageBar, ...], name: str, number: Callable[[Decimal], str] | None = None
) -> list[ET.Element]:
    """Parse the drawing and find its shapes outside definitions."""
    root = ET.fromstring(draw_stage_bars(bars, "Stages", number))  # noqa: S314 - our own drawing
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


def test_values_are_at_the_bars() -> None:
    """A value begins after its bar or ends before it; the net of both is under its tick."""
    both = StageBar("end_of_life", "End", Decimal(2), Decimal(-6), "-4", "credits -6", "2")
    one = StageBar("raw_material", "Raw", Decimal(8), Decimal(0), "8", "0", "8")
    bars = shapes((one, both), "rect")
    found = {row.text: row.attrib for row in shapes((one, both), "text")}
    assert found.keys() == {"Raw", "8", "End", "2", "credits -6", "-4"}
    raw, burden, credit = bars
    for text, rect in (("8", raw), ("2", burden)):
        end = Decimal(rect.attrib["x"]) + Decimal(rect.attrib["width"])
        assert 5 <= Decimal(found[text]["x"]) - end <= 7
    assert 5 <= Decimal(credit.attrib["x"]) - Decimal(found["credits -6"]["x"]) <= 7
    (tick,) = (row for row in shapes((one, both), "line") if row.attrib["class"] == "net")
    assert tick.attrib["x1"] == found["-4"]["x"]
    assert Decimal(found["-4"]["y"]) > Decimal(tick.attrib["y2"])


def test_long_values_stay_inside_the_picture() -> None:
    """The axis leaves room for the longest value on either side."""
    wide = StageBar(
        "raw_material", "Raw", Decimal(8), Decimal(-8), "0", "-8." + "1" * 20, "8.123456"
    )
    for row in shapes((wide,), "text"):
        x = Decimal(row.attrib["x"])
        assert 0 <= x <= WIDTH
        if row.text == wide.credit_text:
            assert x > 22 * 6


def test_light_lines_are_at_round_steps() -> None:
    """Each line has its value under it, zero among them."""
    both = bar("end_of_life", "0.16", "-0.08", "0.08")
    texts = [row.text for row in shapes((both,), "text", str)]
    assert texts[:7] == ["-0.08", "-0.04", "0.00", "0.04", "0.08", "0.12", "0.16"]
    lines = [row for row in shapes((both,), "path", str) if row.attrib["class"] == "grid"]
    assert len(lines) == 7


def test_patterns_of_two_pictures_have_different_ids() -> None:
    """A prefix makes them unique on a page, and the picture has a description."""
    drawn = draw_stage_bars(BARS, "Stages", None, Described("here", "Bars."))
    assert 'id="here-hatch-end_of_life"' in drawn
    assert 'fill="url(#here-hatch-end_of_life)"' in drawn
    assert 'aria-labelledby="here-title here-description"' in drawn


def test_no_line_crosses_a_name() -> None:
    """A line at the left, where names are, is drawn in the rows of the bars only."""
    rows = (bar("raw_material", "3"), bar("main_production", "1"))
    texts = [row for row in shapes(rows, "text") if row.attrib["x"] == "0"]
    lines = [row.attrib["d"] for row in shapes(rows, "path")]
    assert len(texts) == 2
    assert {line.count("M") for line in lines} == {1, 2}
    for line in lines:
        for part in line.split("M")[1:] if line.count("M") == 2 else ():
            start, end = part.split(" ")[1].split("V")
            for name in texts:
                y = Decimal(name.attrib["y"])
                assert not Decimal(start) < y - 3 < Decimal(end)
