"""Part of step 10, rules: the shortest period of a calculation that is declared.

The rule is that of `ledger.rules.period`. A shorter period contradicts a declaration; for a calculation without a
declaration, as in a study, it is a remark.
"""

from ledger.audit.findings import Findings, StepNumber
from ledger.audit.subject.subject import Subject, View
from ledger.rules.period import period_problems

STEP = StepNumber.RULES


def check_period(subject: Subject, view: View, findings: Findings) -> None:
    """Check that a calculation counts 12 months, or all production."""
    findings.checked(STEP)
    for problem in period_problems(subject.id, view.calculation, view.made, view.records):
        if subject.declaration is None:
            findings.remark(STEP, problem)
        else:
            findings.contradict(STEP, problem)
