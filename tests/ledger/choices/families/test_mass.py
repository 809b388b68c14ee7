"""Tests for choices of mass: gaps, unstated masses, and goods that leave the balance."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st
from support.balanced import at, kg_of, line, mine, ore_of, plant, works
from support.chosen import (
    BATTERY,
    VISITED,
    chosen,
    conservative,
    declared_total,
    modest,
    priced,
    ruled,
    stated,
)
from support.graph import factors, ident, weighing
from support.graph_battery import Declared
from support.rows import inventory, made, taken, used

from schemas.signed.calculation import Filling
from schemas.signed.conservative import GoodsPrice
from schemas.signed.entry import Product
from schemas.vocabulary import ProcessCode

CLOSE = Decimal("1e-24")
PLANT = ident("plant")


# ---- Mass


def test_a_gap_weighs_as_much_as_the_goods_used() -> None:
    """150 kg of ore become 200 kg of batteries: 50 kg are missing, at 2 kg CO2e a kg."""
    (found,) = chosen(ore_of("150"), "mass.gap")
    assert found.effect is not None
    assert found.choice.subject == PLANT
    assert "0.25 kg come out that no input brings" in found.choice.detail
    assert abs(found.effect - Decimal(50) * 2 / BATTERY) < CLOSE


def test_a_gap_counts_at_the_dearest_of_the_goods() -> None:
    """90 kg of ore at 2 and 60 kg of resin at 5: what is dear is what a declarer leaves out."""
    it = modest()
    it.chain.factor_sets = (factors({"test:lime": "2", "test:resin": "5"}),)
    plant(it, taken("ore", "90"), used("test:resin", "60"))
    (found,) = chosen(it, "mass.gap")
    assert found.effect is not None
    assert abs(found.effect - Decimal(50) * 5 / BATTERY) < CLOSE


def test_a_gap_below_the_tolerance_of_the_balance_is_listed_and_rounding_is_not() -> None:
    """The balance is a finding from 2 %; a choice from 0.1 % of the output."""
    assert chosen(ore_of("199"), "mass.gap")
    assert not chosen(ore_of("199.8"), "mass.gap")
    assert not chosen(ore_of("300"), "mass.gap")


@given(kg=st.integers(1, 199))
def test_the_conservative_figure_covers_every_amount_left_out(kg: int) -> None:
    """The honest plant uses 200 kg; whatever it leaves out, the gap brings back, but for rounding."""
    honest = declared_total(ore_of("200"))
    floor = Decimal("0.2") * 2 / BATTERY
    assert conservative(ore_of(str(kg))).total >= honest - floor


def test_a_settled_gap_keeps_its_value() -> None:
    """An accepted auditor saw that nothing was left out."""
    it = ore_of("150")
    assert abs(conservative(it, examined=VISITED).total - declared_total(it)) < CLOSE


def test_a_mass_per_kg_cannot_make_goods_lighter_or_heavier() -> None:
    """A line in kg weighs its amount, whatever kg per unit it states or leaves out."""
    for kg in ("0.5", None):
        it = plant(modest(), taken("ore", "150"), product=weighing(kg))
        (found,) = chosen(mine(it, weighing("9")), "mass.gap")
        assert found.effect is not None
        assert abs(found.effect - Decimal(50) * 2 / BATTERY) < CLOSE


def test_material_from_nature_is_no_gap() -> None:
    """A mine uses 1 kg of lime for 1,000 kg of ore with an assay; a smelter may not, nor a mine without one."""
    ore = Product(lines=(line(Fe="0.3"),))
    cases = (("raw_material.mining", ore, 0), ("raw_material.mining", None, 1))
    for process, product, gaps in (*cases, ("raw_material.smelting", ore, 1)):
        it = modest()
        stuff = inventory(made("mine", "1000"), inputs=[used("test:lime", "1")])
        it.chain.enter("mine", stuff, product, process=process)
        assert (
            len([row for row in chosen(it, "mass.gap") if row.choice.subject == ident("mine")])
            == gaps
        )


def test_a_mine_that_uses_a_suppliers_goods_has_a_balance() -> None:
    """A plant that calls itself a mine draws ore all the same."""
    it = ore_of("150")
    it.reenter("plant", process=ProcessCode.MINING)
    assert chosen(it, "mass.gap")


def test_an_entry_without_any_goods_counts_at_a_table_or_not_at_all() -> None:
    """No row prices 1,000 kg of ore out of nothing, and the rulebook's table may."""
    it = modest()
    work = used("test:lime", "1", unit="piece", purpose="processing")
    it.chain.factor_sets = (*it.chain.factor_sets, factors({"test:lime": "2"}, unit="piece"))
    it.chain.enter("mine", inventory(made("mine", "1000"), inputs=[work]))
    (found,) = chosen(it, "mass.gap")
    assert found.effect is None
    assert "no goods are stated, and raw_material.unspecified does not" in found.choice.detail
    (found,) = chosen(it, "mass.gap", ruled(goods_prices=(GoodsPrice(kg=stated("35")),)))
    assert found.effect is not None
    assert abs(found.effect - Decimal(300) * 35 / BATTERY) < CLOSE


def test_a_gap_that_the_calculation_fills_is_none() -> None:
    """The calculation adds the kg of the dearest goods itself, where all masses are known."""
    it = mine(ore_of("150"), weighing("1"))
    it.asserted["filling"] = Filling(mass=True)
    assert not chosen(it, "mass.gap")
    assert chosen(mine(it, weighing(None)), "mass.gap")


def test_a_filling_that_adds_nothing_hides_no_gap() -> None:
    """300 kg of hexahydrate weigh more than 200 kg of a carbide, so nothing is filled; 98 kg of carbon are missing."""
    it = mine(modest(), Product(lines=(line(formula="NiSO4.6H2O", Ni="0.2233"),)))
    works(it, "300", Product(lines=(line(formula="NiC10", Ni="0.3282"),)))
    it.asserted["filling"] = Filling(mass=True)
    (found,) = at(it, "works", "mass.gap")
    assert "0.4888 kg come out that no input brings" in found.choice.detail


def test_the_treatment_of_waste_has_no_balance() -> None:
    """A recycler's input is the product, which it does not state as one."""
    assert not chosen(modest(), "mass.gap")


def test_goods_of_unstated_mass_weigh_nothing_and_are_listed() -> None:
    """Pieces explain none of the 200 kg of batteries: both the supplier's line and a bought one are named."""
    it = modest()
    pieces = inventory(made("mine", "1000", unit="piece"), inputs=[used("test:lime", "1000")])
    it.chain.enter("mine", pieces)
    it.chain.deliver("ore", "mine", "plant", "300", unit="piece")
    plant(it, taken("ore", "3", unit="piece"))
    (found,) = chosen(it, "mass.gap")
    assert "1 kg come out that no input brings" in found.choice.detail
    details = {row.choice.subject: row.choice.detail for row in chosen(it, "mass.unstated")}
    assert details[ident("mine")] == "the mass of a piece of main is not stated"
    assert all(row.effect is None for row in chosen(it, "mass.unstated"))


# ---- Purpose


def worked_on(ore: str, worked: str) -> Declared:
    """A plant that uses ore, and more of it as work on other goods."""
    it = modest()
    it.chain.deliver("work", "mine", "plant", "400")
    goods = [taken("ore", ore)] if ore != "0" else []
    return plant(it, *goods, taken("work", worked, purpose="processing"))


def test_goods_under_processing_are_listed_without_an_effect_where_the_balance_needs_none() -> None:
    """300 kg of ore are enough, so the 10 kg bring nothing."""
    (found,) = chosen(worked_on("300", "10"), "mass.purpose")
    assert found.effect is None
    assert "0.05 kg of goods count as work on others" in found.choice.detail


def test_goods_under_processing_do_not_close_a_gap() -> None:
    """150 kg of ore and 30 kg of work: 20 kg are missing anyway, and 30 more without the work."""
    it = worked_on("150", "30")
    (gap,), (found,) = chosen(it, "mass.gap"), chosen(it, "mass.purpose")
    assert gap.effect is not None
    assert found.effect is not None
    assert abs(gap.effect - Decimal(20) * 2 / BATTERY) < CLOSE
    assert abs(found.effect - Decimal(30) * 2 / BATTERY) < CLOSE


def test_a_plant_whose_goods_are_all_work_is_filled_by_their_price() -> None:
    """200 kg of batteries out of nothing but work on goods that nobody states."""
    (found,) = chosen(worked_on("0", "200"), "mass.purpose")
    assert found.effect is not None
    assert abs(found.effect - Decimal(200) * 2 / BATTERY) < CLOSE


def test_work_without_a_mass_is_no_goods() -> None:
    """A service in hours stays what it says."""
    it = modest()
    hours = inventory(made("mine", "1000", unit="h"), inputs=[used("test:lime", "1000")])
    it.chain.enter("shop", hours)
    it.chain.deliver("service", "shop", "plant", "10", unit="h")
    plant(it, taken("ore", "300"), taken("service", "10", unit="h", purpose="processing"))
    assert not chosen(it, "mass.purpose")


# ---- Routes


def routed(*rows: object, stage: str = "raw_material.unspecified") -> Declared:
    """The mine, which makes 1,000 kg of ore out of these rows."""
    it = modest()
    sets = factors({"test:ni": "3", "test:ore": "1", "test:salt": "4"}, elements=None)
    it.chain.factor_sets = (*it.chain.factor_sets, sets)
    stuff = inventory(made("mine", "1000"), inputs=[used("test:lime", "1000"), *rows])
    it.chain.enter("mine", stuff, process=stage)
    return it


def test_bought_goods_of_an_element_count_at_the_dearest_route() -> None:
    """10 kg of nickel at 3, where another route has 54; the plant draws three tenths."""
    (found,) = chosen(routed(used("test:ni", "10", material="Ni")), "factor.route", priced(Ni="54"))
    assert kg_of(found) == 3 * (54 - 3)
    assert found.choice.detail == (
        "10 kg of test:ni bring Ni; by the dearest route known it counts 54 kg CO2e per kg"
    )


def test_a_route_is_that_of_the_main_element_in_a_dataset() -> None:
    """Of 10 kg at 2 with 0.4 of cobalt and 0.3 of nickel 4 kg count at 70."""
    it = routed(used("test:mix", "10"))
    holds = [{"element": "Co", "fraction": "0.4"}, {"element": "Ni", "fraction": "0.3"}]
    it.chain.factor_sets = (*it.chain.factor_sets, factors({"test:mix": "2"}, elements=holds))
    assert kg_of(*chosen(it, "factor.route", priced(Co="70", Ni="900"))) == Decimal("0.3") * 260


def test_water_in_a_dataset_hides_no_route() -> None:
    """Of 10 kg at 2 with 0.6 of oxygen and 0.3 of nickel 3 kg count at 54."""
    it = routed(used("test:wet", "10"))
    holds = [{"element": "Ni", "fraction": "0.3"}, {"element": "O", "fraction": "0.6"}]
    it.chain.factor_sets = (*it.chain.factor_sets, factors({"test:wet": "2"}, elements=holds))
    (found,) = chosen(it, "factor.route", priced(Ni="54"))
    assert kg_of(found) == Decimal("0.3") * (3 * 54 - 20)


def test_a_dear_dataset_ore_and_goods_of_no_element_have_no_route() -> None:
    """Ore is still to be refined; what counts above the route, or is not valued, gains nothing."""
    prices = priced(Ni="54")
    assert not chosen(routed(used("test:ni", "10")), "factor.route", prices)
    assert not chosen(routed(used("test:ni", "10", material="Ni")), "factor.route", priced(Ni="2"))
    assert not chosen(routed(used("test:ni", "10", material="Ni")), "factor.route")
    it = routed(used("test:laterite", "10", material="Ni"))
    holds = [{"element": "Ni", "fraction": "0.15"}]
    it.chain.factor_sets = (*it.chain.factor_sets, factors({"test:laterite": "1"}, elements=holds))
    assert not chosen(it, "factor.route", prices)
    assert chosen(it, "factor.route", ruled(prices, ore_limits=()))


# ---- End of life


def test_an_end_of_life_entry_that_the_product_rests_on_has_a_balance() -> None:
    """Goods from waste are goods; what only treats the product has no input to balance."""
    it = ore_of("300")
    it.chain.enter("mine", inventory(made("mine", "1000")), process="end_of_life.shredding")
    (found,) = chosen(it, "mass.gap")
    assert found.choice.subject == ident("mine")
