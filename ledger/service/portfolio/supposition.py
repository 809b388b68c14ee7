"""Suppositions: scores with changes that nobody has made, from the graphs that are read already."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from ledger.footprint.graph.cells import CellKey
from ledger.portfolio.coefficients import DECLARED, Coefficients, Line
from ledger.portfolio.kernels import Floats
from ledger.portfolio.system import system, total_scores
from ledger.portfolio.what_if import scaled, taken_from, unknown_line
from ledger.service.portfolio.averages import Lot, by_year, lots
from ledger.service.portfolio.method_graphs import MethodGraph, value
from ledger.state.view import View
from ledger.workers.runner import Runner, gathered
from schemas.errors import CradleError
from schemas.exchanged.portfolio_scenario import PortfolioScenario, SuppliedLine


@dataclass(frozen=True, eq=False)
class Supposable:
    """Coefficients that scenarios change.

    Attributes:
        valued: by the factor sets in place of the calculations' own; `()` is by their own.
        issuers: of every entry.
        lots: that averages are of; none if no scenario averages.
    """

    valued: Mapping[tuple[str, ...], Coefficients[CellKey]]
    issuers: Mapping[str, str]
    lots: Mapping[Line, Lot]


def supposed_scores(
    view: View,
    graph: MethodGraph,
    given: Coefficients[CellKey],
    scenarios: Sequence[PortfolioScenario],
    run: Runner,
) -> list[dict[Line, float]]:
    """The scores of calculations in each scenario.

    Args:
        view: the transaction.
        graph: the calculations of one method, and the entries behind them.
        given: its coefficients by the calculations' own factor sets.
        scenarios: each supposed alone.
        run: does one after the other, or many at once.

    Raises:
        CradleError: `portfolio.factor_sets` if a calculation has no score with the supposed factor sets,
            `portfolio.loop`, or `factor_set.unknown`.
    """
    others = {scenario.factor_sets for scenario in scenarios if scenario.factor_sets}
    supposable = Supposable(
        {(): given} | {sets: _valued(view, graph, sets) for sets in others},
        {name: record.entry.issuer for name, record in graph.resolution.nodes.items()},
        lots(graph.resolution) if any(scenario.average for scenario in scenarios) else {},
    )
    outcomes = gathered(run, suppose, supposable, scenarios)
    return [
        dict(zip(_calculations(supposable, scenario), scores.tolist(), strict=True))
        for scenario, scores in zip(scenarios, outcomes, strict=True)
    ]


def _calculations(supposable: Supposable, scenario: PortfolioScenario) -> list[Line]:
    lines = supposable.valued[scenario.factor_sets].lines
    return [line for line in lines if line.line == DECLARED]


def _valued(view: View, graph: MethodGraph, sets: tuple[str, ...]) -> Coefficients[CellKey]:
    given, without = value(view, graph, sets)
    for missing in without:
        detail = f"With these factor sets a calculation has no score: {missing.reason}; add a set."
        raise CradleError("portfolio.factor_sets", detail, "factor_sets")
    return given


def suppose(supposable: Supposable, scenario: PortfolioScenario) -> Floats:
    """The scores of the calculations in one scenario, per kWh of total energy, in the order of the coefficients."""
    given = supposable.valued[scenario.factor_sets]
    for pair in scenario.take:
        old, new = _line(pair.old), _line(pair.new)
        if old in given.lines:
            given = taken_from(given, old, new)
    for change in scenario.own:
        names = (
            change.id in {at.subject, supposable.issuers.get(at.subject)} for at in given.lines
        )
        chosen = np.fromiter(names, np.bool_, len(given.lines))
        given = scaled(given, chosen, float(change.factor))
    if scenario.average:
        given = by_year(given, supposable.lots)
    linear_system = system(given)
    declared = [line.line == DECLARED for line in given.lines]
    return linear_system.graph.restored(total_scores(linear_system))[declared]


def require_known(graphs: Sequence[MethodGraph], scenarios: Sequence[PortfolioScenario]) -> None:
    """Refuse a change that concerns nothing in the portfolio.

    Raises:
        CradleError: `portfolio.unknown`.
    """
    records = [record for graph in graphs for record in graph.resolution.nodes.values()]
    names = {name for record in records for name in (record.id, record.entry.issuer)}
    for change in (change for scenario in scenarios for change in scenario.own):
        if change.id not in names:
            detail = "No calculation of the portfolio rests on this entry or issuer; check the id."
            raise CradleError("portfolio.unknown", detail, change.id)
    lines = {
        Line(record.id, output.line)
        for record in records
        for output in (record.inventory.outputs if record.inventory else ())
    }
    pairs = (pair for scenario in scenarios for pair in scenario.take)
    for line in (_line(end) for pair in pairs for end in (pair.old, pair.new)):
        if line not in lines:
            raise unknown_line(line)


def _line(supplied: SuppliedLine) -> Line:
    return Line(supplied.entry, supplied.line)
