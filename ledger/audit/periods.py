"""Step 11, periods: how long an entry may be that makes a model, and how short a calculation that is declared.

The rules are those of `ledger.rules.period`. A short period contradicts a declaration; where only a calculation is
shown, as of a study, it is a remark.
"""

from ledger.audit.bundle import Bundle
from ledger.audit.findings import Findings, Nr
from ledger.audit.subject import Subject, View
from ledger.rules.period import entry_problems, period_problems
from schemas.entry import Entry

STEP = Nr.RULES


def check_entry_periods(bundle: Bundle, findings: Findings) -> None:
    """Check the length of every entry in the bundle."""
    for signed, entry in bundle.of(Entry):
        for problem in entry_problems(signed.id, entry):
            findings.contradict(STEP, problem)


def check_period(subject: Subject, view: View, findings: Findings) -> None:
    """Check that a calculation counts 12 months, or all production."""
    findings.checked(STEP)
    for problem in period_problems(subject.id, view.calculation, view.made, view.records):
        if subject.declaration is None:
            findings.remark(STEP, problem)
        else:
            findings.contradict(STEP, problem)
