"""The figure of a calculation with one thing exchanged, and what can be exchanged in it.

The state is that of the calculation. A delivery can take an input's place if the firm received it, it is live, of the
same product and unit, and states a figure to this customer: a delivery without one keeps its figure to itself.
"""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from ledger.footprint.analysis.declared_figure import declared_cells
from ledger.footprint.analysis.what_if import Exchange, exchanged
from ledger.footprint.graph.cells import Cells, stages_of, total_of
from ledger.footprint.graph.composition import cited_by, parts
from ledger.footprint.graph.numbers import EXPLAIN, ZERO, format_rounded
from ledger.footprint.graph.resolution import EntryRecord, Records, resolve
from ledger.footprint.valuation.figure import figures
from ledger.footprint.valuation.told import told_figures
from ledger.state.asking import refusal_of
from ledger.state.closure import read_closure
from ledger.state.evaluation import Evaluation, as_told
from ledger.state.profiles import name_of
from ledger.state.view import View
from ledger.store.deliveries import live_received
from schemas.signed.calculation import Calculation, Composition, StageValue
from schemas.signed.delivery import Delivery
from schemas.signed.rows import ActivityInput, DeliveryInput, Input
from schemas.signed.statement import SectionName
from schemas.views.what_if import Alternative, ExchangeableInput, OwnSite, WhatIf, WhatIfOptions
from schemas.vocabulary import Stage

RECEIVED = 500
"""The most received deliveries that are looked at for alternatives."""


def what_if_options(
    view: View, calculation: str, statement: Calculation, declared: Evaluation
) -> WhatIfOptions:
    """The inputs, sites and countries that can be exchanged in an evaluated calculation."""
    computed = declared.computed
    own = [
        own_record
        for own_record in map(computed.resolution.record, computed.resolution.order)
        if own_record.entry.issuer == statement.issuer
    ]
    received = _received(view, statement.issuer)
    inputs = [
        ExchangeableInput(
            entry=record.id,
            site=record.entry.site.code,
            place=place,
            name=_name(view, row, declared),
            amount=row.amount,
            unit=row.unit,
            alternatives=tuple(_alternatives(view, row, declared, received)),
        )
        for record in own
        for place, row in _exchangeable(record)
    ]
    values_by_mix = computed.rulebook.electricity is not None
    return WhatIfOptions(
        calculation=calculation,
        model=statement.model,
        rulebook=computed.rulebook.id,
        unit=statement.unit,
        values_by_mix=values_by_mix,
        total=format_rounded(Decimal(statement.total)),
        inputs=tuple(row for row in inputs if row.alternatives),
        sites=tuple(_own_sites(own)) if values_by_mix else (),
        countries=computed.table.grids if values_by_mix else (),
    )


def exchanged_figure(
    view: View, calculation: str, statement: Calculation, declared: Evaluation, exchange: Exchange
) -> WhatIf:
    """The figure of an evaluated calculation with an exchange made.

    Raises:
        CradleError: `what_if.row` if the exchange is none of the options; or why there is no figure.
    """
    composition = view.section(statement, SectionName.COMPOSITION, Composition)
    records = exchanged(_records(view, statement, composition, declared, exchange), exchange)
    cells = _cells(view, statement, composition, declared, records)
    declared = as_told(declared, statement, statement.filling)
    before, after = total_of(declared.cells), total_of(cells)
    return WhatIf(
        calculation=calculation,
        model=statement.model,
        unit=statement.unit,
        signed=False,
        before=format_rounded(before),
        after=format_rounded(after),
        change=format_rounded(EXPLAIN.subtract(after, before)),
        stages_before=_stages(declared.cells),
        stages_after=_stages(cells),
    )


def _records(
    view: View,
    calculation: Calculation,
    composition: Composition,
    declared: Evaluation,
    exchange: Exchange,
) -> Records:
    """The records of the calculation, with those behind a delivery that comes in."""
    if exchange.delivery is None:
        return declared.computed.records
    entries, deliveries = cited_by(composition)
    return read_closure(view, (*entries, *deliveries, exchange.delivery), calculation.as_of.size)


def _cells(
    view: View,
    calculation: Calculation,
    composition: Composition,
    declared: Evaluation,
    records: Records,
) -> Cells:
    computed = declared.computed
    resolution = resolve(*cited_by(composition), records)
    graph_figures = figures(resolution, computed.table, computed.rulebook, calculation.filling)
    for problem in (*resolution.problems, *graph_figures.problems):
        raise refusal_of(view, records, problem)
    rows = parts(composition, resolution, records)
    told = told_figures(
        graph_figures,
        resolution,
        computed.table,
        computed.rulebook,
        calculation.filling,
        calculation.issuer,
    )
    cells = declared_cells(rows, told, calculation, computed.rulebook)
    if cells is None:
        raise ValueError("a graph without problems has a figure")
    return cells


def _stages(cells: Cells) -> tuple[StageValue, ...]:
    values: Mapping[Stage, Decimal] = stages_of(cells)
    return tuple(
        StageValue(stage=stage, value=format_rounded(values.get(stage, ZERO))) for stage in Stage
    )


def _own_sites(own: Sequence[EntryRecord]) -> Iterator[OwnSite]:
    for record in own:
        if record.inventory is not None:
            site = record.entry.site
            product = record.inventory.outputs[0].product
            yield OwnSite(entry=record.id, site=site.code, country=site.country, product=product)


def _exchangeable(record: EntryRecord) -> Iterator[tuple[int, ActivityInput | DeliveryInput]]:
    for place, row in enumerate(() if record.inventory is None else record.inventory.inputs):
        if isinstance(row, ActivityInput | DeliveryInput):
            yield place, row


def _received(view: View, issuer: str) -> dict[str, Delivery]:
    """The live deliveries to the firm that state a figure, by id."""
    names = live_received(view.connection, issuer, RECEIVED)
    view.read(names)
    deliveries = ((name, view.statement(name, Delivery)) for name in names)
    return {
        name: delivery
        for name, delivery in deliveries
        if delivery is not None and delivery.figure is not None
    }


def _alternatives(
    view: View,
    row: ActivityInput | DeliveryInput,
    declared: Evaluation,
    received: Mapping[str, Delivery],
) -> Iterator[Alternative]:
    """Deliveries of the same product, then flows that a named set values in the row's unit."""
    if isinstance(row, DeliveryInput):
        newest, _ = declared.computed.resolution.sources[row.delivery]
        product = declared.computed.records.deliveries[newest].delivery.product
        for name, other in received.items():
            if name != newest and (other.product, other.unit) == (product, row.unit):
                shown = f"{name_of(view, other.issuer)}, {other.number}"
                yield Alternative(delivery=name, name=shown)
        factors = declared.computed.table.default_datasets(product, row.unit)
    else:
        factors = iter(declared.computed.table.valuing(row.unit, "product"))
    for factor in factors:
        if not (isinstance(row, ActivityInput) and factor.flow == row.flow):
            yield Alternative(flow=factor.flow, name=factor.name)


def _name(view: View, row: Input, declared: Evaluation) -> str:
    """The name of an input: the firm behind a delivery, or the dataset of a flow."""
    if isinstance(row, DeliveryInput):
        newest, _ = declared.computed.resolution.sources[row.delivery]
        delivery = declared.computed.records.deliveries[newest].delivery
        return f"{delivery.product}, {name_of(view, delivery.issuer)}"
    if isinstance(row, ActivityInput):
        factor = declared.computed.table.factor(row.flow, row.unit, "product")
        return row.flow if factor is None else factor.name
    raise TypeError(row.type)
