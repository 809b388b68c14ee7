"""The declared figure of a calculation, from the store: rows, graph, rules, cells.

Building, admitting and explaining a calculation share this one evaluation. It takes a calculation's
asserted part, its composition and its method, and raises the first problem; the values derived from
them are not needed.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from ledger.footprint.analysis.declared_figure import declared_cells
from ledger.footprint.graph.cells import Cells
from ledger.footprint.graph.composition import Part, cited_by, parts
from ledger.footprint.graph.resolution import Problem
from ledger.footprint.plausibility.context import PlausibilityContext
from ledger.rules.calculation import calculation_problems
from ledger.rules.composition import exclusion_problems, made_problems
from ledger.rules.period import period_problems
from ledger.state.asking import refusal_of
from ledger.state.closure import read_versions
from ledger.state.figures import ComputedGraph, Method, compute, told_graph
from ledger.state.problems import refuse_first
from ledger.state.production import made_entries
from ledger.state.view import View
from schemas.errors import CradleError
from schemas.signed.calculation import AssertedCalculation, Calculation, Composition, Filling
from schemas.signed.rulebook import Rulebook
from schemas.signed.statement import SectionName


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The evaluation of a calculation: the graph and figures behind it, its rows, its cells.

    `short` is the reason why its period is too short for a declaration, None where it is not.
    """

    computed: ComputedGraph
    rows: tuple[Part, ...]
    cells: Cells
    short: Problem | None


def evaluate(
    view: View,
    calculation: AssertedCalculation,
    composition: Composition,
    method: Method,
    size: int,
) -> Evaluation:
    """The figure of a calculation, in kg CO2e per kWh of total energy, by cell.

    Args:
        view: the transaction.
        calculation: its asserted part.
        composition: the rows that it counts.
        method: the rulebook and factor sets that value them.
        size: the registry size at which each citation means its newest version.

    Raises:
        CradleError: the first broken rule of the composition, `rulebook.*`, `factor_set.*`,
            or the reason why an entry has no figure.
    """
    entries, deliveries = cited_by(composition)
    computed = compute(view, entries, deliveries, size, method)
    rulebook = computed.rulebook
    require_computable(rulebook)
    rows = parts(composition, computed.resolution, computed.records)
    production_entries = made_entries(view, calculation, size)
    excluded = _excluded(view, calculation, composition)
    versions = read_versions(view, [*production_entries, *excluded, *entries], size)
    context = PlausibilityContext(computed.resolution, computed.figures, computed.table, rulebook)
    left_out = made_problems(calculation, composition, production_entries, versions)
    for problem in calculation_problems(calculation, rows, context, left_out):
        raise refusal_of(view, computed.records, problem, "composition")
    cells = declared_cells(rows, computed.figures, calculation, rulebook)
    if cells is None:
        raise CradleError(
            "calculation.missing_figure", "A row of the composition has no figure.", "composition"
        )
    short = next(
        period_problems(calculation.model, calculation, production_entries, versions), None
    )
    return Evaluation(computed, rows, cells, short)


def recompute(view: View, calculation: Calculation, composition: Composition) -> Evaluation:
    """Recompute the figure of a calculation by the method and the registry state that it names.

    Raises:
        CradleError: as `evaluate`.
    """
    method = Method(calculation.rulebook, calculation.factor_sets, calculation.filling)
    return evaluate(view, calculation, composition, method, calculation.as_of.size)


def evaluate_stated(view: View, calculation: str) -> tuple[Calculation, Evaluation]:
    """A calculation that the ledger holds, and its evaluation.

    Raises:
        CradleError: `calculation.unknown`, or as `evaluate`.
    """
    statement = view.statement(calculation, Calculation)
    if statement is None:
        raise CradleError(
            "calculation.unknown", f"There is no calculation {calculation}; check the id."
        )
    composition = view.section(statement, SectionName.COMPOSITION, Composition)
    return statement, recompute(view, statement, composition)


def as_told(
    evaluated: Evaluation, calculation: AssertedCalculation, filling: Filling | None
) -> Evaluation:
    """The evaluation by the figures that the calculation's issuer can know (`valuation.told`)."""
    graph = told_graph(evaluated.computed, filling, calculation.issuer)
    if graph is evaluated.computed:
        return evaluated
    cells = declared_cells(evaluated.rows, graph.figures, calculation, graph.rulebook)
    if cells is None:
        raise ValueError("a graph without problems has a figure")
    return replace(evaluated, computed=graph, cells=cells)


def require_computable(rulebook: Rulebook) -> None:
    """Refuse a rulebook that lists unknown parts of its method.

    Raises:
        CradleError: `rulebook.unknown_parts`.
    """
    if rulebook.unknown:
        detail = (
            f"Rulebook {rulebook.id} cannot be computed; unknown: {'; '.join(rulebook.unknown)}."
        )
        raise CradleError("rulebook.unknown_parts", detail, "rulebook")


def _excluded(
    view: View, calculation: AssertedCalculation, composition: Composition
) -> Sequence[str]:
    """The excluded entries, each of which made the calculation's product."""
    entries = {}
    for index, row in enumerate(composition.exclusions):
        record = view.entry(row.entry)
        if record is None:
            place = f"composition.exclusions[{index}].entry"
            raise CradleError("composition.exclusion", "There is no entry with this id.", place)
        entries[row.entry] = record
    refuse_first(exclusion_problems(calculation, composition, entries))
    return list(entries)
