"""Step 11, lineage: nothing that a calculation or delivery rests on had changed when it was made.

`as_of` is a state that the registry was in, and no older than the policy accepts. Between that state and the
calculation's own place in the log no leaf may touch its lineage: such a leaf is a contradiction. A later one makes
the figure stale and does not change the verdict. A withdrawn input has no figure.
"""

from collections.abc import Iterator
from dataclasses import replace

from ledger.audit.context import AuditContext
from ledger.audit.findings import Findings, StepNumber
from ledger.audit.log.registry import Registry
from ledger.audit.subject.subject import Graph, Subject, View
from ledger.footprint.graph.resolution import Problem
from ledger.rules.period import outdates
from schemas.values import RegistryState

STEP = StepNumber.LINEAGE


def check_lineage(context: AuditContext, findings: Findings) -> AuditContext:
    """Check the registry state that the figure was made as of, and the later changes of its lineage."""
    view, registry = context.view, context.registry
    if registry is None:
        return context
    if view is not None:
        _check_state(view.id, view.as_of, registry, context, findings)
        return replace(context, stale=_check_changes(view, registry, context, findings))
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
) -> bool:
    """Check the changes after `as_of`; return whether the figure is stale."""
    for problem in view.resolution.problems:
        if problem.code != "statement.missing":
            findings.contradict(STEP, problem)
    leaf = context.leaves.get(view.id)
    if leaf is None:
        findings.not_checked(STEP, view.id, "changes before it")
        return False
    return _judge(view, registry, leaf.registry.size, findings)


def _judge(view: Graph, registry: Registry, place: int, findings: Findings) -> bool:
    stale = False
    calculated = isinstance(view, View)
    outdated = "calculation.outdated" if calculated else "figure.outdated"
    later = "calculation.stale" if calculated else "delivery.stale"
    what_it_is = "calculation" if calculated else "delivery"
    for at, subject, what in _touching(view, registry):
        findings.checked(STEP)
        if at < place:
            detail = f"Leaf {at} of the registry says that {what}; the {what_it_is} ignores it."
            findings.contradict(STEP, Problem(outdated, subject, detail))
        else:
            stale = True
            detail = f"Leaf {at} of the registry says that {what}, after the {what_it_is} was made."
            findings.remark(STEP, Problem(later, subject, detail))
    return stale


def _touching(view: Graph, registry: Registry) -> Iterator[tuple[int, str, str]]:
    """Leaves after `as_of` that touch the lineage: index, statement, and the change in words.

    An entry that replaces one of the lineage is listed once, by the change.
    """
    as_of = view.as_of.size
    changed = set()
    for at, change in registry.touching(view.resolution.lineage):
        if at >= as_of:
            changed.add(change.by)
            yield at, change.old, f"{change.by} {change.kind} it".replace("withdrawn", "withdrew")
    if not isinstance(view, View):
        return
    for at, leaf in registry.made_of(view.product):
        record = view.records.entries.get(leaf.id)
        concerned = record is not None and outdates(record.entry, view.calculation)
        if at >= as_of and leaf.id not in changed and concerned:
            yield at, leaf.id, "this entry also made the product"
