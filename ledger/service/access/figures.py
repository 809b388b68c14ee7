"""Figures as a principal may know them.

An issuer sees its own part exactly and its upstream to 4 significant digits, as its customers do:
exact digits of a supplier's cells would disclose that supplier's amounts. The total would disclose
them too, so it is rounded in the same way. The operator and the engaged auditor see everything
exactly, with all contributions. Every participant with a part in the figure reads in the journal
that it was shown.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from ledger.append.ledger import Ledger
from ledger.footprint.analysis.contributions import Contribution
from ledger.footprint.graph.cells import Cells, format_cells, total_of
from ledger.footprint.graph.numbers import EXACT, format_decimal, format_rounded, round_delivered
from ledger.footprint.valuation.figure import LineFigure
from ledger.service.access.asking import asking
from ledger.service.access.disclosed_data import (
    DisclosedData,
    disclosed_by_entries,
    disclosed_by_figure,
    disclosure_lines,
)
from ledger.service.access.journal import AccessRecord, note
from ledger.service.access.permissions import Action, Scope, scope_of
from ledger.service.access.principal import Principal
from ledger.service.access.visibility import Visibility, unknown_statement
from ledger.service.answers.explain import explain_entries, explain_line
from ledger.service.answers.preview import preview, preview_opening
from ledger.service.answers.reading import output_of
from ledger.state.border import BorderRequest
from ledger.state.figures import ComputedGraph, Method, told_graph
from schemas.signed.delivery import DeliveredFigure
from schemas.signed.entry import Entry
from schemas.signed.opening import OpenableSuppliers


@dataclass(frozen=True, slots=True)
class LineRequest:
    """A line of an entry, and the method that values it."""

    entry: str
    line: str
    method: Method


def preview_for(
    ledger: Ledger,
    principal: Principal,
    asked: LineRequest,
    now: int,
    border: BorderRequest | None = None,
) -> DeliveredFigure:
    """Preview the figure that a delivery of a line may state, with its quantities at the carbon border if asked for.

    A principal previews its own lines; the operator previews any.

    Raises:
        CradleError: `access.denied`, `statement.unknown`, or as `preview` and `note`.
    """
    line = _previewed_line(ledger, principal, asked)
    with asking(ledger, principal, now) as answers:
        made = preview(answers, *line, border)
    _note_preview(ledger, principal, asked, now)
    return made


def preview_opening_for(
    ledger: Ledger, principal: Principal, asked: LineRequest, now: int
) -> OpenableSuppliers:
    """Preview the suppliers that a delivery of a line may open; as `preview_for`.

    Raises:
        CradleError: `access.denied`, `statement.unknown`, or as `preview_opening` and `note`.
    """
    line = _previewed_line(ledger, principal, asked)
    with asking(ledger, principal, now) as answers:
        rows = preview_opening(answers, *line)
    _note_preview(ledger, principal, asked, now)
    return rows


def preview_both_for(
    ledger: Ledger, principal: Principal, asked: LineRequest, now: int
) -> tuple[DeliveredFigure, OpenableSuppliers]:
    """Preview a figure and what a delivery with it may open, as one read.

    Raises:
        CradleError: as `preview_for`.
    """
    line = _previewed_line(ledger, principal, asked)
    with asking(ledger, principal, now) as answers:
        both = preview(answers, *line), preview_opening(answers, *line)
    _note_preview(ledger, principal, asked, now)
    return both


def _previewed_line(
    ledger: Ledger, principal: Principal, asked: LineRequest
) -> tuple[str, str, str, tuple[str, ...]]:
    """Entry, line, rulebook and factor sets of a line that the principal may preview.

    Raises:
        CradleError: `access.denied`, `statement.unknown`.
    """
    scope = scope_of(principal, Action.PREVIEW)
    require_own(ledger, principal, asked.entry, everything=scope is Scope.ALL)
    return asked.entry, asked.line, asked.method.rulebook, asked.method.factor_sets


def _note_preview(ledger: Ledger, principal: Principal, asked: LineRequest, now: int) -> None:
    method = asked.method
    computed = explain_entries(ledger, [asked.entry], method.rulebook, method.factor_sets)
    newest = computed.records.newest(asked.entry) or asked.entry
    _note(ledger, principal, now, ("preview", asked), _disclosed_by_line(computed, newest))


def explain_for(
    ledger: Ledger, principal: Principal, asked: LineRequest, now: int
) -> dict[str, object]:
    """The figure of a line per unit, in kg CO2e, with the detail that the principal may know.

    Raises:
        CradleError: `access.denied`, `statement.unknown`, or as `explain_line` and `note`.
    """
    exact = is_exact(ledger, principal, asked.entry)
    require_own(ledger, principal, asked.entry, everything=exact)
    unit = output_of(ledger, asked.entry, asked.line).unit.value
    method = asked.method
    with asking(ledger, principal, now) as answers:
        computed, newest, rows = explain_line(
            answers, asked.entry, asked.line, method.rulebook, method.factor_sets
        )
    disclosed = _disclosed_by_line(computed, newest)
    if exact:
        disclosed = disclosed_by_entries(
            computed.resolution, {newest, *(row.entry for row in rows)}
        )
    else:
        computed = told_graph(computed, None, computed.resolution.record(newest).entry.issuer)
    _note(ledger, principal, now, ("footprint", asked), disclosed)
    found = computed.figures.entries[newest].lines[asked.line]
    head: dict[str, object] = {"entry": newest, "line": asked.line, "unit": unit, "exact": exact}
    return head | _figure_to_json(found, rows if exact else None)


def is_exact(ledger: Ledger, principal: Principal, entry: str) -> bool:
    """True if a principal is shown all digits of an entry's figure.

    Raises:
        CradleError: `access.denied`.
    """
    scope = scope_of(principal, Action.EXPLAIN)
    if scope is not Scope.ENGAGED:
        return scope is Scope.ALL
    with ledger.view() as view:
        return entry in Visibility(view, principal).engaged


def _figure_to_json(found: LineFigure, rows: Iterable[Contribution] | None) -> dict[str, object]:
    """The figure of a line as JSON: exact with these contributions, or else its upstream to 4 digits."""
    own = [cell.to_json() for cell in format_cells(found.own)]
    if rows is not None:
        return {
            "own": own,
            "cells": [cell.to_json() for cell in format_cells(found.cells)],
            "total": format_decimal(total_of(found.cells)),
            "contributions": [_contribution(row) for row in rows],
        }
    upstream = _upstream(found.cells, found.own)
    return {
        "own": own,
        "upstream": [cell.to_json() for cell in format_cells(upstream)],
        "total": format_rounded(total_of(found.cells)),
    }


def _disclosed_by_line(computed: ComputedGraph, entry: str) -> Iterable[DisclosedData]:
    """The entries that the figure of an entry shows, with its upstream as one sum."""
    issuer = computed.resolution.record(entry).entry.issuer
    return disclosed_by_figure(computed.resolution, [entry], issuer)


def _note(
    ledger: Ledger,
    principal: Principal,
    now: int,
    did: tuple[str, LineRequest],
    disclosed: Iterable[DisclosedData],
) -> None:
    action, asked = did
    whole = AccessRecord(action, asked.entry, None, asked.line)
    note(ledger.store, principal, now, [whole, *disclosure_lines(action, disclosed)])


def require_own(ledger: Ledger, principal: Principal, entry: str, *, everything: bool) -> None:
    """Refuse an entry that is not the principal's own, unless it sees everything.

    Raises:
        CradleError: `statement.unknown`.
    """
    with ledger.view() as view:
        statement = view.statement(entry, Entry)
    if statement is None or not (everything or statement.issuer == principal.participant):
        raise unknown_statement(entry)


def _upstream(cells: Cells, own: Cells) -> Cells:
    """The part of a figure from others, each cell to 4 digits; zero cells are left out."""
    rest = {
        key: round_delivered(EXACT.subtract(value, own.get(key, Decimal(0))))
        for key, value in cells.items()
    }
    return {key: value for key, value in rest.items() if value}


def _contribution(row: Contribution) -> dict[str, object]:
    return {
        "entry": row.entry,
        "site": row.site,
        "country": row.country,
        "basis": row.basis.value,
        "source": row.source,
        "label": row.label,
        "value": format(row.value, "f"),
    }
