"""The requests that a manufacturer sent to its suppliers: waiting ones first, overdue ahead; and the form that asks.

A request that is answered names the delivery. What a supplier asks of its own suppliers is shown as counts alone.
"""

from collections.abc import Iterable
from http import HTTPStatus
from typing import Annotated, Final, NamedTuple

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
from api.web.csv_file import csv_response
from api.web.wording import form_of, format_period
from api.web.workspace import Visit, Visited, problem_rows
from api.web.workspaces import MANUFACTURER
from ledger.service.access.names import names_for
from ledger.service.requests.asking import ask
from ledger.service.requests.ending import withdraw
from ledger.service.requests.reading import (
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
Prefilled = Annotated[AskedForm, Query()]


class AskedLine(NamedTuple):
    """A request as the table shows it."""

    row: RequestView
    firm: str
    period: str
    mark: str
    state: str


@router.get(".json")
def asked_data(visit: Visited) -> Response:
    """Return the requests as data, newest first."""
    return visit.data(RequestPage(items=_requests(visit)))


@router.get(".csv")
def asked_table(visit: Visited) -> Response:
    """Return the requests as a table."""
    names = ("id", "reference", "product", "amount", "unit", "due", "state", "overdue", "delivery")
    found = _requests(visit)
    firms = _firms(visit, found)
    headings = ("firm", *names, "period_start", "period_end")
    rows = (
        (
            firms[row.id],
            *(getattr(row, name) for name in names),
            row.period.start,
            row.period.end,
        )
        for row in found
    )
    return csv_response("requests", headings, rows)


@router.get("")
def asked_page(visit: Visited, typed: Prefilled) -> Response:
    """Show the requests and the form that asks."""
    return _page(visit, typed)


@router.post("")
def ask_supplier(visit: Visited, typed: Annotated[AskedForm, Form()]) -> Response:
    """Ask a supplier, and go to the request, where a firm without an account is invited."""
    context = visit.context
    try:
        asked = parse_asked(visit, typed)
        made = ask(context.ledger, visit.caller, asked, context.fresh(), context.now())
    except CradleError as error:
        return _page(visit, typed, error)
    note_request(visit, made.id, "asked")
    return visit.go(f"{MANUFACTURER.root}/asked/{made.id}")


@router.get("/{name}.json")
def request_data(visit: Visited, name: RandomName) -> Response:
    """Return one request as data, with counts of those below it."""
    return visit.data(_read(visit, name))


@router.get("/{name}")
def request_page(visit: Visited, name: RandomName) -> Response:
    """Show one request: its state, and the ways to invite its firm or withdraw it."""
    return _one(visit, name)


@router.post("/{name}/withdraw")
def withdraw_request(visit: Visited, name: RandomName) -> Response:
    """Withdraw a request."""
    context = visit.context
    withdraw(context.ledger, visit.caller, name, context.now())
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
    context, wanted = visit.context, RequestQuery(Side.ASKED)
    found = query_requests(context.ledger, visit.caller, wanted, (NEWEST, SHOWN), context.now())
    return tuple(item.shown for item in found)


def _read(visit: Visit, name: str) -> RequestView:
    """The request of one's own; the operator's reading is written into the journal.

    Raises:
        CradleError: `request.unknown`, also for one that another firm asked.
    """
    with visit.desk.opened() as desk:
        found = read_request(desk.ledger, desk.caller, name, desk.now)
        if not desk.caller.operates and found.asker != desk.caller.participant:
            raise CradleError("request.unknown", f"There is no request {name:.80}.")
        desk.note(reading_lines(desk.caller, [found]))
        return found


def _firms(visit: Visit, rows: Iterable[RequestView]) -> dict[str, str]:
    """The name of the addressee of each request, by the request's id."""
    listed = tuple(rows)
    ids = [row.participant for row in listed if row.participant is not None]
    names = {one.id: one.name for one in names_for(visit.context.ledger, visit.caller, ids)}
    return {row.id: names.get(row.participant or "", row.firm or "") for row in listed}


def _line(visit: Visit, row: RequestView, firm: str) -> AskedLine:
    key = "overdue" if row.overdue else row.state.value
    mark = "bad" if row.overdue else MARKS[row.state]
    period = format_period(visit, row.period)
    return AskedLine(row, firm, period, mark, visit.say(f"asked.state.{key}"))


def _page(visit: Visit, typed: AskedForm, error: CradleError | None = None) -> Response:
    found = _requests(visit)
    firms = _firms(visit, found)
    ordered = sorted(found, key=lambda row: (_ORDER.index(row.state), row.due, row.id))
    waiting = sum(row.state in {State.OPEN, State.PASSED_ON} for row in found)
    late = sum(row.overdue for row in found)
    values: dict[str, object] = {
        "lines": [_line(visit, row, firms[row.id]) for row in ordered],
        "late": visit.say(f"stale.late.{form_of(late)}", count=str(late)),
        "names": offered_firms(visit),
        "typed": typed,
        "registered": visit.caller.participant is not None,
        "error": error,
        "problems": [] if error is None else problem_rows(placed(error), FIELDS),
    }
    title = visit.say(f"asked.title.{form_of(waiting)}", count=str(waiting))
    status = HTTPStatus.OK if error is None else HTTPStatus(422)
    return visit.page("manufacturer/asked.html", title, values, MANUFACTURER.frame("asked"), status)


def _one(visit: Visit, name: str, link: str = "", error: CradleError | None = None) -> Response:
    row = _read(visit, name)
    firm = _firms(visit, [row])[row.id]
    values: dict[str, object] = {
        "line": _line(visit, row, firm),
        "waiting": row.state in {State.OPEN, State.PASSED_ON},
        "link": link,
        "error": error,
        "problems": [] if error is None else problem_rows(error),
    }
    title = visit.say("asked.request", firm=firm)
    status = HTTPStatus.OK if error is None else HTTPStatus(422)
    frame = MANUFACTURER.frame("asked")
    return visit.page("manufacturer/asked_request.html", title, values, frame, status)
