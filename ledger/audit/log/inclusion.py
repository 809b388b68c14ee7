"""Step 7, inclusion: each statement is in the log, under a leaf that describes it correctly.

A leaf pins the statement's id and kind, the signatures that were submitted, the statement that it
supersedes or withdraws, and the state of the registry at which it was admitted. The registry must
have been in that state, and the states must not go backwards in the order of the log. A cited
statement has a lower index than the statement that cites it. Step 3 (`checkpoints`) checks that the
log contains the leaves.
"""

from collections.abc import Mapping
from operator import itemgetter

from ledger.audit.bundle.citations import apportioned_entries
from ledger.audit.bundle.files import ENTRIES, LEAVES, PROOF
from ledger.audit.bundle.model import Bundle, Excerpt, IndexedLeaf, SignedStatement
from ledger.audit.findings import Findings, StepNumber
from ledger.audit.log.registry import Logs, Registry
from ledger.footprint.graph.resolution import Problem
from ledger.trust.envelope import signatures_digest
from schemas.signed.kinds import REGISTRY_KINDS

STEP = StepNumber.INCLUSION


def check_leaves(
    bundle: Bundle, logs: Logs, origin: str, findings: Findings
) -> dict[str, IndexedLeaf]:
    """Return the leaf of each statement that its leaf describes correctly; others are findings."""
    leaves = {}
    if logs.entries is None:
        cause = PROOF if findings.has(PROOF) else ENTRIES
        findings.not_checked(STEP, cause, "inclusion")
    for signed in bundle.statements.values():
        _check_origin(signed, origin, findings)
        if logs.entries is None or signed.kind in REGISTRY_KINDS:
            continue
        leaf = _leaf(signed, bundle, logs.registry, findings)
        if leaf is not None:
            leaves[signed.id] = leaf
    if logs.entries is not None and bundle.excerpt is not None:
        _check_once(bundle.excerpt, bundle, findings)
    _check_order(bundle, leaves, findings)
    return leaves


def _check_origin(signed: SignedStatement, origin: str, findings: Findings) -> None:
    """Check that a statement was signed for this log; it does not count in another."""
    if signed.statement.origin != origin:
        detail = f"It was signed for another log, {signed.statement.origin}."
        findings.contradict(STEP, Problem("statement.origin", signed.id, detail))


def _check_once(excerpt: Excerpt, bundle: Bundle, findings: Findings) -> None:
    """Check that the log has each statement once, and none that belongs in the registry."""
    first = dict[str, int]()
    for leaf in excerpt.leaves:
        signed, index = bundle.statements.get(leaf.id), first.setdefault(leaf.id, leaf.at)
        if index != leaf.at:
            detail = f"The log contains it twice, as leaf {index} and as leaf {leaf.at}."
            findings.contradict(STEP, Problem("leaf.duplicate", leaf.id, detail))
        if signed is not None and signed.kind in REGISTRY_KINDS:
            detail = (
                f"It is leaf {leaf.at} of the entries log, but its kind belongs in the registry."
            )
            findings.contradict(STEP, Problem("leaf.statement", leaf.id, detail))


def _leaf(
    signed: SignedStatement, bundle: Bundle, registry: Registry | None, findings: Findings
) -> IndexedLeaf | None:
    """Return the leaf of a statement if it describes the statement correctly."""
    leaf = bundle.places.get(signed.id)
    if leaf is None:
        detail = "The bundle shows no leaf that proves it to be in the log."
        cause = PROOF if findings.has(PROOF) else signed.id
        findings.miss(STEP, Problem("proof.missing", signed.id, detail), cause)
        return None
    findings.checked(STEP)
    if (leaf.kind, leaf.old) != (signed.kind, signed.old):
        detail = "Its leaf states another kind, or another statement that it replaces."
        findings.contradict(STEP, Problem("leaf.statement", signed.id, detail))
        return None
    if leaf.sigs != signatures_digest(signed.envelope):
        detail = "The log has it with other signatures than those in the bundle."
        findings.contradict(STEP, Problem("leaf.signatures", signed.id, detail), signed.id)
    return leaf if _is_state(signed.id, leaf, registry, findings) else None


def _is_state(
    statement: str, leaf: IndexedLeaf, registry: Registry | None, findings: Findings
) -> bool:
    """Return whether the registry was once in the state that a leaf names."""
    if registry is None:
        findings.not_checked(STEP, LEAVES, "the registry state of each leaf")
        return False
    if not registry.has_state(leaf.registry):
        detail = (
            f"Its leaf names a state of size {leaf.registry.size} that the registry never was in."
        )
        findings.contradict(STEP, Problem("leaf.registry", statement, detail))
        return False
    return True


def _check_order(bundle: Bundle, leaves: Mapping[str, IndexedLeaf], findings: Findings) -> None:
    """Check that registry states grow along the log, and that cited statements come first."""
    indices = {statement: leaf.at for statement, leaf in leaves.items()}
    size = 0
    for statement, index in sorted(indices.items(), key=itemgetter(1)):
        leaf, signed = leaves[statement], bundle.statements[statement]
        if leaf.registry.size < size:
            detail = "Its leaf names an older state of the registry than a leaf before it."
            findings.contradict(STEP, Problem("leaf.registry_backwards", statement, detail))
        size = max(size, leaf.registry.size)
        for name in (*signed.cited, *apportioned_entries(signed)):
            if indices.get(name, -1) >= index:
                detail = f"It cites {name}, which comes later in the log."
                findings.contradict(STEP, Problem("citation.forward", statement, detail))
