"""Step 11, lineage: nothing that a calculation or delivery rests on had changed when it was made.

`as_of` is a state that the registry was in, and no older than the policy accepts. Between that state and the
calculation's own place in the log no leaf may touch its lineage: such a leaf is a contradiction. A later one makes
the figure stale and does not change the verdict. A withdrawn input has no figure.
"""

from ledger.audit.context import AuditContext
from ledger.audit.findings import Findings, StepNumber
from ledger.audit.log.registry import Registry
from ledger.audit.subject.subject import Graph, Subject, View
from ledger.audit.subject.touches import RegistryTouch, registry_touches
from ledger.footprint.graph.resolution import Problem
from schemas.values import RegistryState

STEP = StepNumber.LINEAGE


def check_lineage(context: AuditContext, findings: Findings) -> AuditContext:
    """Check the registry state that the figure was made as of, and the later changes of its lineage."""
    view, registry = context.view, context.registry
    if registry is None:
        return context
    if view is not None:
        _check_state(view.id, view.as_of, registry, context, findings)
        _check_changes(view, registry, context, findings)
        return context
    subject = context.subject
    if isinstance(subject, Subject) and subject.calculation is not None:
        as_of = subject.calculation.as_of
        _check_state(subject.calculation_id, as_of, registry, context, findings)
    return context


def _check_state(
    name: str, state: RegistryState, registry: Registry, context: AuditContext, findings: Findings
) -> None:
    """Check the registry state that a figure was made as of; this needs no graph."""
    if not registry.has_state(state):
        return
    as_of, oldest = state.size, context.policy.oldest_registry_size
    findings.checked(STEP)
    if as_of < oldest <= registry.size:
        detail = f"It was made as of {as_of} leaves; the policy requires at least {oldest}."
        findings.contradict(STEP, Problem("as_of.too_old", name, detail))
    leaf = context.leaves.get(name)
    if leaf is not None and as_of > leaf.registry.size:
        detail = f"It was made as of {as_of} leaves; the log accepted it at {leaf.registry.size}."
        findings.contradict(STEP, Problem("as_of.ahead", name, detail))


def _check_changes(
    view: Graph, registry: Registry, context: AuditContext, findings: Findings
) -> None:
    """Check the changes after `as_of`."""
    for problem in view.resolution.problems:
        if problem.code != "statement.missing":
            findings.contradict(STEP, problem)
    leaf = context.leaves.get(view.id)
    if leaf is None:
        findings.not_checked(STEP, view.id, "changes before it")
        return
    _judge(view, registry, leaf.registry.size, findings)


def _judge(view: Graph, registry: Registry, place: int, findings: Findings) -> None:
    calculated = isinstance(view, View)
    outdated = "calculation.outdated" if calculated else "figure.outdated"
    later = "calculation.stale" if calculated else "delivery.stale"
    what_it_is = "calculation" if calculated else "delivery"
    for touch in registry_touches(view, registry):
        findings.checked(STEP)
        says = f"Leaf {touch.at} of the registry says that {_what(touch)}"
        if touch.at < place:
            detail = f"{says}; the {what_it_is} ignores it."
            findings.contradict(STEP, Problem(outdated, touch.old, detail))
        else:
            detail = f"{says}, after the {what_it_is} was made."
            findings.remark(STEP, Problem(later, touch.old, detail))


def _what(touch: RegistryTouch) -> str:
    """The change in words."""
    if touch.kind == "added":
        return "this entry also made the product"
    return f"{touch.by} {'withdrew' if touch.kind == 'withdrawn' else touch.kind} it"
