"""Sign-off: what an attestation needs, its form, and the way to the signature.

The depth is drafted from what was recorded and cannot be typed; the page shows how many entries, and how much of the
figure, were examined to which depth, so that an attestation which looked at nothing says so.
"""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from http import HTTPStatus
from typing import Annotated, Final, NamedTuple

import orjson
from fastapi import APIRouter, Form, Response

from api.paths import IdDigits
from api.recomputations import Recomputation
from api.web.auditor.attestation_form import (
    FIELDS,
    TypedAttestation,
    draft_header,
    materiality_of,
    prefilled,
    require_read,
    warnings,
)
from api.web.auditor.case import CASES, case_values
from api.web.auditor.cases import day_of
from api.web.auditor.recompute_result import sum_lines
from api.web.auditor.run import kept_run, require_run
from api.web.auditor.wording import show_percent
from api.web.signature import ToSign, go_to_sign
from api.web.workspace import Visit, Visited, problem_rows
from api.web.workspaces import AUDITOR
from ledger.audit.report.materiality import MATERIALITY, EffectSum, sum_of_report
from ledger.footprint.graph.numbers import ZERO
from ledger.rules.attestation import ExaminedDepth, stated_depth
from ledger.service.access.audit_papers import examined_entries, read_findings
from ledger.service.access.case_figure import shares_of
from ledger.service.access.cases import read_case
from ledger.service.access.permissions import require_participant
from schemas.errors import CradleError
from schemas.signed.statement import Kind
from schemas.views.audit_case import AuditCase, AuditFindings, DepthShare, SignOff

router = APIRouter(prefix=CASES, include_in_schema=False)

DEPTHS: Final[tuple[ExaminedDepth, ...]] = ("site_visit", "documents", "sampled", "recomputed")
"""The depths, the deepest first."""

OUTCOMES: Final = ("verified", "verified_with_remarks", "refused")
LEVELS: Final = ("limited", "reasonable")


class Task(NamedTuple):
    """A line of the task list: its key, its words, and its state `done`, `look` or `missing`."""

    key: str
    words: str
    state: str
    href: str


@router.get("/{digits}/sign-off.json")
def sign_off_data(visit: Visited, digits: IdDigits) -> Response:
    """Return what an attestation of the case rests on, as data."""
    subject = f"sha256:{digits}"
    run = kept_run(visit, subject)
    report = None if run is None else run.report
    depths = examined_entries(visit.context.ledger, visit.caller, subject)
    return visit.data(
        SignOff(
            subject=subject,
            verdict=None if report is None else report.verdict,
            own_policy=None if run is None else run.own_policy,
            depth=stated_depth(depths),
            examined=_shares(visit, subject, depths),
            findings=read_findings(visit.context.ledger, visit.caller, subject),
        )
    )


@router.get("/{digits}/sign-off")
def sign_off_page(visit: Visited, digits: IdDigits) -> Response:
    """Show the task list and the form."""
    return _page(visit, digits, prefilled(day_of(visit.context.now())))


@router.post("/{digits}/sign-off")
def draft_attestation(
    visit: Visited, digits: IdDigits, typed: Annotated[TypedAttestation, Form()]
) -> Response:
    """Draft the attestation, and go to its signing page."""
    subject = f"sha256:{digits}"
    case = read_case(visit.context.ledger, visit.caller, subject)
    run = require_run(visit, subject)
    try:
        require_participant(visit.caller)
        depths = examined_entries(visit.context.ledger, visit.caller, subject)
        header = draft_header(visit, case, run, typed, depths)
        findings = read_findings(visit.context.ledger, visit.caller, subject)
        require_read(case, run, findings, typed)
    except CradleError as error:
        if error.code == "access.unregistered":
            raise
        return _page(visit, digits, typed, error)
    shown = case_values(visit, case)
    labels = {case.figure: str(shown["case_title"])}
    content = orjson.dumps({"header": header, "sections": {}, "labels": labels})
    title = visit.say("auditor.sign_off.draft", case=str(shown["case_title"]))
    return go_to_sign(visit, ToSign(Kind.ATTESTATION.value, title, content))


def _page(
    visit: Visit, digits: str, typed: TypedAttestation, error: CradleError | None = None
) -> Response:
    ledger, subject = visit.context.ledger, f"sha256:{digits}"
    case = read_case(ledger, visit.caller, subject)
    run = kept_run(visit, subject)
    findings = read_findings(ledger, visit.caller, subject)
    depths = examined_entries(ledger, visit.caller, subject)
    shares = _shares(visit, subject, depths)
    ended = run if run is not None and run.report is not None else None
    spoken = (
        []
        if ended is None
        else list(warnings(case, ended, findings, typed.outcome, materiality_of(typed.materiality)))
    )
    shown = case_values(visit, case)
    values: dict[str, object] = {
        **shown,
        "tasks": [
            *_tasks(visit, str(shown["root"]), ended, findings, shares),
            *_sample_task(visit, case, str(shown["root"])),
        ],
        "shares": [
            (one.depth, str(one.entries), show_percent(visit, one.percent)) for one in shares
        ],
        "depth": stated_depth(depths),
        "run": ended,
        "report": None if ended is None else ended.report,
        "warnings": spoken,
        "typed": typed,
        "outcomes": [(one, visit.say(f"auditor.outcome.{one}")) for one in OUTCOMES],
        "levels": [(one, visit.say(f"auditor.level.{one}")) for one in LEVELS],
        "error": error,
        "problems": [] if error is None else problem_rows(error, FIELDS),
    }
    title = visit.say("auditor.sign_off.title", case=str(shown["case_title"]))
    status = HTTPStatus.OK if error is None else HTTPStatus(422)
    return visit.page("auditor/sign_off.html", title, values, AUDITOR.frame("cases"), status)


def _sample_task(visit: Visit, case: AuditCase, root: str) -> Iterator[Task]:
    """The sample of a calculation: a commitment has to be revealed; without one there is none."""
    if case.kind == "delivery":
        return
    state = visit.desk.sample(case.figure)
    if state.commitment is None:
        key, mark = "none", "look"
    elif state.attestation is None:
        key, mark = "committed", "missing"
    else:
        key, mark = "revealed", "done"
    yield Task("sample", visit.say(f"auditor.task.sample.{key}"), mark, f"{root}/sample")


def _shares(
    visit: Visit, subject: str, depths: Mapping[str, ExaminedDepth]
) -> tuple[DepthShare, ...]:
    """The entries examined to each depth, and their part of the sizes of all entries' own parts."""
    sizes = shares_of(visit.context.ledger, visit.caller, subject)
    by_depth = {one: [name for name in depths if depths[name] == one] for one in DEPTHS}
    return tuple(
        DepthShare(
            depth=one,
            entries=len(names),
            percent=_percent(sum((sizes.get(name, ZERO) for name in names), ZERO)),
        )
        for one, names in by_depth.items()
    )


def _percent(share: Decimal) -> str:
    exact = (share * 100).quantize(Decimal("0.01"))
    return format(exact.normalize() + 0, "f")


def _tasks(
    visit: Visit,
    root: str,
    run: Recomputation | None,
    findings: AuditFindings,
    shares: tuple[DepthShare, ...],
) -> list[Task]:
    """What a sign-off needs, each with its state."""
    report = None if run is None else run.report
    if run is None or report is None:
        words, state = visit.say("auditor.task.recomputed.none"), "missing"
    else:
        whose = "server" if run.own_policy else "own"
        verdict = visit.say(f"auditor.verdict.{report.verdict}")
        words = visit.say(f"auditor.task.recomputed.{whose}", verdict=verdict, day=run.day)
        state = "done" if report.verdict == "verified" and not run.own_policy else "look"
    deeper = sum(one.entries for one in shares if one.depth != "recomputed")
    of = sum(one.entries for one in shares)
    depth = visit.say("auditor.task.depth.words", count=str(deeper), of=str(of))
    open_ones = sum(one.state in {"open", "answered"} for one in findings.items)
    summed = EffectSum(findings.known, findings.percent, findings.unknown)
    lines = sum_lines(visit, summed, MATERIALITY)
    about = visit.say("auditor.task.findings.words", count=str(open_ones))
    above = summed.is_above(MATERIALITY)
    if report is not None:
        found = sum_of_report(report)
        above = above or found.is_above(MATERIALITY)
        percent = show_percent(visit, found.percent) or visit.say("auditor.not_known")
        limit = show_percent(visit, MATERIALITY)
        said = visit.say("auditor.task.findings.remarks", percent=percent, limit=limit)
        about = f"{about} {said}"
    settled = "look" if open_ones or above else "done"
    return [
        Task("recomputed", words, state, f"{root}/recompute"),
        Task("depth", depth, "done" if deeper else "look", root),
        Task("findings", f"{about} {lines['words']}", settled, f"{root}/findings"),
    ]
