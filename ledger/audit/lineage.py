"""Step 8, lineage as of the calculation or delivery: nothing it rests on had changed when it was made.

`as_of` is a state that the registry was in, and no older than the policy accepts. Between that
state and the calculation's own place in the log no leaf may touch what it rests on: one that does
is a contradiction, a later one makes the figure stale and leaves its verdict as it is. A
withdrawn input has no figure.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ledger.audit.bundle import Placed
from ledger.audit.findings import Findings, Nr
from ledger.audit.registry import Registry
from ledger.audit.subject import Graph, View
from ledger.footprint.graph import Problem
from ledger.rules.period import outdates
from schemas.policy import Policy
from schemas.values import RegistryState

STEP = Nr.LINEAGE


@dataclass(frozen=True, slots=True)
class Made:
    """When a figure was made: the statement that states it, and the state that it names."""

    id: str
    as_of: RegistryState


def check_state(
    made: Made,
    registry: Registry,
    leaves: Mapping[str, Placed],
    policy: Policy,
    findings: Findings,
) -> None:
    """Checks the state that a figure was made as of, for which no graph is needed."""
    if not registry.holds(made.as_of):
        return
    as_of = made.as_of.size
    findings.checked(STEP)
    if as_of < policy.oldest_registry_size <= registry.size:
        detail = (
            f"It was made as of {as_of} leaves; the policy accepts {policy.oldest_registry_size}."
        )
        findings.contradict(STEP, Problem("as_of.too_old", made.id, detail))
    if made.id in leaves and as_of > leaves[made.id].registry.size:
        place = leaves[made.id].registry.size
        detail = f"It was made as of {as_of} leaves, and the log took it in at {place}."
        findings.contradict(STEP, Problem("as_of.ahead", made.id, detail))


def check_lineage(
    view: Graph, registry: Registry, leaves: Mapping[str, Placed], findings: Findings
) -> bool:
    """Checks what the registry says after `as_of`; returns whether the figure is stale."""
    for problem in view.resolution.problems:
        if problem.code != "statement.missing":
            findings.contradict(STEP, problem)
    if view.id not in leaves:
        findings.not_told(STEP, view.id, "what changed before it")
        return False
    return _judge(view, registry, leaves[view.id].registry.size, findings)


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
    """Leaves after `as_of` that touch the lineage: index, statement, and what they say.

    An entry that replaces one of the lineage is told once, by the change.
    """
    as_of = view.as_of.size
    told = set()
    for at, change in registry.touching(view.resolution.lineage):
        if at >= as_of:
            told.add(change.by)
            yield at, change.old, f"{change.by} {change.kind} it".replace("withdrawn", "withdrew")
    if not isinstance(view, View):
        return
    for at, made in registry.made_of(view.product):
        record = view.records.entries.get(made.id)
        concerned = record is not None and outdates(record.entry, view.calculation)
        if at >= as_of and made.id not in told and concerned:
            yield at, made.id, "this entry made the product too"
