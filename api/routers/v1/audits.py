"""Working papers of an engaged auditor: its own findings in a case, and how deeply it looked at entries and rows.

Only the organisation that wrote them reads them. A case is named by the subject of the engagement: a calculation, a
declaration or a delivery.
"""

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Path

from api.authentication import Caller
from api.context import Context
from api.paths import PREFIX, Id
from api.problems import PROBLEMS
from ledger.service.access.audit_papers import (
    keep_finding,
    keep_look,
    read_findings,
    read_looks,
    rewrite_finding,
)
from ledger.service.access.cases import list_cases
from schemas.views.audit_case import (
    AuditFinding,
    AuditFindings,
    AuditLook,
    AuditLooks,
    CasePage,
    FindingBody,
    LookBody,
)

MOST = 1000
"""The most cases of an answer."""

router = APIRouter(prefix=f"{PREFIX}/audits", tags=["audits"], responses=PROBLEMS)
FindingName = Annotated[
    str, Path(description="The id of a finding, 32 hexadecimal digits.", pattern="^[0-9a-f]{32}$")
]


@router.get(
    "",
    summary="List cases",
    operation_id="list_audits",
    response_model_exclude_none=True,
    response_description="The cases, at most 1,000.",
)
def cases(caller: Caller, context: Context) -> CasePage:
    """Return what the caller is engaged for, each with its state; cases that await the caller come first."""
    return list_cases(context.ledger, caller, 0, MOST)


@router.get(
    "/{statement:id}/findings",
    summary="List findings",
    operation_id="list_findings",
    response_model_exclude_none=True,
    response_description="The findings, and the sum of their known effects.",
)
def findings(statement: Id, caller: Caller, context: Context) -> AuditFindings:
    """Return the caller's findings in a case, the oldest first."""
    return read_findings(context.ledger, caller, statement)


@router.post(
    "/{statement:id}/findings",
    status_code=HTTPStatus.CREATED,
    summary="Add a finding",
    operation_id="write_finding",
    response_model_exclude_none=True,
    response_description="The finding.",
)
def write(statement: Id, body: FindingBody, caller: Caller, context: Context) -> AuditFinding:
    """Write a finding about a row, an entry or the whole case."""
    made = context.fresh(), context.now()
    return keep_finding(context.ledger, caller, statement, body, made)


@router.put(
    "/{statement:id}/findings/{finding}",
    summary="Change a finding",
    operation_id="change_finding",
    response_model_exclude_none=True,
    response_description="The changed finding.",
)
def change(
    statement: Id, finding: FindingName, body: FindingBody, caller: Caller, context: Context
) -> AuditFinding:
    """Replace the comment, effect and state of a finding; what it is about stays."""
    return rewrite_finding(context.ledger, caller, (statement, finding), body, context.now())


@router.get(
    "/{statement:id}/looks",
    summary="List looks",
    operation_id="list_looks",
    response_model_exclude_none=True,
    response_description="The looks.",
)
def looks(statement: Id, caller: Caller, context: Context) -> AuditLooks:
    """Return how deeply the caller looked at entries and rows of a case, the oldest look first."""
    return read_looks(context.ledger, caller, statement)


@router.post(
    "/{statement:id}/looks",
    summary="Store a look",
    operation_id="keep_look",
    response_model_exclude_none=True,
    response_description="The look.",
)
def look(statement: Id, body: LookBody, caller: Caller, context: Context) -> AuditLook:
    """Record how deeply a row, or a whole entry, was looked at, in place of an earlier look at the same."""
    return keep_look(context.ledger, caller, statement, body, context.now())
