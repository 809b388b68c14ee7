"""Findings of a case: those of the verifier's last run, and the auditor's own, with the sum against materiality.

The verifier's findings are of the kept run and change with it. The auditor's own are kept until it settles them, and
only its organisation reads them; the operator can read them in the database.
"""

from http import HTTPStatus
from typing import Annotated, Final, get_args

from fastapi import APIRouter, Form, Path, Query, Response
from pydantic import BaseModel, ConfigDict, ValidationError

from api.paths import IdDigits
from api.web.auditor.case import CASES, case_values, row_href
from api.web.auditor.recompute import sum_lines
from api.web.auditor.run import kept_run
from api.web.auditor.wording import digits_of
from api.web.twins import Rows, columns, twins
from api.web.workspace import Visit, Visited
from ledger.audit.report.materiality import MATERIALITY, EffectSum
from ledger.audit.report.names import short_id
from ledger.service.access.audit_papers import keep_finding, read_findings, rewrite_finding
from ledger.service.access.cases import read_case
from schemas.base import refusal
from schemas.errors import CradleError
from schemas.views.audit_case import AuditFinding, AuditFindings, FindingBody, FindingState

router = APIRouter(prefix=CASES, include_in_schema=False)

FIELDS: Final = frozenset({"comment", "effect", "state", "entry", "place"})
MARKS: Final = {"open": "bad", "answered": "warn", "resolved": "ok", "accepted": "info"}
"""The sort of the chip of each state."""

FindingName = Annotated[str, Path(pattern="^[0-9a-f]{32}$")]
About = Annotated[str, Query(pattern="^([0-9a-f]{64})?$")]
AboutPlace = Annotated[str, Query(pattern=r"^([a-z_]{1,40}(/(0|[1-9][0-9]{0,5}))?)?$")]


class Typed(BaseModel):
    """The fields of the form as they were typed."""

    model_config = ConfigDict(frozen=True)

    comment: str = ""
    effect: str = ""
    state: str = "open"
    entry: str = ""
    place: str = ""


def _table(findings: AuditFindings) -> Rows:
    return columns(findings.items, *AuditFinding.model_fields)


@twins(router, "/{digits}/findings", _table, "own-findings-{digits:.12}")
def own_findings(visit: Visited, digits: IdDigits) -> AuditFindings:
    """Return the auditor's findings as data and as a table."""
    return read_findings(visit.ledger, visit.caller, f"sha256:{digits}")


@router.get("/{digits}/findings")
def findings_page(
    visit: Visited, digits: IdDigits, entry: About = "", place: AboutPlace = ""
) -> Response:
    """Show the findings, and the form for one about a row or the whole case."""
    return _page(visit, digits, Typed(entry=entry, place=place))


@router.post("/{digits}/findings")
def write_finding(visit: Visited, digits: IdDigits, typed: Annotated[Typed, Form()]) -> Response:
    """Write a finding."""
    context = visit.context
    try:
        body = _body(visit, typed)
        subject, name = f"sha256:{digits}", context.fresh()
        keep_finding(visit.ledger, visit.caller, subject, body, name, visit.now)
    except CradleError as error:
        return _refused(visit, digits, typed, error)
    return visit.go(f"{CASES}/{digits}/findings")


@router.post("/{digits}/findings/{name}")
def change_finding(
    visit: Visited, digits: IdDigits, name: FindingName, typed: Annotated[Typed, Form()]
) -> Response:
    """Change the comment, effect and state of a finding."""
    try:
        body = _body(visit, typed)
        rewrite_finding(visit.ledger, visit.caller, f"sha256:{digits}", name, body, visit.now)
    except CradleError as error:
        return _refused(visit, digits, typed, error)
    return visit.go(f"{CASES}/{digits}/findings#f{name[:12]}")


def _body(visit: Visit, typed: Typed) -> FindingBody:
    """The finding that the fields state; a decimal comma is read on a German page.

    Raises:
        CradleError: `schema.*` or the grammar of a field, with the field as place.
    """
    effect = typed.effect.strip().replace("\u2212", "-")
    if visit.language == "de":
        effect = effect.replace(",", ".")
    fields: dict[str, object] = {
        "comment": " ".join(typed.comment.split()),
        "state": typed.state,
        "effect": effect or None,
        "entry": f"sha256:{typed.entry}" if typed.entry else None,
        "place": typed.place or None,
    }
    try:
        return FindingBody.model_validate(fields)
    except ValidationError as error:
        raise refusal(error) from None


def _refused(visit: Visit, digits: str, typed: Typed, error: CradleError) -> Response:
    if error.code in {"statement.unknown", "access.denied", "audit.finding"}:
        raise error
    return _page(visit, digits, typed, error)


def _page(visit: Visit, digits: str, typed: Typed, error: CradleError | None = None) -> Response:
    subject = f"sha256:{digits}"
    case = read_case(visit.ledger, visit.caller, subject)
    findings, run = own_findings(visit, digits), kept_run(visit, subject)
    return visit.page(
        "auditor/findings.html",
        error,
        form_fields=FIELDS,
        status=HTTPStatus(422) if error else None,
        **case_values(visit, case),
        own=[
            (finding, short_id(finding.entry or ""), _href(digits, finding))
            for finding in findings.items
        ],
        marks=MARKS,
        sum=sum_lines(
            visit, EffectSum(findings.known, findings.percent, findings.unknown), MATERIALITY
        ),
        report=None if run is None else run.report,
        typed=typed,
        states=get_args(FindingState),
    )


def _href(digits: str, finding: AuditFinding) -> str:
    """The address of the row that a finding is about; empty if it is about none."""
    if finding.entry is None or finding.place is None:
        return ""
    return row_href(digits, digits_of(finding.entry), finding.place)
