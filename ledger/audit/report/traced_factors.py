"""The value of one unit of a row, and the document that states it: for the trace of a row."""

from decimal import Decimal
from typing import Literal, NamedTuple

from ledger.audit.bundle.container import SIZE_LIMIT
from ledger.audit.context import AuditContext
from ledger.audit.findings import format_value
from ledger.audit.subject.delivery_view import DeliveryView
from ledger.audit.subject.method import Method, StatedFigure
from ledger.audit.subject.subject import View
from ledger.footprint.external.counting import external_cells
from ledger.footprint.graph.cells import exact_sum, total_of
from ledger.footprint.graph.factors import group_values
from ledger.footprint.valuation.dataset import dataset_of
from ledger.footprint.valuation.figure import Figures
from ledger.trust.leaves import digest, read_model
from schemas.signed.rows import Avoided, DeliveryInput, Emission, ExternalInput
from schemas.signed.rulebook import FactorSet
from schemas.views.trace import TracedFactor, TracedRow

Kind = Literal["dataset", "gas", "imported", "delivery"]


class RecomputedGraph(NamedTuple):
    """An audit whose figure was recomputed: the results that a trace needs, none of them missing."""

    context: AuditContext
    view: View | DeliveryView
    stated: StatedFigure
    method: Method
    figures: Figures


def trace_factor(graph: RecomputedGraph, row: TracedRow, label: str) -> TracedFactor | None:
    """The factor of a row; None if no single document values it, as with a replaced virgin dataset.

    `label` is the flow that values the row, which may be a grid mix in place of the stated flow.
    """
    cited = row.delivery if isinstance(row, (DeliveryInput, Avoided)) else None
    if cited is not None:
        return _delivered(graph, row, cited)
    if isinstance(row, ExternalInput):
        kg = exact_sum(external_cells(row, graph.method.table).values())
        return _factor(
            "imported", row, document=row.file, title=row.format.value, label=row.product, kg=kg
        )
    if isinstance(row, Emission):
        rulebook = graph.method.rulebook
        return _factor(
            "gas",
            row,
            document=graph.stated.rulebook,
            title=f"rulebook {rulebook.id} {rulebook.version}",
            label=f"{row.gas.value}, {row.origin.value}",
            kg=exact_sum(graph.method.table.of_gas(row.gas, row.origin).values()),
        )
    return _dataset(graph, row, label)


def _delivered(graph: RecomputedGraph, row: TracedRow, cited: str) -> TracedFactor:
    """The recomputed figure of a delivered line."""
    newest, maker = graph.view.resolution.sources[cited]
    line = graph.figures.entries[maker].lines[graph.view.resolution.lines[newest]]
    delivery = graph.context.bundle.deliveries[newest].delivery
    return _factor(
        "delivery",
        row,
        document=newest,
        title=f"delivery {delivery.number}",
        label=delivery.product,
        kg=total_of(line.cells),
    )


def _dataset(graph: RecomputedGraph, row: TracedRow, label: str) -> TracedFactor | None:
    """The one factor that values a flow, and the factor set that states it."""
    factor = dataset_of(label, row, graph.method.table)
    if factor is None:
        return None
    key = (factor.flow, factor.unit, factor.direction)
    name, owner = next(
        (name, owner)
        for name, owner in _sets(graph)
        if key in {(dataset.flow, dataset.unit, dataset.direction) for dataset in owner.rows}
    )
    return _factor(
        "dataset",
        row,
        document=name,
        title=f"factor set {owner.id} {owner.version}",
        label=factor.flow,
        name=factor.name,
        source=factor.source,
        kg=exact_sum(group_values(factor).values()),
    )


def _sets(graph: RecomputedGraph) -> list[tuple[str, FactorSet]]:
    """The factor sets of the figure; all of them were read when it was recomputed."""
    own = {digest(data): data for data in graph.context.own}
    documents = {**own, **graph.context.bundle.blobs}
    return [
        (name, read_model(documents[name], FactorSet, SIZE_LIMIT))
        for name in graph.stated.factor_sets
    ]


def _factor(kind: Kind, row: TracedRow, *, kg: Decimal, **members: str) -> TracedFactor:
    values = {"kind": kind, "kg": format_value(kg) or "0", "unit": row.unit, **members}
    return TracedFactor.model_validate(values)
