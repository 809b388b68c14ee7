"""The figure of an output line: its footprint, its goods at the carbon border, and what a delivery of it may state.

An issuer sees its own part exactly and its upstream to 4 significant digits, as its customers do:
exact digits of a supplier's cells would disclose that supplier's amounts. The total would disclose
them too, so it is rounded in the same way, and quantities at the border to six decimals. The operator and the engaged
auditor see everything exactly, with all contributions. Every participant with a part in the figure reads in the journal
that it was shown.
"""

from collections.abc import Iterable
from decimal import Decimal
from functools import partial
from typing import Annotated

from pydantic import Field

from ledger.client.agrees import of_method, of_year
from ledger.desk.desk import Desk
from ledger.desk.question import Doc, Quota, question
from ledger.documents.reports.border import layout_border
from ledger.footprint.analysis.contributions import Contribution
from ledger.footprint.graph.cells import Cells, format_cells, total_of
from ledger.footprint.graph.numbers import EXACT, format_decimal, format_rounded, round_delivered
from ledger.footprint.graph.resolution import resolve
from ledger.service.access.disclosed_data import (
    DisclosedData,
    disclosed_by_entries,
    disclosed_by_figure,
    disclosure_lines,
)
from ledger.service.access.journal import AccessRecord
from ledger.service.access.permissions import Action, Scope, scope_of
from ledger.service.access.visibility import Visibility, unknown_statement
from ledger.service.answers.border_answer import border_report
from ledger.service.answers.explain import explain_entries, explain_line
from ledger.service.answers.look_ups import output_of
from ledger.service.answers.preview import preview as preview_figure
from ledger.service.answers.preview import preview_opening
from ledger.state.border_graph import BorderRequest
from ledger.state.closure import read_closure
from ledger.state.figures import ComputedGraph, told_graph
from schemas.exchanged.line_request import BorderYear, PreviewRequest
from schemas.signed.delivery import DeliveredFigure
from schemas.signed.entry import Entry
from schemas.signed.opening import OpenableSuppliers
from schemas.values import Amount, Code, Digest, StatementId, Year
from schemas.views.cbam_result import CbamReport
from schemas.views.footprint import Contribution as ToldContribution
from schemas.views.footprint import FootprintResponse

RulebookDigest = Annotated[Digest, Doc("The digest of a rulebook that the ledger stores.")]
FactorSetDigests = Annotated[
    tuple[Digest, ...],
    Field(min_length=1, max_length=16),
    Doc("The digests of factor sets; may be repeated."),
]


@question(
    "/previews",
    may=Action.PREVIEW,
    tag="figures",
    summary="Preview a delivery's figure",
    told="The figure, to be put into the delivery.",
    method="POST",
    body="request",
    is_described=True,
    quota=Quota.PREVIEW,
    agrees=of_method,
)
def preview(desk: Desk, request: PreviewRequest) -> DeliveredFigure:
    """Return the figure that a delivery of a line can carry as of now; the supplier signs the delivery."""
    figure = _preview(desk, request)
    _note_preview(desk, request)
    return figure


@question(
    "/previews/suppliers",
    may=Action.PREVIEW,
    tag="figures",
    summary="Preview what a delivery may open",
    told="The rows, of which those that the supplier chooses are put into the delivery.",
    method="POST",
    body="request",
    is_described=True,
    quota=Quota.PREVIEW,
)
def preview_suppliers(desk: Desk, request: PreviewRequest) -> OpenableSuppliers:
    """Return the suppliers behind a line that a delivery may open as of now; none is open unless it is signed."""
    suppliers = _preview_suppliers(desk, request)
    _note_preview(desk, request)
    return suppliers


def preview_both(desk: Desk, request: PreviewRequest) -> tuple[DeliveredFigure, OpenableSuppliers]:
    """A figure and what a delivery with it may open, as one reading of a page.

    Raises:
        CradleError: as `preview`.
    """
    both = _preview(desk, request), _preview_suppliers(desk, request)
    _note_preview(desk, request)
    return both


@question(
    "/entries/{statement:id}/footprint",
    may=Action.EXPLAIN,
    tag="figures",
    summary="Get the footprint of an output line",
    operation="explain",
    told="The footprint of the line.",
    quota=Quota.QUESTION,
)
def footprint(
    desk: Desk,
    statement: StatementId,
    rulebook: RulebookDigest,
    factor_set: FactorSetDigests,
    line: Annotated[Code, Doc("The output line.")] = "main",
) -> FootprintResponse:
    """Return a line's figure per unit: the own part exactly and the upstream to 4 digits.

    The operator and an engaged auditor see the whole figure exactly, with every contribution.

    Raises:
        CradleError: `statement.unknown`, or as `explain_line`.
    """
    exact = is_exact(desk, statement)
    require_own(desk, statement, everything=exact)
    unit = output_of(desk.ledger, statement, line).unit.value
    sets = sorted(set(factor_set))
    computed, newest, rows = explain_line(desk.answering, statement, line, rulebook, sets)
    disclosed = _disclosed_by_line(computed, newest)
    if exact:
        named = {newest, *(row.entry for row in rows)}
        disclosed = disclosed_by_entries(computed.resolution, named)
    else:
        computed = told_graph(computed, None, computed.resolution.record(newest).entry.issuer)
    desk.note([AccessRecord("footprint", statement, None, line)])
    desk.note(disclosure_lines("footprint", disclosed))
    figure = computed.figures.entries[newest].lines[line]
    return FootprintResponse(
        entry=newest,
        line=line,
        unit=unit,
        exact=exact,
        own=tuple(format_cells(figure.own)),
        upstream=None if exact else tuple(format_cells(_upstream(figure.cells, figure.own))),
        cells=tuple(format_cells(figure.cells)) if exact else None,
        total=(format_decimal if exact else format_rounded)(total_of(figure.cells)),
        contributions=tuple(map(_contribution, rows)) if exact else None,
    )


@question(
    "/entries/{statement:id}/border",
    may=Action.EXPLAIN,
    tag="figures",
    summary="Get an entry's goods at the carbon border",
    operation="read_border",
    told="The goods per tonne.",
    quota=Quota.QUESTION,
    agrees=of_year,
    layout=partial(layout_border, imported=None),
)
def border(
    desk: Desk,
    statement: StatementId,
    factor_set: FactorSetDigests,
    year: Annotated[Year, Doc("The calendar year of the goods; another is refused.")],
    cscf: Annotated[
        Amount | None,
        Doc("The cross-sectoral correction factor; another than the rulebook's is refused."),
    ] = None,
) -> CbamReport:
    """Return embedded emissions and free allocation of an entry's goods, per tonne, by CBAM.

    An issuer reads its own to six decimals; the operator and an engaged auditor read them exactly.

    Raises:
        CradleError: `statement.unknown`, or as `border_report`.
    """
    exact = is_exact(desk, statement)
    require_own(desk, statement, everything=exact)
    of = BorderRequest(year, None if cscf is None else Decimal(cscf))
    report = border_report(desk.answering, statement, factor_set, of, exact=exact)
    records = read_closure(desk.view, (statement,), desk.view.registry().size)
    resolution = resolve((statement,), (), records)
    newest = records.newest(statement) or statement
    issuer = resolution.record(newest).entry.issuer
    desk.note([AccessRecord("border", statement, None, str(year))])
    disclosed = disclosed_by_figure(resolution, [newest], issuer)
    desk.note(disclosure_lines("border", disclosed))
    return report


def _preview(desk: Desk, request: PreviewRequest) -> DeliveredFigure:
    line, sets = _own_line(desk, request), set(request.factor_sets)
    return preview_figure(desk.answering, *line, request.rulebook, sets, _border(request.border))


def _preview_suppliers(desk: Desk, request: PreviewRequest) -> OpenableSuppliers:
    line, sets = _own_line(desk, request), set(request.factor_sets)
    return preview_opening(desk.answering, *line, request.rulebook, sets)


def _border(of: BorderYear | None) -> BorderRequest | None:
    if of is None:
        return None
    return BorderRequest(of.year, None if of.cscf is None else Decimal(of.cscf))


def _own_line(desk: Desk, request: PreviewRequest) -> tuple[str, str]:
    """Entry and line of a request that the caller may preview.

    Raises:
        CradleError: `statement.unknown`.
    """
    scope = scope_of(desk.caller, Action.PREVIEW)
    require_own(desk, request.entry, everything=scope is Scope.ALL)
    return request.entry, request.line


def _note_preview(desk: Desk, request: PreviewRequest) -> None:
    sets = sorted(set(request.factor_sets))
    computed = explain_entries(desk.ledger, [request.entry], request.rulebook, sets)
    newest = computed.records.newest(request.entry) or request.entry
    desk.note([AccessRecord("preview", request.entry, None, request.line)])
    desk.note(disclosure_lines("preview", _disclosed_by_line(computed, newest)))


def is_exact(desk: Desk, entry: str) -> bool:
    """True if the caller is shown all digits of an entry's figure.

    Raises:
        CradleError: `access.denied`.
    """
    scope = scope_of(desk.caller, Action.EXPLAIN)
    if scope is not Scope.ENGAGED:
        return scope is Scope.ALL
    return entry in Visibility(desk.view, desk.caller).engaged


def _disclosed_by_line(computed: ComputedGraph, entry: str) -> Iterable[DisclosedData]:
    """The entries that the figure of an entry shows, with its upstream as one sum."""
    issuer = computed.resolution.record(entry).entry.issuer
    return disclosed_by_figure(computed.resolution, [entry], issuer)


def require_own(desk: Desk, entry: str, *, everything: bool) -> None:
    """Refuse an entry that is not the caller's own, unless it sees everything.

    Raises:
        CradleError: `statement.unknown`.
    """
    statement = desk.view.statement(entry, Entry)
    if statement is None or not (everything or statement.issuer == desk.caller.participant):
        raise unknown_statement(entry)


def _upstream(cells: Cells, own: Cells) -> Cells:
    """The part of a figure from others, each cell to 4 digits; zero cells are left out."""
    rest = {
        key: round_delivered(EXACT.subtract(value, own.get(key, Decimal(0))))
        for key, value in cells.items()
    }
    return {key: value for key, value in rest.items() if value}


def _contribution(row: Contribution) -> ToldContribution:
    return ToldContribution(
        entry=row.entry,
        site=row.site,
        country=row.country,
        basis=row.basis.value,
        source=row.source,
        label=row.label,
        value=format(row.value, "f"),
    )
