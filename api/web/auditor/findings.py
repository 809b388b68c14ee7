"""Findings of a case: those of the verifier's last run, and the auditor's own, with the sum against materiality.

The verifier's findings are of the kept run and change with it. The auditor's own are kept until it settles them, and
only its organisation reads them; the operator can read them in the database.
"""

from http import HTTPStatus
from typing import Annotated, Final, NamedTuple, get_args

from fastapi import APIRouter, Form, Path, Query, Response
from pydantic import BaseModel, ConfigDict, ValidationError

from api.paths import IdDigits
from api.web.auditor.case import CASES, case_values, row_href
from api.web.auditor.cases import day_of
from api.web.auditor.recompute_result import sum_lines
from api.web.auditor.run import kept_run
from api.web.auditor.wording import digits_of, show
from api.web.csv_file import csv_response
from api.web.workspace import Visit, Visited, problem_rows
from api.web.workspaces import AUDITOR
from ledger.audit.report.materiality import MATERIALITY, EffectSum
from ledger.audit.report.names import short_id
from ledger.service.access.audit_papers import keep_finding, read_findings, rewrite_finding
from ledger.service.access.cases import read_case
from schemas.base import refusal
from schemas.errors import CradleError
from schemas.views.audit_case import AuditFinding, FindingBody, FindingState

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


class OwnLine(NamedTuple):
    """A finding of the auditor as the page shows it; `href` opens the row that it is about."""

    finding: AuditFinding
    about: str
    href: str
    effect: str
    mark: str
    day: str


@router.get("/{digits}/findings.json")
def findings_data(visit: Visited, digits: IdDigits) -> Response:
    """Return the auditor's findings as data."""
    return visit.data(read_findings(visit.context.ledger, visit.caller, f"sha256:{digits}"))


@router.get("/{digits}/findings.csv")
def findings_table(visit: Visited, digits: IdDigits) -> Response:
    """Return the auditor's findings as a table."""
    found = read_findings(visit.context.ledger, visit.caller, f"sha256:{digits}")
    names = list(AuditFinding.model_fields)
    rows = ([getattr(one, name) for name in names] for one in found.items)
    return csv_response(f"own-findings-{digits[:12]}", names, rows)


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
        made = context.fresh(), context.now()
        keep_finding(context.ledger, visit.caller, f"sha256:{digits}", body, made)
    except CradleError as error:
        return _refused(visit, digits, typed, error)
    return visit.go(f"{CASES}/{digits}/findings")


@router.post("/{digits}/findings/{name}")
def change_finding(
    visit: Visited, digits: IdDigits, name: FindingName, typed: Annotated[Typed, Form()]
) -> Response:
    """Change the comment, effect and state of a finding."""
    context = visit.context
    try:
        changed = f"sha256:{digits}", name
        body = _body(visit, typed)
        rewrite_finding(context.ledger, visit.caller, changed, body, context.now())
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
    ledger, subject = visit.context.ledger, f"sha256:{digits}"
    case = read_case(ledger, visit.caller, subject)
    found = read_findings(ledger, visit.caller, subject)
    run = kept_run(visit, subject)
    report = None if run is None else run.report
    about = ""
    if typed.entry:
        about = f"{typed.entry[:12]} {typed.place}".strip()
    values: dict[str, object] = {
        **case_values(visit, case),
        "own": [_line(visit, digits, one) for one in found.items],
        "sum": sum_lines(visit, EffectSum(found.known, found.percent, found.unknown), MATERIALITY),
        "verifier": None if report is None else len(report.findings),
        "verdict": None if report is None else report.verdict,
        "typed": typed,
        "about": about,
        "states": [(one, visit.say(f"auditor.finding.{one}")) for one in get_args(FindingState)],
        "error": error,
        "problems": [] if error is None else problem_rows(error, FIELDS),
    }
    title = visit.say("auditor.findings.title")
    status = HTTPStatus.OK if error is None else HTTPStatus(422)
    return visit.page("auditor/findings.html", title, values, AUDITOR.frame("cases"), status)


def _line(visit: Visit, digits: str, one: AuditFinding) -> OwnLine:
    about, href = visit.say("auditor.finding.whole"), ""
    if one.entry is not None:
        about = f"{short_id(one.entry)} {one.place or ''}".strip()
        if one.place is not None:
            href = row_href(digits, digits_of(one.entry), one.place)
    return OwnLine(
        finding=one,
        about=about,
        href=href,
        effect=visit.say("auditor.not_known") if one.effect is None else show(visit, one.effect),
        mark=MARKS[one.state],
        day=day_of(one.updated),
    )
