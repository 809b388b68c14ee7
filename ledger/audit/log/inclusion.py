"""Step 7, inclusion: each statement is in the log, under a leaf that says of it what is true.

A leaf pins the statement's id and kind, the signatures that were submitted, what it supersedes or
withdraws, and the state of the registry at which it was admitted. A state must be one that the
registry was in, and states never go backwards in the order of the log. What a statement cites has a
lower index than the statement. That the log holds the leaves is step 3 (`checkpoints`).
"""

from collections.abc import Mapping
from operator import itemgetter

from ledger.audit.bundle.citations import listed
from ledger.audit.bundle.model import ENTRIES, LEAVES, PROOF, Bundle, Excerpt, Placed, Signed
from ledger.audit.findings import Findings, StepNumber
from ledger.audit.log.registry import Logs, Registry
from ledger.footprint.graph.resolution import Problem
from ledger.trust.envelope import signatures_digest
from schemas.kinds import REGISTRY_KINDS

STEP = StepNumber.INCLUSION


def check_leaves(bundle: Bundle, logs: Logs, origin: str, findings: Findings) -> dict[str, Placed]:
    """The leaf of each statement that the log holds as the leaf says; others are findings."""
    leaves = {}
    if logs.entries is None:
        cause = PROOF if findings.has(PROOF) else ENTRIES
        findings.not_told(STEP, cause, "inclusion")
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


def _check_origin(signed: Signed, origin: str, findings: Findings) -> None:
    """A statement counts in the log that it was signed for, and in no other."""
    if signed.statement.origin != origin:
        detail = f"It was signed for the log {signed.statement.origin}."
        findings.contradict(STEP, Problem("statement.origin", signed.id, detail))


def _check_once(excerpt: Excerpt, bundle: Bundle, findings: Findings) -> None:
    """The log holds what was stated once, and what belongs in the registry not at all."""
    first = dict[str, int]()
    for leaf in excerpt.leaves:
        signed, index = bundle.statements.get(leaf.id), first.setdefault(leaf.id, leaf.at)
        if index != leaf.at:
            detail = f"The log holds it twice, as leaf {index} and as leaf {leaf.at}."
            findings.contradict(STEP, Problem("leaf.duplicate", leaf.id, detail))
        if signed is not None and signed.kind in REGISTRY_KINDS:
            detail = f"Leaf {leaf.at} of the entries log is of it, and it belongs in the registry."
            findings.contradict(STEP, Problem("leaf.statement", leaf.id, detail))


def _leaf(
    signed: Signed, bundle: Bundle, registry: Registry | None, findings: Findings
) -> Placed | None:
    """The leaf of a statement, if it says what is true of the statement."""
    leaf = bundle.places.get(signed.id)
    if leaf is None:
        detail = "No leaf is shown that says that the log holds it."
        cause = PROOF if findings.has(PROOF) else signed.id
        findings.miss(STEP, Problem("proof.missing", signed.id, detail), cause)
        return None
    findings.checked(STEP)
    if (leaf.kind, leaf.old) != (signed.kind, signed.old):
        detail = "Its leaf says something else of what it is, or of what it replaces."
        findings.contradict(STEP, Problem("leaf.statement", signed.id, detail))
        return None
    if leaf.sigs != signatures_digest(signed.envelope):
        detail = "The log holds it under other signatures than those in the bundle."
        findings.contradict(STEP, Problem("leaf.signatures", signed.id, detail), signed.id)
    return leaf if _is_state(signed.id, leaf, registry, findings) else None


def _is_state(statement: str, leaf: Placed, registry: Registry | None, findings: Findings) -> bool:
    """Whether the registry was once in the state that a leaf names."""
    if registry is None:
        findings.not_told(STEP, LEAVES, "the registry state of each leaf")
        return False
    if not registry.holds(leaf.registry):
        detail = f"Its leaf names a state of the registry, size {leaf.registry.size}, never shown."
        findings.contradict(STEP, Problem("leaf.registry", statement, detail))
        return False
    return True


def _check_order(bundle: Bundle, leaves: Mapping[str, Placed], findings: Findings) -> None:
    """Registry states grow along the log, and what is cited came before what cites it."""
    indices = {statement: leaf.at for statement, leaf in leaves.items()}
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
