"""Step 15, balances: no line delivered more than it made, and no delivery was used beyond its amount.

The check covers the graph of the subject, and everything behind the entries of its product that a calculation
leaves out. The log's operator checks the draws of customers outside the bundle when it admits their entries; the
report lists that as asserted. `site_balances` checks the balances of sites.
"""

from ledger.audit.context import AuditContext
from ledger.audit.figure.site_balances import check_site_balances
from ledger.audit.findings import Findings, StepNumber
from ledger.audit.subject.effects import Effects
from ledger.audit.subject.subject import Graph
from ledger.footprint.analysis.balances import balance_excesses

STEP = StepNumber.BALANCES


def check_balances(context: AuditContext, findings: Findings) -> AuditContext:
    """Check the balances of lines and deliveries, and those of sites if there are figures."""
    view, registry, method, figures = (
        context.view,
        context.registry,
        context.method,
        context.figures,
    )
    if view is None or registry is None:
        return context
    check_amounts(view, context.effects, findings)
    if method is not None and figures is not None:
        check_site_balances(context.bundle, view, registry, method, figures, findings)
    return context


def check_amounts(view: Graph, effects: Effects | None, findings: Findings) -> None:
    """Check the balance of every line and every delivery; an excess has an effect if there is a figure."""
    findings.checked(STEP, len(view.production.nodes) + len(view.production.lines))
    for row in balance_excesses(view.production, view.records):
        seen = None if effects is None else row.observed(effects.figures)
        effect = None if effects is None or seen is None else effects.of(seen)
        findings.contradict(STEP, row.problem, effect=effect)
