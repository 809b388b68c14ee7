"""Tests for the balance of an entry: elements, crystal water and the oxygen of air."""

from decimal import Decimal

import pytest
from support.balanced import at, at_plant, kg_of, line, mine, nickel_in, plant, works
from support.chosen import (
    choice_context,
    chosen,
    conservative,
    declared_total,
    modest,
    priced,
)
from support.footprints import file_of, pact_3
from support.graph import factors, ident, weighing
from support.graph_battery import MODEL, Declared
from support.rows import Row, avoided, imported, inventory, made, taken, used

from ledger.choices.balance import Balance, elements_of
from schemas.signed.entry import Product
from schemas.signed.rows import ActivityInput

ELEMENT, GAP = "mass.element_gap", "mass.gap"
MINE, PLANT = ident("mine"), ident("plant")


# ---- Water and oxygen


@pytest.mark.parametrize(
    ("formula", "nickel", "gap"),
    [
        ("NiSO4.6H2O", "0.2233", "0"),
        ("NiSO4.6H2O", "0.2101", "0.6677"),
        (None, "0.2233", "0.6545"),
        ("NiSO4.60H2O", "0.2233", "0.6545"),
        ("H2O", "0.2233", "0.6545"),
    ],
)
def test_crystal_water_is_no_gap_if_the_elements_bear_the_formula_out(
    formula: str | None, nickel: str, gap: str
) -> None:
    """1,000 kg of hexahydrate from 223.3 kg of nickel and 122.2 of sulfur and more; no formula hides more water."""
    it = modest()
    rows = [used("test:lime", "223.3", material="Ni"), used("test:lime", "122.2")]
    stuff = inventory(made("mine", "1000"), inputs=rows)
    it.chain.enter("mine", stuff, Product(lines=(line(formula=formula, Ni=nickel),)))
    found = at(it, "mine", GAP)
    assert len(found) == (gap != "0")
    assert all(f"{gap} kg come out that no input brings" in row.choice.detail for row in found)


def test_goods_are_without_water_where_all_outputs_are() -> None:
    """300 kg of hexahydrate hold 67 kg of nickel, and the water in them is not a mass of an oxide."""
    it = mine(modest(), Product(lines=(line(formula="NiSO4.6H2O", Ni="0.2233"),)))
    works(it, "300", Product(lines=(line(formula="NiO", Ni="0.7858"),)))
    (short,) = at(it, "works", ELEMENT)
    assert "0.335 kg of Ni go in and 0.7858 kg come out" in short.choice.detail
    assert not at(it, "works", GAP)


def hydrate(*rows: Row) -> Declared:
    """The plant's 200 kg of batteries are 300 kg of a hexahydrate and nothing else."""
    it = modest()
    goods = Product(lines=(line(formula="NiSO4.6H2O", Ni="0.2233"),))
    it.chain.enter("mine", inventory(made("mine", "1000"), inputs=rows), goods)
    return plant(it, taken("ore", "300"))


def test_water_of_a_formula_is_no_mass_of_a_battery() -> None:
    """Of 1,000 kg of hexahydrate 345.5 went in: 300 kg explain 103.65 of 200, or of all but its sulfur."""
    nickel = used("test:lime", "223.3", material="Ni")
    it = hydrate(nickel, used("test:lime", "122.2"))
    (found,) = at_plant(it, GAP)
    assert "0.4818 kg come out that no input brings" in found.choice.detail
    wet = Product(lines=(line(formula="NiSO4.6H2O", S="0.122"),))
    (found,) = at_plant(plant(it, taken("ore", "300"), product=wet), GAP)
    assert "0.3598 kg come out that no input brings" in found.choice.detail


def test_a_hydrate_that_its_inputs_weigh_out_explains_its_whole_mass() -> None:
    """What went in counts where the goods are used, however much of it a formula could take for water."""
    assert not at_plant(hydrate(used("test:lime", "1000", material="Ni")), GAP)


def test_water_stays_in_the_line_whose_formula_states_it() -> None:
    """A slag beside the hydrate is as heavy as it is."""
    it = modest()
    goods = Product(lines=(line(formula="NiSO4.6H2O", Ni="0.2233"), line("slag")))
    both = inventory(
        made("mine", "500"),
        made("slag", "500", role="by_product", line="slag"),
        inputs=[used("test:lime", "800")],
    )
    it.chain.enter("mine", both, goods)
    context = choice_context(it)
    entry = next(row for row in context.entries if row.record.id == MINE)
    found = Balance(context, entry, {}).carried
    assert found[MINE, "slag"] == 0
    assert round(found[MINE, "main"], 4) == Decimal("0.4")


# ---- Elements


def test_a_missing_element_is_filled_by_the_goods_that_bring_it() -> None:
    """300 kg of ore bring 30 kg of nickel, and 40 kg leave: 10 more, at 20 kg CO2e a kg."""
    (found,) = chosen(nickel_in("300"), ELEMENT)
    assert "0.15 kg of Ni go in and 0.2 kg come out" in found.choice.detail
    assert kg_of(found) == 200


def test_the_honest_element_is_not_listed_and_the_lie_is_covered() -> None:
    """400 kg of ore is what the batteries hold."""
    honest = nickel_in("400")
    assert not chosen(honest, ELEMENT)
    assert conservative(nickel_in("300")).total >= declared_total(honest)


def test_an_element_and_the_mass_beside_it_are_two_accounts() -> None:
    """150 kg of ore lack 25 kg of nickel and 25 kg of what else the batteries weigh."""
    it = nickel_in("150")
    (element,), (gap,) = chosen(it, ELEMENT), chosen(it, GAP)
    assert "0.125 kg come out that no input brings, beside stated elements" in gap.choice.detail
    assert (kg_of(element), kg_of(gap)) == (25 * 20, 25 * 2)


def test_each_element_has_its_own_price() -> None:
    """10 kg of nickel at 20, and 6 of cobalt at the table's 70."""
    it = nickel_in("300", Co="0.06")
    mine(it, Product(lines=(line(Co="0.02", Ni="0.1"),)))
    found = {row.choice.coordinate: row for row in chosen(it, ELEMENT, priced(Co="70"))}
    assert {name: kg_of(row) for name, row in found.items()} == {"Ni": 200, "Co": 420}


@pytest.mark.parametrize("states", [Product(lines=(line(Fe="0.5"),)), weighing("1")])
def test_an_element_that_no_input_states_is_missing_whole(states: Product) -> None:
    """40 kg of nickel out of iron ore, or out of goods that state nothing."""
    it = mine(nickel_in("300"), states)
    (found,) = at_plant(it, ELEMENT)
    assert "0 kg of Ni go in and 0.2 kg come out" in found.choice.detail
    assert found.effect is None
    assert kg_of(*at_plant(it, ELEMENT, priced(Ni="54"))) == 40 * 54


def test_oxygen_and_hydrogen_need_no_source() -> None:
    """Water and air bring them."""
    (found,) = chosen(nickel_in("300", H="0.01", O="0.3"), ELEMENT)
    assert found.choice.detail.endswith("0.15 kg of Ni go in and 0.2 kg come out")


def test_a_trace_is_rounding() -> None:
    """A thousandth of what comes out is no gap."""
    assert not chosen(nickel_in("399.7"), ELEMENT)
    assert chosen(nickel_in("399"), ELEMENT)


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
    assert not chosen(it, GAP)


def with_bought(*rows: Row, ore: str = "300") -> Declared:
    """Batteries of 20 % nickel out of ore of 10 % and bought goods."""
    it = nickel_in("300")
    return plant(it, taken("ore", ore), *rows, product=Product(lines=(line(Ni="0.2"),)))


def test_bought_material_brings_its_element() -> None:
    """10 kg of nickel bought as such close the gap, and 10 kg of any goods do not."""
    assert not chosen(with_bought(used("test:lime", "10", material="Ni")), ELEMENT)
    assert chosen(with_bought(used("test:lime", "10")), ELEMENT)


def test_a_dataset_that_states_its_elements_brings_them() -> None:
    """Of 10 kg of a dataset of 60 % nickel 6 kg count, whatever material the row names."""
    it = with_bought(used("test:salt", "10", material="Ni"))
    holds = [{"element": "Ni", "fraction": "0.6"}]
    it.chain.factor_sets = (*it.chain.factor_sets, factors({"test:salt": "2"}, elements=holds))
    (found,) = chosen(it, ELEMENT)
    assert "0.18 kg of Ni go in" in found.choice.detail


def test_bought_goods_in_another_unit_bring_nothing() -> None:
    """10 m2 of nickel foil have no mass."""
    row = inventory(made("plant", "1"), inputs=[used("test:foil", "10", unit="m2", material="Ni")])
    (foil,) = row.inputs
    assert isinstance(foil, ActivityInput)
    assert elements_of(foil, None) == {}
    it = with_bought(used("test:foil", "10", unit="m2", material="Ni"))
    it.chain.factor_sets = (*it.chain.factor_sets, factors({"test:foil": "2"}, unit="m2"))
    (found,) = chosen(it, ELEMENT)
    assert "0.15 kg of Ni go in" in found.choice.detail


def test_goods_that_state_no_elements_have_those_they_were_made_of() -> None:
    """A trader between mine and plant states nothing."""
    it = nickel_in("400")
    it.chain.deliver("to trader", "mine", "trader", "400")
    it.chain.enter("trader", inventory(made("trader", "400"), inputs=[taken("to trader", "400")]))
    it.chain.deliver("ore", "trader", "plant", "400")
    assert not chosen(it, ELEMENT)
    states = Product(lines=(line(Ni="0.2"),))
    (found,) = chosen(plant(it, taken("ore", "300"), product=states), ELEMENT)
    assert "0.15 kg of Ni go in" in found.choice.detail


def test_goods_of_unstated_mass_bring_no_element() -> None:
    """300 pieces of a trader that states no mass explain nothing of the 40 kg of nickel."""
    it = nickel_in("400")
    it.chain.deliver("to trader", "mine", "trader", "400")
    pieces = inventory(made("trader", "400", unit="piece"), inputs=[taken("to trader", "400")])
    it.chain.enter("trader", pieces)
    it.chain.deliver("ore", "trader", "plant", "400", unit="piece")
    states = Product(lines=(line(Ni="0.2"),))
    plant(it, taken("ore", "300", unit="piece"), product=states)
    (found,) = at_plant(it, ELEMENT)
    assert kg_of(found) == 40 * 20


def test_an_output_of_unstated_mass_weighs_nothing() -> None:
    """Scrap by the piece hides no gap of the batteries, and adds none."""
    it = nickel_in("300")
    outputs = [
        made("plant", "200", batteries=4),
        made("plant", "9", "scrap", unit="piece", role="scrap"),
    ]
    scrap = line("scrap", Ni="0.5").model_copy(update={"kg_per_unit": None})
    lines = Product(lines=(line(Ni="0.2"), scrap))
    it.chain.enter("plant", inventory(*outputs, inputs=[taken("ore", "300")]), lines, model=MODEL)
    assert kg_of(*chosen(it, ELEMENT)) == 200
    assert not chosen(it, GAP)


# ---- What explains mass


@pytest.mark.parametrize(
    ("members", "explains"),
    [
        ({}, True),
        ({"flow": "test:water"}, False),
        ({"flow": "test:coal"}, False),
        ({"purpose": "packaging"}, False),
        ({"purpose": "energy"}, False),
        ({"purpose": "processing"}, False),
        ({"flow": "test:foil", "unit": "m2"}, False),
    ],
)
def test_only_material_in_kg_above_ballast_explains_mass(
    members: dict[str, str], explains: object
) -> None:
    """Water, a fuel, packaging, work and goods by the m2 leave the 50 kg missing."""
    it = modest()
    fuel = factors({"test:coal": "3"}, carrier="fuel")
    sets = [factors({"test:lime": "2", "test:water": "0.04"}), fuel]
    sets.append(factors({"test:foil": "1"}, unit="m2"))
    it.chain.factor_sets = tuple(
        row.model_copy(update={"id": f"set-{at}"}) for at, row in enumerate(sets)
    )
    row = {**used("test:lime", "50"), **members}
    plant(it, taken("ore", "150"), row)
    assert bool(chosen(it, GAP)) != explains


def test_a_file_of_another_exchange_explains_mass_and_no_element() -> None:
    """Its goods in kg weigh their amount; it states no elements."""
    row = {**imported(file_of(pact_3()), amount="50"), "unit": "kg"}
    (imported_row,) = inventory(made("plant", "1"), inputs=[row]).inputs
    it = plant(modest(), taken("ore", "150"), row)
    assert not chosen(it, GAP)
    assert elements_of(imported_row, None) == {}  # type: ignore[arg-type]
