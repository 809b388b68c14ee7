"""Requests for data up the supply chain: ask, pass on, read, decline, withdraw, invite."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query, Request, Response

from api.addresses import base_url
from api.authentication import Caller
from api.context import Context
from api.invitations import require_may_invite
from api.pages import Cursor, Limit, cut, format_cursor, link_next, parse_cursor
from api.paths import PREFIX
from api.problems import PROBLEMS
from api.web.invitation import INVITATION
from ledger.service.access.journal import AccessRecord, note
from ledger.service.requests import asking, ending, invitations, reading
from schemas.exchanged.request import (
    DataRequest,
    DeclineBody,
    Invitation,
    InvitationBody,
    RequestPage,
    RequestView,
    Side,
    State,
)
from schemas.values import Date

router = APIRouter(prefix=f"{PREFIX}/requests", tags=["requests"], responses=PROBLEMS)


def _linking(request: Request, answer: Response) -> Callable[[str], None]:
    return lambda cursor: link_next(request, answer, cursor)


Linked = Annotated[Callable[[str], None], Depends(_linking)]
"""Adds the link to the next page to the response."""

Name = Annotated[
    str, Path(description="The id of a request, 32 hexadecimal digits.", pattern="^[0-9a-f]{32}$")
]


@router.post(
    "",
    status_code=HTTPStatus.CREATED,
    summary="Ask a supplier for data",
    operation_id="ask_for_data",
    response_model_exclude_none=True,
    response_description="The request.",
)
def ask(asked: DataRequest, caller: Caller, context: Context) -> RequestView:
    """Ask a supplier for data; the same content and reference again returns the first request."""
    made = asking.ask(context.ledger, caller, asked, context.fresh(), context.now())
    return _noted(context, caller, "asked", made)


def _wanted(
    role: Annotated[
        Side | None, Query(description="Only requests that the caller asked or received.")
    ] = None,
    state: Annotated[
        tuple[State, ...], Query(description="Only requests in this state; may be repeated.")
    ] = (),
    due: Annotated[
        Date | None, Query(description="Only requests due on or before this day, YYYY-MM-DD.")
    ] = None,
    parent: Annotated[
        str | None,
        Query(
            description="Only requests that pass on the request with this id.",
            pattern="^[0-9a-f]{32}$",
        ),
    ] = None,
) -> reading.RequestQuery:
    """Read the filters of the list from the query."""
    return reading.RequestQuery(role, frozenset(state or State), due, parent)


@router.get(
    "",
    summary="List requests",
    operation_id="list_requests",
    response_model_exclude_none=True,
    response_description="A page of requests.",
)
def listing(
    caller: Caller,
    context: Context,
    link: Linked,
    wanted: Annotated[reading.RequestQuery, Depends(_wanted)],
    limit: Limit = 100,
    cursor: Cursor = None,
) -> RequestPage:
    """Return the requests that the caller asked or received, newest first; the operator sees all."""
    page = (parse_cursor(cursor, reading.NEWEST), limit + 1)
    items, more = cut(
        reading.query_requests(context.ledger, caller, wanted, page, context.now()), limit
    )
    reading.note_reading(
        context.ledger.store, caller, [item.shown for item in items], context.now()
    )
    following = format_cursor(items[-1].number) if more else None
    if following is not None:
        link(following)
    return RequestPage(items=tuple(item.shown for item in items), next=following)


@router.get(
    "/{request}",
    summary="Get a request",
    operation_id="read_request",
    response_model_exclude_none=True,
    response_description="The request.",
)
def read(request: Name, caller: Caller, context: Context) -> RequestView:
    """Return a request, with counts of the requests below it by state."""
    shown = reading.read_request(context.ledger, caller, request, context.now())
    reading.note_reading(context.ledger.store, caller, [shown], context.now())
    return shown


@router.post(
    "/{request}/pass-on",
    status_code=HTTPStatus.CREATED,
    summary="Pass a request on",
    operation_id="pass_request_on",
    response_model_exclude_none=True,
    response_description="The new request.",
)
def pass_on(request: Name, asked: DataRequest, caller: Caller, context: Context) -> RequestView:
    """Ask the caller's own supplier for data to answer a received request; due no later than that one."""
    made = asking.pass_on(context.ledger, caller, request, asked, context.fresh(), context.now())
    return _noted(context, caller, "passed on", made)


@router.post(
    "/{request}/decline",
    summary="Decline a request",
    operation_id="decline_request",
    response_model_exclude_none=True,
    response_description="The declined request.",
)
def decline(request: Name, declined: DeclineBody, caller: Caller, context: Context) -> RequestView:
    """Decline a received request and state the reason."""
    made = ending.decline(context.ledger, caller, request, declined.reason, context.now())
    return _noted(context, caller, f"declined {declined.reason.value}", made)


@router.post(
    "/{request}/withdraw",
    summary="Withdraw a request",
    operation_id="withdraw_request",
    response_model_exclude_none=True,
    response_description="The withdrawn request.",
)
def withdraw(request: Name, caller: Caller, context: Context) -> RequestView:
    """Withdraw a request that the caller asked; its invitation link stops working."""
    made = ending.withdraw(context.ledger, caller, request, context.now())
    return _noted(context, caller, "withdrawn", made)


@router.post(
    "/{request}/invitation",
    status_code=HTTPStatus.CREATED,
    summary="Invite a request's firm",
    operation_id="invite_to_request",
    response_description="The link; it is not shown again.",
)
def invite(
    request: Name, asked: InvitationBody, caller: Caller, context: Context, here: Request
) -> Invitation:
    """Make a link by which the firm of a request opens an account; an earlier link stops working."""
    require_may_invite(context, caller)
    base, secret, now = base_url(here, context.configuration), context.draw(), context.now()
    expires = invitations.invite(context.ledger, caller, request, secret, now, asked.days)
    note(context.ledger.store, caller, now, [AccessRecord("request", request, None, "invited")])
    return Invitation(link=f"{base}{INVITATION}/{secret}", expires=expires)


def _noted(context: Context, caller: Caller, what: str, made: RequestView) -> RequestView:
    """Write an action on a request into the operator's journal, and return the request."""
    note(
        context.ledger.store, caller, context.now(), [AccessRecord("request", made.id, None, what)]
    )
    return made
