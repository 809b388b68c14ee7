"""Step 12, deliveries: each matches its recipient, unit, use, day and line."""

from ledger.audit.context import AuditContext
from ledger.audit.findings import Findings, StepNumber
from ledger.rules.citation import citation_problems
from ledger.rules.delivery import delivery_problems

STEP = StepNumber.DELIVERIES


def check_deliveries(context: AuditContext, findings: Findings) -> AuditContext:
    """Check every citation of a delivery, and every delivery against its line."""
    view, registry = context.view, context.registry
    if view is None or registry is None:
        return context
    findings.checked(STEP, len(view.resolution.sources))
    for problem in citation_problems(view.resolution, view.records):
        findings.contradict(STEP, problem)
    for problem in delivery_problems(view.resolution, view.records, registry.registered):
        recipient = view.records.deliveries[problem.subject].delivery.recipient
        unregistered = problem.place == "recipient" and findings.has(recipient)
        findings.contradict(STEP, problem, recipient if unregistered else None)
    return context
