"""One battery under several rulebooks: the figures side by side, and why each differs from the first.

The rules of a calculation hold under each rulebook as for a signed one (`ledger.rules.calculation`), except those on
production that the calculation leaves out, which no rulebook decides. A rulebook without a figure is named with the
reason.
"""

from collections.abc import Callable, Iterable

from ledger.documents.difference.document import explain_difference, side_of
from ledger.documents.difference.state import ComputedState, FigureState, compute
from ledger.footprint.plausibility.context import PlausibilityContext
from ledger.rulebooks.catalog import load_rulebook, rulebook_ids
from ledger.rules.calculation import calculation_problems
from ledger.trust.leaves import digest, model_bytes
from schemas.errors import CradleError, sentence
from schemas.signed.rulebook import Rulebook
from schemas.views.difference import Comparison, RulebookRefusal

Under = Callable[[FigureState, Rulebook], tuple[FigureState, ComputedState]]
"""Computes a state under a rulebook, or refuses it."""


def state_under(state: FigureState, rulebook: Rulebook) -> tuple[FigureState, ComputedState]:
    """The state under a rulebook, and its figure; the signed state itself under its own.

    Raises:
        CradleError: the first problem, with its subject as the place.
    """
    other = state if rulebook == state.rulebook else state.under(rulebook)
    computed = compute(other)
    context = PlausibilityContext(computed.resolution, computed.figures, computed.table, rulebook)
    for problem in calculation_problems(other.calculation, computed.rows, context):
        raise CradleError(problem.code, sentence(problem.detail), problem.subject)
    return other, computed


def compare_rulebooks(
    state: FigureState, rulebooks: Iterable[Rulebook], under: Under = state_under
) -> Comparison:
    """Compute a battery under rulebooks; each differs from the first that gives a figure.

    Args:
        state: the battery, with all statements behind its calculation.
        rulebooks: in the order of the result.
        under: for a reader who may not see all that it would say.

    Raises:
        CradleError: `comparison.no_figure` if no rulebook gives one, or `difference.withheld`.
    """
    compute(state)
    figures: list[tuple[FigureState, ComputedState]] = []
    refusals: list[RulebookRefusal] = []
    for rulebook in rulebooks:
        try:
            figures.append(under(state, rulebook))
        except CradleError as error:
            named = digest(model_bytes(rulebook))
            refusals.append(
                RulebookRefusal(
                    rulebook=rulebook.id,
                    rulebook_digest=named,
                    code=error.code,
                    detail=sentence(error.detail)[:1000],
                )
            )
    if not figures:
        reasons = "; ".join(f"{row.rulebook}: {row.detail}" for row in refusals)
        raise CradleError("comparison.no_figure", f"No rulebook gives a figure. {reasons}")
    first = figures[0][0]
    return Comparison(
        document="comparison",
        figures=tuple(side_of(*figure) for figure in figures),
        refusals=tuple(refusals),
        differences=tuple(explain_difference(first, other) for other, _ in figures[1:]),
    )


def all_rulebooks(state: FigureState) -> list[Rulebook]:
    """The rulebook of a state, and then all others that come with Cradle."""
    shipped = [load_rulebook(rulebook_id) for rulebook_id in rulebook_ids()]
    return [state.rulebook, *(rulebook for rulebook in shipped if rulebook != state.rulebook)]
