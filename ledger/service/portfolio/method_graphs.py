"""Calculations read from the store and grouped by method, each group with the graph behind it.

Each statement counts in its newest version as of now. A calculation that fills gaps is left out, because its filled
amounts depend on figures, and so is one that rests on something without a value.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from ledger.disclosure.refusals import hidden_refusal
from ledger.footprint.graph.cells import CellKey
from ledger.footprint.graph.composition import cited_by, parts
from ledger.footprint.graph.factors import FactorTable
from ledger.footprint.graph.resolution import Problem, Records, Resolution, resolve
from ledger.footprint.valuation.figure import footprint
from ledger.portfolio.coefficients import DECLARED, Coefficients, Declared, coefficients
from ledger.state.closure import read_closure
from ledger.state.figures import Method, read_document
from ledger.state.view import View
from schemas.signed.calculation import Calculation, Composition
from schemas.signed.rulebook import FactorSet, Rulebook
from schemas.signed.statement import SectionName
from schemas.views.portfolio import LeftOut


@dataclass(frozen=True, eq=False)
class MethodGraph:
    """Calculations of one method, by their ids, and the graph of entries behind them.

    `declared` are those whose rows are all available.
    """

    method: Method
    calculations: Mapping[str, Calculation]
    records: Records
    resolution: Resolution
    declared: Sequence[Declared]


def read_graphs(view: View, calculations: Iterable[str], size: int) -> Iterator[MethodGraph]:
    """The calculations by method, in the order of their first ones, as of a registry size."""
    methods: dict[Method, dict[str, Calculation]] = {}
    for name in calculations:
        calculation = view.statement(name, Calculation)
        if calculation is not None:
            method = Method(calculation.rulebook, calculation.factor_sets, calculation.filling)
            methods.setdefault(method, {})[name] = calculation
    for method, group in methods.items():
        yield _graph(view, method, group, size)


def _graph(view: View, method: Method, group: Mapping[str, Calculation], size: int) -> MethodGraph:
    compositions = {
        name: view.section(calculation, SectionName.COMPOSITION, Composition)
        for name, calculation in group.items()
    }
    cited = [cited_by(composition) for composition in compositions.values()]
    entries = [name for some, _ in cited for name in some]
    deliveries = [name for _, some in cited for name in some]
    records = read_closure(view, (*entries, *deliveries), size)
    resolution = resolve(entries, deliveries, records)
    parts_by_name = {name: parts(rows, resolution, records) for name, rows in compositions.items()}
    declared = [
        Declared(name, group[name], parts_by_name[name])
        for name, composition in compositions.items()
        if len(parts_by_name[name]) == len(composition.rows)
    ]
    return MethodGraph(method, group, records, resolution, declared)


def value(
    view: View, graph: MethodGraph, factor_sets: Sequence[str]
) -> tuple[Coefficients[CellKey], tuple[LeftOut, ...]]:
    """The coefficients of a graph by its rulebook and some factor sets, and the calculations without any.

    Raises:
        CradleError: `rulebook.unknown` or `factor_set.unknown`.
    """
    rulebook = read_document(view, graph.method.rulebook, Rulebook, "rulebook")
    sets = [read_document(view, name, FactorSet, "factor_set") for name in factor_sets]
    tally = footprint(FactorTable(sets, rulebook), rulebook)
    filled = graph.method.filling is not None
    declared = () if filled else graph.declared
    given, problems = coefficients(graph.resolution, tally, rulebook, declared)
    scored = {line.subject for line in given.lines if line.line == DECLARED}
    reason = _reason(view, graph, problems[0]) if problems else "a statement behind it is missing"
    if filled:
        reason = "its filled gaps depend on figures"
    return given, tuple(
        LeftOut(calculation=name, reason=reason)
        for name in graph.calculations
        if name not in scored
    )


def _reason(view: View, graph: MethodGraph, problem: Problem) -> str:
    """Why a calculation has no score, in words for the view's reader."""
    hidden = None if view.asker is None else hidden_refusal(view.asker, graph.records, problem)
    return problem.detail if hidden is None else hidden.detail.removesuffix(".")
