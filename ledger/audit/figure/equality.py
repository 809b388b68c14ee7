"""Step 17, equality: every derived field that the subject states equals its recomputation, to the last digit.

Each field is recomputed from the stated values of the fields before it, so that one wrong field is one finding: the
cells from the stated energy and number of batteries, stages and total from the cells. The exact cells are in a section,
which the auditor is shown, and the header states them to 4 digits; the older form, whose header has all digits, is
named as telling. The recomputed total of the report uses the recomputed energy and the number of batteries that the
product lines state. Effects are differences from it, in kg CO2e per kWh of total energy. A delivery states its figure
rounded to 4 digits. A calculation under a rulebook without a conservative part stays open: nothing says what it is
worth where its words are not settled.
"""

from collections.abc import Iterator
from decimal import Decimal

from ledger.audit.bundle.model import Bundle
from ledger.audit.context import AuditContext, RecomputedFigure
from ledger.audit.figure.supplier_figures import figure_problem
from ledger.audit.findings import Findings, StepNumber
from ledger.audit.subject.delivery_view import DeliveryView
from ledger.audit.subject.subject import Subject, View, first_missing
from ledger.disclosure.digits import stated_as
from ledger.footprint.graph.cells import (
    Cells,
    format_cells,
    parse_cells,
    stages_follow,
    state_cells,
    total_of,
)
from ledger.footprint.graph.numbers import EXACT, ZERO, can_sum_to, format_decimal
from ledger.footprint.graph.resolution import Problem
from ledger.footprint.valuation.told import ToldFigures
from schemas.signed.calculation import Calculation
from schemas.signed.exact_cells import ExactCells
from schemas.signed.statement import SectionName

STEP = StepNumber.EQUALITY

_TOLD = (
    "its header, which every login reads, has all digits of the figure, from which amounts of its suppliers can be"
    " recovered; calculate again, so that the exact cells are in a section"
)


def check_equality(context: AuditContext, findings: Findings) -> AuditContext:
    """Compare the stated figure of the subject with the recomputed one."""
    view, subject = context.view, context.subject
    if isinstance(view, DeliveryView):
        _check_delivery(context, view, findings)
    elif view is not None and context.recomputed is not None:
        _check_calculation(context, view, context.recomputed, findings)
        _require_conservative(context, view, findings)
    elif isinstance(subject, Subject) and subject.calculation is not None:
        _check_sums(context, subject.calculation_id, subject.calculation, findings)
    return context


def _check_delivery(context: AuditContext, view: DeliveryView, findings: Findings) -> None:
    """Compare the figure of the delivery, if step 14 found that it can be compared."""
    figure, recomputed = view.delivery.figure, view.recomputed(context.figures)
    if view.id not in context.compared or figure is None or recomputed is None:
        findings.skip([STEP], first_missing(context.bundle, view) or view.id)
        return
    findings.checked(STEP, len(figure.cells) + 1)
    method, exact_figures = context.method, context.figures
    assert method is not None and exact_figures is not None  # noqa: S101, PT018 - else nothing is recomputed
    told = ToldFigures(exact_figures, view.resolution, method.table, method.rulebook)
    problem = figure_problem(view.id, view.delivery, figure, recomputed, told, view.line)
    if problem is not None:
        findings.contradict(STEP, problem)


def _check_calculation(
    context: AuditContext, view: View, recomputed: RecomputedFigure, findings: Findings
) -> None:
    """Compare every derived field of the calculation, each recomputed from the stated fields before it."""
    calculation, cells = view.calculation, recomputed.cells
    findings.checked(STEP, len(cells) + len(calculation.stages) + 2)
    stated_energy, energy = calculation.total_energy, recomputed.energy
    if stated_energy is not None and energy is not None and stated_energy != energy:
        detail = (
            f"it states {stated_energy.numerator}/{stated_energy.denominator} kWh per battery; capacity, cycles "
            f"and warranty give {energy.numerator}/{energy.denominator}"
        )
        problem = Problem("calculation.total_energy", view.id, detail)
        findings.contradict(STEP, problem, effect=recomputed.energy_effect)
    exact = exact_cells(context.bundle, view.id)
    _require_exact(context.bundle, view.id, findings)
    if calculation.digits is None:
        findings.remark(STEP, Problem("calculation.digits", view.id, _TOLD))
    elif exact is not None and format_cells(exact) != format_cells(cells):
        effect = EXACT.subtract(total_of(exact), total_of(cells))
        problem = Problem("calculation.exact", view.id, "; ".join(_differences(exact, cells)))
        findings.contradict(STEP, problem, effect=effect)
    _check_header(view, recomputed, findings)


def _check_header(view: View, recomputed: RecomputedFigure, findings: Findings) -> None:
    """Compare what the header states with the recomputation, as its issuer can know it or, in the older form, exactly.

    Where its cells are wrong, stages and total are held against these, so that one wrong field is one finding.
    """
    calculation, cells = view.calculation, recomputed.cells
    declared = parse_cells(calculation.cells)
    right = stated_as(calculation, cells, recomputed.told_cells)
    is_right = calculation.cells == right.cells
    if not is_right:
        differing = _differences(declared, parse_cells(right.cells))
        problem = Problem("calculation.cells", view.id, "; ".join(differing))
        effect = EXACT.subtract(total_of(declared), total_of(cells))
        findings.contradict(STEP, problem, effect=effect)
    if calculation.stages != right.stages and (
        is_right or not stages_follow(calculation.stages, declared)
    ):
        values = ", ".join(row.value for row in right.stages)
        detail = f"the recomputed stages are {values}"
        findings.contradict(STEP, Problem("calculation.stages", view.id, detail))
    if calculation.total != right.total and (
        is_right or not can_sum_to(Decimal(calculation.total), declared.values())
    ):
        detail = f"the recomputed total is {right.total}"
        effect = EXACT.subtract(Decimal(calculation.total), total_of(cells))
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


def _check_sums(
    context: AuditContext, name: str, calculation: Calculation, findings: Findings
) -> None:
    """Check the header of a calculation that cannot be recomputed: its sums, as far as their rounding shows them."""
    findings.checked(STEP, len(calculation.stages) + 1)
    _require_exact(context.bundle, name, findings)
    cells = parse_cells(calculation.cells)
    if calculation.digits is None:
        right = state_cells(cells, rounded=False)
        sums = (calculation.stages == right.stages, calculation.total == right.total)
    else:
        total = can_sum_to(Decimal(calculation.total), cells.values())
        sums = (stages_follow(calculation.stages, cells), total)
    for field, agrees in zip(("stages", "total"), sums, strict=True):
        if not agrees:
            detail = f"its {field} do not follow from its cells, even allowing for their rounding"
            findings.contradict(STEP, Problem(f"calculation.{field}", name, detail))


def _require_exact(bundle: Bundle, name: str, findings: Findings) -> None:
    """Record that the exact cells which a calculation names are withheld."""
    signed = bundle.statements[name]
    named = signed.named.get(SectionName.EXACT)
    if named is not None and SectionName.EXACT not in signed.sections:
        detail = f"Its section exact ({named}) is not in the bundle."
        findings.miss(STEP, Problem("section.withheld", name, detail), named)


def exact_cells(bundle: Bundle, name: str) -> Cells | None:
    """The cells that a calculation states with all digits, in its header or in the section that is shown of it."""
    signed = bundle.statements[name]
    if isinstance(signed.statement, Calculation) and signed.statement.digits is None:
        return parse_cells(signed.statement.cells)
    section = signed.sections.get(SectionName.EXACT)
    return parse_cells(section.cells) if isinstance(section, ExactCells) else None


def _differences(declared: Cells, cells: Cells) -> Iterator[str]:
    """The cells that differ, in words."""
    for key in sorted({*declared, *cells}):
        declared_value, right = declared.get(key, ZERO), cells.get(key, ZERO)
        if declared_value != right:
            name = f"{key.stage.value} {key.group.value} {key.sign.value}"
            yield f"{name} is {format_decimal(right)}, not {format_decimal(declared_value)}"
