"""Tests for choices of process energy."""

from dataclasses import replace
from decimal import Decimal

import pytest
from support.balanced import line
from support.chosen import (
    VISITED,
    choice_context,
    chosen,
    conservative,
    declared_total,
    shared_mine,
)
from support.energy import GRID, SETS, heat, power
from support.graph import STUDY, factors, ident
from support.graph_battery import Declared
from support.mined import PER_KG, mined
from support.rows import Row, inventory, made, used

from ledger.choices.families.floors import floor_choices
from schemas.signed.entry import Product

GRAPHITE = {"process": "raw_material.graphitization"}
FLOOR = "physics.process_floor"
NEAR = Decimal("1e-20")


def furnace(*rows: object) -> Declared:
    """The mine as a furnace of 1,000 kg of graphite, with these rows of energy."""
    it = mined(*rows, sets=SETS, header=GRAPHITE)
    record = it.chain.entries[ident("mine")]
    it.chain.entries[ident("mine")] = record._replace(product=Product(lines=(line(C="0.99"),)))
    return it


def test_energy_that_is_missing_to_the_floor_has_the_mix() -> None:
    """500 kWh from the grid where 1,500 are the least; the rest at 0.21."""
    it = furnace(power(GRID, "grid"))
    (found,) = chosen(it, FLOOR)
    assert found.effect is not None
    assert abs(found.effect - 1000 * Decimal("0.21") * PER_KG) < NEAR
    assert "states 0.5 kWh of energy per kg; the floor is 1.5" in found.choice.detail


def test_the_conservative_figure_covers_the_energy_left_out() -> None:
    """An honest furnace uses what is missing from the grid."""
    honest = furnace(*[power(GRID, "grid")] * 3)
    assert conservative(furnace(power(GRID, "grid"))).total >= declared_total(honest) - NEAR
    assert not chosen(honest, FLOOR)


def test_heat_counts_by_its_energy() -> None:
    """5,400 MJ are 1,500 kWh."""
    gas = heat("test:heat", "5400")
    it = furnace(gas)

    it.chain.factor_sets = (*it.chain.factor_sets, factors({"test:heat": "0.06"}, unit="MJ"))
    assert not chosen(it, FLOOR)


def test_a_visit_settles_recovered_heat() -> None:
    """Documents do not show a furnace."""
    it = furnace(power(GRID, "grid"))
    assert abs(conservative(it, examined=VISITED).total - declared_total(it)) < NEAR


@pytest.mark.parametrize("unit", ["kg", "m3"])
def test_energy_in_another_unit_counts_as_none(unit: str) -> None:
    """A fuel by weight or volume states no heating value."""
    it = furnace(power(GRID, "grid"), used("test:fuel", "1", unit=unit, purpose="energy"))
    it.chain.factor_sets = (*it.chain.factor_sets, factors({"test:fuel": "1"}, unit=unit))
    (found,) = chosen(it, FLOOR)
    assert found.effect is not None
    assert abs(found.effect - 1000 * Decimal("0.21") * PER_KG) < NEAR


def test_energy_counts_under_every_purpose() -> None:
    """Heat called a material is heat."""
    hot = used("test:heat", "5400", unit="MJ")
    it = furnace(hot)
    it.chain.factor_sets = (*it.chain.factor_sets, factors({"test:heat": "0.06"}, unit="MJ"))
    assert not chosen(it, FLOOR)


def oxide(process: str, *outputs: Row, **elements: str) -> Declared:
    """The mine as a maker of 1,000 kg of goods of these elements, with 500 kWh from the grid."""
    it = mined(power(GRID, "grid"), sets=SETS, header={"process": process})
    record = it.chain.entries[ident("mine")]
    made_of = [line(**elements)]
    content = inventory(*(outputs or (made("mine", "1000"),)), inputs=[power(GRID, "grid")])
    product = Product(lines=tuple(made_of))
    it.chain.entries[ident("mine")] = record._replace(inventory=content, product=product)
    return it


def test_goods_have_a_floor_by_what_they_consist_of() -> None:
    """A layered oxide needs 2 kWh per kg, whatever its process is called; one too poor in lithium or metal is none."""
    rich = {"Li": "0.07", "Ni": "0.48"}
    (found,) = chosen(oxide("raw_material.unspecified", **rich), FLOOR)
    assert found.effect is not None
    assert "states 0.5 kWh of energy per kg; the floor is 2" in found.choice.detail
    assert abs(found.effect - 1500 * Decimal("0.21") * PER_KG) < NEAR
    assert not chosen(oxide("raw_material.unspecified", Li="0.02", Ni="0.48"), FLOOR)
    assert not chosen(oxide("raw_material.unspecified", Li="0.07", Ni="0.1", O="0.81"), FLOOR)
    (found,) = chosen(oxide("raw_material.unspecified", C="0.99"), FLOOR)
    assert "the floor is 1.5" in found.choice.detail


@pytest.mark.parametrize("process", ["raw_material.unspecified", "raw_material.graphitization"])
@pytest.mark.parametrize("held", [{}, {"H": "0.1"}, {"Ni": "0.48"}, {"Fe": "0.02", "Mn": "0.2"}])
def test_goods_are_of_every_class_that_they_leave_open(process: str, held: dict[str, str]) -> None:
    """The highest floor counts, whatever the process is called; of graphite and oxides that is 2 kWh per kg."""
    (found,) = chosen(oxide(process, **held), FLOOR)
    assert "the floor is 2" in found.choice.detail


def test_goods_without_room_for_a_class_are_none_of_it() -> None:
    """With 2 % of nickel they are no oxide of it, and with 91 % of iron and nickel no graphite and no oxide of iron."""
    (found,) = chosen(oxide("raw_material.unspecified", Ni="0.02", Fe="0.02", Li="0.01"), FLOOR)
    assert "the floor is 1.5" in found.choice.detail
    assert not chosen(oxide("raw_material.unspecified", Fe="0.98"), FLOOR)
    assert not chosen(oxide("raw_material.unspecified", Fe="0.91", Li="0.01"), FLOOR)


def test_ore_is_no_class_of_goods() -> None:
    """What a mine states to hold is from nature, and what it leaves open explains nothing where it is used."""
    assert not chosen(oxide("raw_material.mining", Ni="0.02"), FLOOR)
    assert chosen(oxide("raw_material.mining", Ni="0.48"), FLOOR)
    assert chosen(oxide("raw_material.mining"), FLOOR)


def test_what_is_treated_at_the_end_has_no_floor() -> None:
    """A recycler states no elements of the waste that it takes; goods that the product rests on are no waste."""
    it = oxide("raw_material.unspecified", Fe="0.98")
    assert not chosen(it, FLOOR)
    (found,) = chosen(oxide("end_of_life.shredding"), FLOOR)
    assert found.choice.subject == ident("mine")


def test_every_output_of_the_class_counts_whichever_is_called_main() -> None:
    """1 kg of a token is the main output, and 1,000 kg of the oxide a by-product."""
    outputs = (made("mine", "1000", role="by_product"), made("mine", "1", "token"))
    it = oxide("raw_material.unspecified", *outputs, Li="0.07", Ni="0.48")
    record = it.chain.entries[ident("mine")]
    lines = (line(Li="0.07", Ni="0.48"), line("token", Fe="0.98"))
    it.chain.entries[ident("mine")] = record._replace(product=Product(lines=lines))
    (found,) = floor_choices(choice_context(it))
    assert "states 0.5 kWh of energy per kg; the floor is 2" in found.detail
    assert conservative(it).total > declared_total(it)


def test_the_larger_of_two_floors_counts() -> None:
    """An oxide called graphite has the floor of oxides."""
    (found,) = chosen(oxide("raw_material.graphitization", Li="0.07", Ni="0.48"), FLOOR)
    assert "the floor is 2" in found.choice.detail


def test_goods_of_unstated_mass_have_no_floor() -> None:
    """Pieces of graphite may weigh nothing."""
    it = mined(power(GRID, "grid"), sets=SETS, header=GRAPHITE)
    record = it.chain.entries[ident("mine")]
    pieces = inventory(made("mine", "1000", unit="piece"), inputs=[power(GRID, "grid")])
    it.chain.entries[ident("mine")] = record._replace(inventory=pieces)
    assert not chosen(it, FLOOR)


def test_without_a_mix_the_choice_has_no_effect() -> None:
    """Nothing values what is missing."""
    it = mined(used("test:lime", "1"), header=GRAPHITE)
    (found,) = chosen(it, FLOOR)
    assert found.effect is None


def test_other_processes_and_rulebooks_have_no_floor() -> None:
    """A mine needs no furnace; a rulebook may name no alternatives."""
    assert not chosen(shared_mine(), FLOOR)
    context = choice_context(furnace(power(GRID, "grid")))
    rulebook = STUDY.model_copy(update={"conservative": None})
    silent = replace(context, graph=replace(context.graph, rulebook=rulebook))
    assert list(floor_choices(silent)) == []
