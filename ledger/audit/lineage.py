"""Step 8, lineage as of the calculation: nothing it rests on had changed when it was made.

`as_of` is a state that the registry was in, and no older than the policy accepts. Between that
state and the calculation's own place in the log no leaf may touch what it rests on: one that does
is a contradiction, a later one makes the calculation stale and leaves its verdict as it is. A
withdrawn input has no figure.
"""

from collections.abc import Iterator, Mapping

from ledger.audit.findings import Findings, Nr
from ledger.audit.registry import Registry
from ledger.audit.subject import View
from ledger.footprint.graph import Problem
from schemas.log import EntriesLeaf
from schemas.policy import Policy

STEP = Nr.LINEAGE


def check_lineage(
    view: View,
    registry: Registry,
    leaves: Mapping[str, EntriesLeaf],
    policy: Policy,
    findings: Findings,
) -> bool:
    """Checks what the registry says after `as_of`; returns whether the calculation is stale."""
    as_of = view.calculation.as_of.size
    findings.checked(STEP)
    if as_of < policy.oldest_registry_size <= registry.size:
        detail = (
            f"It was made as of {as_of} leaves; the policy accepts {policy.oldest_registry_size}."
        )
        findings.contradict(STEP, Problem("as_of.too_old", view.id, detail))
    for problem in view.resolution.problems:
        if problem.code != "statement.missing":
            findings.contradict(STEP, problem)
    if view.id not in leaves:
        findings.not_told(STEP, view.id, "what changed before the calculation")
        return False
    place = leaves[view.id].registry.size
    if as_of > place:
        detail = f"It was made as of {as_of} leaves, and the log took it in at {place}."
        findings.contradict(STEP, Problem("as_of.ahead", view.id, detail))
    return _judge(view, registry, place, findings)


def _judge(view: View, registry: Registry, place: int, findings: Findings) -> bool:
    stale = False
    for at, subject, what in _touching(view, registry):
        findings.checked(STEP)
        if at < place:
            detail = f"Leaf {at} of the registry says that {what}; the calculation ignores it."
            findings.contradict(STEP, Problem("calculation.outdated", subject, detail))
        else:
            stale = True
            detail = f"Leaf {at} of the registry says that {what}, after the calculation was made."
            findings.remark(STEP, Problem("calculation.stale", subject, detail))
    return stale


def _touching(view: View, registry: Registry) -> Iterator[tuple[int, str, str]]:
    """Leaves after `as_of` that touch the lineage: index, statement, and what they say.

    An entry that replaces one of the lineage is told once, by the change.
    """
    as_of = view.calculation.as_of.size
    told = set()
    for at, change in registry.touching(view.resolution.lineage):
        if at >= as_of:
            told.add(change.by)
            yield at, change.old, f"{change.by} {change.kind} it".replace("withdrawn", "withdrew")
    for at, made in registry.made_of(view.product):
        record = view.records.entries.get(made.id)
        overlaps = record is not None and record.entry.period.overlaps(view.calculation.period)
        if at >= as_of and made.id not in told and overlaps:
            yield at, made.id, "this entry made the product in the same period"
