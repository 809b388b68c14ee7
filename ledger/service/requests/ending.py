"""Ends of a request: its addressee declines it, its asker withdraws it. Repeating it changes nothing."""

from ledger.append.ledger import Ledger
from ledger.service.access.permissions import Action
from ledger.service.access.principal import Principal
from ledger.service.requests.role import RequestRole, require_request
from ledger.service.requests.shown_requests import show_request
from ledger.store.requests.invitations import end_links
from ledger.store.requests.requests import put_declined, put_withdrawn, request_of
from schemas.errors import CradleError
from schemas.exchanged.request import DeclineReason, RequestView


def decline(
    ledger: Ledger, principal: Principal, name: str, reason: DeclineReason, now: int
) -> RequestView:
    """Decline a request, so that its asker knows; a delivery still answers it.

    Raises:
        CradleError: `access.denied`, `request.unknown`, `request.party`, `request.ended` after a withdrawal.
    """
    able = (RequestRole.ADDRESSEE, RequestRole.OPERATOR)
    with ledger.store.write() as connection:
        request, role = require_request(connection, principal, Action.REQUEST, name, *able)
        if request.withdrawn is not None:
            raise CradleError("request.ended", "The request was withdrawn.")
        put_declined(connection, name, reason.value, now)
        return show_request(connection, request_of(connection, name) or request, role, now)


def withdraw(ledger: Ledger, principal: Principal, name: str, now: int) -> RequestView:
    """Withdraw a request, and the link that invites to it.

    Requests that its addressee has passed on remain that firm's own, and no asker above sees them
    any more.

    Raises:
        CradleError: `access.denied`, `request.unknown`, `request.party`.
    """
    able = (RequestRole.ASKER, RequestRole.OPERATOR)
    with ledger.store.write() as connection:
        request, role = require_request(connection, principal, Action.REQUEST, name, *able)
        put_withdrawn(connection, name, now)
        end_links(connection, name, now)
        return show_request(connection, request_of(connection, name) or request, role, now)
