"""Working papers of an engaged auditor: its own findings in a case, and how deeply it looked at entries and rows.

Only the organisation that wrote them reads them. A case is named by the subject of the engagement: a calculation, a
declaration or a delivery.
"""

from typing import Annotated, Final

from pydantic import Field

from ledger.desk.desk import Desk
from ledger.desk.question import Doc, act, question
from ledger.service.access.audit_papers import (
    keep_finding,
    keep_look,
    read_findings,
    read_looks,
    rewrite_finding,
)
from ledger.service.access.cases import list_cases
from ledger.service.access.permissions import Action
from schemas.values import StatementId
from schemas.views.audit_case import (
    AuditFinding,
    AuditFindings,
    AuditLook,
    AuditLooks,
    CasePage,
    FindingBody,
    LookBody,
)

MOST: Final = 1000
"""The most cases of an answer."""

FindingName = Annotated[
    str, Field(pattern="^[0-9a-f]{32}$"), Doc("The id of a finding, 32 hexadecimal digits.")
]


@question(
    "/audits",
    may=Action.AUDIT,
    tag="audits",
    summary="List cases",
    operation="list_audits",
    told="The cases, at most 1,000.",
)
def cases(desk: Desk) -> CasePage:
    """Return what the caller is engaged for, each with its state; cases that await the caller come first."""
    return list_cases(desk.ledger, desk.caller, 0, MOST)


@question(
    "/audits/{statement:id}/findings",
    may=Action.AUDIT,
    tag="audits",
    summary="List findings",
    operation="list_findings",
    told="The findings, and the sum of their known effects.",
)
def findings(desk: Desk, statement: StatementId) -> AuditFindings:
    """Return the caller's findings in a case, the oldest first."""
    return read_findings(desk.ledger, desk.caller, statement)


@act(
    "/audits/{statement:id}/findings",
    may=Action.AUDIT,
    tag="audits",
    summary="Add a finding",
    operation="write_finding",
    told="The finding.",
    method="POST",
    body="body",
    is_described=True,
    is_once=True,
    status=201,
)
def write_finding(desk: Desk, statement: StatementId, body: FindingBody) -> AuditFinding:
    """Write a finding about a row, an entry or the whole case."""
    return keep_finding(desk.ledger, desk.caller, statement, body, desk.fresh(), desk.now)


@act(
    "/audits/{statement:id}/findings/{finding}",
    may=Action.AUDIT,
    tag="audits",
    summary="Change a finding",
    operation="change_finding",
    told="The changed finding.",
    method="PUT",
    body="body",
    is_described=True,
)
def change_finding(
    desk: Desk, statement: StatementId, finding: FindingName, body: FindingBody
) -> AuditFinding:
    """Replace the comment, effect and state of a finding; what it is about stays."""
    return rewrite_finding(desk.ledger, desk.caller, statement, finding, body, desk.now)


@question(
    "/audits/{statement:id}/looks",
    may=Action.AUDIT,
    tag="audits",
    summary="List looks",
    operation="list_looks",
    told="The looks.",
)
def looks(desk: Desk, statement: StatementId) -> AuditLooks:
    """Return how deeply the caller looked at entries and rows of a case, the oldest look first."""
    return read_looks(desk.ledger, desk.caller, statement)


@act(
    "/audits/{statement:id}/looks",
    may=Action.AUDIT,
    tag="audits",
    summary="Store a look",
    operation="keep_look",
    told="The look.",
    method="POST",
    body="body",
    is_described=True,
)
def look(desk: Desk, statement: StatementId, body: LookBody) -> AuditLook:
    """Record how deeply a row, or a whole entry, was looked at, in place of an earlier look at the same."""
    return keep_look(desk.ledger, desk.caller, statement, body, desk.now)
