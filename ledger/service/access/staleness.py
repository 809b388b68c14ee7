"""Stale calculations and deliveries among the statements that a principal is shown.

A new figure is drafted as for `calculate`, so it follows the same permissions and is written to the same journal. Its
difference from the signed one shows a manufacturer its own sites and rows, as `differences` does.
"""

from collections.abc import Sequence
from datetime import UTC, datetime

from ledger.append.ledger import Ledger
from ledger.documents.difference.folding import fold_difference
from ledger.service.access.calculations import draft_for
from ledger.service.access.permissions import MAY, Action, Scope, require_participant, scope_of
from ledger.service.access.principal import Principal
from ledger.service.access.reports import sees_whole
from ledger.service.access.visibility import Visibility
from ledger.service.answers.stale_change import StaleReader
from ledger.service.answers.stale_report import StaleFigure, explain_stale
from ledger.state.drafting import Draft, SaltSource
from ledger.state.stale import find_stale, ids_with_figures, own_calculations
from schemas.exchanged.calculation_request import CalculationRequest
from schemas.views.difference import Difference


def stale_for(
    ledger: Ledger, principal: Principal, fresh: SaltSource, now: int
) -> list[StaleFigure]:
    """The stale calculations and deliveries that the principal is shown, with what made them so.

    Raises:
        CradleError: `access.denied`.
    """
    scope_of(principal, Action.STALE)
    with ledger.view() as view:
        visibility = Visibility(view, principal)
        shown = [name for name in ids_with_figures(view) if visibility.standing(name) is not None]
    return _explain(ledger, principal, shown, fresh, now)


def own_stale_for(
    ledger: Ledger, principal: Principal, fresh: SaltSource, now: int
) -> list[StaleFigure]:
    """The stale calculations of the principal's own participant, which are found without reading those of others.

    Raises:
        CradleError: `access.denied` or `access.unregistered`.
    """
    scope_of(principal, Action.STALE)
    issuer = require_participant(principal)
    with ledger.view() as view:
        shown = own_calculations(view, issuer)
    return _explain(ledger, principal, shown, fresh, now)


def _explain(
    ledger: Ledger, principal: Principal, shown: Sequence[str], fresh: SaltSource, now: int
) -> list[StaleFigure]:
    """Explain the stale ones among statements that the principal is shown."""
    with ledger.view() as view:
        visibility = Visibility(view, principal)
        found = list(find_stale(view, shown))
        own = {row.id for row in found if _may_calculate(principal, row.issuer)}
        seen = {
            touch.by
            for row in found
            for touch in row.touches
            if visibility.standing(touch.by) is not None
        }

    def redraft(asked: CalculationRequest) -> Draft:
        return draft_for(ledger, principal, asked, fresh, now)

    def fold(name: str, whole: Difference) -> Difference:
        if sees_whole(ledger, principal, name):
            return whole
        return fold_difference(whole, require_participant(principal))

    today = datetime.fromtimestamp(now, UTC).date()
    readers = {
        calculates: StaleReader(seen.__contains__, redraft if calculates else None, fold, today)
        for calculates in (True, False)
    }
    return [explain_stale(ledger, row, readers[row.id in own]) for row in found]


def _may_calculate(principal: Principal, issuer: str) -> bool:
    """True if the principal may draft calculations of this issuer."""
    allowed = MAY[Action.CALCULATE]
    scopes = {allowed[role] for role in principal.roles if role in allowed}
    return Scope.ALL in scopes or (bool(scopes) and principal.participant == issuer)
