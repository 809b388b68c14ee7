"""Engagements: which auditor may see everything behind which subject, the form of a new one, and the end of one."""

from typing import Annotated, Final

from fastapi import APIRouter, Form, Response

from api.paths import RandomName
from api.web.twins import Rows, columns, iso_time, twins
from api.web.workspace import Visit, Visited
from api.web.workspaces import OPERATOR
from ledger.service.access.engagement_overview import (
    auditors_to_engage,
    list_engagements,
    newest_calculations,
)
from ledger.service.access.engagements import engage, revoke_engagement
from schemas.errors import CradleError
from schemas.views.accounts import AuditSubject, EngagementLines

OFFERED: Final = 100
"""The newest calculations that the form offers; any other subject is named by its id."""

PAGE: Final = f"{OPERATOR.root}/engagements"
FIELDS: Final = frozenset({"auditor", "subject"})
HEADINGS: Final = (
    *("id", "auditor", "name", "subject", "kind", "issuer", "goods", "number"),
    *("granted_by", "created", "ended"),
)
MEMBERS: Final = (
    *("id", "auditor", "name", "subject.id", "subject.kind"),
    *("subject.issuer.name", "subject.goods", "subject.number"),
)
Text = Annotated[str, Form(max_length=1000)]

router = APIRouter(prefix=PAGE, include_in_schema=False)


@router.get("")
def engagements_page(visit: Visited) -> Response:
    """Show all engagements, and the form of a new one."""
    return _page(visit, {"auditor": "", "chosen": "", "subject": ""})


def _table(lines: EngagementLines) -> Rows:
    """All engagements; times are in UTC."""
    cells = columns(lines.items, *MEMBERS)[1]
    rows = (
        [*own, row.granted_by, iso_time(row.created), iso_time(row.ended)]
        for row, own in zip(lines.items, cells, strict=True)
    )
    return HEADINGS, rows


@twins(router, "", _table, "engagements")
def engagements(visit: Visited) -> EngagementLines:
    """Return all engagements as data and as a table."""
    return list_engagements(visit.ledger, visit.caller)


@router.post("")
def grant(visit: Visited, auditor: Text = "", chosen: Text = "", subject: Text = "") -> Response:
    """Engage an auditor for a calculation of the list, or for the subject with a typed id."""
    typed = {"auditor": auditor, "chosen": chosen, "subject": subject.strip()}
    context = visit.context
    named = typed["subject"] or chosen
    name, now = context.fresh(), visit.now
    try:
        engage(visit.ledger, visit.caller, auditor, named, name, now)
    except CradleError as error:
        place = "auditor" if error.code == "organisation.unknown" else "subject"
        return _page(visit, typed, CradleError(error.code, error.detail, place))
    return visit.go(PAGE)


@router.post("/{name}/end")
def end(visit: Visited, name: RandomName) -> Response:
    """End an engagement."""
    revoke_engagement(visit.store, visit.caller, name, visit.now)
    return visit.go(PAGE)


def _page(visit: Visit, typed: dict[str, str], error: CradleError | None = None) -> Response:
    ledger, caller = visit.ledger, visit.caller
    return visit.page(
        "operator/engagements.html",
        error,
        form_fields=FIELDS,
        lines=[(row, _subject_words(visit, row.subject)) for row in engagements(visit).items],
        auditors=auditors_to_engage(ledger, caller, visit.now),
        calculations=[
            (row.id, _subject_words(visit, row))
            for row in newest_calculations(ledger, caller, OFFERED)
        ],
        typed=typed,
    )


def _subject_words(visit: Visit, row: AuditSubject) -> str:
    """A subject in words: its kind, its goods and its issuer, and what tells it from others."""
    parts = {"goods": row.goods, "firm": row.issuer.name}
    if row.number is not None:
        return visit.say("engagements.subject.delivery", **parts, number=row.number)
    return visit.say(f"engagements.subject.{row.kind.value}", **parts, start=row.start or "")
