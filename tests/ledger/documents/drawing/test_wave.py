"""The wave of a restatement: every dot at its column and height, joined to what it rests on."""

import re
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from ledger.documents.drawing.wave import HEIGHT, WIDTH, WavePoint, draw_wave

COLUMNS = ("change", "+1", "figures")
changes = st.decimals("-3", "3", places=6)


@st.composite
def waves(draw: st.DrawFn) -> list[WavePoint]:
    """Points in three columns, each of which rests on some of the column before."""
    points: list[WavePoint] = []
    for number in range(draw(st.integers(0, 9))):
        column = min(number, 2)
        before = [point.id for point in points if point.column == column - 1]
        rests_on = tuple(draw(st.sets(st.sampled_from(before)))) if before else ()
        change = draw(changes)
        points.append(
            WavePoint(f"e{number}", column, change, f"S{number}", f"<{number}>", rests_on)
        )
    return points


def drawn(points: list[WavePoint]) -> str:
    """The picture."""
    return draw_wave(points, COLUMNS, "Relative change", str)


def dots(picture: str) -> list[tuple[Decimal, Decimal]]:
    """The centres of the dots in their order."""
    found = re.findall(r'<circle cx="(-?[0-9.]+)" cy="(-?[0-9.]+)"', picture)
    return [(Decimal(x), Decimal(y)) for x, y in found]


@given(waves())
def test_nothing_leaves_the_picture_and_equal_waves_give_equal_bytes(
    points: list[WavePoint],
) -> None:
    """A dot for each point within it, a line for each pair, and words are escaped."""
    picture = drawn(points)
    assert len(dots(picture)) == len(points)
    assert all(0 <= x <= WIDTH and 0 <= y <= HEIGHT for x, y in dots(picture))
    assert picture.count("L") >= sum(len(point.rests_on) for point in points)
    assert re.search(r"<[0-9]+>", picture) is None
    assert picture == drawn(points)


@given(waves())
def test_a_dot_is_higher_for_a_larger_change_and_further_for_a_later_column(
    points: list[WavePoint],
) -> None:
    """In tenths of a px."""
    placed = list(zip(points, dots(drawn(points)), strict=True))
    for one, (x, y) in placed:
        for other, (further, lower) in placed:
            assert (one.column < other.column) == (x < further)
            if one.change > other.change:
                assert y <= lower


def test_a_rise_and_a_fall_have_colours_of_their_own() -> None:
    """And what does not move stands on the line of zero, as a fall of nothing."""
    points = [
        WavePoint("a", 0, Decimal("0.5"), "A", "a", ()),
        WavePoint("b", 1, Decimal("-0.5"), "B", "b", ("a",)),
        WavePoint("c", 2, Decimal(0), "C", "c", ("b",)),
    ]
    picture = drawn(points)
    assert (picture.count('class="moved"'), picture.count('class="tile"')) == (1, 2)
    assert all(f">{name}</text>" in picture for name in ("A", "B", "C", *COLUMNS))


def test_names_that_would_overlap_are_left_out() -> None:
    """Of two dots at one place the larger change has its name; both have their words."""
    close = [
        WavePoint("a", 0, Decimal("0.500"), "A", "first", ()),
        WavePoint("b", 0, Decimal("0.501"), "B", "second", ()),
    ]
    picture = drawn(close)
    assert (">A</text>" in picture, ">B</text>" in picture) == (False, True)
    assert "first" in picture
    assert "second" in picture
