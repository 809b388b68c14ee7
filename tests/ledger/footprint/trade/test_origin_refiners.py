"""The refiners of an element: the first entries after extraction that state it, whatever their process is called."""

from support.graph import LINE, ident
from support.graph_origin import MINING, Way, holding
from support.rows import made

from ledger.footprint.trade.origin_refiners import refiners
from schemas.vocabulary import ProcessCode


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
