"""Tests for choices of transport: missing legs, and legs with too few tonne-kilometres."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.carried import FAR, FAR_LAND, LAND, carried, leg
from support.chosen import (
    BARE,
    BATTERY,
    VISITED,
    choice_context,
    chosen,
    conservative,
    declared_total,
    ruled,
    without_tables,
)
from support.graph import STUDY, factors, firm, ident, weighing
from support.graph_battery import MODEL
from support.graph_recycled import add
from support.rows import inventory, made, taken, used

from ledger.choices.families.transport import transport_choices
from ledger.rulebooks.catalog import load_rulebook
from schemas.signed.calculation import Filling
from schemas.signed.entry import Site

DRAFT, PEF = (without_tables(load_rulebook(name)) for name in ("eu-ev-draft-2024", "pef-2021"))
CLOSE = Decimal("1e-24")
LEG = "transport.leg"


def test_goods_without_a_leg_travel_as_the_rulebook_assumes() -> None:
    """300 kg from China: 1,000 km by lorry, 18,000 km by ship."""
    (found,) = chosen(carried(), LEG, DRAFT)
    assert found.effect is not None
    assert found.choice.subject == ident("plant")
    assert "come to DE from CN (no leg)" in found.choice.detail
    assert abs(found.effect - FAR / BATTERY) < CLOSE


@pytest.mark.parametrize("named", [True, False])
def test_a_leg_shorter_than_the_way_is_filled_to_the_default(named: bool) -> None:  # noqa: FBT001
    """China and Germany are 4,777 km apart: 300 kg need 1,404 tkm, and 300 km are stated."""
    names = ["ore"] if named else []
    (found,) = chosen(carried(leg("90", *names)), LEG, DRAFT)
    assert found.effect is not None
    assert "CN (300 km)" in found.choice.detail
    assert abs(found.effect - (FAR - Decimal("0.9")) / BATTERY) < CLOSE
    assert not chosen(carried(leg("1405", *names)), LEG, DRAFT)


@given(tkm=st.integers(1, 1404))
def test_the_conservative_figure_covers_every_way_shortened(tkm: int) -> None:
    """Below the least distance the default counts; the honest leg is 1,404.5 tkm by the same ship."""
    honest = declared_total(carried(leg("1404.5", "ore")), DRAFT)
    assert conservative(carried(leg(str(tkm), "ore")), DRAFT).total >= honest


def test_a_leg_that_names_its_goods_must_reach_the_least_distance_alone() -> None:
    """From Finland to Germany 700 km are enough and 100 are not; a row that names nothing must reach the default."""
    assert not chosen(carried(leg("210", "ore"), origin="FI"), LEG, DRAFT)
    assert chosen(carried(leg("150"), origin="FI"), LEG, DRAFT)
    assert not chosen(carried(leg("210"), origin="FI"), LEG, DRAFT)
    (found,) = chosen(carried(leg("30", "ore"), origin="FI"), LEG, DRAFT)
    assert found.effect is not None
    assert "FI (100 km)" in found.choice.detail
    assert abs(found.effect - (LAND - Decimal("0.3")) / BATTERY) < CLOSE


def test_goods_from_a_region_must_reach_the_default_whatever_their_leg_names() -> None:
    """Of Europe no place is known: the default legs are 640 km."""
    assert chosen(carried(leg("191", "ore"), origin="RER"), LEG, DRAFT)
    assert not chosen(carried(leg("193", "ore"), origin="RER"), LEG, DRAFT)


def test_a_token_row_does_not_stand_for_all_goods() -> None:
    """A thousandth of a tkm beside goods from China is a leg of 0.003 km."""
    (found,) = chosen(carried(leg("0.001")), LEG, DRAFT)
    assert found.effect is not None
    assert found.effect > FAR / BATTERY - Decimal("1e-6")


def test_transport_that_is_not_in_tkm_is_no_way_of_goods() -> None:
    """Diesel that is called transport may be that of the plant: nothing tells how far it went."""
    it = carried(used("test:lime", "10", purpose="transport"))
    (found,) = chosen(it, LEG, DRAFT)
    assert found.effect is not None
    assert "CN (no leg)" in found.choice.detail
    assert abs(found.effect - FAR / BATTERY) < CLOSE


def test_a_dearer_leg_than_the_default_has_no_effect() -> None:
    """By air at 60 kg CO2e a tkm the stated row is above the alternative."""
    it = carried(leg("90", flow="test:plane"))
    plane = factors({"test:plane": "60"}, unit="tkm").model_copy(update={"id": "test-plane"})
    it.chain.factor_sets = (*it.chain.factor_sets, plane)
    (found,) = chosen(it, LEG, DRAFT)
    assert found.effect is None


def test_goods_of_the_same_country_cross_no_sea() -> None:
    """Another site is another place; outside Europe the lorry's 1,000 km. A tenth of the country's radius is enough."""
    for country, tkm_kg in (("DE", LAND), ("CN", FAR_LAND)):
        (found,) = chosen(carried(origin=country, here=country), LEG, DRAFT)
        assert found.effect is not None
        assert f"from {country} (no leg)" in found.choice.detail
        assert abs(found.effect - tkm_kg / BATTERY) < CLOSE
    assert not chosen(carried(leg("11", "ore"), origin="DE"), LEG, DRAFT)
    assert chosen(carried(leg("1", "ore"), origin="DE"), LEG, DRAFT)


def test_goods_of_one_site_need_no_leg() -> None:
    """The mine and the plant belong to one firm, at one place or at two."""
    for code, count in (("P1", 0), ("P2", 1)):
        it = carried(origin="DE")
        it.reenter("mine", issuer=firm("plant"), site=Site(code=code, country="DE"))
        assert len(chosen(it, LEG, DRAFT)) == count


def test_two_deliveries_share_a_leg_by_mass() -> None:
    """100 and 200 kg under one leg of 1,404.5 tkm reach the least distance; a third delivery has no leg."""
    rows = [leg("1404.5", "ore", "more"), taken("more", "200"), taken("last", "10")]
    it = carried(*rows, kg="100")
    for name, amount in (("more", "200"), ("last", "10")):
        it.chain.deliver(name, "mine", "plant", amount)
    (found,) = chosen(it, LEG, DRAFT)
    assert found.effect is not None
    assert found.choice.detail.endswith("from CN (no leg)")
    assert abs(found.effect - FAR / 30 / BATTERY) < CLOSE


def test_goods_under_processing_travel_too() -> None:
    """Another purpose does not spare goods their way."""
    it = carried(taken("work", "300", purpose="processing"), kg="1", here="DE")
    it.chain.deliver("work", "mine", "plant", "300")
    found = chosen(it, LEG, DRAFT)
    assert sum(row.choice.detail.count("CN (no leg)") for row in found) == 2


def test_work_of_unstated_mass_does_not_travel() -> None:
    """A service in hours from abroad has no weight."""
    row = taken("work", "9", purpose="processing", unit="h")
    it = carried(leg("30", "ore"), row, origin="DE")
    hours = inventory(made("shop", "90", unit="h"), inputs=[used("test:lime", "1")])
    it.chain.enter("shop", hours, site=Site(code="P1", country="CN"))
    it.chain.deliver("work", "shop", "plant", "9", unit="h")
    assert not chosen(it, LEG, DRAFT)


def test_goods_of_unstated_mass_are_listed_without_an_effect() -> None:
    """Pieces without a mass have no tkm; a row that names nothing may carry all of them."""
    for rows, listed in (([], 1), ([leg("1")], 0)):
        it = carried(*rows)
        pieces = inventory(made("mine", "1000", unit="piece"), inputs=[used("test:lime", "1000")])
        it.chain.enter("mine", pieces, site=Site(code="P1", country="CN"))
        it.chain.deliver("ore", "mine", "plant", "300", unit="piece")
        battery = [taken("ore", "300", unit="piece"), *rows]
        it.chain.enter(
            "plant",
            inventory(made("plant", "200", batteries=4), inputs=battery),
            weighing("1"),
            model=MODEL,
            site=Site(code="P1", country="DE"),
        )
        found = chosen(it, LEG, DRAFT)
        assert len(found) == listed
        assert all(row.effect is None for row in found)


def test_without_legs_or_factors_the_usual_way_counts() -> None:
    """300 kg from China by 1,000 km of lorry and 18,000 of sea at the rulebook's own values."""
    usual = Decimal(300) / 1000 * (1000 * Decimal("0.10962") + 18000 * Decimal("0.00729"))
    unvalued = carried()
    unvalued.chain.factor_sets = unvalued.chain.factor_sets[:1]
    for it, rulebook in ((carried(), STUDY), (unvalued, load_rulebook("eu-ev-draft-2024"))):
        (found,) = chosen(it, LEG, rulebook)
        assert found.effect is not None
        assert abs(found.effect - usual / BATTERY) < CLOSE
    (found,) = chosen(carried(origin="FI"), LEG, STUDY)
    land = 130 * Decimal("0.10962") + 510 * Decimal("0.0543")
    assert found.effect is not None
    assert abs(found.effect - Decimal(300) / 1000 * land / BATTERY) < CLOSE


def test_goods_of_one_country_outside_europe_take_the_usual_way_by_land() -> None:
    """300 kg within China by 1,000 km of lorry, and no sea."""
    (found,) = chosen(carried(here="CN"), LEG, STUDY)
    land = Decimal(300) / 1000 * 1000 * Decimal("0.10962")
    assert found.effect is not None
    assert abs(found.effect - land / BATTERY) < CLOSE


def test_without_legs_factors_and_a_usual_way_there_is_no_effect() -> None:
    """The study assumes no legs; a rulebook may state no alternatives at all."""
    (found,) = chosen(carried(), LEG)
    assert found.effect is None
    context = choice_context(carried(), BARE.model_copy(update={"conservative": None}))
    (choice,) = transport_choices(context)
    assert choice.changes == ()
    assert list(transport_choices(choice_context(carried(leg("1")), ruled(places=None)))) != []


def test_legs_that_the_calculation_fills_in_are_stated() -> None:
    """Within Europe the default legs are all there is; the ship of a known country stays to be stated."""
    near, far = carried(origin="FI"), carried()
    near.asserted["filling"] = far.asserted["filling"] = Filling(transport=True)
    assert not chosen(near, LEG, PEF)
    (found,) = chosen(far, LEG, PEF)
    assert found.effect is not None
    assert abs(found.effect - Decimal(300) / 1000 * 180 / BATTERY) < CLOSE
    assert chosen(near, LEG)


def test_nothing_is_filled_in_at_end_of_life() -> None:
    """A recycler's goods without a leg have the default way, whatever the calculation fills in."""
    it = carried(origin="FI")
    it.chain.deliver("salt", "mine", "recycler", "50")
    add(it, "recycler", inputs=taken("salt", "50"))
    missing = chosen(it, LEG, PEF)
    it.asserted["filling"] = Filling(transport=True)
    subjects = {row.choice.subject for row in missing}
    assert ident("recycler") in subjects
    assert {row.choice.subject for row in chosen(it, LEG, PEF)} == {ident("recycler")}


def test_a_settled_leg_keeps_its_value() -> None:
    """An accepted auditor saw how the goods came."""
    it = carried()
    whole = conservative(it, DRAFT, VISITED)
    assert abs(whole.total - declared_total(it, DRAFT)) < CLOSE
    assert firm("plant") in {row.choice.by for row in whole.choices}


# ---- With choices of mass and of the functional unit


def test_what_a_gap_brings_travels_like_the_goods_stated() -> None:
    """100 kg for 200: a second 100 kg of ore at 2, and the leg of 1,000 tkm again."""
    (found,) = chosen(carried(leg("1000", "ore"), kg="100"), "mass.gap", DRAFT)
    assert found.effect is not None
    assert abs(found.effect - (200 + 10) / BATTERY) < CLOSE


def test_what_a_gap_brings_travels_by_the_default_where_no_leg_is_stated() -> None:
    """100 kg for 200: the missing 100 kg have no leg either, which is 28 kg CO2e."""
    (found,) = chosen(carried(kg="100"), "mass.gap", DRAFT)
    assert found.effect is not None
    assert abs(found.effect - (200 + FAR / 3) / BATTERY) < CLOSE


@given(
    kg=st.integers(1, 200),
    tkm=st.integers(0, 2000),
    years=st.integers(1, 40),
    capacity=st.integers(15, 90),
)
def test_no_mixture_of_lies_lowers_the_conservative_figure(
    kg: int, tkm: int, years: int, capacity: int
) -> None:
    """Ore, way, warranty and capacity at once: at or above the honest figure, but for rounding of the mass."""
    honest = declared_total(carried(leg("936.5", "ore"), kg="200"), DRAFT)
    rows = [leg(str(tkm), "ore")] if tkm else []
    it = carried(*rows, kg=str(kg))
    it.asserted |= {
        "capacity_kwh": str(capacity),
        "warranties": [{"years": str(years), "remaining_energy": "0.8"}],
        "total_energy": {"numerator": str(60 * capacity * years), "denominator": "1"},
    }
    assert conservative(it, DRAFT).total >= honest * Decimal("0.999")
