"""Step 4, monitor: the report of a monitor, which counts the draws of customers outside the bundle.

A bundle may carry such a report (`monitor.json`). It counts if exactly one key that the policy lists
has signed it, and if it covers the same state of both logs as the bundle. A report on another state
proves nothing here, and the draws remain an assertion of the log's operator. A fault that the monitor
found in a statement or log of the bundle is a finding of this audit too; a remark counts its other
faults.

Left out: a consistency proof from an earlier state of the entries log to a later one. The operator
exports the bundle at the state that the monitor has checked.
"""

from typing import NamedTuple

from ledger.audit.bundle.files import ENTRIES, FIXED, LEAVES, MONITOR, REGISTRY
from ledger.audit.bundle.model import Bundle, SignedReport
from ledger.audit.findings import Findings, StepNumber, subject_of
from ledger.audit.log.registry import Logs
from ledger.audit.policy import monitor_keys
from ledger.footprint.graph.resolution import Problem
from ledger.trust.checkpoint import Checkpoint
from ledger.trust.envelope import format_envelope, match_signers, sign
from ledger.trust.keys import Signer
from ledger.trust.leaves import model_bytes
from schemas.errors import CradleError
from schemas.signed.policy import Policy
from schemas.values import RegistryState
from schemas.views.monitor import MONITOR_TYPE, MonitorReport

STEP = StepNumber.MONITOR


class AcceptedReport(NamedTuple):
    """The report of a listed monitor on the state of the ledger that the bundle shows."""

    name: str
    report: MonitorReport

    def __str__(self) -> str:
        size, date = self.report.entries.size, self.report.date
        return f"checked by monitor {self.name} as of {size} leaves, {date}"


def sign_monitor(report: MonitorReport, signer: Signer) -> bytes:
    """Sign a report; return the file `monitor.json`.

    Raises:
        CradleError: `envelope.payload` if it is too large; `ledger.audit.report.monitor.shorten` makes it fit.
    """
    return format_envelope(sign(MONITOR_TYPE, model_bytes(report), [signer]))


def check_monitor(
    bundle: Bundle, logs: Logs, policy: Policy, findings: Findings
) -> AcceptedReport | None:
    """Check the monitor's report in a bundle; return None if the bundle has none that counts."""
    given = bundle.monitor
    if given is None:
        return None
    name = _signer(given, policy)
    if name is None:
        detail = "It is not signed by exactly one of the monitors that the policy lists."
        findings.contradict(STEP, Problem("policy.monitor", MONITOR, detail))
        return None
    report = given.report
    if report.origin != policy.origin:
        detail = f"It is a report on another ledger, {report.origin}."
        findings.contradict(STEP, Problem("monitor.origin", MONITOR, detail))
        return None
    if not _is_same_state(report, logs, findings):
        return None
    _repeat_findings(bundle, report, findings)
    return AcceptedReport(name, report)


def _signer(given: SignedReport, policy: Policy) -> str | None:
    """The name that the policy gives to the one monitor that signed; None if there is no such monitor."""
    names = {key.key: key.name for key in monitor_keys(policy)}
    try:
        signers = match_signers(given.envelope, names)
    except CradleError:
        return None
    return names[signers[0]] if len(signers) == 1 else None


def _is_same_state(report: MonitorReport, logs: Logs, findings: Findings) -> bool:
    """True if the report covers the state that the bundle shows; two roots of one size contradict."""
    entries, registry = logs.entries, logs.registry
    if entries is None or registry is None:
        findings.not_checked(STEP, LEAVES if registry is None else ENTRIES, "the monitor's report")
        return False
    ahead = report.registry.size > registry.size
    forked = [
        *([ENTRIES] if _differs(report.entries, entries) else []),
        *([REGISTRY] if not ahead and not registry.has_state(report.registry) else []),
    ]
    for name in forked:
        detail = (
            f"The monitor saw another root than {name} signs, at the same size: the log forked."
        )
        findings.contradict(STEP, Problem("monitor.forked", name, detail))
    if forked:
        return False
    if (report.entries.size, report.registry.size) != (entries.size, registry.size):
        detail = (
            f"It covers {report.entries.size} entries leaves and {report.registry.size} registry "
            f"leaves, the bundle {entries.size} and {registry.size}; it says nothing about this state."
        )
        findings.remark(STEP, Problem("monitor.other_state", MONITOR, detail))
        return False
    return True


def _differs(seen: RegistryState, shown: Checkpoint) -> bool:
    return seen.size == shown.size and seen.root != shown.root.hex()


def _repeat_findings(bundle: Bundle, report: MonitorReport, findings: Findings) -> None:
    """Repeat the monitor's findings on statements and logs of the bundle, and count the others."""
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
        detail = f"It found {elsewhere} faults outside this bundle; read the whole report."
        findings.remark(STEP, Problem("monitor.outside_bundle", MONITOR, detail))
    if report.left_out:
        detail = f"It found {report.left_out} more faults than it could list; some may concern this bundle."
        findings.miss(STEP, Problem("monitor.truncated", MONITOR, detail))
