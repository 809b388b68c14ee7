"""The auditor's first page: the cases that await it, the others, and its drafts."""

from datetime import UTC, datetime
from typing import Annotated, Final

from fastapi import APIRouter, Query, Response

from api.web.notices import newest_notices
from api.web.twins import Rows, columns, twins
from api.web.workspace import Visited
from api.web.workspaces import AUDITOR, workspace_of_form
from ledger.documents.standing import word_of
from ledger.service.access.cases import list_cases
from ledger.service.access.drafts import list_drafts
from ledger.service.access.permissions import Action, scope_of
from schemas.views.audit_case import AuditCase, CasePage, CaseState, awaits_auditor

SHOWN: Final = 50
"""Cases on a page."""

ALL: Final = 10_000
"""The most cases of the machine forms."""

MARKS: Final = {
    CaseState.SUPERSEDED: "warn",
    CaseState.STALE: "warn",
    CaseState.ATTESTED: "ok",
    CaseState.FINDINGS: "bad",
    CaseState.LOOKING: "info",
    CaseState.NEW: "info",
}
"""The sort of the chip of each state."""

router = APIRouter(prefix=AUDITOR.root, include_in_schema=False)
After = Annotated[int, Query(ge=0, le=ALL)]


@router.get("")
def cases(visit: Visited, after: After = 0) -> Response:
    """Show the cases, and the attestations and commitments that wait for a signature."""
    scope_of(visit.caller, Action.AUDIT)
    page = list_cases(visit.ledger, visit.caller, after, SHOWN)
    drafts = [
        draft
        for draft in list_drafts(visit.store, visit.caller)
        if workspace_of_form(draft.form, visit.caller.roles) is AUDITOR
    ]
    awaits, settled = list[AuditCase](), list[AuditCase]()
    for case in page.items:
        (awaits if awaits_auditor(case.state, case.attestation) else settled).append(case)
    return visit.page(
        "auditor/cases.html",
        groups=(("awaits", awaits), ("settled", settled)),
        marks=MARKS,
        count=len(page.items),
        notices=newest_notices(visit),
        after=after,
        next=page.next,
        drafts=drafts,
        registered=visit.caller.participant is not None,
    )


def _table(page: CasePage) -> Rows:
    names = [name for name in AuditCase.model_fields if name not in {"period", "standing"}]
    heads, rows = columns(page.items, *names, "period.start", "period.end")
    words = (None if row.standing is None else word_of(row.standing) for row in page.items)
    return (*heads, "standing"), ([*row, word] for row, word in zip(rows, words, strict=True))


@twins(router, "", _table, "cases")
def all_cases(visit: Visited) -> CasePage:
    """Return all cases as data and as a table."""
    return list_cases(visit.ledger, visit.caller, 0, ALL)


def day_of(at: int) -> str:
    """The day of a time, in UTC."""
    return str(datetime.fromtimestamp(at, UTC).date())
