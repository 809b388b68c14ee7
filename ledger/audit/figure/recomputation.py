"""Step 13, recomputation: the figure of the subject, recomputed from the entries."""

from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal

from ledger.audit.context import AuditContext, RecomputedFigure
from ledger.audit.findings import Findings, StepNumber
from ledger.audit.subject.delivery_view import DeliveryView
from ledger.audit.subject.effects import Effects
from ledger.audit.subject.method import Method
from ledger.audit.subject.subject import Graph, View, first_missing
from ledger.footprint.analysis.contributions import declared_demand
from ledger.footprint.analysis.declared_figure import counted_amount, declared_cells
from ledger.footprint.analysis.unit_of_figure import made, made_by, per_unit
from ledger.footprint.battery.functional_unit import energy_of
from ledger.footprint.graph.cells import exact_sum, total_of
from ledger.footprint.graph.composition import product_rows
from ledger.footprint.graph.numbers import EXPLAIN, ZERO, format_decimal
from ledger.footprint.graph.resolution import Problem
from ledger.footprint.valuation.figure import Figures, figures
from ledger.footprint.valuation.told import told_figures
from ledger.rules.batteries import battery_count, stated_capacity
from ledger.rules.physics import storable_capacity
from ledger.rules.stages import distribution_distance
from schemas.errors import CradleError
from schemas.signed.calculation import Calculation, DeclaredUnit, Filling, Ratio
from schemas.signed.conservative import Conservative

STEP = StepNumber.RECOMPUTATION

_NEEDING = (StepNumber.RECOMPUTATION, StepNumber.EQUALITY)
"""The steps that need a recomputed figure."""


def recompute(context: AuditContext, findings: Findings) -> AuditContext:
    """Compute the figures of the graph, and the figure of the subject from them."""
    view, method = context.view, context.method
    if isinstance(view, DeliveryView):
        return _of_delivery(context, view, findings)
    if view is None or method is None:
        return context
    result = compute_figures(view, method, findings, view.calculation.filling)
    context = replace(context, figures=result)
    recomputed = _of_calculation(view, method, result, findings)
    if recomputed is None:
        findings.skip(_NEEDING, first_missing(context.bundle, view) or view.id)
        return context
    demand = declared_demand(view.rows, view.calculation, method.rulebook)
    effects = Effects(demand, view.resolution, result)
    return replace(context, recomputed=recomputed, effects=effects)


def _of_delivery(context: AuditContext, view: DeliveryView, findings: Findings) -> AuditContext:
    figure, method = view.delivery.figure, context.method
    missing = first_missing(context.bundle, view)
    if figure is None:
        detail = "it states no figure, so there is none to recompute"
        findings.miss(STEP, Problem("delivery.no_figure", view.id, detail), view.id)
        findings.skip(_NEEDING, view.id)
        return context
    if method is None:
        findings.skip(_NEEDING, missing or figure.rulebook)
        return context
    result = compute_figures(view, method, findings)
    if view.recomputed(result) is None:
        findings.skip(_NEEDING, missing or view.id)
    return replace(context, figures=result)


def compute_figures(
    view: Graph, method: Method, findings: Findings, filling: Filling | None = None
) -> Figures:
    """Compute the figures of all entries in the graph, with the gaps that the calculation fills."""
    result = figures(view.resolution, method.table, method.rulebook, filling)
    findings.checked(STEP, len(result.entries))
    graph_problems = {*view.resolution.problems}
    for problem in result.problems:
        if problem not in graph_problems and problem.code != "section.withheld":
            findings.contradict(STEP, problem, problem.subject)
    return result


def _of_calculation(
    view: View, method: Method, result: Figures, findings: Findings
) -> RecomputedFigure | None:
    """The declared figure; None if the figure of a row is unknown."""
    calculation = view.calculation
    if len(view.rows) < len(view.composition.rows):
        return None
    try:
        energy = _energy(calculation, method)
        right = calculation.model_copy(update=_right_unit(view, energy))
        told = _told(view, method, result)
        cells = declared_cells(view.rows, result, calculation, method.rulebook)
        told_cells = declared_cells(view.rows, told, calculation, method.rulebook)
        true = declared_cells(view.rows, result, right, method.rulebook)
    except CradleError as error:
        findings.contradict(STEP, Problem.of(error, view.id))
        return None
    if cells is None or true is None or told_cells is None:
        return None
    findings.checked(STEP, len(cells))
    total = total_of(cells)
    return RecomputedFigure(
        cells=cells,
        energy=energy,
        energy_effect=_energy_effect(total, calculation, energy),
        made_effect=_due(total, made(calculation), made(right)),
        row_effects=_row_effects(view, method, result),
        distance=distribution_distance(view.rows, view.resolution, result, method.rulebook),
        total=total_of(true),
        told=told,
        told_cells=told_cells,
    )


def _told(view: View, method: Method, result: Figures) -> Figures:
    """The figures as the issuer can know them; of the older form, whose header has all digits, the exact ones."""
    calculation = view.calculation
    if calculation.digits is None:
        return result
    return told_figures(
        result,
        view.resolution,
        method.table,
        method.rulebook,
        calculation.filling,
        calculation.issuer,
    )


def _energy(calculation: Calculation, method: Method) -> Ratio | None:
    """The total energy of a battery; None of another product.

    Raises:
        CradleError: as `total_energy`.
    """
    is_battery = calculation.declared_unit is None
    return energy_of(calculation.battery, method.rulebook) if is_battery else None


def _right_unit(view: View, energy: Ratio | None) -> dict[str, object]:
    """The total energy, and what the product lines make; the declared number if they make none."""
    products = [part.output for part in product_rows(view.rows)]
    outputs = [output for output in products if output is not None]
    declared = view.calculation.declared_unit
    if declared is None:
        count = exact_sum(map(battery_count, outputs)) or made(view.calculation)
        return {"total_energy": energy, "batteries": count}
    amount = exact_sum(made_by(view.calculation, output) or ZERO for output in outputs)
    right = format_decimal(amount or made(view.calculation))
    return {"declared_unit": DeclaredUnit(unit=declared.unit, amount=right)}


def _energy_effect(total: Decimal, calculation: Calculation, energy: Ratio | None) -> Decimal:
    """The part of a total that is due to a wrong total energy."""
    if energy is None:
        return ZERO
    return _due(total, _value(calculation.battery.total_energy), _value(energy))


def _value(ratio: Ratio) -> Decimal:
    return EXPLAIN.divide(Decimal(ratio.numerator), Decimal(ratio.denominator))


def _due(total: Decimal, stated_divisor: Decimal, true: Decimal) -> Decimal:
    """The part of a total that is due to a wrong divisor."""
    return EXPLAIN.subtract(total, EXPLAIN.divide(EXPLAIN.multiply(total, stated_divisor), true))


def capacity_effect(product: str, view: View, recomputed: RecomputedFigure) -> Decimal | None:
    """The part of the declared total that is due to another capacity than that entry's product line states."""
    capacities = [stated_capacity(part) for part in view.rows if part.entry == product]
    return _capacity_effect(capacities, view, recomputed)


def storable_effect(
    product: str, view: View, recomputed: RecomputedFigure, rule: Conservative
) -> Decimal | None:
    """The part of the declared total that is due to a capacity which that entry's elements cannot store."""
    capacities = [storable_capacity(part, rule) for part in view.rows if part.entry == product]
    return _capacity_effect(capacities, view, recomputed)


def _capacity_effect(
    capacities: Iterable[Decimal | None], view: View, recomputed: RecomputedFigure
) -> Decimal | None:
    """The part of the declared total that is due to another capacity than the first known one."""
    capacity_kwh, total = Decimal(view.calculation.battery.capacity_kwh), total_of(recomputed.cells)
    known_capacities = (capacity for capacity in capacities if capacity is not None)
    return next((_due(total, capacity_kwh, capacity) for capacity in known_capacities), None)


def _row_effects(view: View, method: Method, result: Figures) -> dict[str, Decimal]:
    """The part of the total that the rows of each entry, and of each delivery, add."""
    effects: dict[str, Decimal] = {}
    each = per_unit(view.calculation)
    for part in view.rows:
        line = result.line(part.entry, part.row.line)
        cells = {} if line is None else line.cells
        amount = EXPLAIN.multiply(counted_amount(part.row, method.rulebook), total_of(cells))
        for name in {part.entry, part.row.delivery or part.entry}:
            before = effects.get(name, ZERO)
            effects[name] = EXPLAIN.fma(amount, each, before)
    return effects
