"""The supplier's first page: what is asked of it, and the place to submit."""

from typing import get_args

from fastapi import APIRouter, Response

from api.templates import Form as FileForm
from api.templates import template_of
from api.web.supplier.request_line import request_lines
from api.web.wording import form_of
from api.web.workspace import PRIVATE, Visit, Visited
from api.web.workspaces import SUPPLIER
from ledger.service.access.permissions import Action, scope_of
from ledger.service.requests.inbox import inbox_of
from ledger.translations.languages import LANGUAGES, NAMES, Language
from ledger.translations.spreadsheet import word
from schemas.vocabulary import Stage

router = APIRouter(prefix=SUPPLIER.root, include_in_schema=False)


@router.get("")
def home(visit: Visited) -> Response:
    """Show the open requests, the drop zone and the template."""
    inbox = inbox_of(visit.context.ledger, visit.caller, visit.context.now())
    lines = request_lines(visit, inbox.rows)
    overdue = sum(row.days < 0 for row in inbox.rows)
    title = _title(visit, len(lines))
    late = f"home.overdue.{form_of(overdue)}"
    values: dict[str, object] = {
        "lines": lines,
        "overdue": visit.say(late, count=str(overdue)) if overdue else "",
        "more": inbox.more,
        "registered": visit.caller.participant is not None,
        **template_choices(visit),
    }
    return visit.page("supplier/home.html", title, values, SUPPLIER.frame("requests"))


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


def template_choices(visit: Visit) -> dict[str, object]:
    """The choices of the form for a template."""
    return {
        "stages": [(one.value, word("stage", one.value, visit.language)) for one in Stage],
        "file_languages": [(one, NAMES[one]) for one in LANGUAGES],
        "formats": get_args(FileForm),
    }


def _title(visit: Visit, count: int) -> str:
    return visit.say(f"home.title.{form_of(count)}", count=str(count))
