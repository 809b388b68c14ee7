"""The basis of a figure that cannot fully be recomputed, in kg and per cent of the declared total.

    recomputed   rows in the bundle, valued by its rulebook and factor sets
    attested     figures stated with deliveries, each attested by the same accepted auditors
    stated       figures stated with deliveries, without an attestation that counts
    not_told     the remainder: deliveries without a comparable figure, and the amount that the stated figures do
                 not explain; left out if rounding explains it and every delivery states a figure

This account is not a step: it makes no finding and does not change the exit code. It does not recompute the declared
figure, and cannot see changes behind an inventory that is not shown.
"""

from collections.abc import Iterator, Mapping
from decimal import Decimal

from ledger.audit.context import AuditContext, CountedAttestations
from ledger.audit.figure.supplier_figures import comparable
from ledger.audit.findings import format_value, percent_of
from ledger.audit.subject.method import Method, StatedFigure
from ledger.audit.subject.subject import Graph, View
from ledger.footprint.analysis.contributions import declared_demand
from ledger.footprint.analysis.declared_figure import uncollected
from ledger.footprint.analysis.split import (
    Split,
    SuppliedFigure,
    SuppliedFigures,
    is_computed,
    rounding_tolerance,
    split,
)
from ledger.footprint.analysis.unit_of_figure import per_unit
from ledger.footprint.graph.cells import parse_cells, total_of
from ledger.footprint.graph.numbers import EXPLAIN, ONE, ZERO, half_unit, round_delivered
from ledger.footprint.valuation.figure import Figures, figures
from schemas.signed.delivery import DeliveredFigure
from schemas.views.report import Basis


def build_basis(context: AuditContext) -> tuple[Basis, ...] | None:
    """The parts of a figure by their basis; None if there is no figure, or all of it was recomputed."""
    view, subject_figure, computed = context.view, context.stated, context.figures
    if subject_figure is None or (view is not None and _is_whole(view, computed)):
        return None
    total = Decimal(subject_figure.total)
    rest = Basis(basis="not_told", kg=_kg(total), percent=percent_of(total, total))
    if view is None:
        return (rest,)
    supplied = _stated_figures(view, computed, comparable(context))
    shares = _split_figure(view, context.method, supplied)
    if shares is None:
        return (rest,)
    return tuple(_rows(shares, supplied, context.attested, subject_figure))


def _is_whole(view: Graph, computed: Figures | None) -> bool:
    computed_entries = frozenset[str]() if computed is None else computed.entries.keys()
    return not view.resolution.problems and view.resolution.nodes.keys() <= computed_entries


def _stated_figures(
    view: Graph, computed: Figures | None, fitting: frozenset[str]
) -> dict[str, SuppliedFigure]:
    """The figures stated with deliveries, if the figure of the entry behind them could not be computed."""
    computed_entries = {} if computed is None else computed.entries
    supplied = {}
    for newest, entry in view.resolution.makers.items():
        if entry in computed_entries:
            continue
        figure = view.resolution.supplier_figures.get(newest)
        if figure is None or newest not in fitting:
            supplied[newest] = SuppliedFigure({}, None)
        else:
            supplied[newest] = SuppliedFigure(parse_cells(figure.cells), Decimal(figure.total))
    return supplied


def _split_figure(
    view: Graph, method: Method | None, supplied: Mapping[str, SuppliedFigure]
) -> Split | None:
    """Split the figure into rows of the bundle and deliveries; return None if that is impossible."""
    shown = {
        node for node in view.resolution.nodes if view.resolution.record(node).inventory is not None
    }
    if method is None:
        direct = view.id in supplied and not shown
        return Split(ZERO, {view.id: ONE}) if direct else None
    filling = view.calculation.filling if isinstance(view, View) else None
    partial = figures(
        view.resolution, method.table, method.rulebook, filling, reading=SuppliedFigures(supplied)
    )
    if view.resolution.problems or not is_computed(view.resolution, partial):
        return None
    if isinstance(view, View):
        return _of_calculation(view, method, partial, supplied)
    newest, entry = view.resolution.sources[view.id]
    line = (entry, view.resolution.lines[newest])
    return split({line: ONE}, view.resolution, partial, supplied)


def _of_calculation(
    view: View, method: Method, partial: Figures, supplied: Mapping[str, SuppliedFigure]
) -> Split | None:
    """Split the figure of a calculation: its own lines, and deliveries that are counted directly."""
    calculation, rulebook = view.calculation, method.rulebook
    inner = [part for part in view.rows if part.entry in partial.entries]
    demand = declared_demand(inner, calculation, rulebook)
    rows, amounts = split(demand, view.resolution, partial, supplied)
    amounts_by_delivery = dict(amounts)
    for part in view.rows:
        lost = total_of(uncollected(part, rulebook))
        rows = EXPLAIN.fma(lost, per_unit(calculation), rows)
        if part.entry in partial.entries:
            continue
        if part.source is None:
            return None
        (amount,) = declared_demand([part], calculation, rulebook).values()
        amounts_by_delivery[part.source.id] = EXPLAIN.add(
            amounts_by_delivery.get(part.source.id, ZERO), amount
        )
    return Split(rows, amounts_by_delivery)


def _rows(
    shares: Split,
    supplied: Mapping[str, SuppliedFigure],
    attested: CountedAttestations,
    subject_figure: StatedFigure,
) -> Iterator[Basis]:
    total = Decimal(subject_figure.total)
    rest = EXPLAIN.subtract(total, shares.rows)
    if shares.rows:
        yield Basis(basis="recomputed", kg=_kg(shares.rows), percent=percent_of(shares.rows, total))
    unstated = [name for name in sorted(shares.amounts) if supplied[name].total is None]
    for auditors, named in sorted(_grouped(shares, unstated, attested).items(), reverse=True):
        kg = ZERO
        for name in named:
            kg = EXPLAIN.fma(shares.amounts[name], supplied[name].total or ZERO, kg)
        rest = EXPLAIN.subtract(rest, kg)
        yield Basis(
            basis="attested" if auditors else "stated",
            kg=_kg(kg),
            percent=percent_of(kg, total),
            by=auditors,
            deliveries=tuple(named),
        )
    bound = rounding_tolerance(shares.amounts, supplied)
    if isinstance(subject_figure, DeliveredFigure):
        bound = EXPLAIN.add(bound, half_unit(total))
    if unstated or rest.copy_abs() > bound:
        percent = percent_of(rest, total)
        yield Basis(basis="not_told", kg=_kg(rest), percent=percent, deliveries=tuple(unstated))


def _grouped(
    shares: Split, unstated: list[str], attested: CountedAttestations
) -> dict[tuple[str, ...], list[str]]:
    """The deliveries that state a figure, by the auditors who attested it."""
    groups: dict[tuple[str, ...], list[str]] = {}
    for name in sorted(set(shares.amounts).difference(unstated)):
        auditors = tuple(sorted({row.attestation.issuer for row in attested.get(name, ())}))
        groups.setdefault(auditors, []).append(name)
    return groups


def _kg(value: Decimal) -> str:
    return format_value(round_delivered(value)) or "0"
