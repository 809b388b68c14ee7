"""The bars of an origin fill their width by share, and show what is unknown as no country."""

from decimal import Decimal
from xml.etree import ElementTree as ET

from hypothesis import given
from hypothesis import strategies as st

from ledger.documents.drawing.origin_bars import (
    ROW,
    WIDTH,
    OriginBar,
    OriginSegment,
    draw_origin_bars,
)

SVG = "{http://www.w3.org/2000/svg}"


def segment(word: str, share: str, origin: str = "mined") -> OriginSegment:
    """A segment of a bar."""
    return OriginSegment(word, f"{word} <{share}>", Decimal(share), origin)


def parsed(*bars: OriginBar) -> ET.Element:
    """The drawing of some bars."""
    return ET.fromstring(draw_origin_bars(bars, "Origin"))  # noqa: S314 - our own drawing


def test_each_class_has_its_look() -> None:
    """Mined metal fades by rank, recycled metal is light, unknown metal grey; each has a title."""
    words = ("CD", "CU", "AU", "ID", "FI")
    rows = [segment(word, "0.15") for word in words]
    rows += [segment("DE", "0.15", "secondary"), segment("unknown", "0.1", "unknown")]
    drawn = parsed(OriginBar("Cobalt", tuple(rows), "none"))
    boxes = list(drawn.iter(f"{SVG}rect"))
    looks = [(box.get("class"), box.get("fill-opacity")) for box in boxes]
    assert looks == [
        ("tile", "1"),
        ("tile", "0.8"),
        ("tile", "0.4"),
        ("tile", "0.25"),
        ("tile", "0.25"),
        ("tile", "0.1"),
        ("dot", None),
    ]
    titles = [one.text for one in drawn.iter(f"{SVG}title")]
    assert titles[1] == "CD <0.15>"
    texts = [one.text for one in drawn.iter(f"{SVG}text")]
    assert texts == ["Cobalt", *words, "DE"]


def test_an_element_that_no_entry_states_has_a_sentence() -> None:
    """No bar; an empty drawing keeps its size."""
    drawn = parsed(OriginBar("Lithium", (), "no entry states it"))
    assert [one.text for one in drawn.iter(f"{SVG}text")] == ["Lithium", "no entry states it"]
    assert parsed().get("height") == str(ROW)


@given(st.lists(st.integers(1, 50), min_size=1, max_size=6))
def test_segments_stay_in_the_picture(parts: list[int]) -> None:
    """They follow each other from 0 to the width, whatever the shares."""
    whole = Decimal(sum(parts))
    rows = tuple(segment("CD", str(Decimal(part) / whole)) for part in parts)
    boxes = list(parsed(OriginBar("Cobalt", rows, "")).iter(f"{SVG}rect"))
    edges = [(Decimal(box.get("x", "0")), Decimal(box.get("width", "0"))) for box in boxes]
    assert edges[0][0] == 0
    assert all(x + width <= WIDTH + 1 for x, width in edges)
    assert [x for x, _ in edges] == sorted(x for x, _ in edges)
