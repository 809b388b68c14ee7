"""Step 9, deliveries: each fits its recipient, unit, use, day and line, and tells a true figure.

A figure told with a delivery is compared where that can be done: rulebook and factor sets are the
calculation's, and nothing up to `as_of` has touched the line's lineage since the state it was
computed at. Otherwise it is `figure.not_compared`, and the verdict is unchanged; but between that
state and the delivery's own place in the log nothing may have touched it.
"""

from collections.abc import Mapping

from ledger.audit.findings import Findings, Nr
from ledger.audit.registry import Registry
from ledger.audit.subject import View
from ledger.footprint.balances import citation_problems
from ledger.footprint.cells import Cells, format_cells, total_of
from ledger.footprint.figure import Figures
from ledger.footprint.graph import Problem
from ledger.footprint.numbers import format_decimal, round_delivered
from schemas.delivery import DeliveredFigure
from schemas.log import EntriesLeaf

STEP = Nr.DELIVERIES


def check_deliveries(view: View, findings: Findings) -> None:
    """Checks every citation of a delivery, and every delivery against its line."""
    findings.checked(STEP, len(view.resolution.sources))
    for problem in citation_problems(view.resolution, view.records):
        findings.contradict(STEP, problem)


def check_told_figures(
    view: View,
    registry: Registry,
    leaves: Mapping[str, EntriesLeaf],
    figures: Figures,
    findings: Findings,
) -> None:
    """Checks the figures told with deliveries against the recomputation.

    Args:
        view: the graph as of the calculation.
        registry: where the states and the changes stand.
        leaves: where the deliveries stand.
        figures: of the graph, under the calculation's rulebook and factor sets.
        findings: where differences go.
    """
    touched = _last_touched(view, registry)
    for newest, entry in sorted(set(view.resolution.sources.values())):
        delivery = view.records.deliveries[newest].delivery
        stated = delivery.figure
        if stated is None:
            continue
        findings.checked(STEP)
        if not registry.holds(stated.registry):
            detail = "Its figure names a state that the registry never was in."
            findings.contradict(STEP, Problem("state.unknown", newest, detail))
            continue
        last = touched.get(entry, -1)
        if newest in leaves and stated.registry.size <= last < leaves[newest].registry.size:
            detail = f"Leaf {last} of the registry touched what its figure rests on before it."
            findings.contradict(STEP, Problem("figure.outdated", newest, detail))
            continue
        line = figures.line(entry, delivery.line)
        same = (stated.rulebook, stated.factor_sets) == (
            view.calculation.rulebook,
            view.calculation.factor_sets,
        )
        if line is None:
            continue  # a consequence of what step 12 could not tell, and grouped there
        if not same or last >= stated.registry.size:
            detail = "Its figure rests on another method or state than the calculation."
            findings.remark(STEP, Problem("figure.not_compared", newest, detail))
        elif not _tells(stated, line.cells):
            detail = f"It tells {stated.total} kg CO2e per {delivery.unit.value}, rounded; not so."
            findings.contradict(STEP, Problem("delivery.figure", newest, detail))


def _tells(stated: DeliveredFigure, cells: Cells) -> bool:
    """Whether a figure is the rounded form of these cells."""
    rounded = format_cells({key: round_delivered(value) for key, value in cells.items()})
    total = format_decimal(round_delivered(total_of(cells)))
    return (stated.cells, stated.total) == (rounded, total)


def _last_touched(view: View, registry: Registry) -> Mapping[str, int]:
    """For each entry, the index of the last leaf up to `as_of` that touched its lineage."""
    own: dict[str, int] = {}
    for at, leaf in registry.changes:
        newest = view.records.newest(leaf.by)
        if at < view.calculation.as_of.size and newest is not None:
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
