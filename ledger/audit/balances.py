"""Step 10, balances: no line delivered more than it made, no delivery was drawn on beyond itself.

Within what is in hand: the graph of the subject, and all behind the entries of its product that a calculation
leaves out. What customers outside the bundle drew, the log's operator checked when it took their entries
in; the report lists that as asserted. Amounts are judged before any figure is; what an excess is
worth is told when the figures are.
"""

from collections.abc import Iterable

from ledger.audit.effects import Effects
from ledger.audit.findings import Findings, Nr
from ledger.audit.subject import Graph
from ledger.footprint.balances import Excess, balance_excesses

STEP = Nr.BALANCES


def check_balances(view: Graph, findings: Findings) -> tuple[Excess, ...]:
    """Checks the balance of every line and every delivery in hand; what went beyond."""
    findings.checked(STEP, len(view.production.nodes) + len(view.production.lines))
    excesses = tuple(balance_excesses(view.production, view.records))
    for row in excesses:
        findings.contradict(STEP, row.problem)
    return excesses


def price_balances(excesses: Iterable[Excess], effects: Effects, findings: Findings) -> None:
    """Tells what each excess adds to the declared figure, where the figure of its line is told."""
    for row in excesses:
        seen = row.observed(effects.figures)
        if seen is not None:
            findings.tell_effect(row.problem, effects.of(seen))
