"""Labels: wrapping, cutting, and what is never cut."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from ledger.documents.drawing.sankey.labels import Label, Line, site_lines
from ledger.documents.drawing.text_width import LINE_HEIGHT, text_width, wrap


@given(text=st.text(min_size=1), width=st.integers(30, 200), most=st.integers(1, 4))
def test_lines_fit_their_width(text: str, width: int, most: int) -> None:
    """No line of a wrapped name is wider than its room, and there are not more than asked for."""
    lines = wrap(text, Decimal(width), most)
    assert len(lines) <= most
    assert all(text_width(line, strong=True) <= width for line in lines)


def test_a_name_breaks_at_spaces() -> None:
    """Words stay whole where they fit."""
    assert wrap("Cobalt hydroxide", Decimal(80)) == ["Cobalt", "hydroxide"]


def test_a_long_word_is_divided_by_a_hyphen() -> None:
    """German compounds are longer than a column is wide."""
    first, second = wrap("Lithiumhydroxid", Decimal(90))
    assert first.endswith("-")
    assert first[:-1] + second == "Lithiumhydroxid"


def test_a_word_with_a_hyphen_is_divided_there() -> None:
    """No second hyphen is added."""
    lines = wrap("Lithiumhydroxid-Monohydrat", Decimal(125))
    assert lines == ["Lithiumhydroxid-", "Monohydrat"]


def test_chinese_breaks_between_letters_without_a_hyphen() -> None:
    """Full-width letters may break anywhere."""
    lines = wrap("电池级氢氧化锂生产厂", Decimal(70))
    assert "".join(lines) == "电池级氢氧化锂生产厂"
    assert len(lines) == 2


def test_what_is_over_ends_in_dots() -> None:
    """A name that is too long for its lines is cut; its value is not."""
    *names, value = site_lines("one two three four five six", "DE 0.000123456789", Decimal(50))
    assert names[-1].name.endswith("…")
    assert value == Line(value="DE 0.000123456789")


def test_a_label_that_ends_at_its_place_lies_left_of_it() -> None:
    """The box of a leaf's label ends where its bar begins."""
    lines = (Line(name="Nickel"), Line(value="CN 1"))
    box = Label(lines, Decimal(100), Decimal(10), ends=True).box
    assert box.x1 == 100
    assert box.y1 - box.y0 == 2 * 12 * LINE_HEIGHT
