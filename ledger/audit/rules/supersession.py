"""Part of step 10, rules: every correction and withdrawal in the bundle, checked against its old version.

The rules are those of `ledger.rules.versions`. Step 12 checks that a new version keeps the lines that were delivered,
because it compares deliveries with the newest version of their entry.
"""

from ledger.audit.bundle.citations import first_version
from ledger.audit.bundle.model import Bundle
from ledger.audit.findings import Findings, StepNumber
from ledger.rules.versions import version_problems
from schemas.statement import Issued

STEP = StepNumber.RULES


def check_versions(bundle: Bundle, findings: Findings) -> None:
    """Check every statement that replaces or withdraws another one in the bundle."""
    for signed in bundle.statements.values():
        old = bundle.stated(signed.old, Issued)
        if old is None or not isinstance(signed.statement, Issued):
            continue
        findings.checked(STEP)
        for problem in version_problems(
            signed.id, signed.statement, old, lambda entry: first_version(bundle, entry)
        ):
            findings.contradict(STEP, problem)
