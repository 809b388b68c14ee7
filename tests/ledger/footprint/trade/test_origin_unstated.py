"""What is not stated is unknown: it lends no country, and takes nothing off the share of others by silence."""

from decimal import Decimal

import pytest
from support.graph_origin import MINING, Way
from support.rows import made

D = Decimal


def test_goods_of_unstated_content_lend_no_origin() -> None:
    """Gravel of one mine, of two of one country, through a pool, and a token of it: the metal is of unknown origin."""
    for names, load in ((("tenke",), "5"), (("tenke", "kolwezi"), "1"), (("tenke",), "0.000001")):
        way = Way()
        for name in names:
            way.enter(name, MINING, "AU", Si="0.3")
            way.supply(name, "pool", load)
        way.enter("pool")
        way.supply("pool", "salt")
        way.enter("salt", Co="0.2")
        assert way.origin("salt") == {"unknown": D("0.2")}


def test_an_ore_declared_as_work_is_not_replaced_by_gravel() -> None:
    """Gravel of unstated content beside Congolese ore lowers the known share, and adds no country."""
    way = Way()
    way.enter("congo", MINING, "CD", Co="0.2")
    way.enter("gravel", MINING, "AU")
    way.supply("congo", "salt", purpose="processing")
    way.supply("gravel", "salt", "0.1")
    way.enter("salt", Co="0.2")
    found = way.origin("salt")
    assert set(found) == {"mined CD", "unknown"}
    assert abs(sum(found.values()) - D("0.2")) < D("1e-30")


@pytest.mark.parametrize("held", [{"Ni": "0.0001"}, {"Co": "0.0001"}, {"Cu": "0.02"}, {}])
def test_silence_of_an_ore_takes_nothing_off_its_share(held: dict[str, str]) -> None:
    """A Congolese ore states a trace, another metal or nothing beside rich Australian ore: most is unknown."""
    way = Way()
    way.enter("congo", MINING, "CD", **held)
    way.enter("australia", MINING, "AU", Co="0.21")
    way.supply("congo", "salt", "6")
    way.supply("australia", "salt", "1")
    way.enter("salt", Co="0.21")
    found = way.origin("salt")
    share = found["mined AU"] / sum(found.values())
    assert round(share, 6) == round(D("0.21") / (D("0.21") + D("3.84")), 6)


def test_silence_passes_through_a_pool() -> None:
    """A concentrator that states nothing mixes both ores; the salt after it inherits the doubt, and so a co-product."""
    way = Way()
    way.enter("congo", MINING, "CD")
    way.enter("australia", MINING, "AU", Co="0.21")
    way.supply("congo", "pool")
    way.supply("australia", "pool")
    way.enter("pool", outputs=[made("pool", "1", "side", role="co_product")])
    way.supply("pool", "salt")
    way.enter("salt", Co="0.1")
    found = way.origin("salt")
    assert set(found) == {"mined AU", "unknown"}
    assert found["unknown"] > found["mined AU"]
    assert set(way.origin("pool", line="side")) == {"mined AU", "unknown"}


def test_a_composition_of_traces_is_none() -> None:
    """An intermediate of unstated ore that states a hundredth of a percent of nickel may still hold the cobalt."""
    way = Way()
    way.enter("congo", MINING, "CD")
    way.enter("australia", MINING, "AU", Co="0.21")
    way.supply("congo", "leach")
    way.enter("leach", Ni="0.0001")
    way.supply("leach", "salt")
    way.supply("australia", "salt")
    way.enter("salt", Co="0.2")
    assert way.origin("salt")["unknown"] > way.origin("salt")["mined AU"]


def test_a_lot_cannot_deliver_more_than_it_made() -> None:
    """An Australian lot of 10 kg stands for 40: three quarters of the metal are of unknown origin."""
    way = Way()
    way.enter("australia", MINING, "AU", Co="0.02")
    way.supply("australia", "salt", "40")
    way.enter("salt", Co="0.8")
    assert way.origin("salt") == {"unknown": D("0.6"), "mined AU": D("0.2")}


def test_ore_beside_goods_that_nobody_supplied_is_unknown() -> None:
    """A clean mine's ore beside a trader's goods of unknown content lends them no origin."""
    way = Way()
    way.enter("trader")
    way.enter("mine", MINING, "AU")
    way.supply("trader", "salt")
    way.supply("mine", "salt")
    way.enter("salt", Co="0.2")
    assert way.origin("salt") == {"unknown": D("0.2")}


def test_two_mines_pooled_before_an_assay_are_unknown() -> None:
    """A concentrator of two countries' ore that states no grade leaves the choice open, so nothing is attributed."""
    way = Way()
    for name, country in (("congo", "CD"), ("cuba", "CU")):
        way.enter(name, MINING, country)
        way.supply(name, "pool")
    way.enter("pool")
    way.supply("pool", "salt")
    way.enter("salt", Co="0.2")
    assert way.origin("salt") == {"unknown": D("0.2")}
