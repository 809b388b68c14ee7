"""Step 5, inclusion: each statement is in the log, under a leaf that says of it what is true.

A leaf pins the statement's id and kind, the signatures that were submitted, what it supersedes or
withdraws, and the state of the registry at which it was admitted. A state must be one that the
registry was in, and states never go backwards in the order of the log. What a statement cites has a
lower index than the statement.
"""

from collections.abc import Mapping
from operator import itemgetter

from ledger.audit.bundle import ENTRIES, LEAVES, Bundle, Proven, Signed
from ledger.audit.citations import listed
from ledger.audit.findings import Findings, Nr
from ledger.audit.registry import Logs, Registry
from ledger.footprint.graph import Problem
from ledger.trust.envelope import signatures_digest
from ledger.trust.proof import Inclusion
from schemas.errors import CradleError
from schemas.kinds import REGISTRY_KINDS
from schemas.log import EntriesLeaf

STEP = Nr.INCLUSION


def check_proof(proof: Proven, tree: Inclusion) -> None:
    """Refuses a proof whose path does not lead from its leaf to the tree's root.

    Raises:
        CradleError: `merkle.inclusion`.
    """
    tree.check(proof.hash, proof.index, proof.path)


def included(proofs: Mapping[str, Proven], tree: Inclusion) -> frozenset[str]:
    """The ids of the statements whose proofs lead to the root of a tree."""
    found = set()
    for statement, proof in proofs.items():
        try:
            check_proof(proof, tree)
        except CradleError:
            continue
        found.add(statement)
    return frozenset(found)


def check_leaves(
    bundle: Bundle, logs: Logs, origin: str, findings: Findings
) -> dict[str, EntriesLeaf]:
    """The leaf of each statement that the log holds as the leaf says; others are findings."""
    leaves = {}
    if logs.entries is None:
        findings.not_told(STEP, ENTRIES, "inclusion")
    for signed in bundle.statements.values():
        _check_origin(signed, origin, findings)
        if signed.kind in REGISTRY_KINDS:
            continue
        leaf = _leaf(signed, bundle, logs, findings)
        if leaf is not None:
            leaves[signed.id] = leaf
    _check_order(bundle, leaves, findings)
    return leaves


def _check_origin(signed: Signed, origin: str, findings: Findings) -> None:
    """A statement counts in the log that it was signed for, and in no other."""
    if signed.statement.origin != origin:
        detail = f"It was signed for the log {signed.statement.origin}."
        findings.contradict(STEP, Problem("statement.origin", signed.id, detail))


def _leaf(signed: Signed, bundle: Bundle, logs: Logs, findings: Findings) -> EntriesLeaf | None:
    """The leaf of a statement, if it is in the log and says what is true of the statement."""
    proof = bundle.proofs.get(signed.id)
    if proof is None:
        detail = "No proof shows that the log holds it."
        findings.miss(STEP, Problem("proof.missing", signed.id, detail), signed.id)
        return None
    if logs.entries is None:
        return None
    findings.checked(STEP)
    if signed.id not in logs.included:
        detail = f"Its proof does not lead to the root of {ENTRIES}."
        findings.contradict(STEP, Problem("merkle.inclusion", signed.id, detail))
        return None
    leaf = proof.leaf
    if (leaf.id, leaf.kind, leaf.old) != (signed.id, signed.kind, signed.old):
        detail = "Its leaf is of another statement, or says something else of what it replaces."
        findings.contradict(STEP, Problem("leaf.statement", signed.id, detail))
        return None
    if leaf.sigs != signatures_digest(signed.envelope):
        detail = "The log holds it under other signatures than those in the bundle."
        findings.contradict(STEP, Problem("leaf.signatures", signed.id, detail), signed.id)
    return leaf if _is_state(signed.id, leaf, logs.registry, findings) else None


def _is_state(
    statement: str, leaf: EntriesLeaf, registry: Registry | None, findings: Findings
) -> bool:
    """Whether the registry was once in the state that a leaf names."""
    if registry is None:
        findings.not_told(STEP, LEAVES, "the registry state of each leaf")
        return False
    if not registry.holds(leaf.registry):
        detail = f"Its leaf names a state of the registry, size {leaf.registry.size}, never shown."
        findings.contradict(STEP, Problem("leaf.registry", statement, detail))
        return False
    return True


def _check_order(bundle: Bundle, leaves: Mapping[str, EntriesLeaf], findings: Findings) -> None:
    """Registry states grow along the log, and what is cited came before what cites it."""
    indices = {statement: bundle.proofs[statement].index for statement in leaves}
    size = 0
    for statement, index in sorted(indices.items(), key=itemgetter(1)):
        leaf, signed = leaves[statement], bundle.statements[statement]
        if leaf.registry.size < size:
            detail = "Its leaf names an older state of the registry than a leaf before it."
            findings.contradict(STEP, Problem("leaf.registry_backwards", statement, detail))
        size = max(size, leaf.registry.size)
        for name in (*signed.cited, *listed(signed)):
            if indices.get(name, -1) >= index:
                detail = f"It cites {name}, which the log holds only later."
                findings.contradict(STEP, Problem("citation.forward", statement, detail))
