"""The size of cuts: what a figure leaves out because a loop was cut, in kg CO2e per unit of an output.

The loop is solved, not followed once: the goods that a cut leaves out need the same goods again, so one pass would
understate it. With k cuts that is a linear system of k equations, in exact fractions:

    full[i] = figure[i] + sum over cuts j of  missing[i, j] x full[j]

`figure` is the ledger's, per unit of the output that cut i leaves out; `missing[i, j]` is the amount of the output of
cut j that one unit of it would use. A figure's share of a cut is the missing amount times `full`. Further outputs take
their allocated share of a site; by-products and scrap take none. A loop that uses as much as it makes has no solution.
Left out: the assignment of the missing part to stages, and credits that a rulebook does not count whole.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from ledger.exchange.case import Case
from ledger.exchange.case_plan import Plan
from ledger.exchange.case_rows import FurtherOutput
from ledger.exchange.case_settings import Cut
from ledger.exchange.case_table import in_folder
from ledger.footprint.graph.numbers import EXPLAIN
from schemas.errors import CradleError
from schemas.inventory import BURDEN_FREE

NONE = Fraction(0)


@dataclass(frozen=True, slots=True)
class CutSize:
    """The part of an output's figure that a cut leaves out.

    Attributes:
        output: the id of the output.
        kg: the missing kg CO2e per unit of the output.
        full: the figure of the output with all loops solved.
    """

    cut: Cut
    output: str
    kg: Decimal
    full: Decimal


def check_loops(plan: Plan) -> None:
    """Check that the loops that were cut have a solution.

    Raises:
        CradleError: `case.cut`.
    """
    with in_folder(plan.case.folder):
        _solve(plan, dict.fromkeys(plan.case.lines, NONE))


def cut_sizes(plan: Plan, figures: Mapping[str, Decimal]) -> tuple[CutSize, ...]:
    """The size of each cut in the figure of the declared site, or else of each site whose goods no other uses.

    Args:
        plan: the case; `check_loops` has passed it.
        figures: kg CO2e per unit of each output, as the ledger computes them without the cut rows.
    """
    cuts, sizes = plan.case.cuts, []
    stated = {line: Fraction(value) for line, value in figures.items()}
    full = _solve(plan, stated)
    for output in _final_outputs(plan):
        missing = _missing(plan, output)
        parts = [amount * figure for amount, figure in zip(missing, full, strict=True)]
        whole = _decimal(stated[output] + sum(parts, NONE))
        sizes += [
            CutSize(cut, output, _decimal(kg), whole) for cut, kg in zip(cuts, parts, strict=True)
        ]
    return tuple(sizes)


def _final_outputs(plan: Plan) -> Sequence[str]:
    case = plan.case
    if case.battery is not None:
        return (case.battery.site,)
    taken = {case.maker(row.input) for row in case.used if row.input in case.lines}
    return [site for site in plan.order if site not in taken]


def _solve(plan: Plan, stated: Mapping[str, Fraction]) -> list[Fraction]:
    """The full figure of the output that each cut leaves out.

    Elimination without exchange of rows: every pivot is positive exactly if the loops make more than they use.
    """
    cuts = plan.case.cuts
    rows = []
    for number, cut in enumerate(cuts):
        row = [-amount for amount in _missing(plan, cut.supply)]
        row[number] += 1
        rows.append([*row, stated[cut.supply]])
    for number, pivot in enumerate(rows):
        if pivot[number] <= 0:
            detail = "The loop uses at least as much of its goods as it makes, so it has no figure;"
            detail += " correct the amounts on it."
            raise CradleError("case.cut", detail, f"case.toml, cut[{number}]")
        for other in rows:
            if other is not pivot:
                by = other[number] / pivot[number]
                other[:] = [value - by * base for value, base in zip(other, pivot, strict=True)]
    return [row[-1] / row[number] for number, row in enumerate(rows)]


def _missing(plan: Plan, output: str) -> list[Fraction]:
    """The amount that one unit of an output would use of what each cut leaves out."""
    case = plan.case
    need = {case.maker(output): _share(case, output)}
    for site in reversed(plan.order):
        for flow in plan.flows[site] if site in need else ():
            if flow.input in case.lines:
                used = need[site] * Fraction(flow.amount) * _share(case, flow.input)
                maker = case.maker(flow.input)
                need[maker] = need.get(maker, NONE) + used
    return [need.get(cut.user, NONE) * _amount(case, cut) for cut in case.cuts]


def _amount(case: Case, cut: Cut) -> Fraction:
    """The amount of the rows that a cut leaves out, per unit of the user's main output."""
    rows = (row for row in case.activities if (row.input, row.site) == (cut.supply, cut.user))
    return sum((Fraction(row.amount) for row in rows), NONE)


def _share(case: Case, output: str) -> Fraction:
    """The units of its site's main output whose burdens one unit of an output carries."""
    row = case.lines[output]
    if isinstance(row, FurtherOutput) and row.role in BURDEN_FREE:
        return NONE
    values = [each.allocation_value for each in case.made(case.maker(output))]
    if row.allocation_value is None:
        return Fraction(1)
    share = Fraction(row.allocation_value) / sum(Fraction(value) for value in values if value)
    return share / Fraction(row.amount) if isinstance(row, FurtherOutput) else share


def _decimal(value: Fraction) -> Decimal:
    return EXPLAIN.divide(Decimal(value.numerator), Decimal(value.denominator))
