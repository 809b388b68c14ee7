"""The auditor's first page: the cases that await it, the others, and its drafts."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Annotated, Final, NamedTuple

from fastapi import APIRouter, Query, Response

from api.web.auditor.wording import digits_of, show, unit_of
from api.web.csv_file import csv_response
from api.web.wording import form_of, format_period
from api.web.workspace import Visit, Visited
from api.web.workspaces import AUDITOR, workspace_of_form
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


class CaseLine(NamedTuple):
    """A case as a page shows it."""

    case: AuditCase
    digits: str
    period: str
    total: str
    unit: str
    mark: str
    since: str


class CaseGroup(NamedTuple):
    """Cases under a heading; `key` names its words."""

    key: str
    lines: list[CaseLine]


@router.get("")
def cases(visit: Visited, after: After = 0) -> Response:
    """Show the cases, and the attestations and commitments that wait for a signature."""
    scope_of(visit.caller, Action.AUDIT)
    found = list_cases(visit.context.ledger, visit.caller, after, SHOWN)
    drafts = [
        one
        for one in list_drafts(visit.context.ledger.store, visit.caller)
        if workspace_of_form(one.form, visit.caller.roles) is AUDITOR
    ]
    values: dict[str, object] = {
        "groups": [group for group in _groups(visit, found.items) if group.lines],
        "next": found.next,
        "drafts": drafts,
        "registered": visit.caller.participant is not None,
    }
    count = len(found.items)
    title = visit.say(f"auditor.cases.title.{form_of(count)}", count=str(count))
    if after or found.next is not None:
        title = visit.say("auditor.cases.title.page", first=str(after + 1), last=str(after + count))
    return visit.page("auditor/cases.html", title, values, AUDITOR.frame("cases"))


@router.get(".json")
def cases_data(visit: Visited) -> Response:
    """Return all cases as data."""
    return visit.data(_all(visit))


@router.get(".csv")
def cases_table(visit: Visited) -> Response:
    """Return all cases as a table."""
    names = [name for name in AuditCase.model_fields if name != "period"]
    rows = (
        [
            *(getattr(one, name) for name in names),
            None if one.period is None else one.period.start,
            None if one.period is None else one.period.end,
        ]
        for one in _all(visit).items
    )
    return csv_response("cases", [*names, "period_start", "period_end"], rows)


def _groups(visit: Visit, items: Sequence[AuditCase]) -> Iterator[CaseGroup]:
    """The cases that await the auditor, and those that it has attested or that were replaced."""
    groups: dict[bool, list[CaseLine]] = {True: [], False: []}
    for one in items:
        groups[awaits_auditor(one.state, one.attestation)].append(case_line(visit, one))
    yield CaseGroup("awaits", groups[True])
    yield CaseGroup("settled", groups[False])


def case_line(visit: Visit, case: AuditCase) -> CaseLine:
    """Lay a case out."""
    return CaseLine(
        case=case,
        digits=digits_of(case.subject),
        period=format_period(visit, case.period),
        total=show(visit, case.total),
        unit=unit_of(visit, case.unit),
        mark=MARKS[case.state],
        since=case.since or "",
    )


def day_of(at: int) -> str:
    """The day of a time, in UTC."""
    return str(datetime.fromtimestamp(at, UTC).date())


def _all(visit: Visit) -> CasePage:
    return list_cases(visit.context.ledger, visit.caller, 0, ALL)
