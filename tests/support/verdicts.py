"""The result of a verification for tests: exit code, and the findings with their subjects."""

from collections.abc import Mapping

from support.signed_battery import honest
from support.terminal import text_of

from ledger.audit.bundle.container import pack
from ledger.audit.report.layout import layout_report
from ledger.audit.verifier import verify
from schemas.signed.policy import Policy
from schemas.views.report import Report, Step

NO_FILE = "sha256:" + "0" * 64


def judge(files: Mapping[str, bytes] | bytes, policy: Policy | None = None) -> Report:
    """The report on files or on a packed bundle, by default under the honest chain's policy.

    No step may add to one that has ended, whatever the bundle.
    """
    data = files if isinstance(files, bytes) else pack(files)
    shown = list[Step]()
    report = verify(data, policy or honest().ledger.policy(), NO_FILE, progress=shown.append)
    if "step.not_checked" not in {row.code for row in report.findings}:
        assert tuple(shown) == report.steps[: len(shown)]
    return report


def report_text(report: Report) -> str:
    """The report as a program reads it."""
    return text_of(layout_report(report))


def words_of(report: Report) -> str:
    """The report as text on one line, as it would be without the width of a screen."""
    return " ".join(report_text(report).split())


def found(report: Report) -> set[tuple[str, str]]:
    """Code and subject of every finding that changes the verdict."""
    return {(row.code, row.subject) for row in report.findings if row.severity != "remark"}


def remarks(report: Report) -> set[tuple[str, str]]:
    """Code and subject of every remark."""
    return {(row.code, row.subject) for row in report.findings if row.severity == "remark"}
