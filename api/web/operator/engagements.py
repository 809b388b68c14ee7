"""Engagements: which auditor may see everything behind which subject, the form of a new one, and the end of one."""

from http import HTTPStatus
from typing import Annotated, Final, NamedTuple

from fastapi import APIRouter, Form, Response

from api.paths import RandomName
from api.problems import status_of
from api.web.csv_file import csv_response
from api.web.operator.wording import format_time, iso_time
from api.web.workspace import Visit, Visited, problem_rows
from api.web.workspaces import OPERATOR
from ledger.service.access.engagement_overview import (
    auditors_to_engage,
    list_engagements,
    newest_calculations,
)
from ledger.service.access.engagements import engage, revoke_engagement
from schemas.errors import CradleError
from schemas.views.accounts import AuditSubject, EngagementLine

OFFERED: Final = 100
"""The newest calculations that the form offers; any other subject is named by its id."""

PAGE: Final = f"{OPERATOR.root}/engagements"
FIELDS: Final = frozenset({"auditor", "subject"})
Text = Annotated[str, Form(max_length=1000)]

router = APIRouter(prefix=PAGE, include_in_schema=False)


class Line(NamedTuple):
    """An engagement as the table shows it; `ended` is empty while it is live."""

    row: EngagementLine
    subject: str
    created: str
    ended: str


@router.get("")
def engagements_page(visit: Visited) -> Response:
    """Show all engagements, and the form of a new one."""
    return _page(visit, {"auditor": "", "chosen": "", "subject": ""})


@router.get(".json")
def engagements_data(visit: Visited) -> Response:
    """Return all engagements as data."""
    return visit.data(list_engagements(visit.context.ledger, visit.caller))


@router.get(".csv")
def engagements_table(visit: Visited) -> Response:
    """Return all engagements as a table; times are in UTC."""
    headings = [
        *("id", "auditor", "name", "subject", "kind", "issuer", "goods", "number"),
        *("granted_by", "created", "ended"),
    ]
    rows = []
    for row in list_engagements(visit.context.ledger, visit.caller).items:
        about = row.subject
        named = [about.id, about.kind.value, about.issuer.name, about.goods, about.number]
        times = [iso_time(row.created), iso_time(row.ended)]
        rows.append([row.id, row.auditor, row.name, *named, row.granted_by, *times])
    return csv_response("engagements", headings, rows)


@router.post("")
def grant(visit: Visited, auditor: Text = "", chosen: Text = "", subject: Text = "") -> Response:
    """Engage an auditor for a calculation of the list, or for the subject with a typed id."""
    typed = {"auditor": auditor, "chosen": chosen, "subject": subject.strip()}
    context = visit.context
    named = typed["subject"] or chosen
    name, now = context.fresh(), context.now()
    try:
        engage(context.ledger, visit.caller, auditor, named, name, now)
    except CradleError as error:
        place = "auditor" if error.code == "organisation.unknown" else "subject"
        return _page(visit, typed, CradleError(error.code, error.detail, place))
    return visit.go(PAGE)


@router.post("/{name}/end")
def end(visit: Visited, name: RandomName) -> Response:
    """End an engagement."""
    context = visit.context
    revoke_engagement(context.ledger.store, visit.caller, name, context.now())
    return visit.go(PAGE)


def _page(visit: Visit, typed: dict[str, str], error: CradleError | None = None) -> Response:
    ledger, caller = visit.context.ledger, visit.caller
    values: dict[str, object] = {
        "lines": [_line(visit, row) for row in list_engagements(ledger, caller).items],
        "auditors": auditors_to_engage(ledger, caller, visit.context.now()),
        "calculations": [
            (row.id, _subject_words(visit, row))
            for row in newest_calculations(ledger, caller, OFFERED)
        ],
        "typed": typed,
        "error": error,
        "problems": [] if error is None else problem_rows(error, FIELDS),
    }
    status = HTTPStatus.OK if error is None else status_of(error)
    title, frame = visit.say("engagements.title"), OPERATOR.frame("engagements")
    return visit.page("operator/engagements.html", title, values, frame, status)


def _line(visit: Visit, row: EngagementLine) -> Line:
    ended = "" if row.ended is None else format_time(row.ended)
    return Line(row, _subject_words(visit, row.subject), format_time(row.created), ended)


def _subject_words(visit: Visit, row: AuditSubject) -> str:
    """A subject in words: its kind, its goods and its issuer, and what tells it from others."""
    parts = {"goods": row.goods, "firm": row.issuer.name}
    if row.number is not None:
        return visit.say("engagements.subject.delivery", **parts, number=row.number)
    return visit.say(f"engagements.subject.{row.kind.value}", **parts, start=row.start or "")
