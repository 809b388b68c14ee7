"""Recompute: the real verifier on a case's audit bundle, under the auditor's policy, step by step.

The policy is a file of the auditor's own, kept in memory with the run for an hour, or this server's own, which the page
then says. With a script the page follows the run by server-sent events; without one the form waits for its end. A run
goes on if its reader leaves, and its result stays at this address. The findings have the digest that `cradle verify`
gives on the downloaded bundle, or the two disagree.
"""

from collections.abc import Iterator
from decimal import Decimal
from typing import Annotated, Any, Final

import orjson
from fastapi import APIRouter, File, Form, Response, UploadFile
from fastapi.sse import EventSourceResponse, format_sse_event

from api.paths import IdDigits
from api.recomputations import Recomputation
from api.web.auditor.case import CASES, case_values
from api.web.auditor.run import begin_run, kept_run, require_run
from api.web.auditor.wording import show, show_percent
from api.web.check_page import (
    StepRow,
    exact_digits,
    judged_steps,
    step_row,
    step_rows,
    verdict_word,
)
from api.web.rendering import render
from api.web.twins import columns, csv_response, download, twins
from api.web.workspace import PRIVATE, Visit, Visited
from ledger.audit.policy import POLICY_LIMIT
from ledger.audit.report.findings import group_findings
from ledger.audit.report.materiality import MATERIALITY, EffectSum, sum_of_report
from ledger.audit.report.names import names_of, shorten
from ledger.audit.steps import STEPS
from ledger.documents.drawing.materiality_bar import MaterialityBar, draw_materiality_bar
from ledger.service.access.cases import read_case
from ledger.trust.leaves import digest, model_bytes
from schemas.errors import CradleError
from schemas.views.audit_case import RecomputedCase
from schemas.views.report import Finding, Report, Severity, Step

router = APIRouter(prefix=CASES, include_in_schema=False)

NOT_BUFFERED: Final = {**PRIVATE, "X-Accel-Buffering": "no"}


@twins(router, "/{digits}/recompute")
def recomputed(visit: Visited, digits: IdDigits) -> RecomputedCase:
    """Return the kept recomputation as data."""
    subject = f"sha256:{digits}"
    run = kept_run(visit, subject)
    if run is None:
        return RecomputedCase(subject=subject, state="none")
    case = RecomputedCase(
        subject=subject,
        state="running" if run.is_running else "ended" if run.report is not None else "failed",
        own_policy=run.own_policy,
        day=run.day,
        bundle=digest(run.bundle),
        policy=digest(run.policy_file),
        steps=run.steps,
    )
    if run.report is None:
        return case
    members = {"findings": run.findings_digest, "report": run.report}
    return case.model_copy(update=members)


@router.get("/{digits}/recompute.csv")
def recompute_table(visit: Visited, digits: IdDigits) -> Response:
    """Return the verifier's findings as a table."""
    report = require_run(visit, f"sha256:{digits}").wait()
    names = [name for name in Finding.model_fields if name != "follows"]
    return csv_response(f"findings-{digits[:12]}", *columns(report.findings, *names))


@router.get("/{digits}/recompute/audit.bundle")
def recomputed_bundle(visit: Visited, digits: IdDigits) -> Response:
    """Return the bundle that was recomputed."""
    return download(
        require_run(visit, f"sha256:{digits}").bundle, "application/zip", f"{digits[:12]}.bundle"
    )


@router.get("/{digits}/recompute/policy.toml")
def used_policy(visit: Visited, digits: IdDigits) -> Response:
    """Return the policy of the recomputation."""
    return download(
        require_run(visit, f"sha256:{digits}").policy_file, "application/toml", "policy.toml"
    )


@router.get("/{digits}/recompute/report.json")
def report_file(visit: Visited, digits: IdDigits) -> Response:
    """Return the report in the form whose digest an attestation names."""
    content = model_bytes(require_run(visit, f"sha256:{digits}").wait())
    return download(content, "application/json", f"report-{digits[:12]}.json")


@router.get("/{digits}/recompute/events")
def events(visit: Visited, digits: IdDigits) -> Response:
    """Send the steps of the kept run as they end, then the end."""
    return EventSourceResponse(
        _events(visit, require_run(visit, f"sha256:{digits}")), headers=NOT_BUFFERED
    )


@router.get("/{digits}/recompute")
def recompute_page(visit: Visited, digits: IdDigits) -> Response:
    """Show the form, the run, or its result."""
    return _page(visit, digits, kept_run(visit, f"sha256:{digits}"))


@router.post("/{digits}/recompute")
def recompute(
    visit: Visited,
    digits: IdDigits,
    policy: Annotated[UploadFile | None, File()] = None,
    whose: Annotated[str, Form(pattern="^(own|server)$")] = "own",
    follow: Annotated[bool, Form()] = False,  # noqa: FBT002 - a field of a form
) -> Response:
    """Begin a run; with `follow` the page shows it, without it the answer waits for its end."""
    data = b"" if policy is None else policy.file.read(POLICY_LIMIT + 1)
    try:
        file = _required(data) if whose == "own" else b""
        run = begin_run(visit, f"sha256:{digits}", file)
        if not follow:
            run.wait()
    except CradleError as error:
        if not error.code.startswith(("policy.", "audit.")):
            raise
        where = f" ({error.place})" if error.place not in {"", "policy"} else ""
        placed = CradleError(error.code, f"{error.detail}{where}", "policy")
        return _page(visit, digits, None, placed)
    return visit.go(f"{CASES}/{digits}/recompute")


def _required(policy: bytes) -> bytes:
    if not policy:
        detail = "No policy was chosen; choose your policy file, or this server's own policy."
        raise CradleError("audit.policy", detail, "policy")
    return policy


def _page(
    visit: Visit, digits: str, run: Recomputation | None, error: CradleError | None = None
) -> Response:
    case = read_case(visit.ledger, visit.caller, f"sha256:{digits}")
    report = None if run is None else run.report
    return visit.page(
        "auditor/recompute.html",
        error,
        form_fields=("policy",),
        **case_values(visit, case),
        running=run is not None and run.is_running,
        steps=step_rows(() if run is None else run.steps, visit.language),
        count=len(STEPS),
        run=run,
        result=None if run is None or report is None else result_values(visit, run, report),
    )


def _events(visit: Visit, run: Recomputation) -> Iterator[bytes]:
    """The events of a run: `step` with the row of a page, then `end`."""
    for step in run.follow():
        row = step_row(step, visit.language)
        html = render("check_step.html", visit.language, row=row)
        part = {"number": step.number, "html": html, "said": said_step(visit, step, row)}
        yield format_sse_event(event="step", data_str=orjson.dumps(part).decode())
    yield format_sse_event(event="end", data_str="{}")


SHOWN: Final = 10
"""Findings of one code that the page lists; the table as CSV has all."""

SEVERITIES: Final[tuple[Severity, ...]] = ("contradiction", "missing", "remark")


def result_values(visit: Visit, run: Recomputation, report: Report) -> dict[str, Any]:
    """The values of the template for a run that has ended."""
    groups = [group[:SHOWN] for group in group_findings(report.findings)]
    listed = [row for group in groups for row in group]
    names = names_of(report)
    return {
        "report": report,
        "heading": visit.say(f"check.verdict.{verdict_word(report)}"),
        "counts": {
            severity: sum(row.severity == severity for row in report.findings)
            for severity in SEVERITIES
        },
        "declared": list(exact_digits(report.declared_total, visit.language)),
        "recomputed": list(exact_digits(report.recomputed_total, visit.language)),
        "steps": judged_steps(report, visit.language),
        "findings": listed,
        "ids": lambda words: shorten(str(words), names),
        "more": len(report.findings) - len(listed),
        "sum": sum_lines(visit, sum_of_report(report), MATERIALITY),
        "digest": run.findings_digest,
    }


def sum_lines(visit: Visit, summed: EffectSum, threshold: str) -> dict[str, Any]:
    """The sum of known effects beside a threshold, as numbers and as a sentence."""
    limit = show_percent(visit, threshold)
    above = "above" if summed.is_above(threshold) else "below"
    return {
        "kg": show(visit, summed.known),
        "percent": show_percent(visit, summed.percent) or visit.say("auditor.not_known"),
        "limit": limit,
        "above": above == "above",
        "words": visit.say(f"auditor.sum.{above}", limit=limit),
        "bar": _bar(visit, summed, threshold),
        "unknown": visit.counted("auditor.sum.unknown", summed.unknown),
    }


def _bar(visit: Visit, summed: EffectSum, threshold: str) -> str:
    """The picture of the sum beside the threshold, both in per cent; empty where there is no percentage."""
    if summed.percent is None:
        return ""
    bar = MaterialityBar(
        effects=Decimal(summed.percent),
        materiality=Decimal(threshold),
        effects_text=show_percent(visit, summed.percent),
        materiality_text=visit.say("auditor.sum.limit", limit=show_percent(visit, threshold)),
    )
    title = f"{visit.say('auditor.sum')} {bar.effects_text}; {bar.materiality_text}"
    return draw_materiality_bar(bar, title)


def said_step(visit: Visit, step: Step, row: StepRow) -> str:
    """A step that ended, for the live region."""
    return visit.say(
        "check.said.step",
        number=str(step.number),
        count=str(len(STEPS)),
        name=row.name,
        state=row.state,
    )
