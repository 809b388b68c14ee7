"""Step 10, balances: no line delivered more than it made, no delivery was drawn on beyond itself.

Within what is in hand. What customers outside the bundle drew, the log's operator checked when it
took their entries in; the report lists that as asserted.
"""

from ledger.audit.findings import Findings, Nr
from ledger.audit.subject import View
from ledger.footprint.balances import balance_problems

STEP = Nr.BALANCES


def check_balances(view: View, findings: Findings) -> None:
    """Checks the balance of every line and every delivery in the graph."""
    findings.checked(STEP, len(view.resolution.graph) + len(view.resolution.lines))
    for problem in balance_problems(view.resolution, view.records):
        findings.contradict(STEP, problem)
