"""The law of the adversary on the pure rules: no lower figure without a refusal or a word that names each move.

Thousands of plans on one graph, without a ledger: the rules are called in the order in which the ledger calls them for
a calculation, and the observations are those of the verifier. A word that the honest declaration has too names nothing.
"""

from decimal import Decimal
from functools import cache

from hypothesis import example, given, settings
from hypothesis import strategies as st
from support.graph import STUDY
from support.graph_circular import DRAFT, PEF
from support.graph_recycled import MASSES, recycled_battery
from support.pure_verdict import Outcome, decide
from support.rule_moves import RULE_MOVES

RULEBOOKS = {row.id: row.model_copy(update={"required_stages": ()}) for row in (STUDY, DRAFT, PEF)}
"""Full substitution, and the formula as two methods have it; the battery states no distribution."""
PLANS = st.lists(
    st.tuples(
        st.sampled_from(sorted(RULE_MOVES)),
        st.integers(0, len(MASSES) - 1),
        st.integers(0, 999),
    ),
    min_size=1,
    max_size=3,
    unique_by=lambda step: step[0],
)
ROUNDING = Decimal("1e-15")
"""The difference that the rounding of cells alone can make to a figure."""

Plan = list[tuple[str, int, int]]
"""Moves, each with its size and variant."""


@cache
def honest(rulebook: str) -> Outcome:
    """The result of the honest declaration."""
    found = decide(recycled_battery(), RULEBOOKS[rulebook])
    assert not found.refused, found.refused
    return found


def played(plan: Plan, rulebook: str) -> Outcome:
    """The result of the declaration after these moves."""
    it = recycled_battery()
    for name, size, choice in plan:
        RULE_MOVES[name].make(it, size, choice)
    return decide(it, RULEBOOKS[rulebook])


@given(plan=PLANS, rulebook=st.sampled_from(sorted(RULEBOOKS)))
@example(
    plan=[
        ("a consumable recovered", 0, 0),
        ("a daughter that recycles", 0, 0),
        ("another purpose", 0, 92),
    ],
    rulebook="eu-ev-draft-2024",
)
@settings(max_examples=1000, deadline=None)
def test_what_no_rule_refuses_is_no_lower_or_named(plan: Plan, rulebook: str) -> None:
    """Each move without which the figure would be higher is named; one that nothing can name is refused.

    One that only takes back what another move adds, so that what is not named lowers nothing, needs no name.
    """
    outcome = played(plan, rulebook)
    if outcome.refused or outcome.total >= honest(rulebook).total - ROUNDING:
        return
    codes = {code for code, *_ in outcome.said - honest(rulebook).said}
    unnamed = [
        step for step in plan if not RULE_MOVES[step[0]].is_named(codes, RULEBOOKS[rulebook])
    ]
    assert len(unnamed) < len(plan), (outcome.total, sorted(codes))
    least = honest(rulebook).total
    alone = played(unnamed, rulebook)
    takes_back = bool(alone.refused) or alone.total >= least - ROUNDING
    for step in unnamed:
        without = played([other for other in plan if other != step], rulebook)
        is_higher = without.total > outcome.total + ROUNDING
        if takes_back and without.total > least + ROUNDING:
            continue
        assert without.refused or not is_higher, (step, without.total, outcome.total, sorted(codes))
