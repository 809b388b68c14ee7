"""The supplier's first page: what is asked of it, and the place to submit."""

from http import HTTPStatus
from typing import Annotated, Final, NamedTuple, get_args

from fastapi import APIRouter, Form, Path, Response

from api.templates import Form as FileForm
from api.templates import template_of
from api.web.supplier.frame import ROOT, supplier_frame
from api.web.workspace import PRIVATE, Visit, Visited, problem_rows
from ledger.service.access.journal import AccessRecord, note
from ledger.service.access.permissions import Action, scope_of
from ledger.service.requests.ending import decline
from ledger.service.requests.inbox import inbox_of, inbox_row
from ledger.translations.documents import number
from ledger.translations.languages import LANGUAGES, NAMES, Language
from ledger.translations.spreadsheet import word
from schemas.errors import CradleError
from schemas.inbox import InboxRow
from schemas.request import DeclineReason, State
from schemas.vocabulary import Stage

SOON: Final = 14
"""Days before the due day from which a request is marked."""

router = APIRouter(prefix=ROOT, include_in_schema=False)
Name = Annotated[str, Path(pattern="^[0-9a-f]{32}$")]


class RequestLine(NamedTuple):
    """A request as the table shows it; `mark` is the sort of the chip of the due day."""

    row: InboxRow
    amount: str
    period: str
    mark: str
    due: str


@router.get("")
def home(visit: Visited) -> Response:
    """Show the open requests, the drop zone and the template."""
    inbox = inbox_of(visit.context.ledger, visit.caller, visit.context.now())
    lines = [_line(visit, row) for row in inbox.rows]
    overdue = sum(row.days < 0 for row in inbox.rows)
    title = _title(visit, len(lines))
    late = f"home.overdue.{_form_of(overdue)}"
    values: dict[str, object] = {
        "lines": lines,
        "overdue": visit.say(late, count=str(overdue)) if overdue else "",
        "more": inbox.more,
        "registered": visit.caller.participant is not None,
        **template_choices(visit),
    }
    return visit.page("supplier/home.html", title, values, supplier_frame("requests"))


@router.get(".json")
def home_data(visit: Visited) -> Response:
    """Return the open requests as data."""
    return visit.data(inbox_of(visit.context.ledger, visit.caller, visit.context.now()))


@router.get("/template")
def template(
    visit: Visited,
    language: Language = "en",
    stage: Stage = Stage.RAW_MATERIAL,
    format: FileForm = "xlsx",  # noqa: A002 - a parameter of the address
) -> Response:
    """Serve a stage's empty template."""
    scope_of(visit.caller, Action.TRY_SHEET)
    made = template_of(language, stage, format)
    made.headers.update(PRIVATE)
    return made


@router.get("/requests/{name}.json")
def request_data(visit: Visited, name: Name) -> Response:
    """Return a request as data."""
    return visit.data(inbox_row(visit.context.ledger, visit.caller, name, visit.context.now()))


@router.get("/requests/{name}")
def request_page(visit: Visited, name: Name) -> Response:
    """Show one request, and the ways to answer it."""
    return _request_page(visit, name)


@router.post("/requests/{name}/decline")
def decline_request(
    visit: Visited, name: Name, reason: Annotated[DeclineReason, Form()]
) -> Response:
    """Decline a request with a reason."""
    context = visit.context
    try:
        decline(context.ledger, visit.caller, name, reason, context.now())
    except CradleError as error:
        return _request_page(visit, name, error)
    done = AccessRecord("request", name, None, f"declined {reason.value}")
    note(context.ledger.store, visit.caller, context.now(), [done])
    return visit.go(f"{ROOT}/requests/{name}")


def template_choices(visit: Visit) -> dict[str, object]:
    """What the form for a template offers."""
    return {
        "stages": [(one.value, word("stage", one.value, visit.language)) for one in Stage],
        "file_languages": [(one, NAMES[one]) for one in LANGUAGES],
        "formats": get_args(FileForm),
    }


def _request_page(visit: Visit, name: str, error: CradleError | None = None) -> Response:
    row = inbox_row(visit.context.ledger, visit.caller, name, visit.context.now())
    waiting = row.request.state in {State.OPEN, State.PASSED_ON}
    values: dict[str, object] = {
        "line": _line(visit, row),
        "waiting": waiting,
        "state": visit.say(f"home.state.{row.request.state.value}"),
        "reasons": [(one.value, visit.say(f"home.reason.{one.value}")) for one in DeclineReason],
        "error": error,
        "problems": [] if error is None else problem_rows(error, frozenset({"reason"})),
    }
    title = visit.say("home.request", firm=row.asker)
    status = HTTPStatus.OK if error is None else HTTPStatus(422)
    return visit.page("supplier/request.html", title, values, supplier_frame("requests"), status)


def _line(visit: Visit, row: InboxRow) -> RequestLine:
    asked = row.request
    amount = ""
    if asked.amount is not None and asked.unit is not None:
        amount = f"{number(asked.amount, visit.language)}\u00a0{asked.unit.value}"
    period = visit.say("page.period", start=asked.period.start, last=asked.period.last_day)
    late = row.days < 0
    mark = "bad" if late else "warn" if row.days <= SOON else "info"
    key = f"home.{'late' if late else 'left'}.{_form_of(abs(row.days))}"
    return RequestLine(row, amount, period, mark, visit.say(key, days=str(abs(row.days))))


def _title(visit: Visit, count: int) -> str:
    return visit.say(f"home.title.{_form_of(count)}", count=str(count))


def _form_of(count: int) -> str:
    """The form of a sentence for a number: none, one, or many."""
    return {0: "none", 1: "one"}.get(count, "many")
