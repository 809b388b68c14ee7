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
from api.web.supplier.request_line import request_lines
from api.web.workspace import Visit, Visited, problem_rows
from api.web.workspaces import SUPPLIER
from ledger.service.requests.asking import pass_on
from ledger.service.requests.ending import decline, withdraw
from ledger.service.requests.inbox import inbox_row
from ledger.service.requests.reading import NEWEST, RequestQuery, query_requests, reading_lines
from schemas.errors import CradleError
from schemas.exchanged.request import DeclineReason, RequestView, State
from schemas.views.inbox import InboxRow

MOST: Final = 200
"""The most requests below one that a page lists."""

router = APIRouter(prefix=f"{SUPPLIER.root}/requests", include_in_schema=False)


@router.get("/{name}.json")
def request_data(visit: Visited, name: RandomName) -> Response:
    """Return a request as data."""
    return visit.data(_read(visit, name))


@router.get("/{name}")
def request_page(visit: Visited, name: RandomName) -> Response:
    """Show one request, and the ways to answer it."""
    return _page(visit, name)


@router.post("/{name}/decline")
def decline_request(
    visit: Visited, name: RandomName, reason: Annotated[DeclineReason, Form()]
) -> Response:
    """Decline a request with a reason."""
    context = visit.context
    try:
        decline(context.ledger, visit.caller, name, reason, context.now())
    except CradleError as error:
        return _page(visit, name, error=error)
    note_request(visit, name, f"declined {reason.value}")
    return visit.go(f"{SUPPLIER.root}/requests/{name}")


@router.post("/{name}/withdraw")
def withdraw_request(visit: Visited, name: RandomName) -> Response:
    """Withdraw a request of one's own."""
    context = visit.context
    withdraw(context.ledger, visit.caller, name, context.now())
    note_request(visit, name, "withdrawn")
    return visit.go(f"{SUPPLIER.root}/requests/{name}")


@router.post("/{name}/pass-on")
def pass_request_on(
    visit: Visited, name: RandomName, typed: Annotated[AskedForm, Form()]
) -> Response:
    """Ask one's own supplier for what a request needs."""
    context = visit.context
    try:
        asked = parse_asked(visit, typed)
        made = pass_on(context.ledger, visit.caller, name, asked, context.fresh(), context.now())
    except CradleError as error:
        return _page(visit, name, typed, error)
    note_request(visit, made.id, "passed on")
    return visit.go(f"{SUPPLIER.root}/requests/{made.id}")


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
    row = _read(visit, name)
    asked = row.request
    received = asked.asker != visit.caller.participant
    waiting = asked.state in {State.OPEN, State.PASSED_ON}
    values: dict[str, object] = {
        "line": request_lines(visit, [row])[0],
        "received": received,
        "waiting": waiting,
        "state": visit.say(f"home.state.{asked.state.value}"),
        "reasons": [(one.value, visit.say(f"home.reason.{one.value}")) for one in DeclineReason],
        "below": _below(visit, asked) if received else [],
        "names": offered_firms(visit),
        "typed": typed or _prefilled(asked),
        "link": link,
        "error": error,
        "problems": [] if error is None else problem_rows(placed(error), FIELDS),
    }
    title = visit.say("home.request", firm=row.asker)
    status = HTTPStatus.OK if error is None else HTTPStatus(422)
    return visit.page("supplier/request.html", title, values, SUPPLIER.frame("requests"), status)


def _read(visit: Visit, name: str) -> InboxRow:
    """The request; the operator's reading is written into the journal."""
    with visit.desk.opened() as desk:
        row = inbox_row(desk.ledger, desk.caller, name, desk.now)
        desk.note(reading_lines(desk.caller, [row.request]))
        return row


def _below(visit: Visit, asked: RequestView) -> list[RequestView]:
    """The caller's own requests that pass this one on, the newest first."""
    context, wanted = visit.context, RequestQuery(parent=asked.id)
    found = query_requests(context.ledger, visit.caller, wanted, (NEWEST, MOST), context.now())
    return [item.shown for item in found]


def _prefilled(asked: RequestView) -> AskedForm:
    """The form for a request that is passed on: its period and due day, for another product of another firm."""
    period = asked.period
    return AskedForm(start=period.start, last=period.last_day, due=asked.due)
