"""Tests for choices of process energy."""

from dataclasses import replace
from decimal import Decimal

import pytest
from support.chosen import (
    VISITED,
    choice_context,
    chosen,
    conservative,
    declared_total,
    shared_mine,
)
from support.energy import GRID, SETS, heat, power
from support.graph import STUDY, factors
from support.graph_battery import Declared
from support.mined import PER_KG, mined
from support.rows import used

from ledger.choices.families.floors import floor_choices

GRAPHITE = {"process": "raw_material.graphitization"}
NEAR = Decimal("1e-20")


def furnace(*rows: object) -> Declared:
    """The mine as a furnace of 1,000 kg of graphite, with these rows of energy."""
    return mined(*rows, sets=SETS, header=GRAPHITE)


def test_energy_that_is_missing_to_the_floor_has_the_mix() -> None:
    """500 kWh from the grid where 1,500 are the least; the rest at 0.21."""
    it = furnace(power(GRID, "grid"))
    (found,) = chosen(it, "physics.process_floor")
    assert found.effect is not None
    assert abs(found.effect - 1000 * Decimal("0.21") * PER_KG) < NEAR
    assert "states 0.5 kWh of energy per kg; the floor is 1.5" in found.choice.detail


def test_the_conservative_figure_covers_the_energy_left_out() -> None:
    """An honest furnace uses what is missing from the grid."""
    honest = furnace(*[power(GRID, "grid")] * 3)
    assert conservative(furnace(power(GRID, "grid"))).total >= declared_total(honest) - NEAR
    assert not chosen(honest, "physics.process_floor")


def test_heat_counts_by_its_energy() -> None:
    """5,400 MJ are 1,500 kWh."""
    gas = heat("test:heat", "5400")
    it = furnace(gas)

    it.chain.factor_sets = (*it.chain.factor_sets, factors({"test:heat": "0.06"}, unit="MJ"))
    assert not chosen(it, "physics.process_floor")


def test_a_visit_settles_recovered_heat() -> None:
    """Documents do not show a furnace."""
    it = furnace(power(GRID, "grid"))
    assert abs(conservative(it, examined=VISITED).total - declared_total(it)) < NEAR


@pytest.mark.parametrize("unit", ["kg", "m3"])
def test_energy_in_another_unit_is_not_judged(unit: str) -> None:
    """A fuel by weight or volume states no heating value."""
    it = furnace(power(GRID, "grid"), used("test:fuel", "1", unit=unit, purpose="energy"))

    it.chain.factor_sets = (*it.chain.factor_sets, factors({"test:fuel": "1"}, unit=unit))
    assert not chosen(it, "physics.process_floor")


def test_without_a_mix_the_choice_has_no_effect() -> None:
    """Nothing values what is missing."""
    it = mined(used("test:lime", "1"), header=GRAPHITE)
    (found,) = chosen(it, "physics.process_floor")
    assert found.effect is None


def test_other_processes_and_rulebooks_have_no_floor() -> None:
    """A mine needs no furnace; a rulebook may name no alternatives."""
    assert not chosen(shared_mine(), "physics.process_floor")
    context = choice_context(furnace(power(GRID, "grid")))
    rulebook = STUDY.model_copy(update={"conservative": None})
    silent = replace(context, graph=replace(context.graph, rulebook=rulebook))
    assert list(floor_choices(silent)) == []
