"""The way down on honest chains: a set reaches its bound, and nothing can be left out of it."""

from decimal import Decimal

import pytest
from support.choice_laws import RULEBOOKS
from support.chosen import Settled, choice_context, conservative, declared_total
from support.graph_battery import Declared
from support.honest_shapes import honest_shapes

from ledger.choices.choice import Choice
from ledger.choices.conservative import format_up
from ledger.choices.plan import BOUNDS, Costs, SettlingSet, make_plan
from schemas.signed.rulebook import Rulebook

SHAPES = list(honest_shapes())
COSTS = Costs(Decimal(400), Decimal(3000))


def is_within(it: Declared, rulebook: Rulebook, percent: Decimal, choices: list[Choice]) -> bool:
    """True if an auditor that settles some choices finds the figure, as it is shown, within a bound."""
    stated = declared_total(it, rulebook)
    bound = max(stated * (1 + percent / 100), Decimal(format_up(stated)))
    found = conservative(it, rulebook, Settled(frozenset(row.id for row in choices)))
    return found.total is not None and Decimal(format_up(found.total)) <= bound


def check(it: Declared, rulebook: Rulebook, one: SettlingSet) -> None:
    """A set reaches its bound, and does not without any of its choices."""
    choices = [row.choice for row in one.choices]
    assert one.is_reached
    assert is_within(it, rulebook, one.percent, choices)
    for left_out in choices:
        fewer = [row for row in choices if row is not left_out]
        assert not is_within(it, rulebook, one.percent, fewer), left_out


@pytest.mark.parametrize("rulebook", RULEBOOKS.values(), ids=RULEBOOKS)
def test_each_set_reaches_its_bound_and_needs_each_of_its_choices(rulebook: Rulebook) -> None:
    """By an auditor that settles just these, on all shapes; and all settled is the declared figure."""
    largest = 0
    for at, (name, it) in enumerate(SHAPES):
        costs = None if at % 2 else COSTS
        plan = make_plan(choice_context(it, rulebook), costs=costs)
        assert plan is not None, name
        assert [one.percent for one in plan.sets] == list(BOUNDS)
        for one in plan.sets:
            check(it, rulebook, one)
        assert plan.last is not None
        assert format_up(plan.last) == format_up(declared_total(it, rulebook)), name
        largest = max(largest, len(plan.sets[1].choices))
    assert largest > 1
