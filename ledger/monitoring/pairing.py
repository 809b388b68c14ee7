"""Pairing of the two logs and the statements: each leaf has its cause, each cause its leaf, once.

A statement of the entries log adds its registry leaves (for what it replaces and makes) directly
before the state that its own leaf names, and no other statement adds such leaves. A leaf about a
participant is where its registration or change of keys is kept. So every registry leaf can be
accounted for: one without a statement is an orphan, and one at another index is not where it was
when the statement was admitted.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ledger.audit.bundle.files import LEAVES
from ledger.audit.bundle.model import IndexedLeaf, RegistryLeaf, SignedStatement
from ledger.audit.bundle.parsing import LEAF_LIMIT, read_leaf
from ledger.audit.findings import Findings, StepNumber
from ledger.footprint.graph.resolution import Problem
from ledger.monitoring.logs import SUBJECTS, ReadLog, stored_leaves
from ledger.state.recording import registry_leaves
from ledger.store.engine import Connection
from ledger.trust.canonical import parse_canonical
from schemas.errors import CradleError
from schemas.signed.log import ChangeLeaf, MadeLeaf, parse_registry_leaf
from schemas.signed.participant import Participant
from schemas.values import RegistryState

STEP = StepNumber.LINKS


@dataclass(frozen=True)
class StatementPositions:
    """The statements of both logs, by the index of their leaf."""

    entries: Mapping[int, str]
    registry: Mapping[int, str]


def read_entries(
    connection: Connection, read: ReadLog, places: StatementPositions, findings: Findings
) -> dict[str, IndexedLeaf]:
    """The leaf of each statement of the entries log; a leaf without one, or unreadable, is a finding."""
    placed: dict[str, IndexedLeaf] = {}
    states: dict[
        RegistryState, RegistryState
    ] = {}  # Many leaves name one state, so it is kept once.
    for index, data in stored_leaves(connection, read):
        findings.checked(StepNumber.INCLUSION)
        kept = places.entries.get(index)
        try:
            leaf = read_leaf(index, data)
        except CradleError as error:
            subject = kept or SUBJECTS["entries"]
            detail = f"leaf {index} of the entries log cannot be read: {error}"
            findings.contradict(
                StepNumber.INCLUSION, Problem("leaf.invalid", subject, detail), subject
            )
            continue
        if kept == leaf.id:
            shared = states.setdefault(leaf.registry, leaf.registry)
            placed[kept] = leaf._replace(id=kept, registry=shared)
        elif kept is not None:
            detail = f"Its leaf {index} of the entries log names another statement, {leaf.id}."
            findings.contradict(StepNumber.INCLUSION, Problem("leaf.statement", kept, detail))
        else:
            detail = f"leaf {index} of the entries log names it, and it is not kept there"
            findings.miss(
                StepNumber.INCLUSION, Problem("leaf.without_statement", leaf.id, detail), leaf.id
            )
    return placed


def read_registry(
    connection: Connection, read: ReadLog, findings: Findings
) -> tuple[RegistryLeaf, ...] | None:
    """The leaves of the registry; None where one is missing or cannot be read."""
    leaves: list[RegistryLeaf] = []
    for index, data in stored_leaves(connection, read):
        findings.checked(StepNumber.INCLUSION)
        try:
            parse_canonical(data, LEAF_LIMIT)
            leaves.append(parse_registry_leaf(data))
        except CradleError as error:
            detail = f"leaf {index} of the registry cannot be read: {error}"
            findings.contradict(
                StepNumber.INCLUSION, Problem("leaf.invalid", LEAVES, detail), LEAVES
            )
    return tuple(leaves) if len(leaves) == read.state.size else None


def check_pairing(
    statements: Mapping[str, SignedStatement],
    placed: Mapping[str, IndexedLeaf],
    registry: tuple[RegistryLeaf, ...],
    places: StatementPositions,
    findings: Findings,
) -> None:
    """Account for every leaf of the registry, and for every leaf that a statement causes."""
    findings.checked(STEP, len(registry))
    caused = dict(_caused(statements, placed, registry, findings))
    for index, leaf in enumerate(registry):
        if isinstance(leaf, ChangeLeaf | MadeLeaf):
            expected, name = caused.get(index), leaf.by if isinstance(leaf, ChangeLeaf) else leaf.id
        else:
            expected, name = places.registry.get(index), leaf.id
        if expected != name:
            detail = (
                f"leaf {index} of the registry says {leaf.kind}, and it did not cause this leaf"
            )
            findings.contradict(STEP, Problem("registry.orphan_leaf", name, detail), name)
        if isinstance(leaf, MadeLeaf | ChangeLeaf) or index == 0:
            continue
        signed = statements.get(leaf.id)
        statement = signed.statement if signed is not None else None
        if isinstance(statement, Participant) and statement.registrar is None:
            detail = "It names no registrar, and only the first registration has none."
            findings.contradict(StepNumber.KEYS, Problem("registrar.required", leaf.id, detail))
    _find_second_successors(registry, findings)


def _caused(
    statements: Mapping[str, SignedStatement],
    placed: Mapping[str, IndexedLeaf],
    registry: tuple[RegistryLeaf, ...],
    findings: Findings,
) -> Iterator[tuple[int, str]]:
    """The index of each registry leaf that a statement of the entries log causes, and the statement."""
    for name, leaf in placed.items():
        signed = statements.get(name)
        if signed is None:
            continue
        expected = tuple(registry_leaves(name, signed.envelope, signed.statement))
        end = leaf.registry.size
        start = max(end - len(expected), 0)
        if registry[start:end] != expected:
            kinds = " and ".join(leaf.kind for leaf in expected)
            detail = f"the registry does not hold its leaf {kinds} directly before size {end}"
            findings.contradict(STEP, Problem("registry.missing_leaf", name, detail), name)
            continue
        yield from ((index, name) for index in range(start, end))


def _find_second_successors(registry: tuple[RegistryLeaf, ...], findings: Findings) -> None:
    counts = Counter(leaf.old for leaf in registry if isinstance(leaf, ChangeLeaf))
    for old, count in counts.items():
        if count > 1:
            detail = f"the registry names {count} successors or withdrawals of it"
            findings.contradict(STEP, Problem("registry.two_successors", old, detail))
