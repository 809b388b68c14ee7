"""Step 17, equality: every derived field that the subject states equals its recomputation, to the last digit.

Each field is recomputed from the stated values of the fields before it, so that one wrong field is one finding: the
cells from the stated energy and number of batteries, stages and total from the cells. The recomputed total of the
report uses the recomputed energy and the number of batteries that the product lines state. Effects are differences
from it, in kg CO2e per kWh of total energy. A delivery states its figure rounded to 4 digits. A calculation under a
rulebook without a conservative part stays open: nothing says what it is worth where its words are not settled.
"""

from collections.abc import Iterator
from decimal import Decimal

from ledger.audit.context import AuditContext, RecomputedFigure
from ledger.audit.figure.supplier_figures import figure_problem
from ledger.audit.findings import Findings, StepNumber
from ledger.audit.subject.delivery_view import DeliveryView
from ledger.audit.subject.subject import Subject, View, first_missing
from ledger.footprint.graph.cells import Cells, format_cells, parse_cells, stages_of, total_of
from ledger.footprint.graph.numbers import EXACT, ZERO, format_decimal
from ledger.footprint.graph.resolution import Problem
from schemas.calculation import Calculation

STEP = StepNumber.EQUALITY


def check_equality(context: AuditContext, findings: Findings) -> AuditContext:
    """Compare the stated figure of the subject with the recomputed one."""
    view, subject = context.view, context.subject
    if isinstance(view, DeliveryView):
        _check_delivery(context, view, findings)
    elif view is not None and context.recomputed is not None:
        _check_calculation(view, context.recomputed, findings)
        _require_conservative(context, view, findings)
    elif isinstance(subject, Subject) and subject.calculation is not None:
        _check_sums(subject.calculation_id, subject.calculation, findings)
    return context


def _check_delivery(context: AuditContext, view: DeliveryView, findings: Findings) -> None:
    """Compare the figure of the delivery, if step 14 found that it can be compared."""
    figure, recomputed = view.delivery.figure, view.recomputed(context.figures)
    if view.id not in context.compared or figure is None or recomputed is None:
        findings.skip([STEP], first_missing(context.bundle, view) or view.id)
        return
    findings.checked(STEP, len(figure.cells) + 1)
    problem = figure_problem(view.id, view.delivery, figure, recomputed)
    if problem is not None:
        findings.contradict(STEP, problem)


def _check_calculation(view: View, recomputed: RecomputedFigure, findings: Findings) -> None:
    """Compare every derived field of the calculation, each recomputed from the stated fields before it."""
    calculation, cells = view.calculation, recomputed.cells
    declared = parse_cells(calculation.cells)
    findings.checked(STEP, len(cells) + len(calculation.stages) + 2)
    if calculation.total_energy != recomputed.energy:
        stated, energy = calculation.total_energy, recomputed.energy
        detail = (
            f"it states {stated.numerator}/{stated.denominator} kWh per battery; capacity, cycles "
            f"and warranty give {energy.numerator}/{energy.denominator}"
        )
        problem = Problem("calculation.total_energy", view.id, detail)
        findings.contradict(STEP, problem, effect=recomputed.energy_effect)
    if calculation.cells != format_cells(cells):
        problem = Problem("calculation.cells", view.id, "; ".join(_differences(declared, cells)))
        effect = EXACT.subtract(total_of(declared), total_of(cells))
        findings.contradict(STEP, problem, effect=effect)
    stages = tuple(row.value for row in calculation.stages)
    if stages not in (_stages(cells), _stages(declared)):
        detail = f"the recomputed stages are {', '.join(_stages(cells))}"
        findings.contradict(STEP, Problem("calculation.stages", view.id, detail))
    total = total_of(cells)
    if calculation.total not in (format_decimal(total), format_decimal(total_of(declared))):
        detail = f"the recomputed total is {format_decimal(total)}"
        effect = EXACT.subtract(Decimal(calculation.total), total)
        problem = Problem("calculation.total", view.id, detail)
        findings.contradict(STEP, problem, effect=effect)


def _require_conservative(context: AuditContext, view: View, findings: Findings) -> None:
    """Leave a figure open whose rulebook has no conservative part."""
    graph = context.plausibility
    if graph is not None and graph.rulebook.conservative is None:
        detail = (
            "the rulebook has no conservative part, so nothing says what the figure is worth where its words are not"
            " settled; calculate under a rulebook that has one"
        )
        findings.miss(STEP, Problem("conservative.none", view.id, detail))


def _check_sums(name: str, calculation: Calculation, findings: Findings) -> None:
    """Check stages and total against the stated cells, of a calculation that cannot be recomputed."""
    cells = parse_cells(calculation.cells)
    findings.checked(STEP, len(calculation.stages) + 1)
    if tuple(row.value for row in calculation.stages) != _stages(cells):
        detail = f"its cells add up to the stages {', '.join(_stages(cells))}"
        findings.contradict(STEP, Problem("calculation.stages", name, detail))
    total = format_decimal(total_of(cells))
    if calculation.total != total:
        detail = f"its cells add up to the total {total}"
        findings.contradict(STEP, Problem("calculation.total", name, detail))


def _stages(cells: Cells) -> tuple[str, ...]:
    return tuple(format_decimal(value) for value in stages_of(cells).values())


def _differences(declared: Cells, cells: Cells) -> Iterator[str]:
    """The cells that differ, in words."""
    for key in sorted({*declared, *cells}):
        stated, right = declared.get(key, ZERO), cells.get(key, ZERO)
        if stated != right:
            name = f"{key.stage.value} {key.group.value} {key.sign.value}"
            yield f"{name} is {format_decimal(right)}, not {format_decimal(stated)}"
