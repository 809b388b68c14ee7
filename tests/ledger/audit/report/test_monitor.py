"""A monitor's report: its verdict, its ASCII texts, and its size limit."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.bundles import signer
from support.terminal import text_of

from ledger.audit.bundle.parsing import parse_monitor
from ledger.audit.findings import LISTED, Findings, StepNumber
from ledger.audit.log.monitor import sign_monitor
from ledger.audit.report.monitor import (
    STEPS,
    build_monitor_report,
    layout_monitor,
    shorten,
)
from ledger.footprint.graph.resolution import Problem
from ledger.trust.envelope import match_signers
from schemas.signed.policy import LogKeys
from schemas.values import RegistryState
from schemas.views.monitor import MonitorReport

STATE = RegistryState(size=0, root="0" * 64)
KEYS = LogKeys(entries="a", registry="b")
WATCHER = signer("watcher")


def report_of(findings: Findings) -> MonitorReport:
    """The report of some findings."""
    return build_monitor_report(findings, "a.example", KEYS, STATE, STATE, "2026-01-01", "test")


def words(report: MonitorReport) -> str:
    """The page of a report on one line."""
    return " ".join(text_of(layout_monitor(report)).split())


def finding(*details: str) -> Findings:
    """A contradiction for each of these details."""
    findings = Findings()
    for number, detail in enumerate(details):
        findings.contradict(
            StepNumber.RULES, Problem("entry.duplicate", f"subject {number}", detail)
        )
    return findings


def test_verdicts() -> None:
    """Contradictions weigh more than what is missing, and remarks weigh nothing."""
    findings = Findings()
    findings.remark(StepNumber.KEYS, Problem("key.disputed", "x", "told"))
    assert report_of(findings).verdict == "consistent"
    findings.miss(StepNumber.LINKS, Problem("statement.missing", "y", "gone"))
    assert report_of(findings).verdict == "incomplete"
    findings.contradict(StepNumber.RULES, Problem("entry.duplicate", "z", "twice"))
    assert (report_of(findings).verdict, report_of(findings).exit_code) == ("contradicted", 1)


def test_steps_are_those_of_a_whole_ledger() -> None:
    """Container, recomputation and equality concern one calculation and are not listed."""
    assert tuple(step.number for step in report_of(Findings()).steps) == STEPS


@given(st.lists(st.text(max_size=2000), max_size=3))
def test_signing_and_parsing_are_inverse(details: list[str]) -> None:
    """Any text in a finding survives writing and reading of the signed file."""
    report = report_of(finding(*details))
    read = parse_monitor(sign_monitor(report, WATCHER))
    assert read.report == report
    assert match_signers(read.envelope, [WATCHER.public]) == (WATCHER.public,)


@pytest.mark.parametrize("count", [3, 400, 1500])
def test_a_file_holds_the_gravest(count: int) -> None:
    """Too many findings are left out and counted; the file can be written in any case."""
    findings = finding(*("x" * 900 for _ in range(count)))
    report = report_of(findings)
    short = shorten(report)
    assert len(short.findings) + short.left_out == min(count, LISTED + 1)
    assert short.findings == report.findings[: len(short.findings)]
    assert (short.left_out > 0) == (count > 3)
    assert parse_monitor(sign_monitor(short, WATCHER)).report == short


def test_text() -> None:
    """The page has the verdict first, then state, findings and steps."""
    text = words(report_of(finding("twice")))
    assert text.startswith("Contradicted: ")
    assert "contradiction entry.duplicate 10 subject 0: " in text
    assert "more" not in text
    cut = report_of(finding("twice")).model_copy(update={"left_out": 7})
    assert "and 7 more" in words(cut)
