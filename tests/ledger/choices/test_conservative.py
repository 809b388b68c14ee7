"""Tests for the conservative figure, on a chain whose numbers can be followed by hand.

The mine makes 1,000 kg of ore for 2,000 kg CO2e; the plant uses 300 kg of it and 20 kg CO2e of transport for 200 kg of
battery, whose treatment is 1 kg CO2e per kg: 820 kg CO2e over 144,000 kWh.
"""

from dataclasses import replace
from decimal import Decimal

import pytest
from support.chosen import (
    BATTERY,
    choice_context,
    conservative,
    declared_total,
    modest,
    shared_mine,
)
from support.grammar.settled import life_is_settled
from support.graph import STUDY, factors, ident, weighing
from support.graph_battery import Declared, declared
from support.graph_circular import DRAFT, battery
from support.graph_recycled import add, restate
from support.rows import avoided, inventory, made, taken, used

from ledger.choices.choice import Choice
from ledger.choices.conservative import conservative_figure, format_up, total_with
from ledger.choices.coordinates import (
    Change,
    EnergyChange,
    LineChange,
    Option,
    RowChange,
    ShareChange,
)
from ledger.choices.effects import EffectsAlone
from ledger.choices.kinds import KINDS
from ledger.footprint.analysis.declared_figure import declared_cells
from ledger.footprint.graph.cells import total_of
from ledger.footprint.graph.numbers import ZERO
from ledger.footprint.valuation.figure import figures
from schemas.signed.rulebook import Rulebook

ENERGY = BATTERY
TINY = Decimal("1e-20")
MINE, PLANT = ident("mine"), ident("plant")
ORE = (MINE, "main")


def both(it: Declared, *changes: Change) -> tuple[Decimal, Decimal]:
    """The rise in kg CO2e over all batteries, by one pass and by the effects alone."""
    context, declared_figure = choice_context(it), declared_total(it)
    total = total_with(context, changes)
    choice = Choice(KINDS["supplier.dataset"], PLANT, PLANT, "", changes)
    effect = EffectsAlone(context, declared_figure).of(choice)
    assert total is not None
    assert effect is not None
    return (total - declared_figure) * ENERGY, effect * ENERGY


def close(found: tuple[Decimal, Decimal], kg: str) -> bool:
    """Return whether both values are a number of kg."""
    return all(abs(value - Decimal(kg)) < TINY for value in found)


def row_of(it: Declared, name: str, at: int = 0) -> object:
    """An input of an entry."""
    found = it.chain.entries[ident(name)].inventory
    assert found is not None
    return found.inputs[at]


def test_a_row_counts_at_its_largest_option() -> None:
    """1,000 kg of lime cost 2,000; 5,000 is larger, 3,000 and an unknown line are not; 0.3 of it is used."""
    it = modest()
    options = (
        Option(Decimal(5000)),
        Option(Decimal(3000)),
        Option(draws=((("none", "main"), Decimal(1)),)),
    )
    assert close(both(it, RowChange(MINE, row_of(it, "mine"), options)), "900")


def test_an_option_below_the_stated_value_changes_nothing() -> None:
    """An alternative never lowers."""
    it = modest()
    assert close(both(it, RowChange(MINE, row_of(it, "mine"), (Option(),))), "0")


def test_an_amount_that_no_row_states_is_added() -> None:
    """A gap of 100 kg CO2e at the plant."""
    assert close(both(modest(), RowChange(PLANT, "gap", (Option(Decimal(100)),))), "100")


def test_an_option_draws_on_a_line() -> None:
    """Transport of 20 kg CO2e in place of which 100 kg of ore are drawn, at 2."""
    it = modest()
    option = Option(draws=((ORE, Decimal(100)),))
    assert close(both(it, RowChange(PLANT, row_of(it, "plant", 1), (option,))), "180")


def test_an_option_of_an_unknown_line_is_left_out() -> None:
    """The mine has no such line."""
    option = Option(draws=(((MINE, "other"), Decimal(100)),))
    assert close(both(modest(), RowChange(PLANT, "gap", (option,))), "0")


def test_two_changes_of_one_row_do_not_add() -> None:
    """The larger counts."""
    it = modest()
    row = row_of(it, "mine")
    one, two = (RowChange(MINE, row, (Option(Decimal(kg)),)) for kg in (5000, 4000))
    total = total_with(choice_context(it), [one, two])
    assert total == total_with(choice_context(it), [one])


def test_a_line_counts_at_least_as_another_in_its_place() -> None:
    """The recycler's kg is at 1; as ore it would be at 2, for 200 kg."""
    line = LineChange(ident("recycler"), "main", ORE)
    assert close(both(modest(), line), "200")


def test_a_line_above_another_keeps_its_figure() -> None:
    """Half of the ore's figure is no more than the recycler's."""
    line = LineChange(ident("recycler"), "main", ORE, Decimal("0.5"))
    assert close(both(modest(), line), "0")


def test_a_line_in_place_that_is_unknown_changes_nothing() -> None:
    """No entry has it."""
    assert close(both(modest(), LineChange(ident("recycler"), "main", ("none", "main"))), "0")


def test_total_energy_divides_the_whole() -> None:
    """A fifth more by a smaller energy; a larger energy changes nothing."""
    assert close(both(modest(), EnergyChange(Decimal("1.2"))), "164")
    assert close(both(modest(), EnergyChange(Decimal("0.5"))), "0")


def test_the_share_of_a_line_that_does_not_exist_changes_nothing() -> None:
    """The mine has one line."""
    assert close(both(modest(), ShareChange(MINE, "other")), "0")


def test_interaction_is_what_no_choice_causes_alone() -> None:
    """A row upstream and its use downstream: 3,000 more in the ore, twice as much ore."""
    it = modest()
    context = choice_context(it)
    ore = RowChange(MINE, row_of(it, "mine"), (Option(Decimal(5000)),))
    use = RowChange(PLANT, row_of(it, "plant"), (Option(draws=((ORE, Decimal(600)),)),))
    alone = sum((both(it, change)[0] for change in (ore, use)), Decimal(0))
    total = total_with(context, [ore, use])
    assert total is not None
    assert abs((total - declared_total(it)) * ENERGY - alone - 900) < TINY


def test_a_total_below_zero_does_not_fall_with_the_energy() -> None:
    """A credit larger than all burdens: a smaller energy would make the figure lower still."""
    it = battery(avoided("2000", "test:ni", material="Ni"))
    context = choice_context(it, DRAFT)
    declared = declared_total(it, DRAFT)
    assert declared < ZERO
    assert total_with(context, [EnergyChange(Decimal(2))]) == total_with(context, [])
    assert total_with(context, []) == declared


def test_a_credit_keeps_its_declared_value() -> None:
    """The salt doubles; the credit of 20 kg of it at 8 does not."""
    it = battery(avoided("20", delivery="salt price", material="Ni"))
    context = choice_context(it, DRAFT)
    row = row_of(it, "refinery")
    total = total_with(context, [RowChange(ident("refinery"), row, (Option(Decimal(1600)),))])
    assert total is not None
    assert abs((total - declared_total(it, DRAFT)) * 4 * 36000 - 60 * 8) < TINY


def test_what_lines_share_is_at_least_zero_before_end_of_life() -> None:
    """Under a study a mine may avoid more than it causes; the conservative figure stops at zero."""
    it = modest()
    lists = {"inputs": [used("test:lime", "1000")], "avoided": [avoided("2000", "test:lime")]}
    it.chain.enter("mine", inventory(made("mine", "1000"), **lists))
    context = choice_context(it)
    total = total_with(context, [])
    assert total is not None
    assert abs((total - declared_total(it)) * ENERGY - 600) < TINY


def test_the_share_of_a_net_credit_is_not_raised() -> None:
    """A recycler's credit exceeds its burdens; to carry all of it would lower the figure."""
    it = modest()
    line = avoided("1000", "test:lime", material="Ni")
    outputs = (
        made("recycler", "100", allocation_value="1"),
        made("recycler", "1", "other", role="co_product", allocation_value="1"),
    )
    lists = {"inputs": [used("test:lime", "50")], "avoided": [line], "allocation": "mass"}
    process = {"process": "end_of_life.shredding"}
    it.chain.enter("recycler", inventory(*outputs, **lists), **process)
    found = both(it, ShareChange(ident("recycler"), "main"))
    assert close(found, "0")


def test_a_rulebook_without_alternatives_has_no_conservative_figure() -> None:
    """Nothing says what to compute with instead."""
    silent = STUDY.model_copy(update={"conservative": None})
    assert conservative_figure(choice_context(modest(), silent)) is None


def test_a_missing_figure_leaves_the_conservative_one_unknown() -> None:
    """A row of the composition has no figure."""
    context = choice_context(modest())
    figures = replace(context.graph.figures, entries={})
    assert (
        conservative_figure(replace(context, graph=replace(context.graph, figures=figures))) is None
    )


def test_an_honest_chain_without_choices_has_the_declared_figure() -> None:
    """Nothing is raised where nothing was chosen."""
    it = modest()
    found = conservative(it)
    assert [row for row in found.choices if row.effect is not None] == []
    assert found.total == declared_total(it)
    assert found.interaction == 0


@pytest.mark.parametrize(
    ("value", "shown"),
    [("0.12345", "0.1235"), ("0.12341", "0.1235"), ("-1.00001", "-1"), ("0", "0")],
)
def test_a_conservative_figure_is_rounded_up(value: str, shown: str) -> None:
    """It stays at or above itself."""
    assert format_up(Decimal(value)) == shown


def test_an_incomplete_entry_is_left_to_the_figures() -> None:
    """A delivery without a figure: the reading adds nothing to what cannot be valued."""
    it = modest()
    restate(it, "plant", inputs=(taken("ore", "300"), used("test:unknown", "1")))
    context = choice_context(modest())
    graph = replace(context.graph, resolution=it.resolve())
    assert (
        total_with(replace(context, graph=graph, log=None), [RowChange(PLANT, "gap", (Option(),))])
        is None
    )


def test_interaction_has_a_line_of_its_own() -> None:
    """The mine's co-product raises its ore, which a dataset stands beside at a lower value."""
    it = shared_mine()
    sets = factors({"test:ore": "0.1"}, stands_for="urn:test:mine:main")
    it.chain.factor_sets = (*it.chain.factor_sets, sets)
    add(it, "plant", inputs=used("test:ore", "100"))
    found = conservative(it)
    effects = sum(row.effect or 0 for row in found.choices)
    assert sum(row.effect is not None for row in found.choices) == 2
    assert abs(found.interaction * ENERGY - 150) < TINY
    assert abs(found.total - declared_total(it) - effects - found.interaction) < TINY


@pytest.mark.parametrize("rulebook", [STUDY, DRAFT], ids=lambda one: one.id)
def test_the_distance_is_of_data_and_of_use(rulebook: Rulebook) -> None:
    """With life and capacity settled the data alone are left, at the same worth; the rest is of method and use."""
    it = declared()
    whole = conservative(it, rulebook)
    settled = conservative(it, rulebook, life_is_settled(ident("calculation")))
    figure = total_of_declared(it, rulebook)
    assert whole.parts is not None
    assert settled.parts is not None
    for found in (whole, settled):
        assert abs(figure + sum(found.parts or ()) - (found.total or ZERO)) < TINY
    assert whole.parts.data_and_modelling == settled.parts.data_and_modelling > 0
    assert whole.parts.method_and_use > 0
    assert settled.parts.method_and_use == 0


def total_of_declared(it: Declared, rulebook: Rulebook) -> Decimal:
    """The declared figure under a rulebook."""
    cells = choice_context(it, rulebook).cells(it.figures(rulebook))
    assert cells is not None
    return total_of(cells)


def test_rows_that_a_calculation_fills_keep_their_value() -> None:
    """Amounts for gaps have no row and count in both figures."""
    it = modest()
    it.chain.enter(
        "mine", inventory(made("mine", "1000"), inputs=[used("test:lime", "900")]), weighing("1")
    )
    it.asserted["filling"] = {"mass": True}
    context = choice_context(it)
    graph = context.graph
    filled = figures(graph.resolution, graph.table, graph.rulebook, it.calculation.filling)
    context = replace(context, graph=replace(graph, figures=filled))
    total = total_with(context, [RowChange(MINE, "gap", (Option(Decimal(100)),))])
    cells = declared_cells(context.rows, filled, it.calculation, graph.rulebook)
    assert total is not None
    assert cells is not None
    assert abs((total - total_of(cells)) * ENERGY - 30) < TINY
