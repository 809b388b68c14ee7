"""Part of step 16, composition: remarks on assertions that a ledger cannot refuse and a reader should question.

    composition.extrapolated          another issuer's line counted for more than 1,000 times its output
    composition.distance              the product is carried for less than 1 km
    calculation.energy_density        more than 0.5 kWh in each kg of product; packs sold today hold up to 0.3
    functional_unit.warranty_share    a warranty that does not state the share of usable energy it promises

The bounds are ours, far beyond common practice. Effects are on the declared total, in kg CO2e per kWh.
"""

from collections.abc import Iterator
from decimal import Decimal

from ledger.audit.context import RecomputedFigure
from ledger.audit.findings import Findings, StepNumber
from ledger.audit.subject.method import Method
from ledger.audit.subject.subject import View
from ledger.footprint.battery.functional_unit import ServiceLife, without_share
from ledger.footprint.graph.cells import total_of
from ledger.footprint.graph.composition import product_mass, product_rows
from ledger.footprint.graph.numbers import EXPLAIN, ONE, format_rounded
from ledger.footprint.graph.resolution import Problem
from ledger.footprint.valuation.figure import Figures
from ledger.rules.stages import stage_problems
from schemas.vocabulary import Stage

MOST_OUTPUTS = Decimal(1000)
LEAST_KM = Decimal(1)
MOST_KWH_PER_KG = Decimal("0.5")

Remark = tuple[Problem, Decimal | None]
"""A problem to remark on, and its effect."""


def remark_composition(
    view: View, method: Method, figures: Figures, recomputed: RecomputedFigure, findings: Findings
) -> None:
    """Remark on amounts, distance, capacity and warranties of a calculation whose figure is known."""
    for problem, effect in (
        *_extrapolated(view, recomputed),
        *_distance(view, method, figures, recomputed),
        *_battery(view, method, recomputed),
    ):
        findings.remark(StepNumber.COMPOSITION, problem, effect)


def _extrapolated(view: View, recomputed: RecomputedFigure) -> Iterator[Remark]:
    for part in view.rows:
        times = part.outputs_counted
        if times is not None and times > MOST_OUTPUTS:
            detail = (
                f"the row counts {format_rounded(times)} times the output of line {part.row.line}; ask for the"
                " figure of a longer period or a larger plant"
            )
            problem = Problem("composition.extrapolated", part.entry, detail)
            yield problem, recomputed.row_effects.get(part.entry)


def _distance(
    view: View, method: Method, figures: Figures, recomputed: RecomputedFigure
) -> Iterator[Remark]:
    km = recomputed.distance
    if km is None or km >= LEAST_KM or any(stage_problems(view.rows, figures, method.rulebook)):
        return
    detail = f"the rows in tkm carry the product for {format_rounded(km)} km; ask how it reaches its customer"
    yield Problem("composition.distance", Stage.DISTRIBUTION.value, detail), None


def _battery(view: View, method: Method, recomputed: RecomputedFigure) -> Iterator[Remark]:
    """Remarks on the functional unit of a battery."""
    if view.calculation.declared_unit is None:
        yield from _energy_density(view, recomputed)
        yield from _warranty_share(view, method, recomputed)


def _energy_density(view: View, recomputed: RecomputedFigure) -> Iterator[Remark]:
    calculation = view.calculation.battery
    mass = product_mass(product_rows(view.rows))
    if not mass:
        return
    kwh = EXPLAIN.multiply(Decimal(calculation.capacity_kwh), Decimal(calculation.batteries))
    density = EXPLAIN.divide(kwh, mass)
    if density > MOST_KWH_PER_KG:
        each = f"each kg of product stores {format_rounded(density)} kWh"
        detail = f"{each}; above {MOST_KWH_PER_KG} ask for a test report"
        too_much = EXPLAIN.subtract(ONE, EXPLAIN.divide(density, MOST_KWH_PER_KG))
        effect = EXPLAIN.multiply(total_of(recomputed.cells), too_much)
        yield Problem("calculation.energy_density", view.id, detail), effect


def _warranty_share(view: View, method: Method, recomputed: RecomputedFigure) -> Iterator[Remark]:
    calculation = view.calculation.battery
    life = ServiceLife(calculation.warranties, calculation.cycle_life)
    years = without_share(calculation.category, calculation.vehicle_category, life, method.rulebook)
    if years is None:
        return
    held, counted = (
        EXPLAIN.divide(Decimal(each.numerator), Decimal(each.denominator)) for each in years
    )
    detail = (
        "a warranty states no share of usable energy, so it does not count: the service life is"
        f" {format_rounded(held)} years, and would be {format_rounded(counted)}; state the share that it promises"
    )
    too_much = EXPLAIN.subtract(ONE, EXPLAIN.divide(held, counted))
    effect = EXPLAIN.multiply(total_of(recomputed.cells), too_much)
    yield Problem("functional_unit.warranty_share", view.id, detail), effect
