"""Bars of a good at the carbon border: one scale, within the picture, the same bytes twice."""

import re
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from ledger.documents.drawing.border_bars import (
    LOOKS,
    WIDTH,
    BorderBar,
    BorderPart,
    draw_border_bars,
)

values = st.decimals("0", "50", places=6)
parts = st.builds(BorderPart, st.sampled_from(sorted(LOOKS)), values)
bars = st.lists(
    st.builds(
        BorderBar,
        st.just("Embedded emissions"),
        st.lists(parts, max_size=3).map(tuple),
        values.map(str),
    ),
    max_size=5,
)


def widths(drawn: str) -> list[tuple[Decimal, Decimal]]:
    """The left edge and the width of each part."""
    found = re.findall(r'<rect x="([0-9.]+)" y="[0-9.]+" width="([0-9.]+)"', drawn)
    return [(Decimal(left), Decimal(width)) for left, width in found]


@given(bars)
def test_no_part_leaves_the_picture(shown: list[BorderBar]) -> None:
    """The widest bar leaves room for its value; equal bars give equal bytes."""
    drawn = draw_border_bars(shown, "Per tonne")
    assert all(left + width <= WIDTH for left, width in widths(drawn))
    assert drawn == draw_border_bars(shown, "Per tonne")


def test_parts_are_drawn_to_one_scale() -> None:
    """A bar of half the size is half as wide; a part of zero is not drawn."""
    whole = BorderBar(
        "All", (BorderPart("actual", Decimal(1)), BorderPart("default", Decimal(1))), "2"
    )
    half = BorderBar(
        "Half", (BorderPart("allocation", Decimal(1)), BorderPart("default", Decimal(0))), "1"
    )
    first, second, third = widths(draw_border_bars([whole, half], "Per tonne"))
    assert first[1] == second[1] == third[1]
    assert second[0] == first[1]
    assert draw_border_bars([], "Nothing").startswith("<svg")
