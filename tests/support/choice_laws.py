"""The laws of the register of choices, judged on one declaration after some moves.

(i) What is accepted is at or above the honest figure, or the register lists a choice of the kind of a move.
(ii) The conservative figure of what is accepted is at or above the honest figure.
"""

from decimal import Decimal
from functools import cache

from support.choice_moves import CHOICE_MOVES
from support.chosen import conservative, without_tables
from support.graph import STUDY
from support.graph_circular import DRAFT, PEF
from support.honest_battery import honest_battery
from support.pure_verdict import Outcome, decide

from ledger.choices.conservative import ConservativeFigure

RULEBOOKS = {
    row.id: without_tables(row).model_copy(update={"required_stages": ()})
    for row in (STUDY, DRAFT, PEF)
}
ROUNDING = Decimal("1e-15")
"""The difference that rounding alone can make to a figure."""

Plan = list[tuple[str, int]]
"""Moves, each with its size."""


@cache
def honest(facts: int, rulebook: str) -> Decimal:
    """The honest figure."""
    found = decide(honest_battery(facts), RULEBOOKS[rulebook])
    assert not found.refused, found.refused
    return found.total


def played(plan: Plan, facts: int, rulebook: str) -> tuple[Outcome, ConservativeFigure | None]:
    """The verdict on a declaration after these moves, and its conservative figure if it is accepted."""
    it = honest_battery(facts)
    for name, size in plan:
        CHOICE_MOVES[name].make(it, size)
    outcome = decide(it, RULEBOOKS[rulebook])
    return outcome, None if outcome.refused else conservative(it, RULEBOOKS[rulebook])


def broken(plan: Plan, facts: int, rulebook: str) -> str | None:
    """The law that a play breaks; None if it breaks none."""
    outcome, found = played(plan, facts, rulebook)
    if found is None:
        return None
    right = honest(facts, rulebook) - ROUNDING
    if found.total < right:
        return f"conservative {found.total} below honest {right}"
    kinds = {kind for name, *_ in plan for kind in CHOICE_MOVES[name].kinds}
    if outcome.total < right and kinds.isdisjoint(row.choice.kind.code for row in found.choices):
        return f"{outcome.total} below honest {right} and not listed"
    return None
