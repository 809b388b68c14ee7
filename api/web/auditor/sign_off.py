"""Sign-off: what an attestation needs, its form, and the way to the signature.

The depth is drafted from what was recorded and cannot be typed; the page shows how many entries, and how much of the
figure, were examined to which depth, so that an attestation which looked at nothing says so.
"""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import partial
from http import HTTPStatus
from typing import Annotated, Final, NamedTuple, get_args

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
from api.web.auditor.recompute import sum_lines
from api.web.auditor.run import kept_run, require_run
from api.web.auditor.settled import FIRST, settle_fields, settle_rows, settled_section
from api.web.auditor.wording import case_title, show_percent
from api.web.forms import ToSign, go_to_sign
from api.web.twins import download, twins
from api.web.workspace import Visit, Visited
from ledger.audit.report.materiality import MATERIALITY, EffectSum, sum_of_report
from ledger.audit.report.names import shorten
from ledger.choices.settling import format_settlements
from ledger.footprint.graph.numbers import ZERO
from ledger.rules.attestation import ExaminedDepth, stated_depth
from ledger.service.access.audit_papers import examined_entries, read_findings
from ledger.service.access.case_figure import shares_of
from ledger.service.access.cases import read_case
from ledger.service.access.permissions import require_participant
from schemas.errors import CradleError
from schemas.signed.attestation import Level
from schemas.signed.statement import Kind
from schemas.views.audit_case import AuditCase, DepthShare, SignOff

router = APIRouter(prefix=CASES, include_in_schema=False)

DEPTHS: Final[tuple[ExaminedDepth, ...]] = ("site_visit", "documents", "sampled", "recomputed")
"""The depths, the deepest first."""

OUTCOMES: Final = ("verified", "verified_with_remarks", "refused")
LEVELS: Final = get_args(Level)


class Task(NamedTuple):
    """A line of the task list: its key, its words, its state `done`, `look` or `missing`, and its page of the case."""

    key: str
    words: str
    state: str
    href: str


@twins(router, "/{digits}/sign-off")
def rests_on(visit: Visited, digits: IdDigits) -> SignOff:
    """Return what an attestation of the case rests on, as data."""
    subject = f"sha256:{digits}"
    run = kept_run(visit, subject)
    report = None if run is None else run.report
    depths = examined_entries(visit.ledger, visit.caller, subject)
    return SignOff(
        subject=subject,
        verdict=None if report is None else report.verdict,
        own_policy=None if run is None else run.own_policy,
        depth=stated_depth(depths),
        examined=_shares(visit, subject, depths),
        findings=read_findings(visit.ledger, visit.caller, subject),
    )


@router.get("/{digits}/sign-off")
def sign_off_page(visit: Visited, digits: IdDigits) -> Response:
    """Show the task list and the form."""
    return _page(visit, digits, prefilled(day_of(visit.now)))


@router.get("/{digits}/settle.toml")
def settle_list(visit: Visited, digits: IdDigits) -> Response:
    """Return the choices that the kept recomputation found and nobody settled, as a list to be filled in."""
    report = require_run(visit, f"sha256:{digits}").wait()
    content = format_settlements(report.choices or ()).encode()
    return download(content, "application/toml", "settle.toml")


@router.post("/{digits}/sign-off")
def draft_attestation(
    visit: Visited, digits: IdDigits, typed: Annotated[TypedAttestation, Form()]
) -> Response:
    """Draft the attestation, and go to its signing page."""
    subject = f"sha256:{digits}"
    case = read_case(visit.ledger, visit.caller, subject)
    run = require_run(visit, subject)
    try:
        require_participant(visit.caller)
        depths = examined_entries(visit.ledger, visit.caller, subject)
        sections = settled_section(run.wait(), typed)
        header = draft_header(visit, case, run, typed, depths, settles=bool(sections))
        findings = read_findings(visit.ledger, visit.caller, subject)
        require_read(case, run, findings, typed)
    except CradleError as error:
        if error.code == "access.unregistered":
            raise
        return _page(visit, digits, typed, error)
    title = case_title(visit, case)
    labels = {case.figure: title}
    content = orjson.dumps({"header": header, "sections": sections, "labels": labels})
    draft = ToSign(Kind.ATTESTATION.value, visit.say("auditor.sign_off.draft", case=title), content)
    return go_to_sign(visit, draft)


def _page(
    visit: Visit, digits: str, typed: TypedAttestation, error: CradleError | None = None
) -> Response:
    case = read_case(visit.ledger, visit.caller, f"sha256:{digits}")
    sign_off, run = rests_on(visit, digits), kept_run(visit, case.subject)
    ended = run if run is not None and run.report is not None else None
    materiality = materiality_of(typed.materiality)
    rows = settle_rows(None if ended is None else ended.report, typed)
    return visit.page(
        "auditor/sign_off.html",
        error,
        form_fields=FIELDS | settle_fields(rows),
        status=HTTPStatus(422) if error else None,
        **case_values(visit, case),
        tasks=[*_tasks(visit, ended, sign_off), *_sample_task(visit, case)],
        found=sign_off,
        run=ended,
        report=None if ended is None else ended.report,
        warnings=[]
        if ended is None
        else list(warnings(case, ended, sign_off.findings, typed.outcome, materiality)),
        typed=typed,
        outcomes=[(word, visit.say(f"auditor.outcome.{word}")) for word in OUTCOMES],
        shortened=partial(shorten, names={}),
        settling=(rows[:FIRST], rows[FIRST:]),
        levels=[(word, visit.say(f"auditor.level.{word}")) for word in LEVELS],
    )


def _sample_task(visit: Visit, case: AuditCase) -> Iterator[Task]:
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
    yield Task("sample", visit.say(f"auditor.task.sample.{key}"), mark, "/sample")


def _shares(
    visit: Visit, subject: str, depths: Mapping[str, ExaminedDepth]
) -> tuple[DepthShare, ...]:
    """The entries examined to each depth, and their part of the sizes of all entries' own parts."""
    sizes = shares_of(visit.ledger, visit.caller, subject)
    by_depth = {depth: [name for name in depths if depths[name] == depth] for depth in DEPTHS}
    return tuple(
        DepthShare(
            depth=depth,
            entries=len(names),
            percent=_percent(sum((sizes.get(name, ZERO) for name in names), ZERO)),
        )
        for depth, names in by_depth.items()
    )


def _percent(share: Decimal) -> str:
    exact = (share * 100).quantize(Decimal("0.01"))
    return format(exact.normalize() + 0, "f")


def _tasks(visit: Visit, run: Recomputation | None, sign_off: SignOff) -> list[Task]:
    """What a sign-off needs, each with its state."""
    report = None if run is None else run.report
    findings, shares = sign_off.findings, sign_off.examined
    if run is None or report is None:
        words, state = visit.say("auditor.task.recomputed.none"), "missing"
    else:
        whose = "server" if run.own_policy else "own"
        verdict = visit.say(f"auditor.verdict.{report.verdict}")
        words = visit.say(f"auditor.task.recomputed.{whose}", verdict=verdict, day=run.day)
        state = "done" if report.verdict == "verified" and not run.own_policy else "look"
    deeper = sum(share.entries for share in shares if share.depth != "recomputed")
    of = sum(share.entries for share in shares)
    depth = visit.say("auditor.task.depth.words", count=str(deeper), of=str(of))
    open_ones = sum(finding.state in {"open", "answered"} for finding in findings.items)
    summed = EffectSum(findings.known, findings.percent, findings.unknown)
    lines = sum_lines(visit, summed, MATERIALITY)
    about = visit.say("auditor.task.findings.words", count=str(open_ones))
    above = summed.is_above(MATERIALITY)
    if report is not None:
        remarks = sum_of_report(report)
        above = above or remarks.is_above(MATERIALITY)
        percent = show_percent(visit, remarks.percent) or visit.say("auditor.not_known")
        limit = show_percent(visit, MATERIALITY)
        said = visit.say("auditor.task.findings.remarks", percent=percent, limit=limit)
        about = f"{about} {said}"
    settled = "look" if open_ones or above else "done"
    return [
        Task("recomputed", words, state, "/recompute"),
        Task("depth", depth, "done" if deeper else "look", ""),
        Task("findings", f"{about} {lines['words']}", settled, "/findings"),
    ]
