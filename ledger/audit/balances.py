"""Step 10, balances: no line delivered more than it made, no delivery was drawn on beyond itself.

Within what is in hand: the graph of the calculation, and the entries of its product that it leaves
out. What customers outside the bundle drew, the log's operator checked when it took their entries
in; the report lists that as asserted.
"""

from ledger.audit.findings import Findings, Nr
from ledger.audit.subject import View
from ledger.footprint.balances import balance_problems
from ledger.footprint.composition import cited_by
from ledger.footprint.graph import resolve

STEP = Nr.BALANCES


def check_balances(view: View, findings: Findings) -> None:
    """Checks the balance of every line and every delivery in hand."""
    entries, deliveries = cited_by(view.composition)
    resolution = resolve([*entries, *view.made], deliveries, view.records)
    findings.checked(STEP, len(resolution.graph) + len(resolution.lines))
    for problem in balance_problems(resolution, view.records):
        findings.contradict(STEP, problem)
