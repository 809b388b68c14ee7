"""Tests for the balance of an entry: elements, crystal water and the oxygen of air."""

from decimal import Decimal

import pytest
from support.balanced import line, mine, plant
from support.chosen import BATTERY, chosen, conservative, declared_total, modest
from support.graph import factors, weighing
from support.graph_battery import MODEL, Declared
from support.rows import Row, avoided, inventory, made, taken, used

from schemas.entry import Product

CLOSE = Decimal("1e-24")


# ---- Water and oxygen


@pytest.mark.parametrize(
    ("formula", "nickel", "gap"),
    [
        ("NiSO4.6H2O", "0.2233", "0"),
        ("NiSO4.6H2O", "0.2101", "0.6545"),
        (None, "0.2233", "0.6545"),
        ("NiSO4.60H2O", "0.2233", "0.6545"),
        ("H2O", "0.2233", "0.6545"),
    ],
)
def test_crystal_water_is_no_gap_if_the_elements_bear_the_formula_out(
    formula: str | None, nickel: str, gap: str
) -> None:
    """1,000 kg of hexahydrate from 345.5 kg of nickel and sulfur; water is not written into a formula."""
    it = modest()
    stuff = inventory(made("mine", "1000"), inputs=[used("test:lime", "345.5", material="Ni")])
    it.chain.enter("mine", stuff, Product(lines=(line(formula=formula, Ni=nickel),)))
    found = chosen(it, "mass.gap")
    assert len(found) == (gap != "0")
    assert all(f"{gap} kg come out that no input brings" in row.choice.detail for row in found)


def test_goods_are_without_water_where_all_outputs_are() -> None:
    """447.9 kg of hexahydrate hold 100 kg of nickel, and 54.6 of sulfur: no 447.9 kg of hydroxide."""
    it = mine(modest(), Product(lines=(line(formula="NiSO4.6H2O", Ni="0.2233"),)))
    hydroxide = Product(lines=(line(formula="NiO", Ni="0.7858"),))
    plant(it, taken("ore", "300"), product=hydroxide)
    (short,) = chosen(it, "mass.element_gap")
    assert "0.335 kg of Ni go in and 0.7858 kg come out" in short.choice.detail
    assert not chosen(it, "mass.gap")


# ---- Elements


def nickel_in(kg: str, fraction: str = "0.2", **more: str) -> Declared:
    """200 kg of batteries that state a fraction of nickel, from so much ore of 10 % nickel."""
    it = mine(modest(), Product(lines=(line(Ni="0.1"),)))
    return plant(it, taken("ore", kg), product=Product(lines=(line(Ni=fraction, **more),)))


def test_a_missing_element_is_filled_by_the_goods_that_bring_it() -> None:
    """300 kg of ore bring 30 kg of nickel, and 40 kg leave: a third more ore, at 2 kg CO2e a kg."""
    (found,) = chosen(nickel_in("300"), "mass.element_gap")
    assert found.effect is not None
    assert "0.15 kg of Ni go in and 0.2 kg come out" in found.choice.detail
    assert abs(found.effect - Decimal(100) * 2 / BATTERY) < CLOSE


def test_the_honest_element_is_not_listed_and_the_lie_is_covered() -> None:
    """400 kg of ore is what the batteries hold."""
    honest = nickel_in("400")
    assert not chosen(honest, "mass.element_gap")
    assert conservative(nickel_in("300")).total >= declared_total(honest)


def test_what_an_element_gap_fills_is_not_filled_twice() -> None:
    """150 kg of ore lack 25 kg of nickel, which is 250 kg of ore, and so no mass any more."""
    it = nickel_in("150")
    assert chosen(it, "mass.element_gap")
    assert not chosen(it, "mass.gap")


def test_two_elements_of_one_good_are_filled_once() -> None:
    """Nickel needs a third more ore, cobalt twice the ore: the larger counts."""
    it = nickel_in("300", Co="0.06")
    mine(it, Product(lines=(line(Co="0.02", Ni="0.1"),)))
    (found,) = chosen(it, "mass.element_gap")
    assert found.effect is not None
    assert "of Co" in found.choice.detail
    assert "of Ni" in found.choice.detail
    assert abs(found.effect - Decimal(300) * 2 / BATTERY) < CLOSE


def test_an_element_that_no_input_states_is_missing_if_all_state_what_they_are() -> None:
    """40 kg of nickel from iron: the whole of it, at the mean of the inputs."""
    it = nickel_in("300")
    mine(it, Product(lines=(line(Fe="1"),)))
    (found,) = chosen(it, "mass.element_gap")
    assert found.effect is not None
    assert abs(found.effect - Decimal(40) * 2 / BATTERY) < CLOSE
    assert not chosen(mine(it, weighing("1")), "mass.element_gap")


def test_goods_without_the_element_do_not_grow() -> None:
    """Bought lime and delivered copper stay as they are."""
    it = nickel_in("300")
    copper = inventory(made("copper", "100"), inputs=[used("test:lime", "900")])
    it.chain.enter("copper", copper, Product(lines=(line(Cu="1"),)))
    it.chain.deliver("wire", "copper", "plant", "10")
    rows = [taken("ore", "300"), taken("wire", "10"), used("test:lime", "10")]
    plant(it, *rows, product=Product(lines=(line(Ni="0.2"),)))
    (found,) = chosen(it, "mass.element_gap")
    assert found.effect is not None
    assert abs(found.effect - Decimal(100) * 2 / BATTERY) < CLOSE


def test_an_element_from_nowhere_has_no_effect_where_a_mass_is_unknown() -> None:
    """Iron ore and copper foil by the m2 hold no nickel, and their mean is not known."""
    it = mine(nickel_in("300"), Product(lines=(line(Fe="1"),)))
    it.chain.factor_sets = (*it.chain.factor_sets, factors({"test:foil": "1"}, unit="m2"))
    foil = used("test:foil", "1", unit="m2", material="Cu")
    plant(it, taken("ore", "300"), foil, product=Product(lines=(line(Ni="0.2"),)))
    (found,) = chosen(it, "mass.element_gap")
    assert found.effect is None


def test_a_credits_supplier_has_no_gap() -> None:
    """Credits are constants, so nothing is chosen at an entry that only a credit cites."""
    it = modest()
    salt = inventory(made("salt", "1000"), inputs=[used("test:lime", "1")])
    it.chain.enter("salt", salt)
    it.chain.deliver("virgin", "salt", "recycler", None)
    rows = {"inputs": [used("test:lime", "50", stage="end_of_life")]}
    credit = avoided("1", delivery="virgin", material="Ni")
    treated = inventory(made("recycler", "100"), **rows, avoided=[credit])
    it.chain.enter("recycler", treated, process="end_of_life.shredding")
    assert not chosen(it, "mass.gap")


def traces(nickel: str, *inputs: Row) -> Declared:
    """A plant that states 40 kg of nickel, from 300 kg of ore with traces of it, and other inputs."""
    it = mine(modest(), Product(lines=(line(Ni=nickel),)))
    return plant(it, taken("ore", "300"), *inputs, product=Product(lines=(line(Ni="0.2"),)))


def test_a_trace_is_not_scaled_up_where_other_goods_may_hold_the_element() -> None:
    """0.3 kg of nickel in the ore, and 100 kg of bought salt: 39.7 kg of the mean, not 132 times the ore."""
    for bought in (used("test:lime", "100"), used("test:foil", "1", unit="m2")):
        it = traces("0.001", bought)
        it.chain.factor_sets = (*it.chain.factor_sets, factors({"test:foil": "0"}, unit="m2"))
        (found,) = chosen(it, "mass.element_gap")
        known = bought["unit"] == "kg"
        assert (found.effect is not None) == known
        assert not known or abs((found.effect or 0) - Decimal("39.7") * 2 / BATTERY) < CLOSE


def test_a_trace_is_scaled_up_where_no_other_goods_may_hold_the_element() -> None:
    """10 kg of salt cannot hold 39.7 kg of nickel, so the ore must."""
    (found,) = chosen(traces("0.001", used("test:lime", "10")), "mass.element_gap")
    assert found.effect is not None
    assert abs(found.effect - Decimal("39.7") / Decimal("0.3") * 600 / BATTERY) < CLOSE


def test_a_vanishing_trace_does_not_make_the_conservative_figure_vanish() -> None:
    """Goods grow a millionfold at most, so the figure stays one that can be written."""
    it = traces("0.00000000000000000000000000001")
    (found,) = chosen(it, "mass.element_gap")
    assert found.effect is not None
    assert abs(found.effect - Decimal(10**6) * 600 / BATTERY) < Decimal("1e-18")


def test_bought_material_brings_its_element() -> None:
    """10 kg of nickel bought as such close the gap."""
    it = nickel_in("300")
    states = Product(lines=(line(Ni="0.2"),))
    plant(it, taken("ore", "300"), used("test:lime", "10", material="Ni"), product=states)
    assert not chosen(it, "mass.element_gap")


def test_goods_that_state_no_elements_have_those_they_were_made_of() -> None:
    """A trader between mine and plant states nothing."""
    it = nickel_in("400")
    it.chain.deliver("to trader", "mine", "trader", "400")
    it.chain.enter("trader", inventory(made("trader", "400"), inputs=[taken("to trader", "400")]))
    it.chain.deliver("ore", "trader", "plant", "400")
    assert not chosen(it, "mass.element_gap")
    states = Product(lines=(line(Ni="0.2"),))
    (found,) = chosen(plant(it, taken("ore", "300"), product=states), "mass.element_gap")
    assert "0.15 kg of Ni go in" in found.choice.detail


def test_goods_of_unstated_mass_may_bring_an_element_all_the_same() -> None:
    """300 pieces of a trader, of 0.1 kg of nickel each by what it used: a hundred more are missing."""
    it = nickel_in("400")
    it.chain.deliver("to trader", "mine", "trader", "400")
    pieces = inventory(made("trader", "400", unit="piece"), inputs=[taken("to trader", "400")])
    it.chain.enter("trader", pieces)
    it.chain.deliver("ore", "trader", "plant", "400", unit="piece")
    states = Product(lines=(line(Ni="0.2"),))
    plant(it, taken("ore", "300", unit="piece"), product=states)
    (found,) = chosen(it, "mass.element_gap")
    assert found.effect is not None
    assert abs(found.effect - Decimal(100) * 2 / BATTERY) < CLOSE


def test_an_element_of_an_output_of_unstated_mass_is_not_balanced() -> None:
    """Scrap by the piece may hold any nickel."""
    it = nickel_in("300")
    outputs = [
        made("plant", "200", batteries=4),
        made("plant", "9", "scrap", unit="piece", role="scrap"),
    ]
    scrap = line("scrap", Ni="0.5").model_copy(update={"kg_per_unit": None})
    lines = Product(lines=(line(Ni="0.2"), scrap))
    it.chain.enter("plant", inventory(*outputs, inputs=[taken("ore", "300")]), lines, model=MODEL)
    assert not chosen(it, "mass.element_gap")
    assert not chosen(it, "mass.gap")
