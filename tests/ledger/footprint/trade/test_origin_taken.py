"""Recycled metal is secondary, in the recycler's country; mined metal does not become so by a word."""

from decimal import Decimal

import pytest
from support.graph import LINE, ident
from support.graph_origin import MINING, Way, holding
from support.rows import made, taken, used

from schemas.signed.entry import Element, Product, ProductLine
from schemas.vocabulary import ProcessCode

D = Decimal
RECYCLER = ProcessCode.HYDROMETALLURGICAL_RECYCLING
TRACED = {"recycled": {"material": "Co", "evidence": "traced"}}
AVERAGE = {"recycled": {"material": "Co", "evidence": "market_average"}}


def claiming(recycled: str) -> Product:
    """A line that holds 20 % cobalt and states a part of it as recycled."""
    cobalt = Element(element="Co", fraction="0.2", recycled=recycled)
    line = ProductLine(line=LINE, form="as_is", kg_per_unit="1", elements=(cobalt,))
    return Product(lines=(line,))


def test_a_recycler_s_metal_is_secondary_in_its_country() -> None:
    """Waste comes without a delivery; the recycler's own statement begins the metal."""
    way = Way()
    way.enter("recycler", RECYCLER, "DE", Co="0.2")
    way.supply("recycler", "cathode")
    way.enter("cathode", Co="0.2")
    assert way.origin("cathode") == {"secondary DE": D("0.2")}


def cathode_scrap(held: dict[str, str], grade: str = "0.2") -> Way:
    """A Congolese mine whose ore a plant uses; its cuttings, which hold something or state nothing, are recycled."""
    way = Way()
    way.enter("mine", MINING, "CD", Co=grade)
    way.supply("mine", "plant")
    cut = made("plant", "1", "cut", role="scrap")
    stated = {LINE: {"Co": "0.1"}, "cut": held}
    way.enter("plant", outputs=[cut], product=holding([LINE, "cut"], stated))
    way.supply("plant", "recycler", line="cut")
    way.enter("recycler", RECYCLER, "DE", Co="0.1")
    return way


def test_scrap_keeps_the_origin_of_what_it_was() -> None:
    """Cuttings of Congolese cobalt stay Congolese through a recycler; cuttings of unstated content are unknown."""
    assert cathode_scrap({"Co": "0.1"}).origin("recycler") == {"mined CD": D("0.1")}
    assert cathode_scrap({}).origin("recycler") == {"unknown": D("0.1")}


@pytest.mark.parametrize("role", ["scrap", "by_product", "co_product"])
@pytest.mark.parametrize("held", [{"Co": "0.1"}, {"Cu": "0.02"}, {"Ni": "0.0001"}, {}])
@pytest.mark.parametrize("unit", ["kg", "piece"])
def test_ore_under_another_role_is_not_recycled(role: str, held: dict[str, str], unit: str) -> None:
    """A mine that calls its ore scrap, with and without a grade or a mass, makes no recycler's metal secondary."""
    way = Way()
    ore = made("mine", "10", "ore", role=role, unit=unit)
    lines = holding([LINE, "ore"], {"ore": held})
    if unit == "piece":
        bare = [row.model_copy(update={"kg_per_unit": None}) for row in lines.lines]
        lines = lines.model_copy(update={"lines": tuple(bare)})
    way.enter("mine", MINING, "CD", outputs=[ore], product=lines)
    product = "urn:test:mine:ore"
    name = "mine to recycler"
    way.graph.deliver(name, "mine", "recycler", "1", line="ore", product=product, unit=unit)
    way.enter("recycler", RECYCLER, "DE", inputs=[taken(name, "1", unit=unit)], Co="0.1")
    assert "secondary DE" not in way.origin("recycler")


def test_what_an_end_of_life_entry_recovers_is_secondary() -> None:
    """Black mass that a shredder delivers is the recycler's; ore that passes through a shredder stays ore."""
    way = Way()
    way.enter("shredder", ProcessCode.SHREDDING, "PL", Co="0.1")
    way.supply("shredder", "recycler")
    way.enter("recycler", RECYCLER, "DE", Co="0.1")
    assert way.origin("recycler") == {"secondary DE": D("0.1")}
    way.enter("mine", MINING, "CD", Co="0.1")
    way.supply("mine", "shredder")
    way.enter("shredder", ProcessCode.SHREDDING, "PL", Co="0.1")
    assert way.origin("recycler") == {"mined CD": D("0.1")}


def test_a_delivery_that_is_missing_is_no_draw() -> None:
    """The entry that cites it has no value; the others of the graph have theirs."""
    way = Way()
    way.enter("mine", MINING, "CD", Co="0.2")
    way.supply("mine", "plant")
    way.enter("plant", inputs=[taken("nowhere", "1")], Co="0.2")
    found = way.values("plant")
    assert found.line(ident("plant"), LINE) is None
    assert [row.code for row in found.problems] == ["statement.missing"]
    assert way.origin("mine") == {"mined CD": D("0.2")}


def test_new_goods_sent_through_a_recycler_stay_mined() -> None:
    """A main product of a mine is no waste, whatever its taker's process is called."""
    way = Way()
    way.enter("mine", MINING, "CD", Co="0.2")
    way.supply("mine", "recycler")
    way.enter("recycler", RECYCLER, "DE", Co="0.2")
    assert way.origin("recycler") == {"mined CD": D("0.2")}


def test_a_recycler_that_takes_new_goods_of_unknown_content_proves_nothing() -> None:
    """What a trader sold it as new goods is not waste."""
    way = Way()
    way.enter("trader")
    way.supply("trader", "recycler")
    way.enter("recycler", RECYCLER, "DE", Co="0.2")
    assert way.origin("recycler") == {"unknown": D("0.2")}


def test_a_traced_row_makes_unknown_metal_secondary() -> None:
    """Its country is the supplier's; the same row with a market average leaves it unknown."""
    for mark, origin in ((TRACED, "secondary BE"), (AVERAGE, "unknown")):
        way = Way()
        way.enter("smelter", country="BE", Co="0.2")
        way.supply("smelter", "cathode", **mark)
        way.enter("cathode", Co="0.2")
        assert way.origin("cathode") == {origin: D("0.2")}


def test_a_traced_mark_does_not_change_mined_metal() -> None:
    """Metal that the ledger traces to a mine stays mined under any mark."""
    way = Way()
    way.enter("mine", MINING, "CD", Co="0.2")
    way.supply("mine", "cathode", **TRACED)
    way.enter("cathode", Co="0.2")
    assert way.origin("cathode") == {"mined CD": D("0.2")}


def test_a_mark_does_not_change_untraced_metal() -> None:
    """Metal within the tolerance stays untraced behind a traced row and behind a recycler."""
    for process, mark in ((ProcessCode.REFINING, TRACED), (RECYCLER, {})):
        way = Way()
        way.enter("mine", MINING, "CD", Co="0.2")
        way.supply("mine", "salt")
        way.enter("salt", Co="0.2")
        way.supply("salt", "cathode")
        scrap = made("cathode", "1", "cut", role="scrap")
        way.enter("cathode", outputs=[scrap], Co="0.208")
        way.supply("cathode", "user", **mark)
        way.enter("user", process)
        assert way.untraced("user") == D("0.008")


def test_a_stated_recycled_share_alone_makes_nothing_secondary() -> None:
    """A refinery that writes recycled 1 and takes no traced feedstock has metal of unknown origin."""
    way = Way()
    way.enter("refinery", product=claiming("1"))
    assert way.origin("refinery") == {"unknown": D("0.2")}


def test_a_stated_recycled_share_does_not_change_mined_metal() -> None:
    """A claim beside ore of one mine stays without effect."""
    way = Way()
    way.enter("mine", MINING, "CD", Co="0.2")
    way.supply("mine", "refinery")
    way.enter("refinery", product=claiming("1"))
    assert way.origin("refinery") == {"mined CD": D("0.2")}


def test_a_stated_recycled_share_counts_up_to_traced_feedstock() -> None:
    """Half of 0.2 kg is claimed: 0.1 with enough traced scrap, 0.04 with 0.04 kg of it."""
    for scrap, second in (("5", "0.1"), ("0.04", "0.04")):
        way = Way()
        row = used("test:scrap", scrap, recycled={"material": "Co", "evidence": "traced"})
        way.enter("refinery", product=claiming("0.5"), inputs=[row])
        rest = D("0.2") - D(second)
        assert way.origin("refinery") == {"secondary": D(second), "unknown": rest}


def test_bought_traced_metal_is_secondary_of_no_known_country() -> None:
    """Its recycler is not in the ledger."""
    way = Way()
    row = used("test:co", "0.2", material="Co", recycled={"material": "Co", "evidence": "traced"})
    way.enter("cathode", inputs=[row], Co="0.2")
    assert way.origin("cathode") == {"secondary": D("0.2")}


def test_a_delivery_marked_on_one_row_only_is_not_traced() -> None:
    """Two rows of one delivery, one without the mark, are read as unmarked."""
    way = Way()
    way.enter("smelter", country="BE", Co="0.2")
    way.supply("smelter", "cathode", "0.5", **TRACED)
    unmarked = {key: v for key, v in way.row("smelter", "cathode").items() if key != "recycled"}
    way.enter("cathode", inputs=[unmarked], Co="0.2")
    assert way.origin("cathode") == {"unknown": D("0.2")}
