"""Tests for the way down from a conservative figure."""

from decimal import Decimal

import pytest
from support.chosen import Settled, choice_context, conservative, declared_total, priced
from support.energy import GRID
from support.graph import STUDY, firm, grids, ident, weighing
from support.graph_battery import Declared, declared
from support.rows import inventory, made, used

from ledger.choices import plan as search
from ledger.choices.plan import Costs, Plan, make_plan
from ledger.choices.plan_report import PlannedFigure, PlanWords, report_plan
from ledger.documents.rendering.csv_table import page_tables
from ledger.documents.reports.plan import layout_plan
from schemas.signed.entry import Site
from schemas.signed.rulebook import Rulebook
from schemas.signed.settled import ChoiceId

ENERGY = Decimal(4 * 36000)
TINY = Decimal("1e-20")
CHEAP_VISITS = Costs(documents=Decimal(9000), site_visit=Decimal(1))


def planned(it: Declared, rulebook: Rulebook | None = None, costs: Costs | None = None) -> Plan:
    """The plan of a declaration that has one."""
    context = choice_context(it) if rulebook is None else choice_context(it, rulebook)
    plan = make_plan(context, costs=costs)
    assert plan is not None
    return plan


def total_after(it: Declared, settled: frozenset[ChoiceId]) -> Decimal:
    """The conservative figure once an auditor has settled choices."""
    total = conservative(it, examined=Settled(settled)).total
    assert total is not None
    return total


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


def test_nothing_can_be_left_out_of_a_set() -> None:
    """A visit that costs least is tried first; within 5 % the figure is there without it, and within 1 % it is not."""
    it = declared()
    it.chain.factor_sets = (*it.chain.factor_sets, grids({"FI": "0.2"}))
    grid = {"supply": "grid", "certificates": []}
    power = used(GRID, "1800", unit="kWh", purpose="energy", electricity=grid)
    rows = [used("test:lime", "1000"), power]
    it.chain.enter("mine", inventory(made("mine", "1000"), inputs=rows), weighing("1"))
    plan = planned(it, costs=CHEAP_VISITS)
    floor = "physics.process_floor", ident("mine")
    for one, has_floor in zip(plan.sets, (False, True), strict=True):
        kinds = {(row.choice.kind.code, row.choice.subject) for row in one.choices}
        assert (floor in kinds) is has_floor
        bound = plan.declared * (100 + one.percent) / 100
        ids = frozenset(row.choice.id for row in one.choices)
        assert total_after(it, ids) <= bound
        assert all(total_after(it, ids - {name}) > bound for name in ids)


def test_what_moves_the_figure_together_only_is_in_no_set() -> None:
    """The mine's other entry is cleaner, by its split or by what its inputs leave open, but not by both."""
    it = declared()
    outputs = [made("mine", "1000", allocation_value="1")]
    outputs += [made("mine", "1000", "slag", role="co_product", allocation_value="1")]
    content = inventory(*outputs, inputs=[used("test:lime", "1000")], allocation="mass")
    there = Site(code="P2", country="FI")
    product = weighing("1", ["main", "slag"])
    it.chain.enter("twin", content, product, issuer=firm("mine"), site=there)
    plan = planned(it)
    assert ident("twin") not in {row.choice.subject for row in plan.figure.choices}
    movable = [row for row in plan.figure.choices if row.effect]
    for one in plan.sets:
        assert (list(one.choices), one.is_reached) == (movable, False)
        assert one.total == plan.last
    assert plan.last is not None
    assert abs(plan.last - plan.declared - Decimal(2 * 300) / ENERGY) < TINY
    shown = report_plan(plan, PlannedFigure(ident("calculation")), PlanWords())
    assert [(row.is_reached, row.conservative) for row in shown.sets] == [(False, shown.last)] * 2


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
