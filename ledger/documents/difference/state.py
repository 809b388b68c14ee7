"""The state behind a figure: a calculation's assertions, its method, and every statement that it rests on.

`compute` is the engine that computes every figure: the graph is resolved, its entries are valued, and the rows of the
composition are divided by the total energy. A state that nobody signed is computed in the same way.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from ledger.footprint.analysis.declared_figure import declared_cells
from ledger.footprint.battery.functional_unit import energy_of
from ledger.footprint.graph.cells import Cells, total_of
from ledger.footprint.graph.composition import Part, cited_by, parts
from ledger.footprint.graph.factors import FactorTable
from ledger.footprint.graph.numbers import format_decimal, format_rounded
from ledger.footprint.graph.resolution import Problem, Records, Resolution, resolve
from ledger.footprint.valuation.figure import EntryFigure, Figures, figures
from ledger.footprint.valuation.told import told_figures
from ledger.rules.composition import unit_problems
from schemas.errors import CradleError, sentence
from schemas.signed.calculation import AssertedCalculation, Calculation, Composition, Filling, Ratio
from schemas.signed.rulebook import FactorSet, Rulebook

WITHHELD = frozenset({"section.withheld", "statement.missing"})
"""The problems of a state of which something is withheld."""


@dataclass(frozen=True, slots=True)
class FigureState:
    """The state behind a figure.

    Attributes:
        calculation: the product, its period and its total energy.
        composition: the rows that are counted.
        records: the statements behind the rows, and their changes as of the state.
        rulebook: of the figure.
        factor_sets: of the figure.
        filling: the gaps that the figure fills.
        stated: the signed figure; None if nobody signed it.
        is_rounded: whether it is signed to 4 digits.
        id: of the calculation, if it is signed.
        declaration: that rests on it, if the state was read from one.
    """

    calculation: AssertedCalculation
    composition: Composition
    records: Records
    rulebook: Rulebook
    factor_sets: tuple[FactorSet, ...]
    filling: Filling | None = None
    stated: str | None = None
    is_rounded: bool = False
    id: str | None = None
    declaration: str | None = None

    def under(self, rulebook: Rulebook) -> "FigureState":
        """The same product under another rulebook; a battery with the total energy that this rulebook computes.

        Raises:
            CradleError: `functional_unit.*`, `rulebook.unknown_parts`.
        """
        if rulebook.unknown:
            unknown = "; ".join(rulebook.unknown)
            detail = f"Rulebook {rulebook.id} cannot be computed; unknown: {unknown}."
            raise CradleError("rulebook.unknown_parts", detail, "rulebook")
        for problem in unit_problems(self.calculation, rulebook):
            raise CradleError(problem.code, sentence(problem.detail), "rulebook")
        energy = energy_under(self.calculation, rulebook)
        asserted = self.calculation.model_copy(update={"total_energy": energy})
        return replace(
            self, calculation=asserted, rulebook=rulebook, stated=None, id=None, declaration=None
        )


@dataclass(frozen=True, slots=True)
class ComputedState:
    """The figure of a state, kg CO2e per unit of it by cell, and the graph behind it."""

    resolution: Resolution
    table: FactorTable
    figures: Figures
    rows: tuple[Part, ...]
    cells: Cells

    @property
    def total(self) -> Decimal:
        """The net total."""
        return total_of(self.cells)


def state_of(
    name: str,
    calculation: Calculation,
    composition: Composition,
    records: Records,
    rulebook: Rulebook,
    factor_sets: tuple[FactorSet, ...],
) -> FigureState:
    """The state behind a calculation."""
    return FigureState(
        calculation=calculation,
        composition=composition,
        records=records,
        rulebook=rulebook,
        factor_sets=factor_sets,
        filling=calculation.filling,
        stated=calculation.total,
        is_rounded=calculation.digits is not None,
        id=name,
    )


def energy_under(calculation: AssertedCalculation, rulebook: Rulebook) -> Ratio | None:
    """The total energy of a calculation's battery as a rulebook computes it; None of another product.

    Raises:
        CradleError: `functional_unit.*`.
    """
    return energy_of(calculation.battery, rulebook) if calculation.declared_unit is None else None


def compute(
    state: FigureState,
    table: FactorTable | None = None,
    done: Mapping[str, EntryFigure] | None = None,
) -> ComputedState:
    """Compute the figure of a state.

    Args:
        state: the state.
        table: its factors, if they are known already.
        done: figures of a part of its graph that are known.

    Raises:
        CradleError: the first reason why there is no figure, `difference.withheld`, or
            `difference.not_recomputed` if the figure is not the stated one.
    """
    resolution = resolve(*cited_by(state.composition), state.records)
    table = FactorTable(state.factor_sets, state.rulebook) if table is None else table
    graph_figures = figures(resolution, table, state.rulebook, state.filling, done)
    _require_shown(graph_figures.problems)
    for problem in graph_figures.problems:
        raise CradleError(problem.code, sentence(problem.detail), problem.subject)
    rows = parts(state.composition, resolution, state.records)
    cells = declared_cells(rows, graph_figures, state.calculation, state.rulebook)
    if cells is None or len(rows) < len(state.composition.rows):
        detail = "A row of the composition has no figure."
        raise CradleError("calculation.missing_figure", detail, "composition")
    computed = ComputedState(resolution, table, graph_figures, rows, cells)
    if state.stated is not None and _header_total(state, computed) != state.stated:
        detail = (
            f"Calculation {state.id} states {state.stated}, and its statements give another figure; verify its bundle"
            " first."
        )
        raise CradleError("difference.not_recomputed", detail, state.id or "")
    return computed


def _header_total(state: FigureState, computed: ComputedState) -> str:
    """The total that the header of the state's calculation states: exact, or as its issuer can know it."""
    if not state.is_rounded:
        return format_decimal(computed.total)
    return format_rounded(told_to(state.calculation.issuer, state, computed).total)


def told_to(issuer: str, state: FigureState, computed: ComputedState) -> ComputedState:
    """A computed state as an issuer can know it."""
    rulebook = state.rulebook
    told = told_figures(
        computed.figures, computed.resolution, computed.table, rulebook, state.filling, issuer
    )
    cells = declared_cells(computed.rows, told, state.calculation, rulebook)
    return replace(computed, figures=told, cells=cells or {})


def _require_shown(problems: Iterable[Problem]) -> None:
    """Refuse a state of which an inventory or a cited statement is withheld."""
    for problem in problems:
        if problem.code in WITHHELD:
            detail = (
                f"Of {problem.subject} the inventory or the statement itself is withheld, so rows cannot be compared;"
                " use the audit bundle, or a ledger that shows it to you."
            )
            raise CradleError("difference.withheld", detail, problem.subject)
