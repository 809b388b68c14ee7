"""Step 9, deliveries: each fits its recipient, unit, use, day and line, and tells a true figure.

A figure told with a delivery is compared where that can be done: rulebook and factor sets are the
calculation's, and nothing up to `as_of` has touched the line's lineage since the state it was
computed at. Otherwise it is `figure.not_compared`, and the verdict is unchanged; but between that
state and the delivery's own place in the log nothing may have touched it. Where the entry behind it is
not shown, its total is still held against its cells, as far as their four digits go.
"""

from collections.abc import Collection, Mapping
from decimal import Decimal
from operator import itemgetter
from typing import NamedTuple

from ledger.audit.bundle import Placed
from ledger.audit.findings import Findings, Nr
from ledger.audit.method import Stated
from ledger.audit.registry import Registry
from ledger.audit.subject import Graph
from ledger.footprint.cells import Cells, format_cells, parse_cells, total_of
from ledger.footprint.figure import Figures
from ledger.footprint.graph import Problem
from ledger.footprint.numbers import format_rounded, may_total, round_delivered
from ledger.rules.citation import citation_problems
from ledger.rules.delivery import delivery_problems
from schemas.delivery import DeliveredFigure

STEP = Nr.DELIVERIES


def check_deliveries(view: Graph, registry: Registry, findings: Findings) -> None:
    """Checks every citation of a delivery, and every delivery against its line."""
    findings.checked(STEP, len(view.resolution.sources))
    for problem in citation_problems(view.resolution, view.records):
        findings.contradict(STEP, problem)
    for problem in delivery_problems(view.resolution, view.records, registry.registered):
        recipient = view.records.deliveries[problem.subject].delivery.recipient
        unregistered = problem.place == "recipient" and findings.has(recipient)
        findings.contradict(STEP, problem, recipient if unregistered else None)


class Held(NamedTuple):
    """What the figures told with deliveries are held against.

    Attributes:
        registry: where the states and the changes stand.
        leaves: where the deliveries stand.
        stated: the subject's figure, which names rulebook and factor sets.
        figures: of the graph, under these.
    """

    registry: Registry
    leaves: Mapping[str, Placed]
    stated: Stated
    figures: Figures


def check_told_figures(view: Graph, held: Held, findings: Findings) -> frozenset[str]:
    """Checks the figures told with deliveries against the recomputation; which could be compared.

    A difference in the subject's own figure belongs to the last step.
    """
    told = told_figures(view)
    touched = _last_touched(view, held.registry) if told else {}
    compared = set()
    for newest, entry, figure in told:
        delivery = view.records.deliveries[newest].delivery
        findings.checked(STEP)
        last = touched.get(entry, -1)
        problem = _state_problem(newest, figure, last, held)
        if problem is not None:
            findings.contradict(STEP, problem)
            continue
        line = held.figures.line(entry, delivery.line)
        if line is None:
            continue  # a consequence of what step 12 could not tell, and grouped there
        if not _is_comparable(figure, last, held.stated):
            detail = "Its figure rests on another method or state than the subject's."
            findings.remark(STEP, Problem("figure.not_compared", newest, detail))
            continue
        compared.add(newest)
        if not _tells(figure, line.cells):
            detail = f"It tells {figure.total} kg CO2e per {delivery.unit.value}, rounded; not so."
            step = Nr.EQUALITY if newest == view.id else STEP
            findings.contradict(step, Problem("delivery.figure", newest, detail))
    return frozenset(compared)


def comparable(view: Graph, registry: Registry, stated: Stated) -> frozenset[str]:
    """The deliveries whose figures were computed as the subject's, as far as what they rest on is at hand."""
    told = told_figures(view)
    touched = _last_touched(view, registry) if told else {}
    return frozenset(
        newest
        for newest, entry, figure in told
        if _is_comparable(figure, touched.get(entry, -1), stated)
    )


def check_told_sums(view: Graph, compared: Collection[str], findings: Findings) -> None:
    """Checks that a told total is what its cells come to, for the figures that could not be compared."""
    for newest, _, told in told_figures(view):
        if newest in compared:
            continue
        findings.checked(STEP)
        if not may_total(Decimal(told.total), parse_cells(told.cells).values()):
            detail = "Its total is not what its cells come to, however they were rounded."
            findings.contradict(STEP, Problem("figure.total", newest, detail))


def told_figures(view: Graph) -> list[tuple[str, str, DeliveredFigure]]:
    """The deliveries of a graph that tell a figure, the entry behind each, and the figure."""
    graph = view.resolution
    told = ((newest, graph.makers[newest], figure) for newest, figure in graph.told.items())
    return sorted(told, key=itemgetter(0))


def _state_problem(newest: str, told: DeliveredFigure, last: int, held: Held) -> Problem | None:
    """Why a figure could not be told where it was: its state never was, or had changed by then."""
    if not held.registry.holds(told.registry):
        detail = "Its figure names a state that the registry never was in."
        return Problem("state.unknown", newest, detail)
    if newest in held.leaves and told.registry.size <= last < held.leaves[newest].registry.size:
        detail = f"Leaf {last} of the registry touched what its figure rests on before it."
        return Problem("figure.outdated", newest, detail)
    return None


def _is_comparable(told: DeliveredFigure, last: int, stated: Stated) -> bool:
    """Whether a figure was computed as the subject's, and nothing has touched what it rests on since."""
    same = (told.rulebook, told.factor_sets) == (stated.rulebook, stated.factor_sets)
    return same and last < told.registry.size


def _tells(stated: DeliveredFigure, cells: Cells) -> bool:
    """Whether a figure is the rounded form of these cells."""
    rounded = format_cells({key: round_delivered(value) for key, value in cells.items()})
    total = format_rounded(total_of(cells))
    return (stated.cells, stated.total) == (rounded, total)


def _last_touched(view: Graph, registry: Registry) -> Mapping[str, int]:
    """For each entry, the index of the last leaf up to `as_of` that touched its lineage."""
    own: dict[str, int] = {}
    for at, leaf in registry.changes:
        newest = view.records.newest(leaf.by)
        if at < view.as_of.size and newest is not None:
            own[newest] = at
    touched: dict[str, int] = {}
    for node in view.resolution.order:
        last = own.get(node, -1)
        inventory = view.resolution.record(node).inventory
        for cited in inventory.cited if inventory is not None else ():
            if cited in view.resolution.sources:
                delivery, supplier = view.resolution.sources[cited]
                last = max(last, own.get(delivery, -1), touched.get(supplier, -1))
        touched[node] = last
    return touched
