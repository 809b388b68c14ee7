"""Stale calculations and deliveries among the statements that a principal is shown."""

from ledger.service.access.permissions import Action, scope_of
from ledger.service.access.principal import Principal
from ledger.service.access.visibility import Visibility
from ledger.service.append.ledger import Ledger
from ledger.service.state.stale import StaleStatement, find_stale, ids_with_figures


def stale_for(ledger: Ledger, principal: Principal) -> list[StaleStatement]:
    """The stale calculations and deliveries that the principal is shown.

    Raises:
        CradleError: `access.denied`.
    """
    scope_of(principal, Action.STALE)
    with ledger.view() as view:
        visibility = Visibility(view, principal)
        shown = [name for name in ids_with_figures(view) if visibility.standing(name) is not None]
        return list(find_stale(view, shown))
