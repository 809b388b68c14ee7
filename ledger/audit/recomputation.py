"""Steps 12 and 13: the figure once more from the entries, and equality, to the last digit.

Every derived field of the calculation is compared with its recomputation. Each is held against what
it rests on as stated, so that one wrong field is one finding: cells under the stated energy and
number of batteries, stages and total against the cells. What the product really comes to, under the
recomputed energy and the number of batteries that its lines state, is the recomputed total, and
effects are differences from it, in kg CO2e per kWh of total energy.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from ledger.audit.effects import Effects
from ledger.audit.findings import Findings, Nr
from ledger.audit.method import Method
from ledger.audit.subject import Graph, View
from ledger.footprint.cells import (
    Cells,
    exact_sum,
    format_cells,
    parse_cells,
    stages_of,
    total_of,
)
from ledger.footprint.composition import product_rows
from ledger.footprint.cut_off import cut_off_faults
from ledger.footprint.declared_figure import counted_amount, declared_cells
from ledger.footprint.distribution import distribution_faults
from ledger.footprint.feedstock_faults import feedstock_faults
from ledger.footprint.figure import Figures, figures
from ledger.footprint.functional_unit import ServiceLife, total_energy
from ledger.footprint.graph import Observation, Problem
from ledger.footprint.numbers import EXACT, EXPLAIN, ZERO, format_decimal
from ledger.footprint.observations import observe
from ledger.footprint.reader import Reader
from ledger.footprint.recovery import recoveries, recovery_faults
from ledger.footprint.shared_burdens import sharing_faults
from ledger.footprint.substitution import substitution_faults
from ledger.rules.batteries import battery_count, stated_capacity
from ledger.rules.stages import distribution_distance
from schemas.calculation import Calculation, Filling, Ratio
from schemas.errors import CradleError
from schemas.quality import StudyQuality

STEP = Nr.RECOMPUTATION


@dataclass(frozen=True)
class Recomputed:
    """What a calculation comes to, in kg CO2e per kWh of total energy.

    Attributes:
        cells: under the stated total energy and number of batteries.
        energy: the recomputed total energy.
        energy_effect: how much of the declared total is due to another total energy.
        batteries_effect: how much of it is due to another number of batteries than the product lines make.
        row_effects: what the rows add, by the entry and by the delivery that they name.
        distance: how far the rows in tkm carry the product, km; None where that is not told.
        total: under the recomputed energy and number of batteries.
        quality: the rating of the figure, where the rulebook has a rule for it.
    """

    cells: Cells
    energy: Ratio
    energy_effect: Decimal
    batteries_effect: Decimal
    row_effects: Mapping[str, Decimal]
    distance: Decimal | None
    total: Decimal
    quality: StudyQuality | None = None


def compute_figures(
    view: Graph, method: Method, findings: Findings, filling: Filling | None = None
) -> Figures:
    """The figures of all entries in the graph, with the gaps that the calculation fills."""
    result = figures(view.resolution, method.table, method.rulebook, filling)
    findings.checked(STEP, len(result.entries))
    told = {*view.resolution.problems}
    for problem in result.problems:
        if problem not in told and problem.code != "section.withheld":
            findings.contradict(STEP, problem, problem.subject)
    return result


def stated_figures(view: View, method: Method, result: Figures) -> Figures:
    """The figures without what the calculation fills in: a supplier told its customer no more than it stated."""
    if view.calculation.filling is None:
        return result
    return figures(view.resolution, method.table, method.rulebook)


def recompute(view: View, method: Method, result: Figures, findings: Findings) -> Recomputed | None:
    """The declared figure; None where the figure of a row is not told."""
    calculation = view.calculation
    if len(view.rows) < len(view.composition.rows):
        return None
    try:
        energy = total_energy(
            calculation.category,
            calculation.vehicle_category,
            calculation.capacity_kwh,
            ServiceLife(calculation.warranties, calculation.cycle_life),
            method.rulebook,
        )
        batteries = _batteries(view)
        right = {"total_energy": energy, "batteries": batteries}
        cells = declared_cells(view.rows, result, calculation, method.rulebook)
        true = declared_cells(
            view.rows, result, calculation.model_copy(update=right), method.rulebook
        )
    except CradleError as error:
        findings.contradict(STEP, Problem.of(error, view.id))
        return None
    if cells is None or true is None:
        return None
    findings.checked(STEP, len(cells))
    total = total_of(cells)
    return Recomputed(
        cells=cells,
        energy=energy,
        energy_effect=_due(total, _value(calculation.total_energy), _value(energy)),
        batteries_effect=_due(total, Decimal(calculation.batteries), batteries),
        row_effects=_row_effects(view, method, result),
        distance=distribution_distance(view.rows, view.resolution, result, method.rulebook),
        total=total_of(true),
    )


def _batteries(view: View) -> Decimal:
    """The number of batteries that the product lines make; as declared where they make none."""
    products = [part.output for part in product_rows(view.rows)]
    count = exact_sum(battery_count(output) for output in products if output is not None)
    return count or Decimal(view.calculation.batteries)


def _value(ratio: Ratio) -> Decimal:
    return EXPLAIN.divide(Decimal(ratio.numerator), Decimal(ratio.denominator))


def _due(total: Decimal, stated: Decimal, true: Decimal) -> Decimal:
    """What a total owes to a stated divisor in place of the true one."""
    return EXPLAIN.subtract(total, EXPLAIN.divide(EXPLAIN.multiply(total, stated), true))


def capacity_effect(product: str, view: View, recomputed: Recomputed) -> Decimal | None:
    """How much of the declared total is due to another capacity than a product line of that entry holds."""
    held = [stated_capacity(part) for part in view.rows if part.entry == product]
    stated, total = Decimal(view.calculation.capacity_kwh), total_of(recomputed.cells)
    return next((_due(total, stated, capacity) for capacity in held if capacity is not None), None)


def _row_effects(view: View, method: Method, result: Figures) -> dict[str, Decimal]:
    """What the rows of each entry, and of each delivery, add to the total."""
    effects: dict[str, Decimal] = {}
    calculation = view.calculation
    divisor = EXPLAIN.multiply(Decimal(calculation.batteries), _value(calculation.total_energy))
    for part in view.rows:
        line = result.line(part.entry, part.row.line)
        cells = {} if line is None else line.cells
        amount = EXPLAIN.multiply(counted_amount(part.row, method.rulebook), total_of(cells))
        for name in {part.entry, part.row.delivery or part.entry}:
            before = effects.get(name, ZERO)
            effects[name] = EXPLAIN.add(before, EXPLAIN.divide(amount, divisor))
    return effects


def remark_observations(view: Graph, reader: Reader, effects: Effects, findings: Findings) -> None:
    """What the entries leave out or get wrong by the look of them; effects are estimates."""
    whole = _product_faults(view, reader) if isinstance(view, View) else ()
    for seen in (*reader.figures.remarks, *observe(reader), *whole):
        findings.remark(Nr.RULES, seen.problem, effects.of(seen))
    if isinstance(view, View):
        for seen in cut_off_faults(view.id, view.calculation, view.rows, reader):
            findings.remark(Nr.RULES, seen.problem, seen.effect)


def _product_faults(view: View, reader: Reader) -> Iterator[Observation]:
    """What is found of a product as a whole: its recyclers' credits and goods, and how far it is carried."""
    yield from recovery_faults(view.rows, tuple(recoveries(view.rows, reader)))
    yield from sharing_faults(reader)
    yield from substitution_faults(view.rows, reader)
    yield from feedstock_faults(view.rows, reader)
    yield from distribution_faults(view.rows, reader)


def check_equality(view: View, recomputed: Recomputed, findings: Findings) -> None:
    """Compares every derived field of the calculation, each under what it rests on as stated."""
    calculation, cells = view.calculation, recomputed.cells
    declared = parse_cells(calculation.cells)
    findings.checked(Nr.EQUALITY, len(cells) + len(calculation.stages) + 2)
    if calculation.total_energy != recomputed.energy:
        stated, energy = calculation.total_energy, recomputed.energy
        detail = (
            f"it states {stated.numerator}/{stated.denominator} kWh per battery; capacity, cycles "
            f"and warranty give {energy.numerator}/{energy.denominator}"
        )
        problem = Problem("calculation.total_energy", view.id, detail)
        findings.contradict(Nr.EQUALITY, problem, effect=recomputed.energy_effect)
    if calculation.cells != format_cells(cells):
        problem = Problem("calculation.cells", view.id, "; ".join(_differences(declared, cells)))
        effect = EXACT.subtract(total_of(declared), total_of(cells))
        findings.contradict(Nr.EQUALITY, problem, effect=effect)
    stages = tuple(row.value for row in calculation.stages)
    if stages not in (_stages(cells), _stages(declared)):
        detail = f"the stages come to {', '.join(_stages(cells))}"
        findings.contradict(Nr.EQUALITY, Problem("calculation.stages", view.id, detail))
    total = total_of(cells)
    if calculation.total not in (format_decimal(total), format_decimal(total_of(declared))):
        detail = f"the total comes to {format_decimal(total)}"
        effect = EXACT.subtract(Decimal(calculation.total), total)
        problem = Problem("calculation.total", view.id, detail)
        findings.contradict(Nr.EQUALITY, problem, effect=effect)


def check_sums(name: str, calculation: Calculation, findings: Findings) -> None:
    """What a calculation states of itself, where it cannot be recomputed: stages and total of its cells."""
    cells = parse_cells(calculation.cells)
    findings.checked(Nr.EQUALITY, len(calculation.stages) + 1)
    if tuple(row.value for row in calculation.stages) != _stages(cells):
        detail = f"its cells come to stages of {', '.join(_stages(cells))}"
        findings.contradict(Nr.EQUALITY, Problem("calculation.stages", name, detail))
    total = format_decimal(total_of(cells))
    if calculation.total != total:
        detail = f"its cells come to a total of {total}"
        findings.contradict(Nr.EQUALITY, Problem("calculation.total", name, detail))


def _stages(cells: Cells) -> tuple[str, ...]:
    return tuple(format_decimal(value) for value in stages_of(cells).values())


def _differences(declared: Cells, cells: Cells) -> Iterator[str]:
    """The cells that differ, in words."""
    for key in sorted({*declared, *cells}):
        stated, right = declared.get(key, ZERO), cells.get(key, ZERO)
        if stated != right:
            name = f"{key.stage.value} {key.group.value} {key.sign.value}"
            yield f"{name} is {format_decimal(right)}, not {format_decimal(stated)}"
