"""One request: answer it, decline it, pass it on to one's own supplier, and invite a supplier that has no account.

How a supplier is named and invited is in `api.web.asking`.
"""

from http import HTTPStatus
from typing import Annotated, Final

from fastapi import APIRouter, Form, Response

from api.paths import RandomName
from api.web.asking import (
    FIELDS,
    AskedForm,
    make_link,
    note_request,
    offered_firms,
    parse_asked,
    placed,
)
from api.web.supplier.home import names_of
from api.web.twins import twins
from api.web.workspace import Visit, Visited, problem_rows
from api.web.workspaces import SUPPLIER
from ledger.service.requests.asking import pass_on
from ledger.service.requests.ending import decline, withdraw
from ledger.service.requests.inbox import inbox_row
from ledger.service.requests.shown_requests import (
    NEWEST,
    RequestQuery,
    query_requests,
    reading_lines,
)
from schemas.errors import CradleError
from schemas.exchanged.request import DeclineReason, RequestView, State
from schemas.views.inbox import InboxRow

MOST: Final = 200
"""The most requests below one that a page lists."""

router = APIRouter(prefix=f"{SUPPLIER.root}/requests", include_in_schema=False)


@twins(router, "/{name}")
def read(visit: Visited, name: RandomName) -> InboxRow:
    """Return a request as data; the operator's reading is written into the journal."""
    with visit.desk.opened() as desk:
        row = inbox_row(desk.ledger, desk.caller, name, desk.now)
        desk.note(reading_lines(desk.caller, [row.request]))
        return row


@router.get("/{name}")
def request_page(visit: Visited, name: RandomName) -> Response:
    """Show one request, and the ways to answer it."""
    return _page(visit, name)


@router.post("/{name}/decline")
def decline_request(
    visit: Visited, name: RandomName, reason: Annotated[DeclineReason, Form()]
) -> Response:
    """Decline a request with a reason."""
    try:
        decline(visit.ledger, visit.caller, name, reason, visit.now)
    except CradleError as error:
        return _page(visit, name, error=error)
    note_request(visit, name, f"declined {reason.value}")
    return visit.go(f"{SUPPLIER.root}/requests/{name}")


@router.post("/{name}/withdraw")
def withdraw_request(visit: Visited, name: RandomName) -> Response:
    """Withdraw a request of one's own."""
    withdraw(visit.ledger, visit.caller, name, visit.now)
    note_request(visit, name, "withdrawn")
    return visit.go(f"{SUPPLIER.root}/requests/{name}")


@router.post("/{name}/pass-on")
def pass_request_on(
    visit: Visited, name: RandomName, typed: Annotated[AskedForm, Form()]
) -> Response:
    """Ask one's own supplier for what a request needs."""
    context = visit.context
    try:
        data_request = parse_asked(visit, typed)
        new_request = pass_on(
            visit.ledger, visit.caller, name, data_request, context.fresh(), visit.now
        )
    except CradleError as error:
        return _page(visit, name, typed, error)
    note_request(visit, new_request.id, "passed on")
    return visit.go(f"{SUPPLIER.root}/requests/{new_request.id}")


@router.post("/{name}/invitation")
def invite_firm(visit: Visited, name: RandomName) -> Response:
    """Make a link for a firm without an account, and show it once."""
    try:
        link = make_link(visit, name)
    except CradleError as error:
        return _page(visit, name, error=error)
    return _page(visit, name, link=link)


def _page(
    visit: Visit,
    name: str,
    typed: AskedForm | None = None,
    error: CradleError | None = None,
    link: str = "",
) -> Response:
    row = read(visit, name)
    request = row.request
    received = request.asker != visit.caller.participant
    waiting = request.state in {State.OPEN, State.PASSED_ON}
    return visit.page(
        "supplier/request.html",
        error,
        status=HTTPStatus(422) if error else None,
        row=row,
        goods=names_of(visit, [row]).get(request.product, ""),
        received=received,
        waiting=waiting,
        reasons=list(DeclineReason),
        below=_below(visit, request) if received else [],
        names=offered_firms(visit),
        typed=typed or _prefilled(request),
        link=link,
        problems=[] if error is None else problem_rows(placed(error), FIELDS),
    )


def _below(visit: Visit, request: RequestView) -> list[RequestView]:
    """The caller's own requests that pass this one on, the newest first."""
    wanted = RequestQuery(parent=request.id)
    rows = query_requests(visit.ledger, visit.caller, wanted, NEWEST, MOST, visit.now)
    return [item.shown for item in rows]


def _prefilled(request: RequestView) -> AskedForm:
    """The form for a request that is passed on: its period and due day, for another product of another firm."""
    period = request.period
    return AskedForm(start=period.start, last=period.last_day, due=request.due)
