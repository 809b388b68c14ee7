"""Step 4, monitor: a monitor has counted the draws of customers outside the bundle.

A bundle may carry the report of a monitor (`monitor.json`). It counts if one key that the policy
lists has signed it, and if it is of the very state of both logs that the bundle rests on; of another
state it proves nothing here, and the draws stay the log's word. What it found about a statement or
log of the bundle is a finding of this audit too; what it found elsewhere is counted in a remark.

Left out: a proof that leads from an earlier state of the entries log to a later one; the operator
exports the bundle at the state that the monitor has seen.
"""

from typing import NamedTuple

from ledger.audit.bundle.model import (
    ENTRIES,
    FIXED,
    LEAVES,
    MONITOR,
    REGISTRY,
    Bundle,
    SignedMonitor,
)
from ledger.audit.findings import Findings, StepNumber, subject_of
from ledger.audit.log.registry import Logs
from ledger.audit.policy import monitor_keys
from ledger.footprint.graph.resolution import Problem
from ledger.trust.checkpoint import Checkpoint
from ledger.trust.envelope import format_envelope, match_signers, sign
from ledger.trust.keys import Signer
from ledger.trust.leaves import model_bytes
from schemas.errors import CradleError
from schemas.monitor import MONITOR_TYPE, MonitorReport
from schemas.policy import Policy
from schemas.values import RegistryState

STEP = StepNumber.MONITOR


class Monitored(NamedTuple):
    """That a monitor whom the policy lists has seen this state of the ledger."""

    name: str
    report: MonitorReport

    def __str__(self) -> str:
        size, date = self.report.entries.size, self.report.date
        return f"checked by monitor {self.name} as of {size} leaves, {date}"


def sign_monitor(report: MonitorReport, signer: Signer) -> bytes:
    """The file `monitor.json`: the report in an envelope, signed by the monitor.

    Raises:
        CradleError: `envelope.payload` where it is too large; see `ledger.audit.report.monitor_text`.
    """
    return format_envelope(sign(MONITOR_TYPE, model_bytes(report), [signer]))


def check_monitor(
    bundle: Bundle, logs: Logs, policy: Policy, findings: Findings
) -> Monitored | None:
    """Check the report in a bundle; None if there is none that counts."""
    given = bundle.monitor
    if given is None:
        return None
    name = _signer(given, policy)
    if name is None:
        detail = "None of the monitors that the policy lists has signed it, or another has too."
        findings.contradict(STEP, Problem("policy.monitor", MONITOR, detail))
        return None
    report = given.report
    if report.origin != policy.origin:
        detail = f"It is of the ledger {report.origin}."
        findings.contradict(STEP, Problem("monitor.origin", MONITOR, detail))
        return None
    if not _is_same_state(report, logs, findings):
        return None
    _take_over(bundle, report, findings)
    return Monitored(name, report)


def _signer(given: SignedMonitor, policy: Policy) -> str | None:
    """The name of the one monitor that has signed, as the policy lists it."""
    names = {key.key: key.name for key in monitor_keys(policy)}
    try:
        signers = match_signers(given.envelope, names)
    except CradleError:
        return None
    return names[signers[0]] if len(signers) == 1 else None


def _is_same_state(report: MonitorReport, logs: Logs, findings: Findings) -> bool:
    """True if the monitor saw the state that the bundle shows; two roots of one size contradict."""
    entries, registry = logs.entries, logs.registry
    if entries is None or registry is None:
        findings.not_told(STEP, LEAVES if registry is None else ENTRIES, "what the monitor saw")
        return False
    ahead = report.registry.size > registry.size
    forked = [
        *([ENTRIES] if _differs(report.entries, entries) else []),
        *([REGISTRY] if not ahead and not registry.holds(report.registry) else []),
    ]
    for name in forked:
        detail = f"The monitor saw another log than {name} signs: another root at one size."
        findings.contradict(STEP, Problem("monitor.forked", name, detail))
    if forked:
        return False
    if (report.entries.size, report.registry.size) != (entries.size, registry.size):
        detail = (
            f"It is of {report.entries.size} and {report.registry.size} leaves, the bundle of "
            f"{entries.size} and {registry.size}; it tells nothing of this state."
        )
        findings.remark(STEP, Problem("monitor.other_state", MONITOR, detail))
        return False
    return True


def _differs(seen: RegistryState, shown: Checkpoint) -> bool:
    return seen.size == shown.size and seen.root != shown.root.hex()


def _take_over(bundle: Bundle, report: MonitorReport, findings: Findings) -> None:
    """Repeat the monitor's findings about what is in the bundle, and count the others."""
    findings.checked(STEP)
    elsewhere = 0
    for row in report.findings:
        if row.severity == "remark":
            continue
        if subject_of(row.subject) not in bundle.statements and row.subject not in FIXED:
            elsewhere += 1
            continue
        problem = Problem("monitor.found", row.subject, f"{row.code}: {row.detail}")
        report_it = findings.miss if row.severity == "missing" else findings.contradict
        report_it(STEP, problem, row.subject)
    if elsewhere:
        detail = f"It found {elsewhere} faults in what is not in this bundle; read it whole."
        findings.remark(STEP, Problem("monitor.outside_bundle", MONITOR, detail))
    if report.left_out:
        detail = f"It found {report.left_out} more than it could list; whether they matter here is not told."
        findings.miss(STEP, Problem("monitor.truncated", MONITOR, detail))
