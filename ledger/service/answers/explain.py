"""The sources of a figure: the figures of entries as of now, a calculation's contributions, and its electricity.

These explain and are not declared digits; see `ledger.footprint.analysis.contributions`.
"""

from collections.abc import Iterable, Mapping
from decimal import Decimal

from ledger.append.ledger import Ledger
from ledger.footprint.analysis.contributions import Contribution, contributions, declared_demand
from ledger.footprint.analysis.electricity_used import electricity_behind
from ledger.state.evaluation import evaluate_stated
from ledger.state.figures import ComputedGraph, Method, compute
from schemas.errors import CradleError


def explain_entries(
    ledger: Ledger, entries: Iterable[str], rulebook: str, factor_sets: Iterable[str]
) -> ComputedGraph:
    """The graph behind some entries as of now, and the figures in it.

    Raises:
        CradleError: as `ledger.state.figures.compute`.
    """
    method = Method(rulebook, tuple(sorted(factor_sets)))
    with ledger.view() as view:
        return compute(view, list(entries), [], view.registry().size, method)


def explain_line(
    ledger: Ledger, entry: str, line: str, rulebook: str, factor_sets: Iterable[str]
) -> tuple[ComputedGraph, str, tuple[Contribution, ...]]:
    """The graph behind one line as of now, the entry's newest version, and one unit's contributions.

    Raises:
        CradleError: `delivery.line`, or as `ledger.state.figures.compute`.
    """
    computed = explain_entries(ledger, [entry], rulebook, factor_sets)
    newest = computed.records.newest(entry) or entry
    if computed.figures.line(newest, line) is None:
        raise CradleError("delivery.line", f"Entry {entry} has no line {line}.", "line")
    demand = {(newest, line): Decimal(1)}
    return computed, newest, tuple(contributions(demand, computed.resolution, computed.figures))


def explain_calculation(ledger: Ledger, calculation: str) -> tuple[Contribution, ...]:
    """Each own row's contribution to a calculation, kg CO2e per kWh of total energy.

    Raises:
        CradleError: `calculation.unknown`, or as `ledger.state.evaluation.evaluate`.
    """
    with ledger.view() as view:
        statement, declared = evaluate_stated(view, calculation)
    demand, computed = (
        declared_demand(declared.rows, statement, declared.computed.rulebook),
        declared.computed,
    )
    return tuple(contributions(demand, computed.resolution, computed.figures))


def explain_electricity(ledger: Ledger, calculation: str) -> Mapping[str, Decimal]:
    """The kWh of electricity behind one unit of a calculation's figure, by the entry that used them.

    Raises:
        CradleError: as `explain_calculation`.
    """
    with ledger.view() as view:
        statement, declared = evaluate_stated(view, calculation)
    computed = declared.computed
    demand = declared_demand(declared.rows, statement, computed.rulebook)
    return electricity_behind(demand, computed.resolution, computed.table)
