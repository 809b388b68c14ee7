"""The part of a figure that rests on primary data, kept in memory once it was computed.

A calculation is of a fixed state of the registry, so its coverage never changes. Computing it evaluates the whole graph
once; a list of products therefore computes a few at a time and shows the others as not computed yet.
"""

from ledger.documents.declaration.coverage import SILENT, STATED, Told, by_basis, by_statement
from ledger.footprint.analysis.row_contributions import declared_contributions
from ledger.state.evaluation import Evaluation, evaluate_stated
from ledger.state.kept import Kept
from ledger.state.view import View
from schemas.signed.calculation import AssertedCalculation
from schemas.views.products import Coverage

_COVERAGES = Kept[Coverage]("coverage")


def kept_coverage(view: View, calculation: str) -> Coverage | None:
    """The coverage of a calculation, if it was computed already."""
    return _COVERAGES.find(view.memory, calculation)


def compute_coverage(view: View, calculation: str) -> Coverage:
    """The coverage of a calculation that the ledger holds.

    Raises:
        CradleError: as `evaluate_stated`.
    """
    statement, declared = evaluate_stated(view, calculation)
    return _COVERAGES.keep(view.memory, calculation, coverage_of(statement, declared))


def coverage_of(calculation: AssertedCalculation, declared: Evaluation) -> Coverage:
    """The coverage of an evaluated calculation: shares of the sum of absolute contributions."""
    computed = declared.computed
    contributions = declared_contributions(
        declared.rows, calculation, computed.rulebook, computed.resolution, computed.figures
    )
    rows = tuple(contributions)
    told = Told(computed.resolution, calculation.issuer)
    shares = {row.code: row.share for row in by_statement(rows, told)}
    return Coverage(
        primary=shares.get(STATED, "0"),
        not_stated=shares.get(SILENT, "0"),
        basis=by_basis(rows, told),
    )
