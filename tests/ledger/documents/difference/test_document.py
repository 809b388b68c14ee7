"""One change of a recipe has one cause, and the parts of every level sum to the level above."""

from dataclasses import replace
from decimal import Decimal

import pytest
from support.differing import Recipe, names_of, parts_by_cause, require_sums
from support.graph import STUDY, grids

from ledger.documents.difference.document import explain_difference
from ledger.footprint.graph.numbers import EXACT
from ledger.rulebooks.catalog import load_rulebook
from schemas.views.difference import Cause, Difference

BASE = Recipe()

TWICE = Recipe(
    ore={"mine": "600"},
    binder={"test:binder": "40"},
    power={"test:power": "2000"},
    gas="14",
    slag="18",
    output="400",
    batteries=8,
    treated="400",
)

ONE_CAUSE = [
    ("factor_set", replace(BASE, values={"test:coal": "3"}), "test:coal kg product"),
    ("boundary", replace(BASE, treated=None), "end of life"),
    ("supplier", replace(BASE, ore={"other": "300"}), "main"),
    ("supplier", replace(BASE, ore={"mine": "200", "other": "100"}), "main"),
    ("supplier", replace(BASE, binder={"test:glue": "20"}), "test:binder"),
    ("amount", replace(BASE, binder={"test:binder": "30"}), "test:binder"),
    ("amount", replace(BASE, binder={}), "test:binder"),
    ("amount", replace(BASE, gas="9"), "co2"),
    ("amount", replace(BASE, treated="250"), "end of life"),
    ("yield", replace(BASE, ore={"mine": "330"}, binder={"test:binder": "22"}), "intake"),
    ("yield", replace(BASE, slag="12"), "test:slag"),
    ("yield", replace(BASE, side="50"), "outputs"),
    ("energy", replace(BASE, power={"test:power": "1200"}), "test:power"),
    ("energy", replace(BASE, power={"test:wind": "1000"}), "test:power"),
    ("energy", replace(BASE, power={"test:power": "600", "test:wind": "400"}), "test:wind"),
    ("energy", replace(BASE, energy="30000"), "energy that the battery delivers"),
]


def explained(before: Recipe, after: Recipe) -> Difference:
    """The difference of two recipes, whose parts sum on every level."""
    found = explain_difference(before.state(), after.state())
    require_sums(found)
    return found


@pytest.mark.parametrize(("cause", "after", "named"), ONE_CAUSE)
def test_one_change_has_one_cause(cause: str, after: Recipe, named: str) -> None:
    """A change of one thing is named by its cause, in both directions, and the tree names the thing."""
    found = explained(BASE, after)
    assert set(parts_by_cause(found)) == {cause}
    (part,) = (row for row in found.causes if row.name == cause)
    assert any(name.startswith(named) for name in names_of(part)), names_of(part)
    back = explained(after, BASE)
    assert set(parts_by_cause(back)) == {cause}
    assert EXACT.add(Decimal(back.value), Decimal(found.value)) == 0


def test_the_same_recipe_at_twice_the_size_is_no_difference() -> None:
    """Amounts are per unit of output and per battery, so size alone has no part in any cause."""
    found = explained(BASE, TWICE)
    assert (found.value, parts_by_cause(found)) == ("0", {})
    assert all(part.parts == () for part in found.causes)


def test_a_lower_output_of_the_same_inputs_is_a_yield() -> None:
    """Three packs in place of four from the same ore, binder, electricity and gas: all rows share the change."""
    found = explained(BASE, replace(BASE, output="150", treated="150", batteries=3))
    assert set(parts_by_cause(found)) == {"yield"}


def test_the_causes_are_in_their_order_and_all_there() -> None:
    """The document states the order, and has each cause once even without a part."""
    found = explained(BASE, BASE)
    assert [part.name for part in found.causes] == [cause.value for cause in Cause]
    assert found.order == tuple(Cause)


def test_many_changes_at_once_sum_exactly() -> None:
    """Every kind of change together, over another size and rulebook, still sums to the last digit."""
    draft = load_rulebook("pef-2021").model_copy(update={"electricity": None})
    after = replace(
        TWICE,
        ore={"mine": "333", "other": "301"},
        binder={"test:glue": "41"},
        power={"test:power": "701", "test:wind": "903"},
        slag="7",
        side="13",
        country="DE",
        energy="35999",
        values={"test:coal": "1.7", "test:power": "0.3"},
        rulebook=draft,
        treated="399",
    )
    found = explained(BASE, after)
    assert set(parts_by_cause(found)) >= {"factor_set", "supplier", "yield", "energy"}


def test_a_rulebook_opens_into_groups_of_its_rules() -> None:
    """Another characterization is named as that, under the rulebook."""
    gases = STUDY.characterization
    rows = tuple(
        row.model_copy(update={"value": "2"})
        if row.gas.value == "co2" and row.value == "1"
        else row
        for row in gases.rows
    )
    other = STUDY.model_copy(
        update={"characterization": gases.model_copy(update={"rows": rows}), "title": "Another"}
    )
    found = explained(BASE, replace(BASE, rulebook=other))
    assert set(parts_by_cause(found)) == {"rulebook"}
    assert names_of(found.causes[0]) == ["characterization"]


def test_figures_of_two_models_are_compared_and_said_to_be() -> None:
    """Two models can be compared; a remark says that they are two."""
    found = explained(BASE, replace(BASE, model="urn:test:other"))
    assert found.remarks == ("Two models are compared: urn:test:model and urn:test:other.",)


def test_another_plant_is_one_cause() -> None:
    """Where the plant is another one, the whole difference is which entries count as the product."""
    found = explained(BASE, replace(BASE, site="P2", plant="other plant", gas="70"))
    assert set(parts_by_cause(found)) == {"boundary"}


def test_a_firm_that_moves_to_another_grid_is_energy() -> None:
    """Under a rule of electricity the country selects the mix, so a move changes the energy alone."""
    rule = load_rulebook("pef-2021").electricity
    book = STUDY.model_copy(update={"electricity": rule})
    here = replace(BASE, rulebook=book)
    mixes = grids({"FI/residual": "0.1", "DE/residual": "0.5", "AU/residual": "0.9"})
    before, after = (
        replace(state, factor_sets=(*state.factor_sets, mixes))
        for state in (here.state(), replace(here, country="DE").state())
    )
    found = explain_difference(before, after)
    require_sums(found)
    assert set(parts_by_cause(found)) == {"energy"}
    assert "country, grid and year of the site" in names_of(found.causes[-1])
