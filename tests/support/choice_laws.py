"""The laws of the register of choices, judged on one declaration after some moves.

(i) What is accepted is at or above the honest figure, or the register lists a choice of the kind of a move.
(ii) The conservative figure of what is accepted is at or above the honest figure.
"""

from decimal import Decimal
from functools import cache

from support.choice_moves import CHOICE_MOVES
from support.chosen import conservative, ruled, stated, without_tables
from support.graph import STUDY
from support.graph_circular import DRAFT, PEF
from support.honest_battery import honest_battery
from support.pure_verdict import Outcome, decide

from ledger.choices.conservative import ConservativeFigure
from schemas.signed.conservative import CategoryLimit, LeastFraction, ProcessFloor
from schemas.signed.rulebook import Rulebook
from schemas.vocabulary import ProcessCode

LEAST = LeastFraction(element="Ni", fraction=stated("0.2"))
MEMBERS = {
    "process_floors": (
        ProcessFloor(process=ProcessCode.REFINING, kwh=stated("2"), made_of=(LEAST,)),
    ),
    "category_limits": (CategoryLimit(vehicle_category="L", kwh=stated("1")),),
}
"""A floor for salts of nickel, and no motorcycle with a battery of 1 kWh or more."""


def _of_law(rulebook: Rulebook, *kinds: str, **members: object) -> Rulebook:
    """A rulebook without tables, with the alternatives of these kinds, under which the honest battery has no choice."""
    bare, rule = without_tables(rulebook), rulebook.conservative
    assert rule is not None
    named = tuple(row for row in rule.alternatives if row.choice in kinds)
    assert bare.conservative is not None
    rows = sorted((*bare.conservative.alternatives, *named), key=lambda row: row.choice)
    found = ruled(bare, alternatives=tuple(rows), **MEMBERS, **members)
    return found.model_copy(update={"required_stages": ()})


_BY_LEAST = _of_law(
    DRAFT,
    "unit.batteries",
    "unit.capacity",
    "unit.category",
    specific_energy=None,
    least_specific_energy=stated("0.3"),
)
RULEBOOKS = {
    row.id: row
    for row in (_of_law(STUDY, "unit.category"), _BY_LEAST, _of_law(PEF, "unit.category"))
}
"""A capacity is bound by the highest energy per kg, or under the draft by the least."""
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
    for name, size in sorted(plan, key=lambda step: not CHOICE_MOVES[step[0]].is_first):
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
