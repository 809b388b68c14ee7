"""The rules of a calculation are one list, in one order, with the production that the caller knows in its place."""

from support.differing import Recipe
from support.graph_battery import STUDY

from ledger.documents.difference.state import compute
from ledger.footprint.graph.resolution import Problem
from ledger.footprint.plausibility.context import PlausibilityContext
from ledger.rules.calculation import calculation_problems
from schemas.vocabulary import Stage


def test_what_the_caller_adds_comes_before_the_figure() -> None:
    """A broken rule of the composition comes first, what is left out next, and a missing stage last."""
    state = Recipe(batteries=4).state()
    wrong = state.calculation.model_copy(update={"batteries": 5})
    computed = compute(state)
    book = STUDY.model_copy(update={"required_stages": (Stage.DISTRIBUTION,)})
    context = PlausibilityContext(computed.resolution, computed.figures, computed.table, book)
    left_out = Problem("composition.not_accounted", "x", "an entry is left out")
    found = [
        problem.code for problem in calculation_problems(wrong, computed.rows, context, [left_out])
    ]
    assert found[0] == "calculation.batteries"
    assert found.index("composition.not_accounted") > 0
    assert found[-1] == "composition.stage_missing"
