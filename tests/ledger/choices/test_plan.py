"""Tests for the way down from a conservative figure."""

from decimal import Decimal

import pytest
from support.chosen import Settled, choice_context, conservative, declared_total, priced
from support.graph import STUDY, ident, weighing
from support.graph_battery import Declared, declared
from support.rows import inventory, made, used

from ledger.choices import plan as search
from ledger.choices.plan import Costs, Plan, make_plan
from ledger.choices.plan_report import PlannedFigure, PlanWords, report_plan
from ledger.documents.rendering.csv_table import page_tables
from ledger.documents.reports.plan import layout_plan
from schemas.signed.rulebook import Rulebook

CHEAP_VISITS = Costs(documents=Decimal(9000), site_visit=Decimal(1))


def planned(it: Declared, rulebook: Rulebook | None = None, costs: Costs | None = None) -> Plan:
    """The plan of a declaration that has one."""
    context = choice_context(it) if rulebook is None else choice_context(it, rulebook)
    plan = make_plan(context, costs=costs)
    assert plan is not None
    return plan


def test_the_sets_are_found_in_the_order_of_worth() -> None:
    """The battery of the tests: each set begins with the choice worth most, and the figure falls from set to set."""
    plan = planned(declared())
    assert plan.figure.total is not None
    for one in plan.sets:
        effects = [row.effect or 0 for row in one.choices]
        assert effects == sorted(effects, reverse=True)
        assert one.choices[0].choice.id == plan.figure.choices[0].choice.id
    totals = [plan.figure.total, *(one.total or 0 for one in plan.sets), plan.last or 0]
    assert totals == sorted(totals, reverse=True)
    assert plan.passes < 3 * len(plan.figure.choices)


def test_a_figure_that_nothing_raises_has_empty_sets() -> None:
    """All is settled already."""
    every = frozenset(row.choice.id for row in conservative(declared()).choices)
    plan = make_plan(choice_context(declared()), Settled(every))
    assert plan is not None
    assert [one.choices for one in plan.sets] == [(), ()]
    assert all(one.is_reached for one in plan.sets)


def test_what_is_settled_already_is_in_no_set() -> None:
    """The rest of the way begins where the auditor stopped."""
    first = planned(declared()).sets[0]
    ids = frozenset(row.choice.id for row in first.choices)
    plan = make_plan(choice_context(declared()), Settled(ids))
    assert plan is not None
    assert plan.sets[0].choices == ()
    assert not ids & {row.choice.id for row in plan.sets[1].choices}
    assert plan.figure.total == first.total


def test_a_price_list_changes_the_order() -> None:
    """Where a visit costs nothing beside documents, what a visit settles comes first."""
    by_worth, by_price = planned(declared()), planned(declared(), costs=CHEAP_VISITS)
    kinds = [row.choice.kind.depth for row in by_price.sets[1].choices]
    assert kinds == sorted(kinds, reverse=True)
    assert [one.is_reached for one in by_price.sets] == [True, True]
    assert by_worth.declared == by_price.declared == declared_total(declared())


def test_without_a_limit_on_trials_nothing_is_left_untried(monkeypatch: pytest.MonkeyPatch) -> None:
    """A set of thousands is not tried whole, and says so."""
    whole = planned(declared())
    assert [one.untried for one in whole.sets] == [0, 0]
    monkeypatch.setattr(search, "WORK", 1)
    monkeypatch.setattr(search, "FEWEST", 1)
    short = planned(declared())
    count = short.sets[1].untried
    assert 0 < count == len(short.sets[1].choices) - 1
    assert short.sets[1].is_reached
    assert short.passes < whole.passes


def test_goods_that_nothing_prices_are_settled_first() -> None:
    """As long as they are open there is no figure, and every set has them."""
    it = declared()
    content = inventory(made("quarry", "1", unit="m3"), inputs=[used("test:none", "1")])
    it.chain.enter("quarry", content, weighing(None))
    it.chain.deliver("idle", "quarry", "plant", "1", unit="m3")
    plan = planned(it, STUDY)
    assert plan.figure.total is None
    for one in plan.sets:
        assert one.choices[0].choice.kind.code == "selection.other_delivery"
        assert one.choices[0].effect is None
        assert one.is_reached
    shown = report_plan(plan, PlannedFigure(ident("calculation")), PlanWords())
    assert shown.conservative is None
    assert (shown.lines[0].choice.effect, shown.lines[0].within) == (None, ("5", "1"))
    assert "no price" in str(page_tables(layout_plan(shown)))


def test_a_rulebook_without_alternatives_has_no_plan() -> None:
    """There is no conservative figure."""
    bare = priced().model_copy(update={"conservative": None})
    assert make_plan(choice_context(declared(), bare)) is None
