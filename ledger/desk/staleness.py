"""Stale calculations and deliveries among the statements that a caller is shown.

A new figure is drafted as for `calculate`, so it follows the same permissions and is written to the same journal. Its
difference from the signed one shows a manufacturer its own sites and rows, as `differences` does.
"""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Annotated

from ledger.desk.calculations import draft_unsealed
from ledger.desk.desk import Desk
from ledger.desk.question import Doc, question
from ledger.desk.standing import reader_standing
from ledger.documents.difference.folding import fold_difference
from ledger.documents.reports.stale import layout_stale
from ledger.service.access.permissions import MAY, Action, Scope, require_participant, scope_of
from ledger.service.access.principal import Principal
from ledger.service.access.reports import sees_whole
from ledger.service.access.visibility import Visibility
from ledger.service.answers.stale_change import StaleReader
from ledger.service.answers.stale_report import explain_stale
from ledger.state.drafting import Draft
from ledger.state.stale import find_stale, ids_with_figures, own_calculations
from schemas.exchanged.calculation_request import CalculationRequest
from schemas.values import StatementId
from schemas.views.difference import Difference
from schemas.views.stale import StaleResponse, StaleStatement


@question(
    "/stale",
    may=Action.STALE,
    tag="figures",
    summary="List stale figures",
    operation="list_stale",
    told="The stale calculations and deliveries.",
    layout=layout_stale,
)
def stale(
    desk: Desk,
    statement: Annotated[
        StatementId | None, Doc("One calculation or delivery. Default: all that the caller sees.")
    ] = None,
) -> StaleResponse:
    """Return the calculations and delivered figures that rest on statements changed since, and what changed them.

    A stale calculation of the caller has its new figure, the difference by stage and cause, and, if it is declared, the
    verdict of its rulebook on a new declaration.
    """
    visibility = Visibility(desk.view, desk.caller)
    named = ids_with_figures(desk.view) if statement is None else [statement]
    shown = [name for name in named if visibility.standing(name) is not None]
    return StaleResponse(items=_explain(desk, shown))


def own_stale(desk: Desk) -> tuple[StaleStatement, ...]:
    """The stale calculations of the caller's own participant, which are found without reading those of others.

    Raises:
        CradleError: `access.denied` or `access.unregistered`.
    """
    scope_of(desk.caller, Action.STALE)
    return _explain(desk, own_calculations(desk.view, require_participant(desk.caller)))


def _explain(desk: Desk, shown: Sequence[str]) -> tuple[StaleStatement, ...]:
    """Explain the stale ones among statements that the caller is shown."""
    visibility = Visibility(desk.view, desk.caller)
    rows = list(find_stale(desk.view, shown))
    own = {row.id for row in rows if _may_calculate(desk.caller, row.issuer)}
    seen = {
        touch.by
        for row in rows
        for touch in row.touches
        if visibility.standing(touch.by) is not None
    }

    def redraft(request: CalculationRequest) -> Draft:
        return draft_unsealed(desk, request).draft

    def fold(name: str, whole: Difference) -> Difference:
        if sees_whole(desk.view, desk.caller, name):
            return whole
        return fold_difference(whole, require_participant(desk.caller))

    today = datetime.fromtimestamp(desk.now, UTC).date()
    readers = {
        calculates: StaleReader(seen.__contains__, redraft if calculates else None, fold, today)
        for calculates in (True, False)
    }
    explained = (explain_stale(desk.ledger, row, readers[row.id in own]) for row in rows)
    return tuple(
        row.model_copy(update={"standing": reader_standing(desk, row.id)}) for row in explained
    )


def _may_calculate(principal: Principal, issuer: str) -> bool:
    """True if the principal may draft calculations of this issuer."""
    allowed = MAY[Action.CALCULATE]
    scopes = {allowed[role] for role in principal.roles if role in allowed}
    return Scope.ALL in scopes or (bool(scopes) and principal.participant == issuer)
