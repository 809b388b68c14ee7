"""What a maker who wants fewer certificates would state next, and what it gets for it."""

from decimal import Decimal

import pytest
from support.cbam import BOTH, EMISSIONS, Border, factor_set, grid_factor, power, screws
from support.graph import ident
from support.refusal import refused
from support.rows import made, used

from schemas.vocabulary import DataBasis, ProcessCode, Purpose

BILLET = "billet to screws"


def forged(**members: object) -> Border:
    """Forgings of 100 t from 120 t of a maker's billets, which members describe."""
    border = Border()
    stated = {"country": "IN", "route": "C", **members}
    border.make("billet", str(stated.pop("cn", "72071111")), "1000", "500", **stated)
    border.make("forging", "73181542", "100", "10", [border.sell("billet", "forging", "120")])
    return border


def test_an_unverified_precursor_takes_its_default() -> None:
    """0.5 t of a maker's own word becomes the printed default of India, marked up for 2026."""
    found = forged().result("forging")
    (billet,) = found.precursors
    assert (billet.standing, billet.default) == ("default", "4.697")
    assert Decimal(found.see_direct) > Decimal(
        forged().result("forging", {"billet to forging": EMISSIONS}).see_direct
    )


def test_free_allocation_is_verified_with_emissions_or_not_at_all() -> None:
    """A delivery whose free allocation alone is attested counts by default in both."""
    found = forged().result("forging", {"billet to forging": frozenset({"sefa"})})
    assert {(row.standing, row.sefa_standing) for row in found.precursors} == {
        ("default", "default")
    }


def test_leaving_out_the_code_does_not_make_steel_free() -> None:
    """Goods without a code are a problem of whoever takes them."""
    border = Border()
    border.make("billet", None, "1000", "500")
    border.make("forging", "73181542", "100", "10", [border.sell("billet", "forging", "120")])
    with refused("cbam.cn"):
        border.result("forging")


def test_leaving_out_the_deliveries_does_not_either() -> None:
    """Screws that are worked from nothing take the default of screws for their whole mass."""
    border = Border()
    border.make("screws", "73181542", "100", "10", [used("test:steel", "120000")])
    found = border.result("screws")
    assert (found.see_direct, found.default_share > "0.98") == ("7.113", True)
    assert "100000 kg" in found.remarks[0]


def test_goods_of_another_code_do_not_need_deliveries() -> None:
    """Pig iron is made from ore and coke, which embed nothing."""
    border = Border()
    border.make("iron", "72011011", "100", "150")
    assert border.result("iron").see_direct == "1.5"


def test_an_exempt_country_embeds_nothing_and_is_still_reported() -> None:
    """Steel of Germany counts zero; its tonnes per tonne stay in the result."""
    found = forged(country="DE").result("forging")
    (billet,) = found.precursors
    assert (billet.standing, billet.tonnes, found.see_direct) == ("exempt", "1.2", "0.1")
    assert Decimal(found.sefa) == Decimal(found.sefa_column_a)


def test_the_word_of_a_customer_makes_no_goods_exempt() -> None:
    """What a customer reports of its maker takes the highest default of all countries."""
    hearsay = {"basis": DataBasis.REPORTED_BY_CUSTOMER}
    (billet,) = (
        forged(country="DE", **hearsay).result("forging", {"billet to forging": BOTH}).precursors
    )
    (indian,) = forged().result("forging").precursors
    assert billet.standing == "default"
    assert Decimal(billet.default or "0") >= Decimal(indian.default or "0")


def test_leaving_out_the_route_of_a_precursor_gains_no_allocation() -> None:
    """With verified emissions and no route, column B is the lowest of the code, that of scrap steel."""
    known = forged().result("forging", {"billet to forging": EMISSIONS})
    silent = forged(route=None).result("forging", {"billet to forging": EMISSIONS})
    scrap = forged(route="E").result("forging", {"billet to forging": EMISSIONS})
    assert Decimal(known.sefa) > Decimal(silent.sefa)
    assert silent.sefa == scrap.sefa


def test_another_route_lowers_no_default() -> None:
    """A maker that nobody verified calls its steel scrap steel: the default and its allocation stay."""
    plain, called = forged().result("forging"), forged(route="E").result("forging")
    assert (plain.see_direct, plain.sefa) == (called.see_direct, called.sefa)


def test_a_code_that_no_table_has_needs_verified_data() -> None:
    """Neither an alloy of such a code, nor worked goods that nothing accounts for, can be priced."""
    with refused("cbam.no_default"):
        forged(cn="72029999").result("forging")
    border = Border()
    border.make("tube", "73069999", "100", "10")
    with refused("cbam.no_default"):
        border.result("tube")


def test_energy_from_another_installation_has_to_be_stated() -> None:
    """Heat bought under a delivery is neither a good nor free."""
    border = Border()
    border.make("boiler", None, "100", "30")
    row = {**border.sell("boiler", "iron", "10"), "purpose": Purpose.ENERGY.value}
    border.make("iron", "72011011", "100", "150", [row])
    with refused("cbam.energy"):
        border.result("iron")


@pytest.mark.parametrize(("purpose", "see"), [("energy", "1.53"), ("packaging", "1.53")])
def test_deliveries_within_an_installation_are_followed(purpose: str, see: str) -> None:
    """A boiler on the same site adds what its heat gave off, under whatever purpose it is taken."""
    border = Border()
    border.make("boiler", None, "100", "30", firm="works", site="P1")
    row = {**border.sell("boiler", "iron", "10"), "purpose": purpose}
    border.make("iron", "72011011", "100", "150", [row], firm="works", site="P1")
    assert border.result("iron").see_direct == see


def test_packaging_of_others_embeds_nothing() -> None:
    """Only what a good is made of is a precursor."""
    border = Border()
    border.make("pallet", None, "100", "30")
    row = {**border.sell("pallet", "iron", "10"), "purpose": "packaging"}
    border.make("iron", "72011011", "100", "150", [row])
    assert border.result("iron").see_direct == "1.5"


def test_scrap_and_off_spec_goods_are_no_activity() -> None:
    """20 t of scrap beside 80 t of iron: all emissions over 80 t."""
    border = Border()
    outputs = [made("iron", "80000"), made("iron", "20000", "scrap", role="scrap")]
    border.make("iron", "72011011", "100", "160", outputs=outputs)
    assert border.result("iron").see_direct == "2"


@pytest.mark.parametrize("year", [2027, 2030, 2034])
def test_goods_of_another_year_are_refused(year: int) -> None:
    """Less allocation or more, the year is that of the goods, and no question moves it."""
    with refused("cbam.year"):
        screws().result("screws", year=year)
    assert screws(year).result("screws", {BILLET: EMISSIONS}, year=year).year == year


def test_the_transitional_period_has_other_rules() -> None:
    """A year before the rulebook begins is refused."""
    with refused("cbam.year"):
        screws().result("screws", year=2025)


def test_goods_that_are_no_good_of_the_border() -> None:
    """A battery has no rule here, and neither has a line without a code."""
    border = Border()
    border.make("pack", "85076000", "1", "1")
    with refused("cbam.good"):
        border.result("pack")


def test_goods_by_the_piece_state_their_mass() -> None:
    """Without it neither a precursor nor a product can be counted by the tonne; with it they can."""
    border = Border()
    outputs = [made("screw", "1000", unit="piece")]
    border.make("screw", "73181542", "1", "1", outputs=outputs)
    found = border.result("screw")
    assert found.year == 2026
    bare = border.entries[ident("screw")]
    assert bare.product is not None
    line = bare.product.lines[0].model_copy(update={"kg_per_unit": None})
    product = bare.product.model_copy(update={"lines": (line,)})
    border.entries[ident("screw")] = bare._replace(product=product)
    with refused("cbam.mass"):
        border.result("screw")
    border.make("nut", "73181542", "1", "1", [border.sell("screw", "nut", "1")])
    with refused("cbam.mass"):
        border.result("nut")


def test_a_withheld_inventory_has_no_emissions_of_its_own() -> None:
    """Its goods can count by default alone; the maker's own result is refused."""
    border = forged()
    bare = border.entries[ident("billet")]
    border.entries[ident("billet")] = bare._replace(inventory=None)
    assert border.result("forging").precursors[0].standing == "default"
    with refused("section.withheld"):
        border.result("forging", {"billet to forging": BOTH})


def test_a_delivery_that_is_missing_is_a_problem() -> None:
    """A citation that cannot be followed does not count as nothing."""
    border = forged()
    del border.deliveries[ident("billet to forging")]
    with refused("statement.missing"):
        border.result("forging")


def test_a_good_without_a_published_default() -> None:
    """Its own data still count; there is nothing to compare them with."""
    border = Border()
    border.make("alloy", "72029999", "100", "150", [power("CN", "1")])
    border.factor_sets = (factor_set(grid_factor("CN", "0.6")),)
    found = border.result("alloy")
    assert (found.see_default, found.net_default) == (None, None)


@pytest.mark.parametrize("purpose", ["packaging", "processing", "transport", "energy"])
def test_another_purpose_does_not_make_steel_free(purpose: str) -> None:
    """Billets that are called packaging are billets."""
    border = Border()
    border.make("billet", "72071111", "1000", "500", country="IN", route="C")
    row = {**border.sell("billet", "forging", "120"), "purpose": purpose}
    border.make("forging", "73181542", "100", "10", [row])
    assert border.result("forging").see_direct == forged().result("forging").see_direct


def test_an_own_entry_without_a_code_accounts_for_no_metal() -> None:
    """A maker that has its steel appear in an entry of its own, without a code, gets the default of the good."""
    border = Border()
    place = {"firm": "works", "site": "P1"}
    border.make("blank", None, "120", "1", **place)
    border.make("screws", "73181542", "100", "10", [border.sell("blank", "screws", "120")], **place)
    found = border.result("screws")
    assert found.see_direct == "7.123"


@pytest.mark.parametrize(("cn", "see"), [("72044990", "0.1"), ("26011100", "7.113")])
def test_scrap_accounts_for_metal_and_ore_does_not(cn: str, see: str) -> None:
    """Screws from scrap embed nothing of it; screws from ore are screws from nothing."""
    border = Border()
    border.make("yard", cn, "1000", None, country="AU", process=ProcessCode.COLLECTION)
    border.make("screws", "73181542", "100", "10", [border.sell("yard", "screws", "120")])
    assert border.result("screws").see_direct == see


def test_one_site_code_in_two_countries_is_two_installations() -> None:
    """A firm that gives its works abroad the code of the forge needs a verifier for it."""
    border = Border()
    same = {"firm": "works", "site": "P1"}
    border.make("billet", "72071111", "1000", "500", country="IN", route="C", **same)
    border.make(
        "forging", "73181542", "100", "10", [border.sell("billet", "forging", "120")], **same
    )
    assert border.result("forging").precursors[0].standing == "default"
