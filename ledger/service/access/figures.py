"""Figures as a principal may know them.

An issuer sees its own part exactly and its upstream to 4 significant digits, as its customers do: exact
digits of a supplier's cells would tell that supplier's amounts. The total would tell them too, so it is
rounded alike. Operator and engaged auditor see everything exactly, with all contributions.
"""

from dataclasses import dataclass
from decimal import Decimal

from ledger.footprint.cells import Cells, format_cells, total_of
from ledger.footprint.contributions import Contribution
from ledger.footprint.numbers import EXACT, format_decimal, round_delivered
from ledger.service.access.permissions import Action, Scope, require_participant, scope_of
from ledger.service.access.principal import Principal
from ledger.service.access.sight import Sight, unknown
from ledger.service.explain import explain_line
from ledger.service.figures import Method
from ledger.service.ledger import Ledger
from ledger.service.preview import preview
from ledger.service.reading import output_of
from schemas.delivery import DeliveredFigure
from schemas.entry import Entry


@dataclass(frozen=True, slots=True)
class LineAsked:
    """A line of an entry, and the method that values it."""

    entry: str
    line: str
    method: Method


def preview_for(ledger: Ledger, principal: Principal, asked: LineAsked) -> DeliveredFigure:
    """What a delivery of a line may tell its customer; of one's own lines, or for the operator of any.

    Raises:
        CradleError: `access.denied`, `statement.unknown`, or as `preview`.
    """
    scope = scope_of(principal, Action.PREVIEW)
    _require_own(ledger, principal, asked.entry, everything=scope is Scope.ALL)
    method = asked.method
    return preview(ledger, asked.entry, asked.line, method.rulebook, method.factor_sets)


def explain_for(ledger: Ledger, principal: Principal, asked: LineAsked) -> dict[str, object]:
    """The figure of a line per unit, in kg CO2e, as far as the principal may know it.

    Raises:
        CradleError: `access.denied`, `statement.unknown`, or as `explain_line`.
    """
    scope = scope_of(principal, Action.EXPLAIN)
    exact = scope is Scope.ALL
    if scope is Scope.ENGAGED:
        with ledger.view() as view:
            exact = asked.entry in Sight(view, principal).engaged
    _require_own(ledger, principal, asked.entry, everything=exact)
    method = asked.method
    unit = output_of(ledger, asked.entry, asked.line).unit.value
    computed, newest, rows = explain_line(
        ledger, asked.entry, asked.line, method.rulebook, method.factor_sets
    )
    found = computed.figures.entries[newest].lines[asked.line]
    told: dict[str, object] = {"entry": newest, "line": asked.line, "unit": unit, "exact": exact}
    told["own"] = [cell.to_json() for cell in format_cells(found.own)]
    if exact:
        told["cells"] = [cell.to_json() for cell in format_cells(found.cells)]
        told["total"] = format_decimal(total_of(found.cells))
        told["contributions"] = [_contribution(row) for row in rows]
        return told
    upstream = _upstream(found.cells, found.own)
    told["upstream"] = [cell.to_json() for cell in format_cells(upstream)]
    told["total"] = format_decimal(round_delivered(total_of(found.cells)))
    return told


def _require_own(ledger: Ledger, principal: Principal, entry: str, *, everything: bool) -> None:
    with ledger.view() as view:
        statement = view.statement(entry, Entry)
    if statement is None:
        raise unknown(entry)
    if not everything and statement.issuer != require_participant(principal):
        raise unknown(entry)


def _upstream(cells: Cells, own: Cells) -> Cells:
    """What comes from others, each cell to 4 digits; a cell of nothing is left out."""
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
