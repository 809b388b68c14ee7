"""The cells of a calculation as its issuer can know them at a later state of the registry."""

from ledger.disclosure.digits import told_cells
from ledger.footprint.graph.cells import Cells
from ledger.state.evaluation import as_told, evaluate
from ledger.state.figures import Method
from ledger.state.stale import calculation_changes
from ledger.state.view import View
from schemas.signed.calculation import Calculation, Composition
from schemas.signed.statement import SectionName


def told_at(view: View, calculation: Calculation, size: int) -> Cells:
    """The cells that a calculation states, or those of a draft of it by the statements of a later state.

    Args:
        view: the transaction.
        calculation: the calculation.
        size: of the registry at that state.

    Raises:
        CradleError: as `evaluate`.
    """
    if not any(calculation_changes(view, calculation, calculation.as_of.size, size)):
        return told_cells(calculation)
    composition = view.section(calculation, SectionName.COMPOSITION, Composition)
    method = Method(calculation.rulebook, calculation.factor_sets, calculation.filling)
    evaluation = evaluate(view, calculation, composition, method, size)
    return as_told(evaluation, calculation, calculation.filling).cells
