"""The map of country tiles: every country has a cell of its own, and darker is more."""

from decimal import Decimal
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.documents.drawing.country_cells import CELLS
from ledger.documents.drawing.country_tiles import (
    LIGHTNESS,
    CountryValue,
    TileWords,
    draw_country_tiles,
    step_of,
)
from ledger.documents.drawing.text_width import text_width
from schemas.values import ISO_COUNTRIES, REGIONS

SVG = "{http://www.w3.org/2000/svg}"
WORDS = TileWords("Countries", "No country is known.", str)


def country(code: str, value: str) -> CountryValue:
    """A country under its code."""
    return CountryValue(code, f"Name of {code}", Decimal(value))


def parsed(*values: CountryValue) -> ET.Element:
    """The drawing as a tree."""
    return ET.fromstring(draw_country_tiles(values, WORDS))  # noqa: S314 - our own drawing


def tiles(root: ET.Element) -> dict[str, dict[str, str]]:
    """The attributes of each tile's square, by code."""
    found = {}
    for group in root.findall(f"{SVG}g"):
        texts = [row.text or "" for row in group.findall(f"{SVG}text")]
        if len(texts) == 2:
            square = group.find(f"{SVG}rect")
            assert square is not None
            found[texts[0]] = square.attrib
    return found


def test_every_country_has_a_cell_and_no_two_share_one() -> None:
    """All of ISO 3166, and nothing else."""
    assert CELLS.keys() == set(ISO_COUNTRIES)
    assert len(set(CELLS.values())) == len(CELLS)
    assert not CELLS.keys() & REGIONS


@pytest.mark.parametrize(
    ("west", "east"), [("US", "DE"), ("CL", "AR"), ("DE", "CN"), ("CN", "JP"), ("CD", "AU")]
)
def test_west_is_left_of_east(west: str, east: str) -> None:
    """Countries are about where they are."""
    assert CELLS[west][0] < CELLS[east][0]


@pytest.mark.parametrize(
    ("north", "south"), [("FI", "DE"), ("DE", "MA"), ("CN", "AU"), ("CA", "CL")]
)
def test_north_is_above_south(north: str, south: str) -> None:
    """Countries are about where they are."""
    assert CELLS[north][1] < CELLS[south][1]


def test_tiles_are_at_their_cells() -> None:
    """The distance of two tiles is that of their cells, and the map is cut to them."""
    found = tiles(parsed(country("DE", "1"), country("PL", "2")))
    x, y = (Decimal(found["PL"][at]) - Decimal(found["DE"][at]) for at in "xy")
    columns, rows = (CELLS["PL"][axis] - CELLS["DE"][axis] for axis in (0, 1))
    assert (x, y) == (42 * columns, 42 * rows)
    assert {found[code][size] for code in found for size in ("width", "height")} == {"40"}


def test_a_tile_has_its_code_inside_and_its_name_as_title() -> None:
    """A reader who points at it reads the name and the value."""
    root = parsed(country("DE", "1"))
    (group, *_) = root.findall(f"{SVG}g")
    assert [row.text for row in group] == ["Name of DE 1", None, "DE", "1"]


def test_region_words_are_in_a_line_of_their_own() -> None:
    """They have no place on the map, and are below it."""
    found = tiles(parsed(country("DE", "1"), country("GLO", "2"), country("RER", "3")))
    assert found["GLO"]["y"] == found["RER"]["y"]
    assert Decimal(found["GLO"]["y"]) >= Decimal(found["DE"]["y"]) + 40


def test_only_region_words_can_be_shown() -> None:
    """Suppliers may keep their countries confidential."""
    root = parsed(country("GLO", "2"))
    assert tiles(root)["GLO"]["y"] == "0"
    assert root.find(f"{SVG}path") is None


def test_long_values_move_tiles_apart() -> None:
    """Values of neighbours never meet."""
    wide = "0.000123456"
    found = tiles(parsed(country("DE", wide), country("NL", wide)))
    distance = Decimal(found["DE"]["x"]) - Decimal(found["NL"]["x"])
    assert distance >= text_width(wide, 11)


@given(value=st.decimals(0, 10**6, places=3), most=st.decimals(1, 10**6, places=3))
def test_steps_rise_with_the_value(value: Decimal, most: Decimal) -> None:
    """A step is the fifth of the largest value in which a value is; the bound belongs to the lower one."""
    step = step_of(min(value, most), most)
    assert 0 <= step < len(LIGHTNESS)
    assert min(value, most) <= most * (step + 1) / 5 * Decimal("1.0000001")
    assert step == 0 or min(value, most) >= most * step / 5


@pytest.mark.parametrize(("value", "step"), [("0", 0), ("1", 0), ("2", 0), ("2.1", 1), ("10", 4)])
def test_an_upper_bound_belongs_to_its_step(value: str, step: int) -> None:
    """As the legend says by its sign for at most."""
    assert step_of(Decimal(value), Decimal(10)) == step


def test_a_value_of_fifty_digits_has_a_step() -> None:
    """The largest value is in the last step, however long it is."""
    value = Decimal("0.06866483765" + "7" * 40)
    assert step_of(value, value) == 4


def test_the_legend_has_the_bounds() -> None:
    """Five steps from zero to the largest value; none if all is zero."""
    texts = [row.text for row in parsed(country("DE", "10")).iter(f"{SVG}text")]
    assert texts[2:] == [f"≤ {Decimal(10) * step / 5}" for step in range(1, 6)]
    assert [row.text for row in parsed(country("DE", "0")).iter(f"{SVG}text")] == ["DE", "0"]


def test_no_bound_of_the_legend_reads_as_another_does() -> None:
    """Of bounds that are rounded to the same text the last one shows it."""
    words = TileWords("Countries", "None.", lambda value: str(round(value, 1)))
    drawn = ET.fromstring(draw_country_tiles([country("DE", "0.3")], words))  # noqa: S314 - our own drawing
    texts = [row.text for row in drawn.iter(f"{SVG}text")]
    assert texts[2:] == [None, "≤ 0.1", None, "≤ 0.2", "≤ 0.3"]


def test_nothing_is_a_sentence() -> None:
    """Where no country is known, a sentence says so."""
    assert [row.text for row in parsed().iter(f"{SVG}text")] == ["No country is known."]


def test_equal_values_give_equal_bytes() -> None:
    """The order of the values does not matter."""
    one, other = country("DE", "1"), country("GLO", "2")
    assert draw_country_tiles((one, other), WORDS) == draw_country_tiles((other, one), WORDS)
