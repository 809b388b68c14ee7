"""An origin as text: what is not stated is unknown, and a site abroad is a claim."""

from support.graph import ident
from support.terminal import lines_of

from ledger.documents.origin.layout import layout_origin
from schemas.values import Period
from schemas.views.origin import ElementOrigin, Origin, OriginClass, OriginEntry, OriginShare


def lines(*elements: ElementOrigin) -> list[str]:
    """The text of an origin of some elements."""
    found = Origin(
        document="origin",
        model="urn:test:pack",
        period=Period(start="2025-01-01", end="2026-01-01"),
        exact=True,
        note="Mass balance.",
        elements=elements,
        due_diligence=0,
    )
    return lines_of(layout_origin(found))


def test_an_element_that_nobody_states_is_unknown() -> None:
    """It is not zero."""
    found = lines(ElementOrigin(element="Co", untraced_kg="0"))
    assert ["cobalt", "unknown", "no", "entry", "states", "it"] in [row.split() for row in found]


def test_untraced_metal_alone_is_stated() -> None:
    """All of it is beyond what came in."""
    found = lines(
        ElementOrigin(element="Co", kg_per_battery="0", kg_per_kwh="0", untraced_kg="0.1")
    )
    words = "untraced 0.1 stated beyond what came in, in no share"
    assert words.split() in [row.split() for row in found]


def test_a_mine_of_a_firm_that_is_registered_elsewhere() -> None:
    """Both countries stand in the text, of the share and of the entry."""
    mined = OriginClass.MINED
    share = OriginShare(origin=mined, country="AU", kg="5", share="1", unconfirmed="2")
    entry = OriginEntry(
        origin=mined, country="AU", entry=ident("mine"), firm="Mine SA", registered="CD", kg="2"
    )
    found = lines(
        ElementOrigin(
            element="Co",
            kg_per_battery="5",
            kg_per_kwh="0.1",
            untraced_kg="0",
            shares=(share,),
            entries=(entry,),
        )
    )
    assert any(row.endswith("2 kg by the word of firms registered elsewhere") for row in found)
    assert any(row.endswith("Mine SA, registered in CD") for row in found)
