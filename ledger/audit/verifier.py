"""The offline verifier: one bundle, judged under the reader's own policy, step by step.

The steps and their order are in `ledger.audit.steps`. A step reports all its findings, and the next one runs
regardless of them. Only a container that cannot be read ends the audit, because there is no file to check. The
verifier runs no code from a bundle, trusts no name in it, and fetches nothing.

Exit code: 1 if two things in the bundle contradict each other or the policy, else 2 if something named is missing
or nothing was checked, else 0.
"""

from collections.abc import Callable, Iterable

from ledger.audit.context import AuditContext
from ledger.audit.findings import Findings
from ledger.audit.report.building import build_report
from ledger.audit.steps import STEPS
from schemas.signed.policy import Policy
from schemas.views.report import Report, Step

Progress = Callable[[Step], None]


def ignore_progress(step: Step) -> None:
    """A progress callback that does nothing."""


def run_steps(
    bundle: bytes,
    policy: Policy,
    own: Iterable[bytes] = (),
    progress: Progress = ignore_progress,
) -> tuple[AuditContext, Findings]:
    """Run all steps on a bundle; arguments as `verify`."""
    context, findings = AuditContext(bundle, policy, tuple(own)), Findings()
    for number, check in STEPS:
        context = check(context, findings)
        progress(findings.step(number))
        if context.files is None:
            break
    return context, findings


def verify(
    bundle: bytes,
    policy: Policy,
    policy_digest: str,
    own: Iterable[bytes] = (),
    progress: Progress = ignore_progress,
) -> Report:
    """Verify a bundle under a policy.

    Args:
        bundle: the bytes of the file.
        policy: the reader's policy; its keys are valid, as `parse_policy` requires.
        policy_digest: the digest of the policy file's bytes, for the report.
        own: the reader's own copies of factor sets that may not be passed on, as canonical JSON.
        progress: called with each step as it ends; the result of a step does not change afterwards.

    Returns:
        The report. No content of a bundle makes this raise.
    """
    context, findings = run_steps(bundle, policy, own, progress)
    return build_report(context, findings, policy_digest)
