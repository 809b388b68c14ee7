"""The report of a monitor: as values, as a page, and shortened to the size of a signed file.

Its steps are those of the offline verifier that apply to a whole ledger, under the same numbers. Its
verdict is `consistent`, `contradicted` or `incomplete`. Consistent means that the contents of the
ledger agree with each other and keep the rules; it does not mean that a statement is true. A monitor
does not recompute figures: each calculation has its own bundle for that.
"""

from collections.abc import Mapping
from typing import Literal

from ledger.audit.findings import Findings, StepNumber
from ledger.audit.report.findings import finding_blocks, step_table
from ledger.audit.report.names import shorten_all
from ledger.documents.page import Page, Paragraph, facts
from ledger.trust.envelope import PAYLOAD_LIMIT
from ledger.trust.leaves import model_bytes
from schemas.signed.policy import LogKeys
from schemas.values import RegistryState
from schemas.views.monitor import MonitorReport
from schemas.views.report import Finding

Verdict = Literal["consistent", "contradicted", "incomplete"]

STEPS = (
    StepNumber.INTEGRITY,
    StepNumber.CHECKPOINTS,
    StepNumber.SIGNATURES,
    StepNumber.INCLUSION,
    StepNumber.KEYS,
    StepNumber.LINKS,
    StepNumber.RULES,
    StepNumber.LINEAGE,
    StepNumber.DELIVERIES,
    StepNumber.BALANCES,
)
"""The steps that apply to a whole ledger; the others concern one calculation."""

_VERDICTS: Mapping[int, Verdict] = {0: "consistent", 1: "contradicted", 2: "incomplete"}
_WORDS: Mapping[Verdict, str] = {
    "consistent": "Consistent: the contents of the ledger agree with each other and with its logs.",
    "contradicted": "Contradicted: two things in the ledger disagree.",
    "incomplete": "Incomplete: something that the ledger names is missing, or cannot be read.",
}
MEANING = "Consistent does not mean that a statement is true, or that a figure was recomputed."
_LONGEST = 1000
"""The largest number of characters of a foreign text that a report repeats, and of findings that it lists."""

_FOLLOWS = 10


def build_monitor_report(
    findings: Findings,
    origin: str,
    logs: LogKeys,
    entries: RegistryState,
    registry: RegistryState,
    date: str,
    software: str,
) -> MonitorReport:
    """Build the report on a ledger.

    Args:
        findings: all findings.
        origin: of the ledger.
        logs: the keys with which its checkpoints were opened.
        entries: the state of the entries log, as it was read.
        registry: the state of the registry.
        date: of the report, as YYYY-MM-DD.
        software: that built it.
    """
    exit_code = findings.exit_code
    listed = findings.listed(None)
    return MonitorReport(
        document="monitor",
        origin=origin,
        logs=logs,
        entries=entries,
        registry=registry,
        date=date,
        software=software,
        verdict=_VERDICTS[exit_code],
        exit_code=exit_code,
        steps=tuple(step for step in findings.steps() if step.number in STEPS),
        findings=tuple(map(_plain, listed[:_LONGEST])),
        left_out=len(listed[_LONGEST:]),
    )


def shorten(report: MonitorReport) -> MonitorReport:
    """Shorten a report to the size of a signed file; the gravest findings are kept."""
    while len(model_bytes(report)) > PAYLOAD_LIMIT:
        kept = report.findings[: len(report.findings) * 3 // 4]
        left_out = report.left_out + len(report.findings) - len(kept)
        report = report.model_copy(update={"findings": kept, "left_out": left_out})
    return report


def _plain(finding: Finding) -> Finding:
    """Return a finding with its texts, which come from outside, as short ASCII strings."""
    return finding.model_copy(
        update={
            "subject": _ascii(finding.subject),
            "detail": _ascii(finding.detail),
            "follows": tuple(map(_ascii, finding.follows[:_FOLLOWS])),
        }
    )


def _ascii(text: str) -> str:
    return text.encode("unicode_escape").decode("ascii")[:_LONGEST]


def layout_monitor(report: MonitorReport) -> Page:
    """The page of a report."""
    head = {
        "ledger": report.origin,
        "entries log": f"{report.entries.size} leaves, root {report.entries.root}",
        "registry": f"{report.registry.size} leaves, root {report.registry.root}",
        "date": report.date,
    }
    left_out = [Paragraph(f"and {report.left_out} more")] if report.left_out else []
    findings = shorten_all((*finding_blocks(report.findings, ""), *left_out), {})
    blocks = (facts(head), *findings, step_table(report.steps))
    return Page(_WORDS[report.verdict], blocks=blocks, footer=MEANING)
