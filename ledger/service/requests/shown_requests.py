"""Requests as a principal is shown them: one with counts of those below it, or a page of a list.

The asker sees its own request, its state, and counts of those below; the addressee sees the asker,
the requested data and the due day. Neither sees a name, product, date or amount of a firm further
up or down; other firms see nothing. The operator, who runs the database, sees each request as its
asker does.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import orjson

from ledger.append.ledger import Ledger
from ledger.service.access.journal import AccessRecord
from ledger.service.access.permissions import Action, Scope, scope_of
from ledger.service.access.principal import Principal
from ledger.service.requests.progress import progress_below
from ledger.service.requests.role import RequestRole, require_request, role_of
from ledger.service.requests.state import RequestStatus, day_of, statuses_of
from ledger.store.engine import Connection
from ledger.store.requests.invitations import newest_link
from ledger.store.requests.requests import Request, RequestFilter, list_requests
from schemas.exchanged.request import (
    DataRequest,
    DeclineReason,
    InvitationStatus,
    RequestView,
    Side,
    State,
)

NEWEST = 2**31 - 1
"""A number above that of every request."""

_AT_ONCE = 500
"""The requests that are read at once after as many as are wanted, some of which were in another state."""


@dataclass(frozen=True, slots=True)
class RequestQuery:
    """The filter of a list: a side, states, a latest due day, a request above."""

    side: Side | None = None
    states: frozenset[State] = frozenset(State)
    due: str | None = None
    parent: str | None = None


@dataclass(frozen=True, slots=True)
class ListedRequest:
    """A request in a list, and its number, which pages to older ones."""

    number: int
    shown: RequestView


def read_request(ledger: Ledger, principal: Principal, name: str, now: int) -> RequestView:
    """One request, with counts of those below it.

    Raises:
        CradleError: `access.denied`, `request.unknown`.
    """
    with ledger.store.read() as connection:
        action = Action.READ_REQUESTS
        request, role = require_request(connection, principal, action, name, *RequestRole)
        return show_request(connection, request, role, now)


def reading_lines(principal: Principal, shown: Iterable[RequestView]) -> list[AccessRecord]:
    """The lines of both parties' journal that the operator has read requests."""
    return [
        AccessRecord("read", request.id, party, "request")
        for request in shown
        if principal.operates and principal.participant not in {request.asker, request.participant}
        for party in (request.asker, request.participant)
        if party is not None
    ]


def show_request(
    connection: Connection, request: Request, role: RequestRole, now: int
) -> RequestView:
    """A request with counts of those below it, and for its asker the state of its invitation."""
    today = day_of(now)
    shown = _show(statuses_of(connection, [request], today)[0], role)
    link = None if role is RequestRole.ADDRESSEE else newest_link(connection, request.id)
    invited = None if link is None else InvitationStatus(expires=link.expires, used=link.used)
    below = progress_below(connection, request, today)
    return shown.model_copy(update={"invited": invited, "below": below})


def query_requests(
    ledger: Ledger,
    principal: Principal,
    wanted: RequestQuery,
    before: int,
    count: int,
    now: int,
) -> list[ListedRequest]:
    """The newest requests that a principal is shown, newest first.

    Args:
        ledger: the ledger with the requests.
        principal: the caller.
        wanted: the filter.
        before: the number that they come before.
        count: the largest number of requests.
        now: the clock, in seconds of UTC since 1970.

    Raises:
        CradleError: `access.denied`; `request.unknown` for a parent that is not shown.
    """
    scope = scope_of(principal, Action.READ_REQUESTS)
    requests: list[ListedRequest] = []
    with ledger.store.read() as connection:
        if wanted.parent is not None:
            able = (RequestRole.ADDRESSEE, RequestRole.OPERATOR)
            require_request(connection, principal, Action.READ_REQUESTS, wanted.parent, *able)
        concerning = _concerning(principal, wanted, everything=scope is Scope.ALL)
        at_once = count
        while len(requests) < count:
            rows = list_requests(connection, concerning, before, at_once)
            statuses = statuses_of(connection, rows, day_of(now))
            kept = [row for row in statuses if row.state in wanted.states]
            requests += [ListedRequest(row.request.number, _listed(principal, row)) for row in kept]
            if len(rows) < at_once:
                break
            before, at_once = rows[-1].number, _AT_ONCE
    return requests[:count]


def _concerning(principal: Principal, wanted: RequestQuery, *, everything: bool) -> RequestFilter:
    return RequestFilter(
        participant=principal.participant,
        organisation=principal.organisation,
        asked=wanted.side is not Side.RECEIVED,
        received=wanted.side is not Side.ASKED,
        everything=everything and wanted.side is None,
        due=wanted.due,
        parent=wanted.parent,
    )


def _listed(principal: Principal, status: RequestStatus) -> RequestView:
    return _show(status, role_of(principal, status.request) or RequestRole.ADDRESSEE)


def _show(status: RequestStatus, role: RequestRole) -> RequestView:
    request, data_request = status.request, requested_data(status.request)
    reason = None if request.reason is None else DeclineReason(request.reason)
    return RequestView(
        id=request.id,
        reference=request.reference,
        asker=request.asker,
        participant=request.addressee,
        firm=data_request.firm,
        product=data_request.product,
        amount=data_request.amount,
        unit=data_request.unit,
        period=data_request.period,
        due=data_request.due,
        wants=data_request.wants,
        created=request.created,
        state=status.state,
        overdue=status.overdue,
        delivery=status.delivery,
        reason=reason if status.state is State.DECLINED else None,
        parent=None if role is RequestRole.ADDRESSEE else request.parent,
    )


def requested_data(request: Request) -> DataRequest:
    """The requested data."""
    return DataRequest.model_validate(orjson.loads(request.asked))
