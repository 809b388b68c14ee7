"""Where the import of a case cuts its loops: at the edges with the smallest effect.

An edge is an output and a site that uses it. Its worth is the part of the solved figure that flows through it, which no
order of rows and no other cut changes: what the declared site needs of the user, with all loops solved, times the
amount, times the solved figure of the output. Without a declared site the parts of all final outputs are added up. Of
all sets of cuts that leave no loop the one with the least sum is taken, of equal ones the one with the least worth in
the users' own figures. `cheapest_pairs` searches them all, up to a number of steps that few cases come near.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from operator import mul
from typing import NamedTuple

from ledger.exchange.case import Case
from ledger.exchange.case_cuts import NONE, cut_amount, final_outputs, missing_of, needs_of, solve
from ledger.exchange.case_figures import case_figures
from ledger.exchange.case_loops import Edge, cheapest_pairs, loop_edges
from ledger.exchange.case_plan import Plan, plan
from ledger.exchange.case_settings import Cut
from ledger.exchange.case_table import in_folder
from schemas.errors import CradleError
from schemas.signed.rulebook import FactorSet, Rulebook

ONE = Fraction(1)

SMALLEST = "the edge of its loop with the smallest effect"
"""The reason of a cut that case.toml does not name."""


class _Worth(NamedTuple):
    """The worth of an edge, and what decides between equal ones: its worth in its user's figure, and its name."""

    part: Fraction
    own: Fraction
    edge: Edge


def cut_loops(case: Case, rulebook: Rulebook, factor_sets: Sequence[FactorSet]) -> Case:
    """Cut every loop of a case at the edges with the smallest effect.

    Args:
        case: the case, with the cuts that case.toml names; they may leave loops, which are cut beside them.
        rulebook: the method that values the edges.
        factor_sets: those beside the case's own.

    Raises:
        CradleError: `case.cut` if a loop has no solution, or cuts that are named have a larger effect than others;
            and as `case_figures`.
    """
    bare = replace(case, cuts=())
    edges = loop_edges(bare)
    if not edges:
        return case
    whole = plan(_with_cuts(bare, edges))
    with in_folder(case.folder):
        worths = sorted(_worths(whole, case_figures(whole, rulebook, factor_sets)))
        best, added = _cheapest(bare, worths), _cheapest(case, worths)
        _require_smallest(case, worths, best, added)
    return _with_cuts(case, added)


def _require_smallest(
    case: Case, worths: Sequence[_Worth], best: Sequence[Edge], added: Sequence[Edge]
) -> None:
    """Refuse named cuts that leave more out of the figure than the cheapest ones."""
    named = [(cut.supply, cut.user) for cut in case.cuts]
    parts = {worth.edge: worth.part for worth in worths}
    if sum(map(parts.__getitem__, [*named, *added])) > sum(map(parts.__getitem__, best)):
        number = next(number for number, edge in enumerate(named) if edge not in best)
        others = ", ".join(f"from {supply} to {user}" for supply, user in best)
        detail = f"Another cut leaves less out of the figure; name {others}, or no cut."
        raise CradleError("case.cut", detail, f"case.toml, cut[{number}]")


def _with_cuts(case: Case, edges: Sequence[Edge]) -> Case:
    added = (
        Cut.model_validate({"from": supply, "to": user, "reason": SMALLEST})
        for supply, user in edges
    )
    return replace(case, cuts=(*case.cuts, *added))


def _cheapest(case: Case, worths: Sequence[_Worth]) -> list[Edge]:
    """The edges to cut: all between a maker and a user, or none of them. Of equal sets the smallest counts."""
    pairs: dict[Edge, list[_Worth]] = defaultdict(list)
    on_loops = set(loop_edges(case))
    for worth in worths:
        if worth.edge in on_loops:
            pairs[case.maker(worth.edge[0]), worth.edge[1]].append(worth)
    costs = {
        pair: (sum((it.part for it in rows), NONE), sum((it.own for it in rows), NONE), ONE)
        for pair, rows in pairs.items()
    }
    return sorted(row.edge for pair in cheapest_pairs(costs) for row in pairs[pair])


def _worths(whole: Plan, figures: Mapping[str, Decimal]) -> Iterator[_Worth]:
    """The worths of all cuts of a case in which every edge on a loop is cut."""
    case = whole.case
    users = [cut.user for cut in case.cuts]
    values = [
        [Fraction(figures[cut.supply]), *(needs.get(user, NONE) for user in users)]
        for cut in case.cuts
        for needs in [needs_of(whole, cut.supply)]
    ]
    solved = solve(whole, values)
    full, needed = [row[0] for row in solved], [row[1:] for row in solved]
    parts = [NONE] * len(users)
    for output in final_outputs(case, case.activities) or sorted(case.sites):
        needs = needs_of(whole, output)
        missing = missing_of(case, needs)
        total = sum(map(mul, missing, full), Fraction(figures[output]))
        for number, cut in enumerate(case.cuts):
            need = sum(
                (amount * row[number] for amount, row in zip(missing, needed, strict=True)),
                needs.get(cut.user, NONE),
            )
            flow = need * cut_amount(case, cut) * full[number]
            parts[number] += abs(flow / total) if total else NONE
    for cut, part, figure in zip(case.cuts, parts, full, strict=True):
        yield _Worth(part, abs(cut_amount(case, cut) * figure), (cut.supply, cut.user))
