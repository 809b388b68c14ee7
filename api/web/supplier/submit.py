"""The page under Submit: the ways to submit data, and the drafts that wait to be continued or signed.

A request that is answered, and an entry that is corrected, come with the address and go on to the form and the sheet.
"""

from datetime import UTC, datetime
from typing import NamedTuple

from fastapi import APIRouter, Response

from api.draft_responses import heads_of
from api.web.supplier.home import template_choices
from api.web.supplier.short_form import DRAFT, FORM, Asked, Corrected, require_own_entry
from api.web.workspace import Visit, Visited
from api.web.workspaces import SUPPLIER, workspace_of_form
from ledger.service.access.drafts import list_drafts
from ledger.service.requests.inbox import inbox_row
from ledger.store.access.drafts import DraftHead

router = APIRouter(prefix=SUPPLIER.root, include_in_schema=False)


class DraftLine(NamedTuple):
    """A draft as the table shows it; `href` continues it."""

    id: str
    title: str
    sort: str
    changed: str
    href: str


@router.get("/submit")
def submit_page(visit: Visited, asked: Asked = None, corrected: Corrected = None) -> Response:
    """Show the drop zone, the template, the short form and the drafts."""
    context = visit.context
    found = list_drafts(context.ledger.store, visit.caller)
    request = None
    if asked is not None:
        request = inbox_row(context.ledger, visit.caller, asked, context.now())
    old = None if corrected is None else require_own_entry(visit, corrected)
    values: dict[str, object] = {
        "lines": [_line(visit, draft) for draft in found if _is_own(visit, draft)],
        "asked": request,
        "corrected": corrected or "",
        "old": None if old is None else old[1],
        "registered": visit.caller.participant is not None,
        **template_choices(visit),
    }
    title = visit.say("submit.title")
    return visit.page("supplier/submit.html", title, values, SUPPLIER.frame("submit"))


@router.get("/submit.json")
def submit_data(visit: Visited) -> Response:
    """Return the drafts as data, without their content."""
    return visit.data(heads_of(list_drafts(visit.context.ledger.store, visit.caller)))


def _is_own(visit: Visit, draft: DraftHead) -> bool:
    """True for a draft that this workspace lists; the others are listed in theirs."""
    return workspace_of_form(draft.form, visit.caller.roles) is SUPPLIER


def _line(visit: Visit, draft: DraftHead) -> DraftLine:
    changed = datetime.fromtimestamp(draft.updated, UTC)
    return DraftLine(
        id=draft.id,
        title=draft.title,
        sort=visit.say(f"submit.sort.{draft.form}"),
        changed=f"{changed:%Y-%m-%d %H:%M} UTC",
        href=f"{FORM}/{draft.id}" if draft.form == DRAFT else f"/drafts/{draft.id}/sign",
    )
