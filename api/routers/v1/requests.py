"""Requests for data up the chain: ask, pass on, read what became of it, decline, withdraw, invite."""

from collections.abc import Callable, Iterable
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query, Request, Response

from api.addresses import base_url
from api.authentication import Caller
from api.context import Context
from api.pages import Cursor, Limit, cut, format_cursor, link_next, parse_cursor
from api.problems import PROBLEMS
from api.web.invitation import INVITATION
from ledger.service.access.journal import Done, note
from ledger.service.requests import asking, ending, invitations, reading
from schemas.errors import CradleError
from schemas.request import (
    Declined,
    Invitation,
    InvitationAsked,
    RequestAsked,
    RequestPage,
    RequestShown,
    Side,
    State,
)
from schemas.values import Date

router = APIRouter(prefix="/requests", tags=["requests"], responses=PROBLEMS)


def _linking(request: Request, answer: Response) -> Callable[[str], None]:
    return lambda cursor: link_next(request, answer, cursor)


Linked = Annotated[Callable[[str], None], Depends(_linking)]
"""Tells in the answer where the page that follows is."""

Name = Annotated[str, Path(description="The id of a request.", pattern="^[0-9a-f]{32}$")]


@router.post(
    "",
    status_code=HTTPStatus.CREATED,
    operation_id="ask_for_data",
    response_model_exclude_none=True,
)
def ask(asked: RequestAsked, caller: Caller, context: Context) -> RequestShown:
    """Ask a supplier for data; the same again under one reference is the request of the first time."""
    made = asking.ask(context.ledger, caller, asked, context.fresh(), context.now())
    return _noted(context, caller, "asked", made)


def _wanted(
    role: Annotated[Side | None, Query(description="Only what was asked, or received.")] = None,
    state: Annotated[tuple[State, ...], Query(description="Only these; may be repeated.")] = (),
    due: Annotated[Date | None, Query(description="Only those due on that day or before.")] = None,
    parent: Annotated[
        str | None,
        Query(description="Only what passes on this request.", pattern="^[0-9a-f]{32}$"),
    ] = None,
) -> reading.Wanted:
    """Which requests are listed."""
    return reading.Wanted(role, frozenset(state or State), due, parent)


@router.get("", operation_id="list_requests", response_model_exclude_none=True)
def listing(
    caller: Caller,
    context: Context,
    link: Linked,
    wanted: Annotated[reading.Wanted, Depends(_wanted)],
    limit: Limit = 100,
    cursor: Cursor = None,
) -> RequestPage:
    """The requests that one has asked or received, the newest first; the operator's are all."""
    page = (parse_cursor(cursor, reading.NEWEST), limit + 1)
    items, more = cut(
        reading.list_shown(context.ledger, caller, wanted, page, context.now()), limit
    )
    _note_reading(context, caller, [item.shown for item in items])
    following = format_cursor(items[-1].number) if more else None
    if following is not None:
        link(following)
    return RequestPage(items=tuple(item.shown for item in items), next=following)


@router.get("/{request}", operation_id="read_request", response_model_exclude_none=True)
def read(request: Name, caller: Caller, context: Context) -> RequestShown:
    """One request, with counts of what is below it."""
    shown = reading.read_request(context.ledger, caller, request, context.now())
    _note_reading(context, caller, [shown])
    return shown


@router.post(
    "/{request}/pass-on",
    status_code=HTTPStatus.CREATED,
    operation_id="pass_request_on",
    response_model_exclude_none=True,
)
def pass_on(request: Name, asked: RequestAsked, caller: Caller, context: Context) -> RequestShown:
    """Ask a supplier of one's own for what answering a received request takes; due no later than that."""
    made = asking.pass_on(context.ledger, caller, request, asked, context.fresh(), context.now())
    return _noted(context, caller, "passed on", made)


@router.post("/{request}/decline", operation_id="decline_request", response_model_exclude_none=True)
def decline(request: Name, declined: Declined, caller: Caller, context: Context) -> RequestShown:
    """Decline a received request, with a reason."""
    made = ending.decline(context.ledger, caller, request, declined.reason, context.now())
    return _noted(context, caller, f"declined {declined.reason.value}", made)


@router.post(
    "/{request}/withdraw", operation_id="withdraw_request", response_model_exclude_none=True
)
def withdraw(request: Name, caller: Caller, context: Context) -> RequestShown:
    """Take a request back."""
    made = ending.withdraw(context.ledger, caller, request, context.now())
    return _noted(context, caller, "withdrawn", made)


@router.post(
    "/{request}/invitation", status_code=HTTPStatus.CREATED, operation_id="invite_to_request"
)
def invite(
    request: Name, asked: InvitationAsked, caller: Caller, context: Context, here: Request
) -> Invitation:
    """A link for the firm that a request names, told this once; one made before no longer opens."""
    if not (context.configuration.members_invite or caller.operates):
        detail = "Here the operator alone invites; ask it for the link."
        raise CradleError("invitation.closed", detail)
    secret, now = context.draw(), context.now()
    expires = invitations.invite(context.ledger, caller, request, secret, now, asked.days)
    note(context.ledger.store, caller, now, [Done("request", request, None, "invited")])
    link = f"{base_url(here, context.configuration)}{INVITATION}/{secret}"
    return Invitation(link=link, expires=expires)


def _note_reading(context: Context, caller: Caller, shown: Iterable[RequestShown]) -> None:
    """Have both parties see that somebody beside them, who can only be the operator, has read a request."""
    lines = [
        Done("read", one.id, party, "request")
        for one in shown
        if caller.participant not in {one.asker, one.participant}
        for party in (one.asker, one.participant)
        if party is not None and caller.operates
    ]
    note(context.ledger.store, caller, context.now(), lines)


def _noted(context: Context, caller: Caller, what: str, made: RequestShown) -> RequestShown:
    """The request, once what was done to it stands in the operator's journal."""
    note(context.ledger.store, caller, context.now(), [Done("request", made.id, None, what)])
    return made
