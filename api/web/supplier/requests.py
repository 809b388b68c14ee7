"""One request: answer it, decline it, pass it on to one's own supplier, and invite a supplier that has no account.

The supplier is named as it is registered; a name that no registration has is that of a firm to invite. The link of an
invitation opens an account, so it is shown once and kept nowhere.
"""

from http import HTTPStatus
from typing import Annotated, Final

from fastapi import APIRouter, Form, Response
from pydantic import BaseModel, ConfigDict, ValidationError

from api.addresses import base_url
from api.invitations import require_may_invite
from api.paths import RandomName
from api.web.invitation import INVITATION
from api.web.supplier.request_line import request_lines
from api.web.supplier.wording import day_after
from api.web.workspace import Visit, Visited, problem_rows
from api.web.workspaces import SUPPLIER
from ledger.service.access.journal import AccessRecord, note
from ledger.service.access.names import search_names
from ledger.service.requests.asking import pass_on
from ledger.service.requests.ending import decline, withdraw
from ledger.service.requests.inbox import inbox_row
from ledger.service.requests.invitations import invite
from ledger.service.requests.reading import NEWEST, RequestQuery, note_reading, query_requests
from schemas.base import refusal
from schemas.errors import CradleError
from schemas.inbox import InboxRow
from schemas.request import DataRequest, DeclineReason, RequestView, State

FIELDS: Final = frozenset({"firm", "product", "start", "last", "due", "reference"})
PLACES: Final = {
    "participant": "firm",
    "period": "last",
    "period.start": "start",
    "period.end": "last",
}
"""The field of the form for each place of a refusal that has another name."""

DAYS: Final = 30
"""Days for which the link of an invitation is valid."""

MOST: Final = 200
"""The most firms, and the most requests below one, that a page lists."""

router = APIRouter(prefix=f"{SUPPLIER.root}/requests", include_in_schema=False)


class PassingOn(BaseModel):
    """The fields of the form as they were typed; `last` is the last day of the period."""

    model_config = ConfigDict(frozen=True)

    firm: str = ""
    product: str = ""
    start: str = ""
    last: str = ""
    due: str = ""
    reference: str = ""


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
    _note(visit, name, f"declined {reason.value}")
    return visit.go(f"{SUPPLIER.root}/requests/{name}")


@router.post("/{name}/withdraw")
def withdraw_request(visit: Visited, name: RandomName) -> Response:
    """Withdraw a request of one's own."""
    context = visit.context
    withdraw(context.ledger, visit.caller, name, context.now())
    _note(visit, name, "withdrawn")
    return visit.go(f"{SUPPLIER.root}/requests/{name}")


@router.post("/{name}/pass-on")
def pass_request_on(
    visit: Visited, name: RandomName, typed: Annotated[PassingOn, Form()]
) -> Response:
    """Ask one's own supplier for what a request needs."""
    context = visit.context
    try:
        asked = _parse(visit, typed)
        made = pass_on(context.ledger, visit.caller, name, asked, context.fresh(), context.now())
    except CradleError as error:
        return _page(visit, name, typed, error)
    _note(visit, made.id, "passed on")
    return visit.go(f"{SUPPLIER.root}/requests/{made.id}")


@router.post("/{name}/invitation")
def invite_firm(visit: Visited, name: RandomName) -> Response:
    """Make a link for a firm without an account, and show it once."""
    context = visit.context
    try:
        require_may_invite(context, visit.caller)
        secret = context.draw()
        invite(context.ledger, visit.caller, name, secret, context.now(), DAYS)
    except CradleError as error:
        return _page(visit, name, error=error)
    _note(visit, name, "invited")
    base = base_url(visit.request, context.configuration)
    return _page(visit, name, link=f"{base}{INVITATION}/{secret}")


def _parse(visit: Visit, typed: PassingOn) -> DataRequest:
    """The request that the fields state.

    Raises:
        CradleError: `schema.*`, `request.*` or `date.*`, with the field as place.
    """
    named = typed.firm.strip()
    firms, _ = search_names(visit.context.ledger, visit.caller, named, MOST)
    same = [one for one in firms if one.name.casefold() == named.casefold()]
    if len(same) > 1:
        detail = (
            f"{len(same)} firms are registered as {named}; ask this one over the API by its id."
        )
        raise CradleError("request.addressee", detail, "firm")
    fields: dict[str, object] = {
        "reference": typed.reference.strip(),
        "product": typed.product.strip(),
        "due": typed.due,
        "period": {"start": typed.start, "end": day_after(typed.last)},
        **({"participant": same[0].id} if same else {"firm": named}),
    }
    try:
        return DataRequest.model_validate(fields)
    except ValidationError as error:
        raise refusal(error) from None


def _page(
    visit: Visit,
    name: str,
    typed: PassingOn | None = None,
    error: CradleError | None = None,
    link: str = "",
) -> Response:
    context = visit.context
    row = _read(visit, name)
    asked = row.request
    received = asked.asker != visit.caller.participant
    waiting = asked.state in {State.OPEN, State.PASSED_ON}
    firms, _ = search_names(context.ledger, visit.caller, "", MOST)
    values: dict[str, object] = {
        "line": request_lines(visit, [row])[0],
        "received": received,
        "waiting": waiting,
        "state": visit.say(f"home.state.{asked.state.value}"),
        "reasons": [(one.value, visit.say(f"home.reason.{one.value}")) for one in DeclineReason],
        "below": _below(visit, asked) if received else [],
        "names": [one.name for one in firms],
        "typed": typed or _prefilled(asked),
        "link": link,
        "error": error,
        "problems": [] if error is None else problem_rows(_placed(error), FIELDS),
    }
    title = visit.say("home.request", firm=row.asker)
    status = HTTPStatus.OK if error is None else HTTPStatus(422)
    return visit.page("supplier/request.html", title, values, SUPPLIER.frame("requests"), status)


def _read(visit: Visit, name: str) -> InboxRow:
    """The request; the operator's reading is written into the journal."""
    context = visit.context
    row = inbox_row(context.ledger, visit.caller, name, context.now())
    note_reading(context.ledger.store, visit.caller, [row.request], context.now())
    return row


def _below(visit: Visit, asked: RequestView) -> list[RequestView]:
    """The caller's own requests that pass this one on, the newest first."""
    context, wanted = visit.context, RequestQuery(parent=asked.id)
    found = query_requests(context.ledger, visit.caller, wanted, (NEWEST, MOST), context.now())
    return [item.shown for item in found]


def _prefilled(asked: RequestView) -> PassingOn:
    """The form for a request that is passed on: its period and due day, for another product of another firm."""
    period = asked.period
    return PassingOn(start=period.start, last=period.last_day, due=asked.due)


def _placed(error: CradleError) -> CradleError:
    return CradleError(error.code, error.detail, PLACES.get(error.place, error.place))


def _note(visit: Visit, name: str, what: str) -> None:
    """Write an action on a request into the operator's journal."""
    done = [AccessRecord("request", name, None, what)]
    note(visit.context.ledger.store, visit.caller, visit.context.now(), done)
