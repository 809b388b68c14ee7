"""Requests for data up the supply chain: ask, pass on, read, decline, withdraw. An invitation needs a server's address.

Asking is idempotent: one reference makes one request.
"""

from typing import Annotated

from pydantic import Field

from ledger.desk.desk import Desk
from ledger.desk.pages import Cursor, Limit, cut, format_cursor, parse_cursor
from ledger.desk.question import Doc, act, question
from ledger.service.access.journal import AccessRecord
from ledger.service.access.permissions import Action
from ledger.service.requests import asking, ending, shown_requests
from schemas.exchanged.request import (
    DataRequest,
    DeclineBody,
    RequestPage,
    RequestView,
    Side,
    State,
)
from schemas.values import Date

Name = Annotated[
    str, Field(pattern="^[0-9a-f]{32}$"), Doc("The id of a request, 32 hexadecimal digits.")
]


@act(
    "/requests",
    may=Action.REQUEST,
    tag="requests",
    summary="Ask a supplier for data",
    operation="ask_for_data",
    told="The request.",
    method="POST",
    body="asked",
    is_described=True,
    status=201,
)
def ask_for_data(desk: Desk, asked: DataRequest) -> RequestView:
    """Ask a supplier for data; the same content and reference again returns the first request."""
    request = asking.ask(desk.ledger, desk.caller, asked, desk.fresh(), desk.now)
    return _noted(desk, "asked", request)


@question(
    "/requests",
    may=Action.READ_REQUESTS,
    tag="requests",
    summary="List requests",
    operation="list_requests",
    told="A page of requests.",
    is_linked=True,
)
def data_requests(
    desk: Desk,
    limit: Limit = 100,
    cursor: Cursor = None,
    role: Annotated[Side | None, Doc("Only requests that the caller asked or received.")] = None,
    state: Annotated[tuple[State, ...], Doc("Only requests in this state; may be repeated.")] = (),
    due: Annotated[Date | None, Doc("Only requests due on or before this day, YYYY-MM-DD.")] = None,
    parent: Annotated[
        Annotated[str, Field(pattern="^[0-9a-f]{32}$")] | None,
        Doc("Only requests that pass on the request with this id."),
    ] = None,
) -> RequestPage:
    """Return the requests that the caller asked or received, newest first; the operator sees all."""
    wanted = shown_requests.RequestQuery(role, frozenset(state or State), due, parent)
    before = parse_cursor(cursor, shown_requests.NEWEST)
    rows = shown_requests.query_requests(
        desk.ledger, desk.caller, wanted, before, limit + 1, desk.now
    )
    items, more = cut(rows, limit)
    shown = tuple(item.shown for item in items)
    desk.note(shown_requests.reading_lines(desk.caller, shown))
    return RequestPage(items=shown, next=format_cursor(items[-1].number) if more else None)


@question(
    "/requests/{request}",
    may=Action.READ_REQUESTS,
    tag="requests",
    summary="Get a request",
    operation="read_request",
    told="The request.",
)
def data_request(desk: Desk, request: Name) -> RequestView:
    """Return a request, with counts of the requests below it by state."""
    shown = shown_requests.read_request(desk.ledger, desk.caller, request, desk.now)
    desk.note(shown_requests.reading_lines(desk.caller, [shown]))
    return shown


@act(
    "/requests/{request}/pass-on",
    may=Action.REQUEST,
    tag="requests",
    summary="Pass a request on",
    operation="pass_request_on",
    told="The new request.",
    method="POST",
    body="asked",
    is_described=True,
    status=201,
)
def pass_request_on(desk: Desk, request: Name, asked: DataRequest) -> RequestView:
    """Ask the caller's own supplier for data to answer a received request; due no later than that one."""
    new_request = asking.pass_on(desk.ledger, desk.caller, request, asked, desk.fresh(), desk.now)
    return _noted(desk, "passed on", new_request)


@act(
    "/requests/{request}/decline",
    may=Action.REQUEST,
    tag="requests",
    summary="Decline a request",
    operation="decline_request",
    told="The declined request.",
    method="POST",
    body="declined",
    is_described=True,
)
def decline_request(desk: Desk, request: Name, declined: DeclineBody) -> RequestView:
    """Decline a received request and state the reason."""
    declined_request = ending.decline(desk.ledger, desk.caller, request, declined.reason, desk.now)
    return _noted(desk, f"declined {declined.reason.value}", declined_request)


@act(
    "/requests/{request}/withdraw",
    may=Action.REQUEST,
    tag="requests",
    summary="Withdraw a request",
    operation="withdraw_request",
    told="The withdrawn request.",
    method="POST",
)
def withdraw_request(desk: Desk, request: Name) -> RequestView:
    """Withdraw a request that the caller asked; its invitation link stops working."""
    withdrawn_request = ending.withdraw(desk.ledger, desk.caller, request, desk.now)
    return _noted(desk, "withdrawn", withdrawn_request)


def _noted(desk: Desk, what: str, request: RequestView) -> RequestView:
    """Note an action on a request for the operator's journal, and return the request."""
    desk.note([AccessRecord("request", request.id, None, what)])
    return request
