"""Tests for choices of what is not stated: masses and compositions, with a price for batteries alone."""

from decimal import Decimal

import pytest
from support.balanced import at, kg_of, line, plant, works
from support.chosen import BARE, choice_context, chosen, conservative, modest, ruled, stated
from support.graph import factors, ident
from support.graph_battery import MODEL, Declared, row
from support.rows import Row, inventory, made, taken, used

from ledger.choices.delivery_context import DeliveryContext
from ledger.choices.families.mass import mass_choices
from schemas.signed.conservative import GoodsPrice
from schemas.signed.entry import Product

UNSTATED = "mass.unstated"
PRICED = ruled(goods_prices=(GoodsPrice(kg=stated("10")),), least_specific_energy=stated("0.1"))
"""Goods of no stated composition count at 10 kg CO2e a kg, and a battery of 15 kWh weighs at most 150 kg."""


def pieces(*inputs: Row) -> Declared:
    """Four batteries in pieces, which do not show their mass."""
    it = modest()
    battery = inventory(made("plant", "4", unit="piece", batteries=4), inputs=inputs)
    it.chain.enter("plant", battery, model=MODEL)
    it.rows[0] = row("product", "4", entry="plant")
    return it


# ---- Batteries


def test_what_goods_leave_open_counts_at_the_dearest_goods() -> None:
    """Neither the batteries nor the 300 kg of ore state a composition: 3,000 kg CO2e for the 600 of the ore."""
    it = plant(modest(), taken("ore", "300"))
    (found,) = chosen(it, UNSTATED, PRICED)
    assert found.choice.coordinate == "batteries"
    assert found.choice.detail == (
        "the composition of main is not stated; 300 kg of its goods leave theirs open too"
    )
    assert kg_of(found) == 3000 - 600
    (bare,) = chosen(it, UNSTATED, BARE)
    assert bare.effect is None


def test_goods_that_state_a_part_leave_the_rest_open() -> None:
    """Of 200 kg with 60 % iron 80 kg are open, at 800 for the 600 of the goods; of a whole assay nothing is."""
    (found,) = at(
        works(modest(), "300", Product(lines=(line(Fe="0.6"),))), "plant", UNSTATED, PRICED
    )
    assert kg_of(found) == 800 - 600
    whole = works(modest(), "300", Product(lines=(line(Fe="0.6", O="0.4"),)))
    assert not at(whole, "plant", UNSTATED, PRICED)


def test_a_battery_that_states_its_elements_is_not_listed() -> None:
    """Composition stated, mass stated: nothing is left open."""
    it = plant(modest(), taken("ore", "300"), product=Product(lines=(line(Ni="0.1"),)))
    assert not chosen(it, UNSTATED, PRICED)


def test_a_battery_without_a_mass_may_be_as_heavy_as_its_capacity_allows() -> None:
    """Four of 15 kWh weigh up to 600 kg, and 300 kg of ore go in: 300 kg are missing at 10."""
    it = pieces(taken("ore", "300"))
    (found,) = at(it, "plant", UNSTATED, PRICED)
    assert found.choice.detail.startswith(
        "the mass of a piece of main is not stated; up to 300 kg of it are brought by no goods"
    )
    assert kg_of(found) == 3000 + (3000 - 600)


def test_goods_heavier_than_the_heaviest_battery_leave_no_mass_open() -> None:
    """700 kg of ore are more than 600."""
    (found,) = at(pieces(taken("ore", "700")), "plant", UNSTATED, PRICED)
    assert "the mass" not in found.choice.detail


def test_only_what_other_outputs_do_not_weigh_is_in_the_batteries() -> None:
    """Of 300 kg of ore 100 are slag, so 400 kg of the batteries are missing."""
    it = modest()
    outputs = (
        made("plant", "4", unit="piece", batteries=4),
        made("plant", "100", "slag", role="scrap"),
    )
    it.chain.enter("plant", inventory(*outputs, inputs=[taken("ore", "300")]), model=MODEL)
    (found,) = at(it, "plant", UNSTATED, PRICED)
    assert "up to 400 kg of it" in found.choice.detail


@pytest.mark.parametrize("members", [{"least_specific_energy": None}, {"alternatives": ()}])
def test_without_a_bound_or_an_alternative_there_is_no_price(members: dict[str, object]) -> None:
    """It is listed, and no figure counts it."""
    it = pieces(taken("ore", "300"))
    found = at(it, "plant", UNSTATED, ruled(PRICED, **members))
    assert any("the mass of a piece of main" in row.choice.detail for row in found)
    assert None in [row.effect for row in found]


def test_the_goods_of_a_delivery_state_no_capacity() -> None:
    """The mass of its batteries is not bounded; their composition is, by their goods."""
    it = pieces(taken("ore", "300"))
    whole = choice_context(it, PRICED)
    context = DeliveryContext(
        subject=ident("packs"), graph=whole.graph, log=whole.log, line=(ident("plant"), "main")
    )
    found = [row for row in mass_choices(context) if row.kind.code == UNSTATED]
    rows = {row.coordinate: bool(row.changes) for row in found if row.subject == ident("plant")}
    assert rows == {"batteries": True, "": False}


# ---- Other goods


def test_goods_of_unstated_mass_weigh_nothing_and_have_no_price() -> None:
    """Pieces explain none of the 200 kg of batteries, which is a gap; what they weigh is not known."""
    it = modest()
    lot = inventory(made("mine", "1000", unit="piece"), inputs=[used("test:lime", "1000")])
    it.chain.enter("mine", lot)
    it.chain.deliver("ore", "mine", "plant", "300", unit="piece")
    plant(it, taken("ore", "3", unit="piece"))
    (gap,) = chosen(it, "mass.gap")
    assert "1 kg come out that no input brings" in gap.choice.detail
    (found,) = chosen(it, UNSTATED, PRICED)
    assert (found.choice.subject, found.choice.coordinate) == (ident("mine"), "")
    assert found.choice.detail == "the mass of a piece of main is not stated"
    assert found.effect is None


def test_bought_goods_without_a_mass_stand_apart_from_the_batteries() -> None:
    """Foil by the square metre has no price; the batteries' composition has one."""
    it = modest()
    it.chain.factor_sets = (*it.chain.factor_sets, factors({"test:foil": "1"}, unit="m2"))
    plant(it, taken("ore", "300"), used("test:foil", "1", unit="m2"))
    found = {row.choice.coordinate: row for row in at(it, "plant", UNSTATED, PRICED)}
    assert found.keys() == {"", "batteries"}
    assert found[""].choice.detail == "test:foil is bought by m2, without a mass"
    assert found[""].effect is None
    assert found["batteries"].effect is not None


def test_the_price_is_in_the_conservative_figure() -> None:
    """2,400 kg CO2e more over 18,000 kWh."""
    it = plant(modest(), taken("ore", "300"))
    more = conservative(it, PRICED).total - conservative(it, BARE).total
    assert abs(more - Decimal(2400) / 18000) < Decimal("1e-20")
