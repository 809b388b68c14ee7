"""The supplier's first page, with what is asked of it; and the one under Submit, with the ways to submit and drafts.

A request that is answered, and an entry that is corrected, come with the address and go on to the form and the sheet.
"""

from collections.abc import Iterable, Mapping
from typing import Any, get_args

from fastapi import APIRouter, Response

from api.draft_responses import DraftsResponse, heads_of
from api.templates import Form as FileForm
from api.templates import template_of
from api.web.notices import newest_notices
from api.web.supplier.form_beginning import require_own_entry
from api.web.supplier.short_form import Asked, Corrected
from api.web.twins import twins
from api.web.workspace import PRIVATE, Visit, Visited
from api.web.workspaces import SUPPLIER, workspace_of_form
from ledger.service.access.drafts import list_drafts
from ledger.service.access.own_deliveries import names_of_goods
from ledger.service.access.permissions import Action, scope_of
from ledger.service.requests.inbox import inbox_of, inbox_row
from ledger.translations.languages import LANGUAGES, NAMES, Language
from ledger.translations.spreadsheet import word
from schemas.views.inbox import Inbox, InboxRow
from schemas.vocabulary import Stage

router = APIRouter(prefix=SUPPLIER.root, include_in_schema=False)


@twins(router, "")
def inbox(visit: Visited) -> Inbox:
    """Return the open requests as data."""
    return inbox_of(visit.ledger, visit.caller, visit.now)


@router.get("")
def home(visit: Visited) -> Response:
    """Show the open requests, the drop zone and the template."""
    page = inbox(visit)
    return visit.page(
        "supplier/home.html",
        found=page,
        names=names_of(visit, page.rows),
        notices=newest_notices(visit),
        registered=visit.caller.participant is not None,
        **template_choices(visit),
    )


@router.get("/template")
def template(
    visit: Visited,
    language: Language = "en",
    stage: Stage = Stage.RAW_MATERIAL,
    format: FileForm = "xlsx",  # noqa: A002 - a parameter of the address
) -> Response:
    """Serve a stage's empty template."""
    scope_of(visit.caller, Action.TRY_SHEET)
    response = template_of(language, stage, format)
    response.headers.update(PRIVATE)
    return response


def template_choices(visit: Visit) -> dict[str, Any]:
    """The choices of the form for a template."""
    return {
        "stages": [(stage.value, word("stage", stage.value, visit.language)) for stage in Stage],
        "file_languages": [(language, NAMES[language]) for language in LANGUAGES],
        "formats": get_args(FileForm),
    }


def names_of(visit: Visit, rows: Iterable[InboxRow]) -> Mapping[str, str]:
    """The names that the firm's own entries give to the products of requests."""
    products = [row.request.product for row in rows]
    return names_of_goods(visit.ledger, visit.caller, products)


@twins(router, "/submit")
def drafts(visit: Visited) -> DraftsResponse:
    """Return the drafts as data, without their content."""
    return heads_of(list_drafts(visit.store, visit.caller))


@router.get("/submit")
def submit_page(visit: Visited, asked: Asked = None, corrected: Corrected = None) -> Response:
    """Show the drop zone, the template, the short form and the drafts."""
    request = None
    if asked is not None:
        request = inbox_row(visit.ledger, visit.caller, asked, visit.now)
    old = None if corrected is None else require_own_entry(visit, corrected)
    return visit.page(
        "supplier/submit.html",
        lines=[draft for draft in drafts(visit).items if _is_own(visit, draft.form)],
        asked=request,
        corrected=corrected or "",
        old=None if old is None else old.entry,
        registered=visit.caller.participant is not None,
        **template_choices(visit),
    )


def _is_own(visit: Visit, form: str) -> bool:
    """True for a draft that this workspace lists; the others are listed in theirs."""
    return workspace_of_form(form, visit.caller.roles) is SUPPLIER
