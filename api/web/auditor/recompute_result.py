"""The result of a recomputation as its page shows it: verdict, digits, findings with effects against materiality."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any, Final, NamedTuple

from api.recomputations import Recomputation
from api.web.auditor.wording import show, show_percent, unit_of
from api.web.check_result import StepRow, exact_digits, judged_steps, verdict_word
from api.web.wording import form_of
from api.web.workspace import Visit
from ledger.audit.report.findings import group_findings
from ledger.audit.report.materiality import MATERIALITY, EffectSum, sum_of_report
from ledger.audit.report.names import names_of, shorten
from ledger.audit.steps import STEPS
from ledger.documents.drawing.materiality_bar import MaterialityBar, draw_materiality_bar
from ledger.translations.documents import number
from schemas.views.report import Report, Severity, Step

SHOWN: Final = 10
"""Findings of one code that the page lists; the table as CSV has all."""

SEVERITIES: Final[tuple[Severity, ...]] = ("contradiction", "missing", "remark")


class FindingLine(NamedTuple):
    """A finding: its severity, code and step, its English sentence and subject, and its effect in words."""

    severity: str
    code: str
    step: int
    detail: str
    subject: str
    kg: str
    percent: str


def result_values(visit: Visit, run: Recomputation, report: Report) -> dict[str, Any]:
    """The values of the template for a run that has ended."""
    counts = {one: sum(row.severity == one for row in report.findings) for one in SEVERITIES}
    summed = sum_of_report(report)
    return {
        "verdict": report.verdict,
        "heading": visit.say(f"check.verdict.{verdict_word(report)}"),
        "counts": visit.say(
            "auditor.recompute.counts",
            contradictions=str(counts["contradiction"]),
            missing=str(counts["missing"]),
            remarks=str(counts["remark"]),
        ),
        "who": visit.say(f"auditor.recompute.who.{'server' if run.own_policy else 'own'}"),
        "declared": list(exact_digits(report.declared_total, visit.language)),
        "recomputed": list(exact_digits(report.recomputed_total, visit.language)),
        "unit": unit_of(visit, report.unit),
        "steps": judged_steps(report, visit.language),
        "findings": list(_findings(visit, report)),
        "more": max(len(report.findings) - len(list(_findings(visit, report))), 0),
        "sum": sum_lines(visit, summed, MATERIALITY),
        "input": {
            "bundle": report.bundle,
            "policy": report.policy,
            "findings": run.findings_digest,
        },
        "as_of": _as_of(visit, report),
        "stale": report.stale,
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
        "unknown": visit.say(
            f"auditor.sum.unknown.{form_of(summed.unknown)}", count=str(summed.unknown)
        ),
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


def _findings(visit: Visit, report: Report) -> Iterator[FindingLine]:
    names = names_of(report)
    for group in group_findings(report.findings):
        for row in group[:SHOWN]:
            known = row.effect_kg is not None
            yield FindingLine(
                severity=row.severity,
                code=row.code,
                step=row.step,
                detail=shorten(row.detail, names),
                subject=shorten(row.subject, names),
                kg=show(visit, row.effect_kg) if known else visit.say("auditor.not_known"),
                percent=show_percent(visit, row.effect_percent),
            )


def _as_of(visit: Visit, report: Report) -> str:
    sizes = [
        "" if state is None else number(str(state.size), visit.language)
        for state in (report.entries, report.registry)
    ]
    return visit.say("auditor.recompute.as_of", entries=sizes[0], registry=sizes[1])
