"""The origin of an element: followed, scaled to what is made, and unknown where nobody accounts for it."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.graph import LINE, ident
from support.graph_origin import MINING, Way, chain, holding
from support.rows import inventory, made, used

from ledger.footprint.graph.numbers import format_decimal
from schemas.vocabulary import ProcessCode

D = Decimal


def test_a_refinery_takes_the_origin_of_its_mine() -> None:
    """The salt's own assay weighs the cobalt; the mine's country is its origin, and the refinery's is none."""
    assert chain().origin("salt") == {"mined CD": D("0.2")}


def test_an_assay_above_the_grade_of_the_ore_invents_no_metal() -> None:
    """0.195 kg at the mine and 0.2 in the salt: the 0.005 are untraced, and not mined in the Congo."""
    way = chain(grade="0.195")
    assert way.origin("salt") == {"mined CD": D("0.195")}
    assert way.untraced("salt") == D("0.005")


def test_the_first_assay_differs_from_the_grade_once() -> None:
    """4 % after the ore and 4 % in the cathode stay untraced; another 4 % after that is of unknown origin."""
    way = chain(grade="0.1923")
    way.supply("salt", "cathode")
    way.enter("cathode", Co="0.208")
    assert way.origin("cathode") == {"mined CD": D("0.1923")}
    assert way.untraced("cathode") == D("0.0157")
    way.supply("cathode", "cell")
    way.enter("cell", Co="0.216")
    assert way.origin("cell") == {"mined CD": D("0.1923"), "unknown": D("0.016")}


def test_an_assay_passes_a_silent_co_product() -> None:
    """A plant whose second line states nothing shares what came in, the assay among it, by mass."""
    way = chain(grade="0.195")
    way.supply("salt", "plant")
    side = made("plant", "1", "side", role="co_product")
    way.enter("plant", outputs=[side], product=holding([LINE, "side"], {LINE: {"Co": "0.1"}}))
    assert way.origin("plant") == {"mined CD": D("0.0975")}
    assert way.untraced("plant") == D("0.0025")


def test_a_loss_keeps_the_mix() -> None:
    """0.3 kg of cobalt go in and 0.2 come out: the loss is of both mines alike."""
    way = Way()
    for name, country, amount in (("congo", "CD", "0.1"), ("cuba", "CU", "0.2")):
        way.enter(name, MINING, country, Co="1")
        way.supply(name, "salt", amount)
    way.enter("salt", Co="0.2")
    assert {key: round(kg, 20) for key, kg in way.origin("salt").items()} == {
        "mined CU": round(D("0.4") / 3, 20),
        "mined CD": round(D("0.2") / 3, 20),
    }


def test_more_metal_than_came_in_is_unknown() -> None:
    """A salt of 0.2 kg from a mine that delivered 0.1 takes the other half from nobody."""
    way = chain(grade="0.1")
    assert way.origin("salt") == {"mined CD": D("0.1"), "unknown": D("0.1")}


def test_an_assay_within_the_tolerance_claims_no_origin() -> None:
    """A cathode that states 4 % more cobalt than its salt holds leaves the 4 % untraced, in no share."""
    way = chain()
    way.supply("salt", "cathode")
    way.enter("cathode", Co="0.208")
    assert way.origin("cathode") == {"mined CD": D("0.2")}
    assert way.untraced("cathode") == D("0.008")


def test_a_rounded_cell_is_no_excess() -> None:
    """Thirds of 0.002 kg, rounded to 34 digits, are less than 0.002; the next entry states no metal beyond them."""
    way = Way()
    for name, grade in (("congo", "0.001"), ("cuba", "0.001"), ("australia", "0.004")):
        way.enter(name, MINING, "CD", Co=grade)
        way.supply(name, "salt")
    way.enter("salt", Co="0.002")
    way.supply("salt", "cathode")
    way.enter("cathode", Co="0.002")
    assert way.untraced("cathode") == 0
    assert abs(way.origin("cathode")["mined CD"] - D("0.002")) < D("1e-30")


def test_small_excesses_add_up_until_they_show() -> None:
    """A second entry that adds another 4 % is compared with what was traced from the start."""
    way = chain()
    way.supply("salt", "precursor")
    way.enter("precursor", Co="0.208")
    way.supply("precursor", "cathode")
    way.enter("cathode", Co="0.216")
    assert way.origin("cathode") == {"mined CD": D("0.2"), "unknown": D("0.016")}
    assert way.untraced("cathode") == 0


def test_a_fraction_left_out_is_unknown_and_not_nothing() -> None:
    """A salt that states another element but no cobalt brings none; the cathode's cobalt is then of unknown origin."""
    way = Way()
    way.enter("mine", MINING, "CD")
    way.supply("mine", "salt")
    way.enter("salt", S="0.1")
    way.supply("salt", "cathode")
    way.enter("cathode", Co="0.06")
    assert way.origin("cathode") == {"unknown": D("0.06")}


def test_a_fraction_left_out_after_it_was_stated_passes_on() -> None:
    """A cell that states no cobalt holds what its cathode brought, also if it states other elements."""
    way = chain()
    way.supply("salt", "cell")
    way.enter("cell", Ni="0.1")
    assert way.origin("cell") == {"mined CD": D("0.2")}


def test_a_refinery_that_calls_itself_a_mine_adds_no_country() -> None:
    """An entry coded mining that takes in cobalt is a processor: what it adds is unknown, not its own country's."""
    way = chain()
    way.supply("salt", "pretender", "0.5")
    way.enter("pretender", MINING, "AU", Co="0.2")
    assert way.origin("pretender") == {"mined CD": D("0.1"), "unknown": D("0.1")}


def test_a_mine_that_takes_in_goods_of_unknown_content_is_no_origin_of_them() -> None:
    """0.15 kg of goods that state nothing may be 0.15 kg of the metal, so only the rest is the mine's."""
    way = Way()
    way.enter("trader", country="CN")
    way.supply("trader", "mine", "0.15")
    way.enter("mine", MINING, "AU", Co="0.2")
    assert way.origin("mine") == {"unknown": D("0.15"), "mined AU": D("0.05")}


def test_a_token_load_of_ore_covers_what_it_holds() -> None:
    """0.05 kg of ore of a fifth cobalt bring 0.01 kg; the rest of 0.2 is unknown."""
    assert chain(ore="0.05").origin("salt") == {"unknown": D("0.19"), "mined CD": D("0.01")}


def test_a_reagent_of_known_content_changes_no_origin() -> None:
    """A lime works that states its calcium brings no cobalt, so the mine is the only choice."""
    way = Way()
    way.enter("lime", Ca="0.7")
    way.enter("mine", MINING, "CD", Co="0.2")
    way.supply("lime", "salt")
    way.supply("mine", "salt")
    way.enter("salt", Co="0.2")
    assert way.origin("salt") == {"mined CD": D("0.2")}


def test_goods_of_unknown_weight_cover_nothing() -> None:
    """Ore in cubic metres without a stated mass has no kg, so it cannot account for metal."""
    way = Way()
    way.graph.enter("mine", inventory(made("mine", "1", unit="m3")), None, process=MINING)
    way.supply("mine", "salt")
    way.enter("salt", Co="0.2")
    assert way.origin("salt") == {"unknown": D("0.2")}


@pytest.mark.parametrize("purpose", ["processing", "energy", "transport", "packaging", "direct"])
def test_any_draw_of_goods_brings_their_metal(purpose: str) -> None:
    """Ore that is declared as work, fuel or a wrapping is ore."""
    way = chain()
    way.supply("salt", "cathode", purpose=purpose)
    way.enter("cathode", Co="0.2")
    assert way.origin("cathode") == {"mined CD": D("0.2")}


def test_metal_bought_without_a_delivery_is_unknown() -> None:
    """A flow of the metal has no supplier in the ledger; it dilutes what is traced."""
    way = chain(held="0.1")
    way.supply("salt", "cathode")
    way.enter("cathode", inputs=[used("test:co", "0.1", material="Co")], Co="0.2")
    assert way.origin("cathode") == {"mined CD": D("0.1"), "unknown": D("0.1")}


def test_bought_metal_is_scaled_with_the_rest() -> None:
    """0.1 kg traced and 0.1 bought make 0.1: half of each."""
    way = chain(held="0.1")
    way.supply("salt", "cathode")
    way.enter("cathode", inputs=[used("test:co", "0.1", material="Co")], Co="0.1")
    assert way.origin("cathode") == {"mined CD": D("0.05"), "unknown": D("0.05")}


def test_untraced_metal_passes_an_entry_that_states_none() -> None:
    """It stays untraced through a cell that states no content, and is not lost."""
    way = chain()
    way.supply("salt", "cathode")
    way.enter("cathode", Co="0.208")
    way.supply("cathode", "cell")
    way.enter("cell")
    assert way.origin("cell") == {"mined CD": D("0.2")}
    assert way.untraced("cell") == D("0.008")


def test_a_withheld_inventory_leaves_no_value() -> None:
    """Neither the entry nor its customer has an origin, and the problem names the entry."""
    way = chain()
    way.graph.enter("mine", None)
    found = way.values("salt")
    assert found.line(ident("salt"), LINE) is None
    assert [(row.code, row.subject) for row in found.problems] == [
        ("section.withheld", ident("mine"))
    ]


def test_natural_graphite_is_not_made_synthetic_by_a_furnace() -> None:
    """A furnace makes goods that nobody supplied synthetic; what a mine supplied stays mined."""
    way = Way()
    furnace = ProcessCode.GRAPHITIZATION
    way.enter("mine", MINING, "MZ", product=holding(formula="C", held={LINE: {"C": "1"}}))
    way.supply("mine", "natural")
    way.enter("coke", country="IN")
    way.supply("coke", "synthetic")
    for name in ("natural", "synthetic"):
        way.enter(name, furnace, "CN", product=holding(formula="C", held={LINE: {"C": "1"}}))
    assert way.origin("natural", "C") == {"mined MZ": D(1)}
    assert way.origin("synthetic", "C") == {"synthetic CN": D(1)}


def test_a_furnace_of_bought_coke_passes_its_graphite_on() -> None:
    """Synthetic powder whose content nobody states is stated by the coater, under the furnace's country."""
    way = Way()
    way.enter("furnace", ProcessCode.GRAPHITIZATION, "NO")
    way.supply("furnace", "coater")
    way.enter("coater", country="CN", product=holding(formula="C", held={LINE: {"C": "1"}}))
    assert way.origin("coater", "C") == {"synthetic NO": D(1)}


def test_carbon_is_graphite_only_under_its_formula() -> None:
    """The carbon of a plastic is no graphite."""
    way = Way()
    way.enter("plastic", C="0.8")
    assert way.origin("plastic", "C") == {}


fractions = st.integers(1, 1000).map(lambda n: format_decimal(D(n) / 1000))


@given(st.lists(fractions, min_size=1, max_size=4), fractions)
def test_an_entry_holds_what_it_states_or_took_in(grades: list[str], held: str) -> None:
    """Mined, unknown and untraced kg are what is made, and mined ones never more than was mined."""
    way = Way()
    for number, grade in enumerate(grades):
        way.enter(f"mine-{number}", MINING, ("CD", "CU", "AU", "ID")[number], Co=grade)
        way.supply(f"mine-{number}", "salt")
    way.enter("salt", Co=held)
    way.supply("salt", "cathode")
    way.enter("cathode", Co=held)
    found = way.origin("cathode")
    total = sum(found.values()) + way.untraced("cathode")
    assert abs(total - D(held)) < D("1e-25")
    mined = sum(kg for name, kg in found.items() if name != "unknown")
    assert mined <= sum(map(D, grades)) * D("1.06")
