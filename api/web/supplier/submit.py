"""The page under Submit: the ways to submit data, and the drafts that wait to be continued or signed.

A request that is answered, and an entry that is corrected, come with the address and go on to the form and the sheet.
"""

from fastapi import APIRouter, Response

from api.draft_responses import DraftsResponse, heads_of
from api.web.supplier.home import template_choices
from api.web.supplier.short_form import Asked, Corrected, require_own_entry
from api.web.twins import twins
from api.web.workspace import Visit, Visited
from api.web.workspaces import SUPPLIER, workspace_of_form
from ledger.service.access.drafts import list_drafts
from ledger.service.requests.inbox import inbox_row

router = APIRouter(prefix=SUPPLIER.root, include_in_schema=False)


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
        old=None if old is None else old[1],
        registered=visit.caller.participant is not None,
        **template_choices(visit),
    )


def _is_own(visit: Visit, form: str) -> bool:
    """True for a draft that this workspace lists; the others are listed in theirs."""
    return workspace_of_form(form, visit.caller.roles) is SUPPLIER
