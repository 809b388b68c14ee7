"""Recompute: the real verifier on a case's audit bundle, under the auditor's policy, step by step.

The policy is a file of the auditor's own, kept in memory with the run for an hour, or this server's own, which the page
then says. With a script the page follows the run by server-sent events; without one the form waits for its end. A run
goes on if its reader leaves, and its result stays at this address. The findings have the digest that `cradle verify`
gives on the downloaded bundle, or the two disagree.
"""

from collections.abc import Iterator
from http import HTTPStatus
from typing import Annotated, Final

import orjson
from fastapi import APIRouter, File, Form, Response, UploadFile
from fastapi.sse import EventSourceResponse, format_sse_event

from api.paths import IdDigits
from api.problems import status_of
from api.recomputations import Recomputation
from api.web.auditor.case import CASES, case_values, download
from api.web.auditor.recompute_result import result_values, said_step
from api.web.auditor.run import begin_run, kept_run, require_run
from api.web.check_result import step_row, step_rows
from api.web.csv_file import csv_response
from api.web.frame import sayer
from api.web.rendering import render
from api.web.workspace import PRIVATE, Visit, Visited, problem_rows
from api.web.workspaces import AUDITOR
from ledger.audit.policy import POLICY_LIMIT
from ledger.audit.steps import STEPS
from ledger.service.access.cases import read_case
from ledger.trust.leaves import digest, model_bytes
from schemas.errors import CradleError
from schemas.views.audit_case import RecomputedCase
from schemas.views.report import Finding

router = APIRouter(prefix=CASES, include_in_schema=False)

NOT_BUFFERED: Final = {**PRIVATE, "X-Accel-Buffering": "no"}


@router.get("/{digits}/recompute.json")
def recompute_data(visit: Visited, digits: IdDigits) -> Response:
    """Return the kept recomputation as data."""
    subject = f"sha256:{digits}"
    run = kept_run(visit, subject)
    return visit.data(_as_data(subject, run))


@router.get("/{digits}/recompute.csv")
def recompute_table(visit: Visited, digits: IdDigits) -> Response:
    """Return the verifier's findings as a table."""
    report = require_run(visit, f"sha256:{digits}").wait()
    names = [name for name in Finding.model_fields if name != "follows"]
    rows = ([getattr(row, name) for name in names] for row in report.findings)
    return csv_response(f"findings-{digits[:12]}", names, rows)


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
    case = read_case(visit.context.ledger, visit.caller, f"sha256:{digits}")
    shown = case_values(visit, case)
    values: dict[str, object] = {
        **shown,
        "running": run is not None and run.is_running,
        "steps": step_rows(() if run is None else run.steps, visit.language),
        "count": str(len(STEPS)),
        "result": None,
        "run": run,
        "error": error,
        "problems": [] if error is None else problem_rows(error, frozenset({"policy"})),
    }
    title = visit.say("auditor.recompute.title", case=str(shown["case_title"]))
    if run is not None and run.report is not None:
        values["result"] = result_values(visit, run, run.report)
        title = visit.say("auditor.recompute.done", case=str(shown["case_title"]))
    status = HTTPStatus.OK if error is None else HTTPStatus(status_of(error))
    return visit.page("auditor/recompute.html", title, values, AUDITOR.frame("cases"), status)


def _events(visit: Visit, run: Recomputation) -> Iterator[bytes]:
    """The events of a run: `step` with the row of a page, then `end`."""
    for step in run.follow():
        row = step_row(step, visit.language)
        html = render("check_step.html", say=sayer(visit.language), row=row)
        part = {"number": step.number, "html": html, "said": said_step(visit, step, row)}
        yield format_sse_event(event="step", data_str=orjson.dumps(part).decode())
    yield format_sse_event(event="end", data_str="{}")


def _as_data(subject: str, run: Recomputation | None) -> RecomputedCase:
    if run is None:
        return RecomputedCase(subject=subject, state="none")
    made = RecomputedCase(
        subject=subject,
        state="running" if run.is_running else "ended" if run.report is not None else "failed",
        own_policy=run.own_policy,
        day=run.day,
        bundle=digest(run.bundle),
        policy=digest(run.policy_file),
        steps=run.steps,
    )
    if run.report is None:
        return made
    members = {"findings": run.findings_digest, "report": run.report}
    return made.model_copy(update=members)
