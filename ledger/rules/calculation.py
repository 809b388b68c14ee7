"""All rules on a calculation that its statements and its rulebook decide, in the order in which they run."""

from collections.abc import Iterable, Iterator, Sequence

from ledger.footprint.graph.composition import Part, product_rows
from ledger.footprint.graph.resolution import Problem
from ledger.footprint.plausibility.context import PlausibilityContext
from ledger.rules.circular import circular_faults
from ledger.rules.composition import composition_problems
from ledger.rules.conservation import conservation_faults
from ledger.rules.physics import physics_problems
from ledger.rules.stages import stage_problems
from schemas.signed.calculation import AssertedCalculation


def calculation_problems(
    calculation: AssertedCalculation,
    rows: Sequence[Part],
    context: PlausibilityContext,
    production: Iterable[Problem] = (),
) -> Iterator[Problem]:
    """The broken rules of a calculation.

    Args:
        calculation: its asserted part.
        rows: the rows that it counts.
        context: the graph, its figures and its method.
        production: the problems of what the calculation leaves out, as far as the caller knows all production.
    """
    figures, rulebook = context.figures, context.rulebook
    yield from composition_problems(calculation, rows, context.resolution, rulebook)
    yield from physics_problems(calculation, product_rows(rows), rulebook)
    yield from production
    yield from (seen.problem for seen in circular_faults(rows, context))
    yield from (
        fault.problem for fault in conservation_faults(calculation, rows, figures, rulebook)
    )
    yield from stage_problems(rows, figures, rulebook)
