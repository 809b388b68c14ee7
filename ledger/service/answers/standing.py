"""The standing of a calculation with its figure by today's statements, for a reader who may know it.

The operator and an engaged auditor are shown who changed what, and the figure as it would be now. The figure's issuer
learns the same of its stale figures as far as it may (`ledger.desk.staleness`); every other reader knows that something
has changed, how often, and no more (`ledger.documents.worth`).
"""

from decimal import Decimal

from ledger.footprint.graph.cells import total_of
from ledger.footprint.graph.numbers import EXPLAIN, format_rounded
from ledger.state.evaluation import as_told, evaluate
from ledger.state.figures import Method
from ledger.state.kept import Kept
from ledger.state.standing import standing_of
from ledger.state.surroundings import present_sizes
from ledger.state.view import View
from schemas.errors import CradleError
from schemas.signed.calculation import Calculation, Composition
from schemas.signed.statement import SectionName
from schemas.views.standing import FigureChange, FigureStanding

_EXPLAINED = Kept[FigureStanding]("explained standing")


def explained_standing(view: View, statement: str) -> FigureStanding:
    """The standing of a calculation or declaration, with its figure by today's statements where that changed.

    Raises:
        CradleError: as `standing_of`.
    """
    key = statement, present_sizes(view)
    return _EXPLAINED.of(view.memory, key, lambda: _explained(view, statement))


def _explained(view: View, statement: str) -> FigureStanding:
    standing = standing_of(view, statement)
    calculation = view.statement(standing.figure or "", Calculation)
    if standing.changed is None or calculation is None:
        return standing
    return standing.model_copy(update={"changed": _now(view, calculation, standing.changed)})


def _now(view: View, calculation: Calculation, change: FigureChange) -> FigureChange:
    """A change with the figure by today's statements, as far as the issuer can know it: to 4 digits."""
    composition = view.section(calculation, SectionName.COMPOSITION, Composition)
    method = Method(calculation.rulebook, calculation.factor_sets, calculation.filling)
    size = view.registry().size
    try:
        exact = evaluate(view, calculation, composition, method, size)
    except CradleError as error:
        return change.model_copy(update={"problem": error.code})
    told = exact if calculation.digits is None else as_told(exact, calculation, method.filling)
    after, before = total_of(told.cells), Decimal(calculation.total)
    difference = EXPLAIN.subtract(Decimal(format_rounded(after)), before)
    share = None
    if before:
        share = EXPLAIN.divide(EXPLAIN.multiply(difference, Decimal(100)), before.copy_abs())
    return change.model_copy(
        update={
            "after": format_rounded(after),
            "difference": format_rounded(difference),
            "percent": None if share is None else format_rounded(share),
        }
    )
