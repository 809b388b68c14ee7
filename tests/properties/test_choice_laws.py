"""The laws of the register of choices (`support.choice_laws`), property-tested on random statements.

Facts are within the rulebook's bounds (`support.honest_battery`). Each kind that a move needs is taken out in turn,
and a law fails: so each kind is needed.
"""

from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.choice_laws import ROUNDING, RULEBOOKS, Plan, broken, honest
from support.choice_moves import CHOICE_MOVES
from support.chosen import conservative
from support.graph_recycled import MASSES
from support.honest_battery import FACTS, honest_battery

from ledger.choices import conservative as conservative_figure
from ledger.choices.choice import Choice
from ledger.choices.context import ChoiceContext
from ledger.choices.register import find_choices

STEPS = st.tuples(st.sampled_from(sorted(CHOICE_MOVES)), st.integers(0, len(MASSES) - 1))
PLANS = st.lists(STEPS, min_size=1, max_size=3, unique_by=lambda step: step[0])
FACTS_DRAWN = st.integers(0, FACTS - 1)


@given(plan=PLANS, facts=FACTS_DRAWN, rulebook=st.sampled_from(sorted(RULEBOOKS)))
@settings(max_examples=400, deadline=None)
def test_no_choice_lowers_the_conservative_figure(plan: Plan, facts: int, rulebook: str) -> None:
    """Whatever is accepted, both laws hold."""
    assert broken(plan, facts, rulebook) is None


@pytest.mark.parametrize("rulebook", sorted(RULEBOOKS))
def test_the_conservative_figure_of_an_honest_declaration_is_not_below_it(rulebook: str) -> None:
    """For all facts."""
    for facts in range(0, FACTS, 7):
        found = conservative(honest_battery(facts), RULEBOOKS[rulebook])
        assert found.total >= honest(facts, rulebook) - ROUNDING


KINDS = sorted({kind for move in CHOICE_MOVES.values() for kind in move.kinds})


@pytest.mark.parametrize("kind", KINDS)
def test_without_a_kind_a_law_fails(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A move that only this kind lists breaks a law under some rulebook."""

    def without(context: ChoiceContext) -> Iterator[Choice]:
        return (row for row in find_choices(context) if row.kind.code != kind)

    monkeypatch.setattr(conservative_figure, "find_choices", without)
    moves = [name for name, move in CHOICE_MOVES.items() if kind in move.kinds]
    plays = (
        ([(name, size)], facts, rulebook)
        for size in (8, 7, 5, 4, 2, 0)
        for facts in (0, 3, 12, 32, 63)
        for name in moves
        for rulebook in RULEBOOKS
    )
    assert any(broken(*play) for play in plays)
