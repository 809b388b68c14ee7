"""Calculations: every derived field equals the ledger's recomputation, under a state that still applies.

Between `as_of` and the calculation's own position no registry leaf may touch its lineage: neither a
change of a statement it rests on, nor another entry of its model and site that belongs to it.
"""

from ledger.admission.common import require_role, require_state
from ledger.admission.supersession import check_supersession
from ledger.disclosure.digits import stated_as
from ledger.footprint.battery.functional_unit import energy_of
from ledger.footprint.graph.cells import format_cells
from ledger.rules.period import outdates
from ledger.state.admission import Admitted
from ledger.state.evaluation import Evaluation, as_told, recompute
from ledger.state.view import View
from ledger.store.changes import changes_since, made_of
from ledger.trust.leaves import made_subject
from schemas.errors import CradleError
from schemas.signed.calculation import Calculation, Composition
from schemas.signed.exact_cells import ExactCells
from schemas.signed.statement import SectionName


def check_calculation(view: View, admitted: Admitted, calculation: Calculation) -> None:
    """Refuse a calculation that differs from the recomputation, or is out of date.

    Raises:
        CradleError: `issuer.*`, `supersedes.*`, `state.unknown`, `calculation.*`, `composition.*`, `rulebook.*`,
            `factor_set.*`, or the reason why an entry has no figure.
    """
    require_role(view, admitted)
    check_supersession(view, admitted, calculation)
    require_state(view, calculation.as_of, "as_of")
    _require_digits(calculation)
    composition = admitted.section(SectionName.COMPOSITION, Composition)
    declared = recompute(view, calculation, composition)
    _check_current(view, calculation, declared)
    _check_derived(calculation, declared)
    exact = admitted.section(SectionName.EXACT, ExactCells)
    if exact.cells != format_cells(declared.cells):
        detail = "The ledger computes other exact cells; sign the calculation that it drafts."
        raise CradleError("calculation.exact", detail, "sections.exact")


def _require_digits(calculation: Calculation) -> None:
    """Refuse the older form, whose header has all digits."""
    if calculation.digits is None:
        detail = (
            "Its header has all digits of the figure, from which readers can recover the amounts of suppliers; draft it"
            " again, and sign that one."
        )
        raise CradleError("calculation.digits", detail, "digits")


def _check_current(view: View, calculation: Calculation, declared: Evaluation) -> None:
    size = calculation.as_of.size
    for change in changes_since(view.connection, size):
        if change.old in declared.computed.resolution.lineage:
            detail = f"{change.old}, which it rests on, was {change.kind} since; calculate again."
            raise CradleError("calculation.outdated", detail, "as_of")
    subject = made_subject(calculation.issuer, calculation.model, calculation.site)
    for row in made_of(view.connection, subject, size):
        record = view.entry(row.entry)
        if record is not None and outdates(record.entry, calculation):
            detail = f"{row.entry}, entered since, made this product too; calculate again."
            raise CradleError("calculation.outdated", detail, "as_of")


def _check_derived(calculation: Calculation, declared: Evaluation) -> None:
    energy = None
    if calculation.declared_unit is None:
        energy = energy_of(calculation.battery, declared.computed.rulebook)
    told = as_told(declared, calculation, calculation.filling)
    cell_values = stated_as(calculation, declared.cells, told.cells)
    for field, given, expected in (
        ("total_energy", calculation.total_energy, energy),
        ("cells", calculation.cells, cell_values.cells),
        ("stages", calculation.stages, cell_values.stages),
        ("total", calculation.total, cell_values.total),
    ):
        if given != expected:
            detail = f"The ledger computes another {field}; sign the calculation that it drafts."
            raise CradleError(f"calculation.{field}", detail, field)
