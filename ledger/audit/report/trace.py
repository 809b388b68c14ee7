"""The trace of one row: from the recomputed figure to the row, its factor, its signature and its place in the log.

A row has the address `ENTRY/inputs/3`: the entry, a list of its inventory, and the index from 0. The trace follows
the shortest way along which goods reach the product; a row behind several ways adds the amount of all of them.
It makes no finding. Whatever was not verified is in the report of the same bundle.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from ledger.audit.context import AuditContext
from ledger.audit.findings import format_value, percent_of
from ledger.audit.report.explanation import firm_of, recomputed_cells, recomputed_rows
from ledger.audit.report.traced_factors import RecomputedGraph, trace_factor
from ledger.audit.subject.delivery_view import DeliveryView
from ledger.audit.subject.subject import View
from ledger.footprint.analysis.contributions import Demand, declared_demand, line_draws, reach
from ledger.footprint.analysis.row_contributions import LISTS, RowContribution
from ledger.footprint.graph.cells import exact_sum, format_stages, total_of
from ledger.footprint.graph.numbers import EXPLAIN, ONE, ZERO
from schemas.errors import CradleError
from schemas.signed.inventory import Inventory
from schemas.signed.rows import DeliveryInput
from schemas.signed.statement import SectionName
from schemas.views.report import Report
from schemas.views.trace import Trace, TracedDraw, TracedLeaf, TracedRow, TracedSignature

_INDEX = re.compile("0|[1-9][0-9]{0,5}")


@dataclass(frozen=True)
class Tracer:
    """An audit whose rows are traced; what all of them need is computed once.

    Attributes:
        context: all results of the steps.
        report: on the same bundle.
    """

    context: AuditContext
    report: Report

    @cached_property
    def graph(self) -> RecomputedGraph:
        """The recomputed graph.

        Raises:
            CradleError: `trace.no_figure`.
        """
        return require_recomputed(self.context)

    @cached_property
    def rows(self) -> Mapping[tuple[str, str], RowContribution]:
        """The contributions by entry and place, the largest first."""
        return {(row.entry, row.place): row for row in recomputed_rows(self.context)}

    @cached_property
    def parts(self) -> Mapping[str, Decimal]:
        """The part of each entry that one unit of the figure needs."""
        graph, view = self.graph, self.graph.view
        if isinstance(view, DeliveryView):
            demand: Demand = {view.line: ONE}
        else:
            demand = declared_demand(view.rows, view.calculation, graph.method.rulebook)
        return reach(demand, view.resolution, graph.figures).parts

    def trace(self, entry: str, place: str) -> Trace:
        """Trace a row of an entry behind the recomputed figure.

        Args:
            entry: the id of the entry.
            place: the place of the row, such as `inputs/3`.

        Raises:
            CradleError: `trace.no_figure`, `trace.entry` or `trace.row`.
        """
        graph, context, report = self.graph, self.context, self.report
        if entry not in graph.view.resolution.nodes:
            detail = f"The figure does not rest on an entry {entry}; take an address from `cradle trace BUNDLE`."
            raise CradleError("trace.entry", detail, "row")
        header, inventory = graph.view.resolution.record(entry)[1:3]
        row, contribution = _row_at(inventory, place), self.rows.get((entry, place))
        if contribution is None and row is None:
            raise CradleError("trace.row", _no_row(inventory, entry), "row")
        kg, label = self.amount(entry, place), _label(contribution, row)
        return Trace(
            document="trace",
            bundle=report.bundle,
            verdict=report.verdict,
            subject=graph.view.id,
            recomputed_total=str(report.recomputed_total),
            entry=entry,
            place=place,
            label=label,
            source="no contribution" if contribution is None and not kg else _source(contribution),
            kg=format_value(kg) or "0",
            percent=percent_of(kg, Decimal(report.recomputed_total or 0)),
            stages=None if contribution is None else format_stages(contribution.cells),
            path=_path(graph.view, entry),
            row=row,
            factor=None if row is None else trace_factor(graph, row, label),
            firm=firm_of(header.issuer, context.bundle),
            site=header.site.code,
            country=header.site.country,
            process=header.process,
            period=header.period,
            basis=header.basis,
            inventory=context.bundle.statements[entry].named[SectionName.INVENTORY],
            signatures=tuple(
                TracedSignature(key=key.hex(), by=header.issuer, valid=entry in context.keys.able)
                for key in context.signers.get(entry, ())
            ),
            leaf=_leaf(context, entry),
        )

    def amount(self, entry: str, place: str) -> Decimal:
        """The amount that a row adds; for goods of a supplier, with all that is behind them."""
        inventory = self.graph.view.resolution.record(entry).inventory
        row, contribution = _row_at(inventory, place), self.rows.get((entry, place))
        own = ZERO if contribution is None else contribution.value
        return exact_sum((own, self._drawn(entry, row)))

    def _drawn(self, entry: str, row: TracedRow | None) -> Decimal:
        """The amount that goods of a supplier add, with all that is behind them; zero for another row."""
        view, figures, kg = self.graph.view, self.graph.figures, ZERO
        for draw in line_draws(entry, self.parts.get(entry, ZERO), view.resolution, figures):
            if draw.row is row:
                maker, line = draw.line
                kg = EXPLAIN.fma(
                    draw.amount, total_of(figures.entries[maker].lines[line].cells), kg
                )
        return kg


def trace_row(context: AuditContext, report: Report, entry: str, place: str) -> Trace:
    """Trace one row; arguments and errors as `Tracer`."""
    return Tracer(context, report).trace(entry, place)


def require_recomputed(context: AuditContext) -> RecomputedGraph:
    """The results of an audit whose figure was recomputed.

    Raises:
        CradleError: `trace.no_figure`.
    """
    view, subject_figure, method, figures = (
        context.view,
        context.stated,
        context.method,
        context.figures,
    )
    is_recomputed = recomputed_cells(context) is not None
    if (
        not is_recomputed
        or view is None
        or subject_figure is None
        or method is None
        or figures is None
    ):
        detail = "The figure could not be recomputed, so no row leads to it; see what `cradle verify` finds."
        raise CradleError("trace.no_figure", detail, "bundle")
    return RecomputedGraph(context, view, subject_figure, method, figures)


def _row_at(inventory: Inventory | None, place: str) -> TracedRow | None:
    """The row at a place of an inventory; None if there is none."""
    name, _, index = place.partition("/")
    rows = getattr(inventory, name, ()) if name in LISTS else ()
    return rows[int(index)] if _INDEX.fullmatch(index) and int(index) < len(rows) else None


def _no_row(inventory: Inventory | None, entry: str) -> str:
    """The refusal of a place, with the places that there are."""
    counts = [(name, len(getattr(inventory, name, ()))) for name in LISTS]
    places = ", ".join(f"{name}/0 to {name}/{count - 1}" for name, count in counts if count)
    return f"Entry {entry} has no such row; it has {places or 'none'}."


def _label(contribution: RowContribution | None, row: TracedRow | None) -> str:
    """The flow that values a row, the delivery that it draws on, or the words of what the method adds."""
    if isinstance(row, DeliveryInput):
        return row.delivery
    if contribution is not None:
        return contribution.label
    return str(getattr(row, "flow", None) or getattr(row, "gas", None) or "a row without a value")


def _source(contribution: RowContribution | None) -> str:
    return "delivery" if contribution is None else contribution.source


def _path(view: View | DeliveryView, entry: str) -> tuple[TracedDraw, ...]:
    """The shortest way from the subject to an entry, as the rows that lead there."""
    before = dict[str, TracedDraw | None]()
    for draw in _roots(view):
        before.setdefault(*draw)
    waiting = list(before)
    for node in waiting:
        inventory = view.resolution.record(node).inventory
        for index, row in enumerate(getattr(inventory, "inputs", ())):
            source = view.resolution.sources.get(getattr(row, "delivery", ""))
            if source is not None and source[1] not in before:
                place = f"inputs/{index}"
                before[source[1]] = TracedDraw(statement=node, place=place, source=source[0])
                waiting.append(source[1])
    way, at = list[TracedDraw](), before.get(entry)
    while at is not None:
        way.append(at)
        at = before.get(at.statement)
    return tuple(reversed(way))


def _roots(view: View | DeliveryView) -> Iterator[tuple[str, TracedDraw | None]]:
    """The entries that the subject itself names, each with the row that names it."""
    if isinstance(view, DeliveryView):
        yield view.line[0], None
        return
    for index, part in enumerate(view.rows):
        named = part.entry if part.source is None else part.source.id
        place = f"composition/{index}"
        yield part.entry, TracedDraw(statement=view.id, place=place, source=named)


def _leaf(context: AuditContext, entry: str) -> TracedLeaf | None:
    """The place of an entry in the log; None if it is not proved."""
    leaf, state = context.leaves.get(entry), context.logs.entries
    if leaf is None or state is None:
        return None
    root = state.root.hex()
    return TracedLeaf(index=leaf.at, size=state.size, root=root, registry_size=leaf.registry.size)
