"""The part of a figure that rests on primary data, kept in memory once it was computed.

A calculation is of a fixed state of the registry, so its coverage never changes. Computing it evaluates the whole graph
once; a list of products therefore computes a few at a time and shows the others as not computed yet.
"""

from decimal import Decimal
from typing import Final

from ledger.documents.declaration.coverage import Told, by_basis
from ledger.footprint.analysis.row_contributions import declared_contributions
from ledger.footprint.graph.cells import exact_sum
from ledger.footprint.graph.numbers import format_decimal
from ledger.state.evaluation import Evaluation, evaluate_stated
from ledger.state.kept import Kept
from ledger.state.view import View
from schemas.signed.calculation import AssertedCalculation
from schemas.views.products import Coverage
from schemas.vocabulary import DataBasis

PRIMARY: Final = frozenset({DataBasis.LOT_ACTUAL.value, DataBasis.SITE_PERIOD_AVERAGE.value})
"""The bases that are a firm's own data of a lot, or of a site over a period."""


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
    basis = by_basis(tuple(contributions), Told(computed.resolution, calculation.issuer))
    primary = exact_sum(Decimal(row.share) for row in basis if row.code in PRIMARY)
    return Coverage(primary=format_decimal(primary), basis=basis)
