"""Requests for data up the chain: ask, pass on, read what became of it, decline, withdraw, invite."""

from collections.abc import Callable, Iterable
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query, Request, Response

from api.addresses import base_url
from api.doors import TheDoors
from api.pages import Cursor, Limit, cut, format_cursor, link_next, parse_cursor
from api.problems import PROBLEMS
from api.web.invitation import INVITATION
from api.who import Who
from ledger.service.access.journal import Done, note
from ledger.service.requests import asking, ending, invitations, reading
from schemas.errors import CradleError
from schemas.request import (
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
def ask(asked: DataRequest, who: Who, doors: TheDoors) -> RequestView:
    """Ask a supplier for data; the same again under one reference is the request of the first time."""
    made = asking.ask(doors.ledger, who, asked, doors.fresh(), doors.now())
    return _noted(doors, who, "asked", made)


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
    who: Who,
    doors: TheDoors,
    link: Linked,
    wanted: Annotated[reading.Wanted, Depends(_wanted)],
    limit: Limit = 100,
    cursor: Cursor = None,
) -> RequestPage:
    """The requests that one has asked or received, the newest first; the operator's are all."""
    page = (parse_cursor(cursor, reading.NEWEST), limit + 1)
    items, more = cut(reading.list_shown(doors.ledger, who, wanted, page, doors.now()), limit)
    _note_reading(doors, who, [item.shown for item in items])
    following = format_cursor(items[-1].number) if more else None
    if following is not None:
        link(following)
    return RequestPage(items=tuple(item.shown for item in items), next=following)


@router.get("/{request}", operation_id="read_request", response_model_exclude_none=True)
def read(request: Name, who: Who, doors: TheDoors) -> RequestView:
    """One request, with counts of what is below it."""
    shown = reading.read_request(doors.ledger, who, request, doors.now())
    _note_reading(doors, who, [shown])
    return shown


@router.post(
    "/{request}/pass-on",
    status_code=HTTPStatus.CREATED,
    operation_id="pass_request_on",
    response_model_exclude_none=True,
)
def pass_on(request: Name, asked: DataRequest, who: Who, doors: TheDoors) -> RequestView:
    """Ask a supplier of one's own for what answering a received request takes; due no later than that."""
    made = asking.pass_on(doors.ledger, who, request, asked, doors.fresh(), doors.now())
    return _noted(doors, who, "passed on", made)


@router.post("/{request}/decline", operation_id="decline_request", response_model_exclude_none=True)
def decline(request: Name, declined: DeclineBody, who: Who, doors: TheDoors) -> RequestView:
    """Decline a received request, with a reason."""
    made = ending.decline(doors.ledger, who, request, declined.reason, doors.now())
    return _noted(doors, who, f"declined {declined.reason.value}", made)


@router.post(
    "/{request}/withdraw", operation_id="withdraw_request", response_model_exclude_none=True
)
def withdraw(request: Name, who: Who, doors: TheDoors) -> RequestView:
    """Take a request back."""
    made = ending.withdraw(doors.ledger, who, request, doors.now())
    return _noted(doors, who, "withdrawn", made)


@router.post(
    "/{request}/invitation", status_code=HTTPStatus.CREATED, operation_id="invite_to_request"
)
def invite(
    request: Name, asked: InvitationBody, who: Who, doors: TheDoors, here: Request
) -> Invitation:
    """A link for the firm that a request names, told this once; one made before no longer opens."""
    if not (doors.configuration.members_invite or who.operates):
        detail = "Here the operator alone invites; ask it for the link."
        raise CradleError("invitation.closed", detail)
    secret, now = doors.draw(), doors.now()
    expires = invitations.invite(doors.ledger, who, request, secret, now, asked.days)
    note(doors.ledger.store, who, now, [Done("request", request, None, "invited")])
    link = f"{base_url(here, doors.configuration)}{INVITATION}/{secret}"
    return Invitation(link=link, expires=expires)


def _note_reading(doors: TheDoors, who: Who, shown: Iterable[RequestView]) -> None:
    """Have both parties see that somebody beside them, who can only be the operator, has read a request."""
    lines = [
        Done("read", one.id, party, "request")
        for one in shown
        if who.participant not in {one.asker, one.participant}
        for party in (one.asker, one.participant)
        if party is not None and who.operates
    ]
    note(doors.ledger.store, who, doors.now(), lines)


def _noted(doors: TheDoors, who: Who, what: str, made: RequestView) -> RequestView:
    """The request, once what was done to it stands in the operator's journal."""
    note(doors.ledger.store, who, doors.now(), [Done("request", made.id, None, what)])
    return made
