"""The computed figure of a case: its rows and flows, kept as long as the ledger's figures are.

The ledger's own evaluation is read, not a bundle; whether it is right is the verifier's word (`cradle verify`, or the
page Recompute). `case_view` shows it to the engaged auditor.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from ledger.append.ledger import Ledger
from ledger.footprint.analysis.contributions import Demand, contributions, declared_demand
from ledger.footprint.analysis.flows import Flows, flows
from ledger.footprint.analysis.row_contributions import (
    RowContribution,
    by_row,
    declared_contributions,
)
from ledger.footprint.graph.cells import CellKey, total_of
from ledger.footprint.graph.factors import FactorTable
from ledger.footprint.graph.numbers import EXPLAIN, ONE, ZERO
from ledger.footprint.graph.resolution import Resolution
from ledger.service.access.case_subject import CaseSubject, find_case
from ledger.service.access.cases import require_engaged
from ledger.service.access.principal import Principal
from ledger.state.evaluation import evaluate_stated
from ledger.state.figures import Method, compute
from ledger.state.kept import Kept
from ledger.state.view import View
from schemas.signed.calculation import Calculation
from schemas.signed.delivery import Delivery


@dataclass(frozen=True)
class CaseFigure:
    """A computed figure with its rows and flows.

    Attributes:
        total: of all cells.
        rows: the contributions by row, the largest first.
        flows: each entry's own part, and what goes between entries.
        resolution: the graph.
        table: the factors of the method.
    """

    total: Decimal
    rows: tuple[RowContribution, ...]
    flows: Flows
    resolution: Resolution
    table: FactorTable

    @cached_property
    def of_entry(self) -> Mapping[str, Sequence[RowContribution]]:
        """The rows of each entry, the largest first."""
        rows_by_entry: dict[str, list[RowContribution]] = {}
        for row in self.rows:
            rows_by_entry.setdefault(row.entry, []).append(row)
        return rows_by_entry

    @cached_property
    def suppliers(self) -> Mapping[str | None, Sequence[tuple[str, Decimal]]]:
        """What each entry draws from each supplier's, the largest first; that of None is the target's."""
        draws: dict[str | None, list[tuple[str, Decimal]]] = {}
        for (source, target), sums in self.flows.between.items():
            draws.setdefault(target, []).append((source, total_of(sums)))
        for rows in draws.values():
            rows.sort(key=lambda row: (row[1].copy_abs().copy_negate(), row[0]))
        return draws

    @cached_property
    def leaving(self) -> Mapping[str, Decimal]:
        """What leaves each entry, to all of its customers together."""
        totals: dict[str, Decimal] = {}
        for (source, _), sums in self.flows.between.items():
            totals[source] = EXPLAIN.add(totals.get(source, ZERO), total_of(sums))
        return totals


_FIGURES = Kept[CaseFigure]("case")


def is_evaluated(ledger: Ledger, principal: Principal, subject: str) -> bool:
    """True if a case's figure is kept, or there is none, so that the case opens at once.

    Raises:
        CradleError: as `require_engaged`.
    """
    with ledger.view() as view:
        require_engaged(view, principal, subject)
        about = find_case(view, subject)
        kept = _FIGURES.find(view.memory, about.figure) is not None
    return kept or (isinstance(about.stated, Delivery) and about.stated.figure is None)


def evaluate_case(ledger: Ledger, subject: str) -> None:
    """Compute and keep a case's figure.

    Raises:
        CradleError: as `case_figure`.
    """
    with ledger.view() as view:
        case_figure(view, find_case(view, subject))


def case_entries(ledger: Ledger, principal: Principal, subject: str) -> Mapping[str, int]:
    """The entries behind a case's figure, each with the number of its rows that add to it; empty without a figure.

    Raises:
        CradleError: as `require_engaged` and `evaluate_stated`.
    """
    with ledger.view() as view:
        require_engaged(view, principal, subject)
        figure = case_figure(view, find_case(view, subject))
    if figure is None:
        return {}
    counted = dict.fromkeys(figure.flows.own, 0)
    for name, rows in figure.of_entry.items():
        counted[name] = sum(row.row is not None for row in rows)
    return counted


def shares_of(ledger: Ledger, principal: Principal, subject: str) -> Mapping[str, Decimal]:
    """The share of each entry in the sizes of all entries' own parts; empty without a figure.

    Raises:
        CradleError: as `case_entries`.
    """
    with ledger.view() as view:
        require_engaged(view, principal, subject)
        figure = case_figure(view, find_case(view, subject))
    if figure is None:
        return {}
    sizes = {
        name: sum_of({key: value.copy_abs() for key, value in own.items()})
        for name, own in figure.flows.own.items()
    }
    whole = sum_of(sizes)
    return {name: EXPLAIN.divide(size, whole) for name, size in sizes.items()} if whole else {}


def case_figure(view: View, subject: CaseSubject) -> CaseFigure | None:
    """The computed figure of a case; None for a delivery that states none.

    Raises:
        CradleError: as `evaluate_stated` and `compute`.
    """
    kept = _FIGURES.find(view.memory, subject.figure)
    if kept is not None:
        return kept
    statement = subject.stated
    if isinstance(statement, Calculation):
        _, evaluated = evaluate_stated(view, subject.figure)
        computed, rulebook = evaluated.computed, evaluated.computed.rulebook
        resolution, figures = computed.resolution, computed.figures
        demand: Demand = declared_demand(evaluated.rows, statement, rulebook)
        parts = declared_contributions(evaluated.rows, statement, rulebook, resolution, figures)
    elif statement.figure is None:
        return None
    else:
        figure = statement.figure
        method = Method(figure.rulebook, figure.factor_sets)
        computed = compute(view, [statement.entry], [], figure.registry.size, method)
        resolution, figures = computed.resolution, computed.figures
        newest = computed.records.newest(statement.entry) or statement.entry
        demand = {(newest, statement.line): ONE}
        parts = contributions(demand, resolution, figures)
    rows = by_row(parts, resolution)
    total = Decimal(0)
    for row in rows:
        total = EXPLAIN.add(total, row.value)
    computed_figure = CaseFigure(
        total, rows, flows(demand, resolution, figures), resolution, computed.table
    )
    return _FIGURES.keep(view.memory, subject.figure, computed_figure)


def sum_of(values: Mapping[CellKey, Decimal] | Mapping[str, Decimal]) -> Decimal:
    """The sum of some values by key."""
    total = ZERO
    for value in values.values():
        total = EXPLAIN.add(total, value)
    return total
