"""The trail of a traced row: the nodes from the declared figure down to the row, each with its own value.

Figure, stage, then each row along which goods reach the product (with all that is behind them), the own part of the
last entry, and the row itself. Values are per unit of the figure, as those of the trace (`trace`).
"""

from collections.abc import Iterator
from decimal import Context, Decimal

from ledger.audit.findings import format_value, percent_of
from ledger.audit.report.trace import Tracer
from ledger.audit.subject.subject import View
from ledger.footprint.analysis.contributions import declared_demand
from ledger.footprint.graph.cells import exact_sum, total_of
from ledger.footprint.graph.numbers import EXPLAIN, ONE, ZERO
from schemas.signed.rows import DeliveryInput
from schemas.views.trace import Trace, TracedDraw, TracedFormula, TrailNode

_TWENTY = Context(prec=20)


def trail_of(tracer: Tracer, trace: Trace) -> tuple[TrailNode, ...]:
    """The nodes of a trace, from the figure to the row.

    Args:
        tracer: of the audit.
        trace: of a row behind its figure.
    """
    total = Decimal(trace.recomputed_total)
    return tuple(
        TrailNode.model_validate(
            {"kg": format_value(kg) or "0", "percent": percent_of(kg, total), **members}
        )
        for kg, members in _nodes(tracer, trace)
    )


def _nodes(tracer: Tracer, trace: Trace) -> Iterator[tuple[Decimal, dict[str, object]]]:
    view = tracer.graph.view
    yield Decimal(trace.recomputed_total), {"kind": "figure", "statement": trace.subject}
    largest = max(trace.stages or (), key=lambda row: abs(Decimal(row.value)), default=None)
    for row in tracer.report.stages or ():
        if largest is not None and row.stage is largest.stage:
            yield Decimal(row.value), {"kind": "stage", "stage": row.stage}
    for draw in trace.path:
        members = {"statement": draw.source, "by": draw.statement, "place": draw.place}
        if isinstance(view, View) and draw.statement == view.id:
            yield _counted(tracer, view, draw), {"kind": "counted", **members}
        else:
            yield tracer.amount(draw.statement, draw.place), {"kind": "goods", **members}
    if not isinstance(trace.row, DeliveryInput):
        own = [row.value for (entry, _), row in tracer.rows.items() if entry == trace.entry]
        yield exact_sum(own), {"kind": "own", "statement": trace.entry}
    yield Decimal(trace.kg), {"kind": "row", "statement": trace.entry, "place": trace.place}


def _counted(tracer: Tracer, view: View, draw: TracedDraw) -> Decimal:
    """What a row of the composition counts, with all that is behind it."""
    graph = tracer.graph
    part = view.rows[int(draw.place.partition("/")[2])]
    demand = declared_demand([part], view.calculation, graph.method.rulebook)
    kg = ZERO
    for (entry, line), amount in demand.items():
        kg = EXPLAIN.fma(amount, total_of(graph.figures.entries[entry].lines[line].cells), kg)
    return kg


def formula_of(tracer: Tracer, trace: Trace) -> TracedFormula | None:
    """The formula of a traced row; None if no row, no single factor, or no output of the entry states it."""
    record = tracer.graph.view.resolution.record(trace.entry)
    if trace.row is None or trace.factor is None or record.inventory is None:
        return None
    main, kg = record.inventory.main, tracer.amount(trace.entry, trace.place)
    part = tracer.parts.get(trace.entry, ZERO)
    needed = EXPLAIN.multiply(part, Decimal(main.amount))
    plain = EXPLAIN.multiply(Decimal(trace.row.amount), Decimal(trace.factor.kg))
    plain = EXPLAIN.multiply(plain, part)
    method = _ratio(kg, plain)
    return TracedFormula(
        amount=trace.row.amount,
        unit=trace.row.unit,
        factor=trace.factor.kg,
        made=main.amount,
        made_unit=main.unit,
        made_name=main.name,
        needed=format_value(needed) or "0",
        method=None if method == ONE else format_value(method),
        kg=trace.kg,
    )


def _ratio(kg: Decimal, plain: Decimal) -> Decimal:
    """What the method multiplies by, to 20 digits, which the sums of 50 digits reach with certainty."""
    return _TWENTY.plus(EXPLAIN.divide(kg, plain)) if plain else ONE
