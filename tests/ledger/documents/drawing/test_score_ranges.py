"""Scores on one scale: nothing leaves the picture, what differs is joined, and equal rows give equal bytes."""

import re
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from ledger.documents.drawing.score_ranges import ROW, WIDTH, ScoreRange, draw_score_ranges

values = st.decimals("-5", "500", places=6)


@st.composite
def rows(draw: st.DrawFn) -> ScoreRange:
    """A calculation, with a range around its score or none."""
    signed, score, width = draw(values), draw(values), draw(st.decimals("0", "9", places=3))
    ends = (score - width, score + width) if draw(st.booleans()) else None
    name = draw(st.sampled_from(["urn:a:model, PACK-1, 2025", "x" * 300]))
    return ScoreRange(name, signed, score, ends, f"{name} <now>")


def written(value: Decimal) -> str:
    """A value of the axis."""
    return str(value)


@given(st.lists(rows(), max_size=8))
def test_nothing_leaves_the_picture(shown: list[ScoreRange]) -> None:
    """Every ring, dot and band is within it; equal rows give equal bytes; words are escaped."""
    drawn = draw_score_ranges(shown, "Scores", written)
    centres = [Decimal(x) for x in re.findall(r'<circle cx="(-?[0-9.]+)"', drawn)]
    assert len(centres) == 2 * len(shown)
    assert all(0 <= x <= WIDTH for x in centres)
    for left, width in re.findall(r'<rect [^>]*x="(-?[0-9.]+)"[^>]* width="([0-9.]+)"', drawn):
        assert 0 <= Decimal(left) <= Decimal(left) + Decimal(width) <= WIDTH
    assert "<now>" not in drawn
    assert drawn == draw_score_ranges(shown, "Scores", written)


def test_a_figure_that_would_be_another_is_joined_to_what_is_signed() -> None:
    """And one that would not has ring and dot in one place."""
    same = ScoreRange("a", Decimal(2), Decimal(2), None, "a")
    moved = ScoreRange("b", Decimal(1), Decimal(3), None, "b")
    drawn = draw_score_ranges([same, moved], "Scores", written)
    assert drawn.count('class="moved"') == 1
    first, second, ring, dot = re.findall(r'<circle cx="([0-9.]+)"', drawn)
    assert first == second
    assert Decimal(ring) < Decimal(first) < Decimal(dot)
    assert f'y1="{ROW + 23}"' in drawn


def test_one_value_stands_between_round_numbers() -> None:
    """Of a single figure too the axis has short numbers, and the figure is in the middle."""
    one = Decimal("0.12407354720216570026815242290886")
    drawn = draw_score_ranges([ScoreRange("a", one, one, None, "a")], "Scores", written)
    (ring, dot) = re.findall(r'<circle cx="([0-9.]+)"', drawn)
    assert ring == dot == str(WIDTH // 2)
    labels = re.findall(r">(0\.[0-9]+)</text>", drawn)
    assert len(labels) > 2
    assert all(len(label) < 8 for label in labels)
