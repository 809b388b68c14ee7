"""Shares sum to 1 exactly; a battery without a value says why."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st
from support.graph import LINE, ident
from support.graph_origin import MINING, Way, holding
from support.refusal import refused
from support.rows import made

from ledger.footprint.graph.composition import Part
from ledger.footprint.trade.origin_keys import OriginKey
from ledger.footprint.trade.origin_shares import battery_origin, places, refiners, shares
from schemas.signed.calculation import CompositionRow
from schemas.views.origin import OriginClass
from schemas.vocabulary import ProcessCode

COUNTRIES = ("CD", "CU", "AU", "ID")
kgs = st.lists(st.decimals("0.000001", "1000", places=6), max_size=4)


@given(kgs, st.integers(1, 15))
def test_shares_sum_to_one_exactly(amounts: list[Decimal], digits: int) -> None:
    """At any number of decimal places; of nothing there is none."""
    kg = {(OriginClass.MINED, COUNTRIES[at]): value for at, value in enumerate(amounts)}
    found = shares(kg, Decimal(1).scaleb(-digits))
    assert sum(found.values()) == (1 if amounts else 0)
    assert set(found) == set(kg)


def way(salt: str | None = "1") -> Way:
    """A mine, a salt of 2 kg from it, and a pack of that."""
    found = Way()
    found.enter("mine", MINING, "CD", Co="0.5")
    found.supply("mine", "salt", "2")
    found.enter("salt", **({} if salt is None else {"Co": salt}))
    found.supply("salt", "pack")
    found.enter("pack")
    return found


def part(found: Way, line: str = LINE, role: str = "product", name: str = "pack") -> Part:
    """A row of a composition that counts the pack."""
    row = CompositionRow.model_validate(
        {"role": role, "entry": ident(name), "line": line, "amount": "1", "unit": "kg"},
        strict=False,
    )
    return Part(row, ident(name), found.graph.entries[ident(name)], None)


def test_the_kg_of_one_battery() -> None:
    """A kg of pack holds 1 kg of cobalt; four batteries share it, and end of life adds none."""
    found = way()
    rows = [part(found), part(found, role="end_of_life", name="mine")]
    made = battery_origin("Co", rows, 4, found.graph.resolve("pack", "mine"))
    assert places(made.kg) == {(OriginClass.MINED, "CD"): Decimal("0.25")}
    assert made.untraced == 0


def test_metal_that_nobody_after_its_mine_has_stated_is_unknown() -> None:
    """The salt says nothing of its cobalt, so nothing shows that other ore was left out."""
    found = way(salt=None)
    made = battery_origin("Co", [part(found)], 4, found.graph.resolve("pack"))
    assert made.kg == {OriginKey(OriginClass.UNKNOWN, "", ident("pack")): Decimal("0.25")}


def test_a_trader_between_mine_and_refiner_may_be_silent() -> None:
    """The refiner's statement is about all that came before."""
    found = Way()
    found.enter("mine", MINING, "CD", Co="0.5")
    found.supply("mine", "trader", "2")
    found.enter("trader")
    found.supply("trader", "salt")
    found.enter("salt", Co="1")
    found.supply("salt", "pack")
    found.enter("pack")
    made = battery_origin("Co", [part(found)], 1, found.graph.resolve("pack"))
    assert places(made.kg) == {(OriginClass.MINED, "CD"): Decimal(1)}


def test_stated_metal_does_not_cover_what_is_silent_beside_it() -> None:
    """A kg that a salt states, and a kg of ore that comes straight to the pack."""
    found = Way()
    found.enter("mine", MINING, "CD", Co="0.5")
    found.supply("mine", "salt", "2")
    found.enter("salt", Co="1")
    found.supply("salt", "pack")
    found.supply("mine", "pack", "2")
    found.enter("pack")
    made = battery_origin("Co", [part(found)], 1, found.graph.resolve("pack"))
    assert places(made.kg) == {
        (OriginClass.MINED, "CD"): Decimal(1),
        (OriginClass.UNKNOWN, ""): Decimal(1),
    }


def test_a_line_that_is_missing_is_refused() -> None:
    """The refusal names the entry, and a withheld inventory behind it is the reason if there is one."""
    found = way()
    with refused("delivery.line"):
        battery_origin("Co", [part(found, "other")], 1, found.graph.resolve("pack"))
    found.graph.enter("mine", None)
    with refused("section.withheld", ident("mine")):
        battery_origin("Co", [part(found)], 1, found.graph.resolve("pack"))


def found(way: Way, name: str) -> set[str]:
    """The ids of the cobalt refiners behind an entry."""
    resolution = way.graph.resolve(name)
    return set(refiners("Co", [ident(name)], resolution, way.values(name)))


def test_the_first_after_the_mine_is_the_refiner() -> None:
    """The mine states its grade and is none; a cathode plant takes refined metal and is none."""
    way = Way()
    way.enter("mine", MINING, "CD", Co="0.2")
    way.supply("mine", "salt")
    way.enter("salt", Co="0.2")
    way.supply("salt", "cathode")
    way.enter("cathode", Co="0.2")
    assert found(way, "cathode") == {ident("salt")}


def test_a_trader_that_states_nothing_hides_no_refiner() -> None:
    """What the refiner stated passes a silent trader, so its customer is no refiner."""
    way = Way()
    way.enter("mine", MINING, "CD")
    way.supply("mine", "salt")
    way.enter("salt", Co="0.2")
    way.supply("salt", "trader")
    way.enter("trader")
    way.supply("trader", "cathode")
    way.enter("cathode", Co="0.2")
    assert found(way, "cathode") == {ident("salt")}


def test_a_recycler_and_a_plant_of_unknown_supply_are_refiners() -> None:
    """A plant takes the metal of a toller under every purpose, so the toller is the refiner before it."""
    way = Way()
    way.enter("toller", Co="0.2")
    way.enter("recycler", ProcessCode.HYDROMETALLURGICAL_RECYCLING, "DE", Co="0.2")
    way.supply("toller", "plant", purpose="processing")
    way.enter("plant", Co="0.2")
    way.supply("recycler", "cathode")
    way.supply("plant", "cathode")
    way.enter("cathode", Co="0.2")
    assert found(way, "cathode") == {ident("toller"), ident("recycler")}


def test_goods_of_a_refiner_that_bring_none_of_the_element() -> None:
    """A second line without cobalt makes the plant that takes it a refiner of its own."""
    way = Way()
    side = made("salt", "1", "side", role="by_product")
    way.enter(
        "salt",
        outputs=[side],
        product=holding([LINE, "side"], {LINE: {"Co": "0.2"}, "side": {"S": "0.5"}}),
    )
    way.supply("salt", "plant", line="side")
    way.enter("plant", Co="0.2")
    way.supply("plant", "cathode")
    way.supply("salt", "cathode")
    way.enter("cathode", Co="0.2")
    assert found(way, "cathode") == {ident("salt"), ident("plant")}


def test_an_entry_that_is_not_behind_the_battery_is_left_out() -> None:
    """Only what the battery rests on counts."""
    way = Way()
    way.enter("salt", Co="0.2")
    way.supply("salt", "pack")
    way.enter("pack")
    way.enter("other", Co="0.2")
    resolution = way.graph.resolve("pack", "other")
    assert list(refiners("Co", [ident("pack")], resolution, way.values("pack"))) == [ident("salt")]
