"""The size of cuts: what a figure leaves out because a loop was cut, in kg CO2e per unit of an output.

The loop is solved, not followed once: the goods that a cut leaves out need the same goods again, so one pass would
understate it. With k cuts that is a linear system of k equations, in exact fractions:

    full[i] = figure[i] + sum over cuts j of  missing[i, j] x full[j]

`figure` is the ledger's, per unit of the output that cut i leaves out; `missing[i, j]` is the amount of the output of
cut j that one unit of it would use. A figure's share of a cut is the missing amount times `full`. Further outputs take
their allocated share of a site; by-products and scrap take none. A loop that uses as much as it makes has no solution.
Left out: the assignment of the missing part to stages, and credits that a rulebook does not count whole.

An entry signs its own cut: the amount over its period, and that amount times `full`, rounded up to twelve digits. With
these as rows the ledger would come to the solved figures.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, Context, Decimal
from fractions import Fraction

from ledger.exchange.case import Case
from ledger.exchange.case_plan import Plan
from ledger.exchange.case_rows import Activity, FurtherOutput, place_of
from ledger.exchange.case_settings import Cut
from ledger.exchange.case_statements import product_id, refusing
from ledger.exchange.case_table import in_folder
from ledger.footprint.graph.numbers import EXPLAIN, format_decimal
from schemas.errors import CradleError
from schemas.signed.inventory import BURDEN_FREE, LoopCut

NONE = Fraction(0)

_UP = Context(prec=12, rounding=ROUND_CEILING, Emax=10_000, Emin=-10_000)

Needs = Mapping[str, Fraction]
"""The units of the main output of each site that something needs."""


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
        solve(plan, [[] for _ in plan.case.cuts])


def full_figures(plan: Plan, figures: Mapping[str, Decimal]) -> list[Fraction]:
    """The figure of the output that each cut leaves out, with all loops solved; arguments as `cut_sizes`."""
    return [row[0] for row in solve(plan, [[Fraction(figures[c.supply])] for c in plan.case.cuts])]


def cut_sizes(plan: Plan, figures: Mapping[str, Decimal]) -> tuple[CutSize, ...]:
    """The size of each cut in the figure of the declared site, or else of each site whose goods no other uses.

    Args:
        plan: the case; `check_loops` has passed it.
        figures: kg CO2e per unit of each output, as the ledger computes them without the cut rows.
    """
    cuts, sizes = plan.case.cuts, []
    full = full_figures(plan, figures)
    for output in final_outputs(plan.case, plan.case.used):
        missing = missing_of(plan.case, needs_of(plan, output))
        parts = [amount * figure for amount, figure in zip(missing, full, strict=True)]
        whole = _decimal(Fraction(figures[output]) + sum(parts, NONE))
        sizes += [
            CutSize(cut, output, _decimal(kg), whole) for cut, kg in zip(cuts, parts, strict=True)
        ]
    return tuple(sizes)


def signed_cuts(plan: Plan, figures: Mapping[str, Decimal]) -> Mapping[str, tuple[LoopCut, ...]]:
    """What the entry of each site signs of its cuts; arguments as `cut_sizes`.

    A cut whose rows are a credit as a whole leaves out nothing that a figure lacks, and is not signed.

    Raises:
        CradleError: `quantity.*` if the model cannot hold a value.
    """
    case = plan.case
    cuts: dict[str, list[LoopCut]] = {}
    for cut, full in zip(case.cuts, full_figures(plan, figures), strict=True):
        amount = cut_amount(case, cut) * Fraction(plan.outputs[cut.user])
        if amount <= 0:
            continue
        effect = max(NONE, amount * full)
        with refusing(f"{case.folder}/{place_of(cut_rows(case, cut))}"):
            row = LoopCut(
                product=product_id(case, cut.supply),
                amount=format_decimal(_decimal(amount)),
                unit=case.lines[cut.supply].unit,
                effect=format_decimal(_UP.divide(effect.numerator, effect.denominator)),
            )
        cuts.setdefault(cut.user, []).append(row)
    return {site: tuple(sorted(rows, key=lambda row: row.product)) for site, rows in cuts.items()}


def final_outputs(case: Case, rows: Sequence[Activity]) -> Sequence[str]:
    """The declared site, or else each site whose goods no other uses by some rows."""
    if case.declared is not None:
        return (case.declared.site,)
    taken = {case.maker(row.input) for row in rows if row.input in case.lines}
    return [site for site in sorted(case.sites) if site not in taken]


def solve(plan: Plan, values: Sequence[Sequence[Fraction]]) -> list[list[Fraction]]:
    """The values of the output that each cut leaves out, with what the cuts would add to them.

    Elimination without exchange of rows: every pivot is positive exactly if the loops make more than they use.

    Args:
        plan: the case.
        values: for each cut, values per unit of its output without the cut rows.

    Raises:
        CradleError: `case.cut` if a loop has no solution.
    """
    case = plan.case
    rows = []
    for number, (cut, constants) in enumerate(zip(case.cuts, values, strict=True)):
        row = [-amount for amount in missing_of(case, needs_of(plan, cut.supply))]
        row[number] += 1
        rows.append([*row, *constants])
    for number, pivot in enumerate(rows):
        if pivot[number] <= 0:
            detail = "The loop uses at least as much of its goods as it makes, so it has no figure;"
            detail += " correct the amounts on it."
            place = place_of(cut_rows(case, case.cuts[number]))
            raise CradleError("case.cut", detail, f"{place}, amount_per_unit_output")
        for other in rows:
            if other is not pivot and other[number]:
                by = other[number] / pivot[number]
                other[:] = [value - by * base for value, base in zip(other, pivot, strict=True)]
    return [[value / row[number] for value in row[len(rows) :]] for number, row in enumerate(rows)]


def needs_of(plan: Plan, output: str) -> Needs:
    """What one unit of an output needs of each site, without the cut rows."""
    case = plan.case
    need = {case.maker(output): _share(case, output)}
    for site in reversed(plan.order):
        for flow in plan.flows[site] if site in need else ():
            if flow.input in case.lines:
                used = need[site] * Fraction(flow.amount) * _share(case, flow.input)
                maker = case.maker(flow.input)
                need[maker] = need.get(maker, NONE) + used
    return need


def missing_of(case: Case, need: Needs) -> list[Fraction]:
    """The amount that something would use of what each cut leaves out."""
    return [need.get(cut.user, NONE) * cut_amount(case, cut) for cut in case.cuts]


def cut_amount(case: Case, cut: Cut) -> Fraction:
    """The amount of the rows that a cut leaves out, per unit of the user's main output."""
    return sum((Fraction(row.amount) for row in cut_rows(case, cut)), NONE)


def cut_rows(case: Case, cut: Cut) -> list[Activity]:
    """The rows that a cut leaves out."""
    return [row for row in case.activities if (row.input, row.site) == (cut.supply, cut.user)]


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
