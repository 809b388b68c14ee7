"""The requests that a manufacturer sent to its suppliers: waiting ones first, overdue ahead; and the form that asks.

A request that is answered names the delivery. What a supplier asks of its own suppliers is shown as counts alone.
"""

from collections.abc import Iterable
from http import HTTPStatus
from typing import Annotated, Final

from fastapi import APIRouter, Form, Query, Response

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
from api.web.twins import columns, csv_response, twins
from api.web.workspace import Visit, Visited
from api.web.workspaces import MANUFACTURER
from ledger.service.access.names import names_for
from ledger.service.requests.asking import ask
from ledger.service.requests.ending import withdraw
from ledger.service.requests.shown_requests import (
    NEWEST,
    RequestQuery,
    query_requests,
    read_request,
    reading_lines,
)
from schemas.errors import CradleError
from schemas.exchanged.request import RequestPage, RequestView, Side, State

router = APIRouter(prefix=f"{MANUFACTURER.root}/asked", include_in_schema=False)
SHOWN: Final = 200
"""The newest requests that the page lists."""

MARKS: Final = {
    State.OPEN: "info",
    State.PASSED_ON: "info",
    State.ANSWERED: "ok",
    State.DECLINED: "warn",
    State.WITHDRAWN: "info",
}
"""The sort of chip of each state that is not overdue."""

_ORDER: Final = (State.OPEN, State.PASSED_ON, State.ANSWERED, State.DECLINED, State.WITHDRAWN)
COLUMNS: Final = (
    *("id", "reference", "product", "amount", "unit", "due", "state", "overdue", "delivery"),
    *("period.start", "period.end"),
)
Prefilled = Annotated[AskedForm, Query()]


@router.get(".json")
def asked_data(visit: Visited) -> Response:
    """Return the requests as data, newest first."""
    return visit.data(RequestPage(items=_requests(visit)))


@router.get(".csv")
def asked_table(visit: Visited) -> Response:
    """Return the requests as a table."""
    requests = _requests(visit)
    firms = _firms(visit, requests)
    headings, cells = columns(requests, *COLUMNS)
    rows = ([firms[row.id], *own] for row, own in zip(requests, cells, strict=True))
    return csv_response("requests", ["firm", *headings], rows)


@router.get("")
def asked_page(visit: Visited, typed: Prefilled) -> Response:
    """Show the requests and the form that asks."""
    return _page(visit, typed)


@router.post("")
def ask_supplier(visit: Visited, typed: Annotated[AskedForm, Form()]) -> Response:
    """Ask a supplier, and go to the request, where a firm without an account is invited."""
    context = visit.context
    try:
        data_request = parse_asked(visit, typed)
        request = ask(visit.ledger, visit.caller, data_request, context.fresh(), visit.now)
    except CradleError as error:
        return _page(visit, typed, error)
    note_request(visit, request.id, "asked")
    return visit.go(f"{MANUFACTURER.root}/asked/{request.id}")


@twins(router, "/{name}")
def read_own(visit: Visited, name: RandomName) -> RequestView:
    """The request of one's own as data, with counts of those below it; the operator's reading is in the journal.

    Raises:
        CradleError: `request.unknown`, also for one that another firm asked.
    """
    with visit.desk.opened() as desk:
        request = read_request(desk.ledger, desk.caller, name, desk.now)
        if not desk.caller.operates and request.asker != desk.caller.participant:
            raise CradleError("request.unknown", f"There is no request {name:.80}.")
        desk.note(reading_lines(desk.caller, [request]))
        return request


@router.get("/{name}")
def request_page(visit: Visited, name: RandomName) -> Response:
    """Show one request: its state, and the ways to invite its firm or withdraw it."""
    return _one(visit, name)


@router.post("/{name}/withdraw")
def withdraw_request(visit: Visited, name: RandomName) -> Response:
    """Withdraw a request."""
    withdraw(visit.ledger, visit.caller, name, visit.now)
    note_request(visit, name, "withdrawn")
    return visit.go(f"{MANUFACTURER.root}/asked/{name}")


@router.post("/{name}/invitation")
def invite_firm(visit: Visited, name: RandomName) -> Response:
    """Make a link for a firm without an account, and show it once."""
    try:
        link = make_link(visit, name)
    except CradleError as error:
        return _one(visit, name, error=error)
    return _one(visit, name, link=link)


def _requests(visit: Visit) -> tuple[RequestView, ...]:
    wanted = RequestQuery(Side.ASKED)
    rows = query_requests(visit.ledger, visit.caller, wanted, NEWEST, SHOWN, visit.now)
    return tuple(item.shown for item in rows)


def _firms(visit: Visit, rows: Iterable[RequestView]) -> dict[str, str]:
    """The name of the addressee of each request, by the request's id."""
    listed = tuple(rows)
    ids = [row.participant for row in listed if row.participant is not None]
    names = {firm.id: firm.name for firm in names_for(visit.ledger, visit.caller, ids)}
    return {row.id: names.get(row.participant or "", row.firm or "") for row in listed}


def _page(visit: Visit, typed: AskedForm, error: CradleError | None = None) -> Response:
    requests = _requests(visit)
    firms = _firms(visit, requests)
    ordered = sorted(requests, key=lambda row: (_ORDER.index(row.state), row.due, row.id))
    return visit.page(
        "manufacturer/asked.html",
        error and placed(error),
        form_fields=FIELDS,
        status=HTTPStatus(422) if error else None,
        lines=[(row, firms[row.id]) for row in ordered],
        marks=MARKS,
        waiting=sum(row.state in {State.OPEN, State.PASSED_ON} for row in requests),
        late=sum(row.overdue for row in requests),
        names=offered_firms(visit),
        typed=typed,
        registered=visit.caller.participant is not None,
    )


def _one(visit: Visit, name: str, link: str = "", error: CradleError | None = None) -> Response:
    row = read_own(visit, name)
    firm = _firms(visit, [row])[row.id]
    return visit.page(
        "manufacturer/asked_request.html",
        error,
        status=HTTPStatus(422) if error else None,
        row=row,
        firm=firm,
        marks=MARKS,
        link=link,
    )
