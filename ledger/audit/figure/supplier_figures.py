"""Step 14, supplier figures: the figures stated with deliveries, and their attestations.

A figure stated with a delivery is compared with the recomputation if both have the same rulebook and factor sets,
and if nothing up to `as_of` has touched the line's lineage since the state that the figure names. Otherwise the
remark is `figure.not_compared`, and the verdict is unchanged. But between that state and the delivery's own place
in the log nothing may have touched the lineage. If the bundle does not show the entry behind the delivery, the
total is compared with its cells, to the precision of their four digits. What a delivery opens of its suppliers is
compared wherever its figure is, by the registered names of the firms; so are quantities of the carbon border. The
figure of a delivery that is itself the
subject is step 17.
"""

from collections.abc import Collection, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import NamedTuple

from ledger.audit.bundle.model import IndexedLeaf
from ledger.audit.context import AuditContext
from ledger.audit.figure.delivered_border import check_border_quantities
from ledger.audit.figure.openings import check_opening
from ledger.audit.findings import Findings, StepNumber
from ledger.audit.log.registry import Registry
from ledger.audit.rules.attestations import check_attestations
from ledger.audit.subject.delivery_view import DeliveryView
from ledger.audit.subject.effects import Effects
from ledger.audit.subject.method import Method, StatedFigure
from ledger.audit.subject.subject import Graph, View
from ledger.footprint.graph.cells import Cells, parse_cells, state_cells
from ledger.footprint.graph.numbers import ONE, can_sum_to
from ledger.footprint.graph.resolution import Problem
from ledger.footprint.valuation.figure import Figures, figures
from ledger.footprint.valuation.told import ToldFigures
from schemas.signed.delivery import DeliveredFigure, Delivery

STEP = StepNumber.SUPPLIER_FIGURES


def check_supplier_figures(context: AuditContext, findings: Findings) -> AuditContext:
    """Check the figures stated with the deliveries of the graph, and the attestations of deliveries."""
    if not context.has_subject:
        return context
    view, method, result = context.view, context.method, context.figures
    registry, subject_figure, compared = context.registry, context.stated, frozenset[str]()
    if view is not None and registry is not None and subject_figure is not None:
        if method is not None and result is not None:
            exact_figures = _without_filling(view, method, result)
            told = ToldFigures(exact_figures, view.resolution, method.table, method.rulebook)
            compared = _compare(
                view, registry, subject_figure, exact_figures, told, context.leaves, findings
            )
            _check_openings(context, view, compared, exact_figures, told, findings)
            goods = check_border_quantities(context, view, compared, method.table, findings)
            context = replace(context, goods=goods)
        if result is not None or isinstance(view, DeliveryView):
            _check_sums(view, compared, findings)
    if isinstance(view, DeliveryView) and result is not None and view.id in compared:
        context = replace(context, effects=Effects({view.line: ONE}, view.resolution, result))
    attested = check_attestations(context, comparable(context), findings)
    return replace(context, compared=compared, attested=attested)


def _without_filling(view: Graph, method: Method, result: Figures) -> Figures:
    """The figures without the gaps that a calculation fills; a supplier's figure fills none."""
    if not isinstance(view, View) or view.calculation.filling is None:
        return result
    return figures(view.resolution, method.table, method.rulebook)


class SupplierFigure(NamedTuple):
    """A figure stated with a delivery of the graph.

    Attributes:
        id: of the delivery.
        entry: the entry behind the delivery.
        figure: as stated.
    """

    id: str
    entry: str
    figure: DeliveredFigure


def list_supplier_figures(view: Graph) -> list[SupplierFigure]:
    """The figures stated with the deliveries of a graph, in the order of their ids."""
    graph = view.resolution
    rows = (
        SupplierFigure(id_, graph.makers[id_], figure)
        for id_, figure in graph.supplier_figures.items()
    )
    return sorted(rows, key=lambda row: row.id)


def comparable(context: AuditContext) -> frozenset[str]:
    """The deliveries whose figures have the method and the state of the subject's."""
    view, registry, subject_figure = context.view, context.registry, context.stated
    if view is None or registry is None or subject_figure is None:
        return frozenset()
    rows = list_supplier_figures(view)
    touched = _last_touched(view, registry) if rows else {}
    return frozenset(
        row.id
        for row in rows
        if _is_comparable(row.figure, touched.get(row.entry, -1), subject_figure)
    )


def _compare(
    view: Graph,
    registry: Registry,
    subject_figure: StatedFigure,
    exact_figures: Figures,
    told: ToldFigures,
    leaves: Mapping[str, IndexedLeaf],
    findings: Findings,
) -> frozenset[str]:
    """Compare stated figures with the recomputation; return the deliveries that could be compared."""
    rows, compared = list_supplier_figures(view), set[str]()
    touched = _last_touched(view, registry) if rows else {}
    for row in rows:
        delivery = view.records.deliveries[row.id].delivery
        findings.checked(STEP)
        last = touched.get(row.entry, -1)
        problem = _state_problem(row, last, registry, leaves)
        if problem is not None:
            findings.contradict(STEP, problem)
            continue
        line = exact_figures.line(row.entry, delivery.line)
        if line is None:
            continue  # A consequence of what step 13 could not compute, and listed there.
        if not _is_comparable(row.figure, last, subject_figure):
            detail = "Its figure was computed by another method, or for another state, than the subject's."
            findings.remark(STEP, Problem("figure.not_compared", row.id, detail))
            continue
        compared.add(row.id)
        place = row.entry, delivery.line
        different = figure_problem(row.id, delivery, row.figure, line.cells, told, place)
        if different is not None and row.id != view.id:
            findings.contradict(STEP, different)
    return frozenset(compared)


def _check_openings(
    context: AuditContext,
    view: Graph,
    compared: Collection[str],
    exact_figures: Figures,
    told: ToldFigures,
    findings: Findings,
) -> None:
    """Check the openings of the deliveries whose figures could be compared."""
    for row in list_supplier_figures(view):
        opening = view.records.deliveries[row.id].opening
        if opening is not None and row.id in compared:
            check_opening(
                view, context.bundle, exact_figures, told, row.id, row.figure, opening, findings
            )


def _check_sums(view: Graph, compared: Collection[str], findings: Findings) -> None:
    """Check that a stated total is the sum of its cells, for the figures that could not be compared."""
    for row in list_supplier_figures(view):
        if row.id in compared:
            continue
        findings.checked(STEP)
        if not can_sum_to(Decimal(row.figure.total), parse_cells(row.figure.cells).values()):
            detail = "Its total is not the sum of its cells, even allowing for their rounding."
            findings.contradict(STEP, Problem("figure.total", row.id, detail))


def _state_problem(
    row: SupplierFigure, last: int, registry: Registry, leaves: Mapping[str, IndexedLeaf]
) -> Problem | None:
    """The fault of the state that a figure names: unknown, or outdated when the delivery was made."""
    state = row.figure.registry
    if not registry.has_state(state):
        detail = "Its figure names a state that the registry never was in."
        return Problem("state.unknown", row.id, detail)
    if row.id in leaves and state.size <= last < leaves[row.id].registry.size:
        detail = f"Leaf {last} of the registry changed the basis of its figure before it was made."
        return Problem("figure.outdated", row.id, detail)
    return None


def _is_comparable(figure: DeliveredFigure, last: int, subject_figure: StatedFigure) -> bool:
    """True if a figure has the subject's method, and nothing has touched its lineage since."""
    same = (figure.rulebook, figure.factor_sets) == (
        subject_figure.rulebook,
        subject_figure.factor_sets,
    )
    return same and last < figure.registry.size


def figure_problem(
    name: str,
    delivery: Delivery,
    figure: DeliveredFigure,
    cells: Cells,
    told: ToldFigures,
    place: tuple[str, str],
) -> Problem | None:
    """The difference between a stated figure and the recomputation to 4 digits; None if there is none.

    A figure follows from what its issuer can know; in older deliveries it is the exact one, rounded.

    Args:
        name: of the delivery.
        delivery: the delivery.
        figure: as stated.
        cells: the exact cells.
        told: the figures as the issuer of each entry can know them.
        place: the entry and its line.
    """
    if _states(figure, cells):
        return None
    entry, line = place
    told_figure = told.of_makers.get(entry)
    if told_figure is not None and _states(figure, told_figure.lines[line].cells):
        return None
    detail = (
        f"It states {figure.total} kg CO2e per {delivery.unit.value}; its total or its cells differ "
        "from the rounded recomputation."
    )
    return Problem("delivery.figure", name, detail)


def _states(figure: DeliveredFigure, cells: Cells) -> bool:
    rounded_figure = state_cells(cells, rounded=True)
    return (figure.cells, figure.total) == (rounded_figure.cells, rounded_figure.total)


def _last_touched(view: Graph, registry: Registry) -> Mapping[str, int]:
    """The index of the last leaf up to `as_of` that touched the lineage, for each entry."""
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
