"""A declarer who wants a lower number cannot avoid a new declaration by small steps, new codes or old figures."""

from dataclasses import replace
from datetime import date

import pytest
from support.differing import Recipe
from support.graph import STUDY

from ledger.documents.difference.attribution import attribute
from ledger.documents.difference.redeclaration import judge_redeclaration
from schemas.signed.constants import Constant
from schemas.signed.redeclaration import Redeclaration, Trigger, Worsening
from schemas.views.difference import RedeclarationState

SOURCE = {"source": "OWN", "confidence": "inferred"}
TEN = Constant(value="10", **SOURCE)
ABOVE = Redeclaration(worsening=Worsening(percent=TEN, comparison="above"))
FROM = Redeclaration(worsening=Worsening(percent=TEN, comparison="from"))
VALID = Redeclaration(validity_years=Constant(value="3", **SOURCE))
MATERIALS = Redeclaration(bill_of_materials=Trigger(**SOURCE))
MIX = Redeclaration(energy_mix=Trigger(**SOURCE))
TODAY = date(2026, 6, 1)

ONLY_ORE = Recipe(ore={"mine": "100"}, binder={}, power={}, gas="100", slag="1000", treated=None)
"""100 kg of ore at 6 kg CO2e, 100 kg of carbon dioxide and 1,000 kg of slag at 0.5: 1,200 kg CO2e."""


def judged(
    rule: Redeclaration | None, after: Recipe, before: Recipe = ONLY_ORE, today: date = TODAY
) -> RedeclarationState:
    """The verdict of a rulebook with these triggers."""
    book = STUDY.model_copy(update={"redeclaration": rule})
    states = [replace(one, rulebook=book).state() for one in (before, after)]
    return judge_redeclaration(attribute(*states), today)


@pytest.mark.parametrize(
    ("gas", "above", "from_ten"),
    [("219.9", "not_due", "not_due"), ("220", "not_due", "due"), ("220.1", "due", "due")],
)
def test_the_limit_is_exact(gas: str, above: str, from_ten: str) -> None:
    """A rise of exactly ten per cent is above no limit of ten, and reaches one from ten on."""
    after = replace(ONLY_ORE, gas=gas)
    assert (judged(ABOVE, after).state, judged(FROM, after).state) == (above, from_ten)


def test_a_rise_below_the_limit_is_not_shown_as_the_limit() -> None:
    """9.99 per cent is shown as 9.9, so that the sentence does not contradict itself."""
    found = judged(ABOVE, replace(ONLY_ORE, gas="219.9"))
    assert (found.rise, found.state) == ("9.9", "not_due")
    assert "the total rises by 9.9 %" in found.detail


def test_small_steps_add_up_to_the_declared_figure() -> None:
    """Two corrections of 6 % each are 12 % against what was declared, whatever was calculated in between."""
    steps = [replace(ONLY_ORE, gas=gas) for gas in ("172", "248")]
    assert judged(ABOVE, steps[1], before=steps[0]).state == "not_due"
    found = judged(ABOVE, steps[1])
    assert (found.state, found.rise) == ("due", "12.3")
    assert found.detail == (
        "Declare again: the total rises by 12.3 %, rulebook study-full-substitution-1 asks so above 10 %."
    )


def test_a_fall_is_not_due() -> None:
    """A lower figure may be declared, and need not be."""
    found = judged(ABOVE, replace(ONLY_ORE, gas="1"))
    assert found.state == "not_due"
    assert "the total falls by 8.2 %" in found.detail


@pytest.mark.parametrize(("day", "state"), [((2029, 1, 1), "not_due"), ((2029, 1, 2), "due")])
def test_validity_counts_from_the_end_of_the_period(day: tuple[int, int, int], state: str) -> None:
    """Three years after the end of 2025, whatever the figure did since."""
    assert judged(VALID, ONLY_ORE, today=date(*day)).state == state


def test_another_binder_is_another_bill_of_materials_at_the_same_figure() -> None:
    """A change of goods counts although the figure is the same, which a declarer could arrange."""
    before = replace(ONLY_ORE, binder={"test:binder": "8"})
    after = replace(ONLY_ORE, binder={"test:glue": "5"})
    found = judged(MATERIALS, after, before)
    assert (found.rise, found.state) == ("0.0", "due")
    assert judged(MATERIALS, replace(before, gas="1"), before).state == "not_due"


def test_a_new_code_of_an_own_site_does_not_hide_its_goods() -> None:
    """An own site that only one state has counts as changed; a recycler of another firm does not."""
    before = replace(ONLY_ORE, treated="200", owns_recycler=True)
    renamed = replace(before, recycler="renamed")
    assert judged(MATERIALS, renamed, before).state == "due"
    foreign = replace(before, owns_recycler=False)
    assert judged(MATERIALS, replace(foreign, recycler="renamed"), foreign).state == "not_due"


def test_more_of_the_same_energy_is_no_other_mix() -> None:
    """The mix is the kinds of energy and their proportion: more of all is none, wind for some of it is one."""
    before = replace(ONLY_ORE, power={"test:power": "100"})
    assert judged(MIX, replace(before, power={"test:power": "150"}), before).state == "not_due"
    shared = replace(before, power={"test:power": "50", "test:wind": "50"})
    assert judged(MIX, shared, before).state == "due"


def test_a_plant_that_moves_has_another_mix() -> None:
    """Another country is another grid, also under the old flow name."""
    before = replace(ONLY_ORE, power={"test:power": "100"})
    assert judged(MIX, replace(before, country="PL"), before).state == "due"


def test_a_rulebook_without_triggers_says_so() -> None:
    """It states none, which is neither due nor not due."""
    found = judged(None, replace(ONLY_ORE, gas="1000"))
    assert (found.state, found.rise) == ("not_stated", "75.0")
