"""A bundle that an auditor may attest: its verdict, and the members of an attestation that follow from it."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from ledger.cli.terminal.display import Status
from ledger.cli.terminal.ids import beginning_with, complete_id
from ledger.cli.terminal.page import print_page
from schemas.errors import CradleError

if TYPE_CHECKING:
    from ledger.audit.context import AuditContext
    from schemas.views.report import Report


class Judged(NamedTuple):
    """A bundle that may be attested: its report, and the results of its audit."""

    report: "Report"
    context: "AuditContext"


def judge(bundle: Path, policy: Path, delivery: str | None, *, rest_on_others: bool) -> Judged:
    """The result of a bundle that may be attested; any other one is printed.

    Raises:
        Status: of a bundle that was not verified.
        CradleError: `file.unreadable`, `policy.*`, or as `require_about`.
    """
    from ledger.audit.policy import parse_policy
    from ledger.audit.report.building import build_report
    from ledger.audit.report.layout import layout_report
    from ledger.audit.verifier import run_steps
    from ledger.cli.terminal.files import read_file
    from ledger.cli.terminal.waiting import waiting
    from ledger.trust.leaves import digest

    content = read_file(policy)
    with waiting("verifying"):
        context, findings = run_steps(read_file(bundle), parse_policy(content))
        report = build_report(context, findings, digest(content))
    require_about(report, delivery)
    rests = rest_on_others and report.calculation is None and report.verdict == "attested"
    if report.exit_code != 0 and not rests:
        print_page(layout_report(report))
        raise Status(report.exit_code)
    return Judged(report, context)


def subject_of(report: "Report") -> tuple[str, str]:
    """The kind of the attested statement, and its id."""
    if report.calculation is None:
        return "delivery", str(report.subject)
    return "calculation", report.calculation


def verdict_of(
    judged: Judged, depth: str, sample: Path | None, sections: Mapping[str, str]
) -> dict[str, object]:
    """The members of an attestation that the bundle gives; `sections` are the digests of its sections.

    Raises:
        CradleError: as `sample_from`.
    """
    from ledger.trust.leaves import digest, model_bytes

    report = judged.report
    kind, subject = subject_of(report)
    members: dict[str, object] = {
        kind: subject,
        "bundle": report.bundle,
        "policy": report.policy,
        "findings": digest(model_bytes(report)),
        "depth": {"default": depth, "exceptions": rested_on(report)},
    }
    if sections:
        members["sections"] = dict(sections)
    if sample is not None:
        members["sample"] = sample_from(judged.context, sample)
    return members


def sample_from(context: "AuditContext", file: Path) -> dict[str, object]:
    """The sample that a commitment draws from the attested bundle, with the revealed nonce.

    Raises:
        CradleError: as `committed`.
    """
    from ledger.audit.sample.seed import reveal
    from ledger.cli.commands.sample import committed
    from ledger.cli.terminal.commitment_file import read_commitment

    return reveal(committed(context, file), read_commitment(file).nonce).to_json()


def require_about(report: "Report", delivery: str | None) -> None:
    """Refuse a bundle that is not about the named delivery.

    Raises:
        CradleError: `attestation.other`, or as `complete_id`.
    """
    if delivery is None:
        return
    subjects = () if report.subject is None else (report.subject,)
    named = complete_id(delivery, lambda digits: beginning_with(digits, subjects), "--delivery")
    if report.calculation is not None or report.subject != named:
        detail = f"The bundle is about {report.calculation or report.subject}; name its delivery."
        raise CradleError("attestation.other", detail, "--delivery")


def rested_on(report: "Report") -> list[dict[str, str]]:
    """The deliveries whose figures other auditors have attested, as exceptions of the depth."""
    rows = (row for row in report.basis or () if row.basis == "attested")
    named = sorted(delivery for row in rows for delivery in row.deliveries)
    return [{"statement": delivery, "depth": "attested"} for delivery in named]
