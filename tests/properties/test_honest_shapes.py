"""Honest chains of different shape: no rule refuses them, and a settled choice keeps its value."""

import pytest
from support.choice_laws import ROUNDING, RULEBOOKS
from support.chosen import VISITED, conservative, declared_total
from support.honest_shapes import honest_shapes
from support.pure_verdict import decide

from schemas.signed.rulebook import Rulebook

CHAINS = list(honest_shapes())


@pytest.mark.parametrize("rulebook", RULEBOOKS.values(), ids=RULEBOOKS)
def test_honest_chains_are_accepted_and_their_settled_choices_keep_their_value(
    rulebook: Rulebook,
) -> None:
    """The conservative figure is at or above the declared one, and equal to it once all is settled."""
    assert len(CHAINS) > 50
    for name, it in CHAINS:
        outcome = decide(it, rulebook)
        assert not outcome.refused, (name, outcome.refused)
        stated = declared_total(it, rulebook)
        assert conservative(it, rulebook).total >= stated - ROUNDING, name
        settled = conservative(it, rulebook, VISITED)
        assert {row.state for row in settled.choices} == {"settled"}
        assert abs(settled.total - stated) < ROUNDING, name
