"""Step 3, checkpoints and witnesses: the states of the two logs that the bundle rests on.

The keys come from the policy. The registry's root is recomputed from its leaves and compared with
three states: its own signed checkpoint, the state that the last leaf of the entries log names, and
the last state that the reader has seen. A quorum counts one witness of each group, for each log. Its
time is the latest of the times at which enough groups had signed each log.
This step comes before signatures and inclusion, because those depend on it.
"""

from collections.abc import Iterable, Sequence

from ledger.audit.bundle.files import ENTRIES, LEAVES, PROOF, REGISTRY
from ledger.audit.bundle.model import Bundle, Excerpt, IndexedLeaf
from ledger.audit.findings import Findings, StepNumber
from ledger.audit.log.registry import Logs, Registry, build_registry
from ledger.audit.policy import log_key, witness_keys
from ledger.audit.policy_lines import ALL, unconfirmed_lines
from ledger.footprint.graph.resolution import Problem
from ledger.trust.checkpoint import Checkpoint, open_checkpoint, unsigned_checkpoint
from ledger.trust.multiproof import check_multiproof
from ledger.trust.note import parse_note
from ledger.trust.witness import cosigned_at
from schemas.errors import CradleError
from schemas.signed.policy import Policy

STEP = StepNumber.CHECKPOINTS


def check_logs(bundle: Bundle, policy: Policy, findings: Findings) -> Logs:
    """Open both checkpoints and compare the registry's leaves with them."""
    entries = _open(bundle, policy, ENTRIES, findings)
    signed = _open(bundle, policy, REGISTRY, findings)
    if bundle.excerpt is None or not _is_included(bundle.excerpt, entries, findings):
        entries = None
    last = _check_last(bundle.excerpt, entries, findings)
    registry = build_registry(bundle.registry) if bundle.registry is not None else None
    if registry is not None and not _is_consistent(registry, signed, last, findings):
        registry = None
    if registry is not None:
        _check_seen(registry, policy, findings)
    times = [_witnessed(bundle, policy, name, findings) for name in (ENTRIES, REGISTRY)]
    if policy.quorum == 0:
        detail = "The policy requires no witness, so only the operator vouches for the logs."
        findings.remark(STEP, Problem("witness.none_required", "policy", detail))
    for line, compare_with in unconfirmed_lines(policy).items():
        detail = f"This line of the policy is not confirmed. {compare_with}"
        subject = "policy" if line == ALL else f"policy {line}"
        findings.miss(STEP, Problem("policy.unconfirmed", subject, detail))
    return Logs(entries, registry, signed, min(map(len, times)), _complete(times, policy))


def _open(bundle: Bundle, policy: Policy, name: str, findings: Findings) -> Checkpoint | None:
    """Open the checkpoint in a file; return None if it is missing or not signed by the log's key.

    A draft without log keys has none to verify the signature by; what follows from the tree head is still checked.
    """
    if name not in bundle.notes:
        return None
    findings.checked(STEP)
    try:
        parse_note(bundle.notes[name])
    except CradleError as error:
        findings.miss(STEP, Problem("file.unreadable", name, f"The file cannot be read: {error}"))
        return None
    log = name.partition("/")[2]
    key = log_key(policy, log)
    try:
        if key is None:  # the line `logs` is unconfirmed, which is reported
            return unsigned_checkpoint(bundle.notes[name], f"{policy.origin}/{log}")
        return open_checkpoint(bundle.notes[name], key)
    except CradleError as error:
        findings.contradict(STEP, Problem.of(error, name))
        return None


def _is_included(excerpt: Excerpt, entries: Checkpoint | None, findings: Findings) -> bool:
    """Return whether the log contains the leaves that the bundle shows of it."""
    if entries is None:
        return False
    findings.checked(STEP)
    try:
        check_multiproof(excerpt.proof, entries.size, entries.root)
    except CradleError:
        detail = (
            f"Its leaves and hashes do not lead to the root that {ENTRIES} signs: one of the two "
            "was changed, or they were exported at different times."
        )
        findings.contradict(STEP, Problem("merkle.inclusion", PROOF, detail))
        return False
    return True


def _check_last(
    excerpt: Excerpt | None, entries: Checkpoint | None, findings: Findings
) -> IndexedLeaf | None:
    """Return the last leaf under the entries checkpoint; None if the bundle does not show it."""
    if excerpt is None or entries is None:
        return None
    findings.checked(STEP)
    last = excerpt.leaves[-1]
    if last.at != entries.size - 1:
        detail = f"The last leaf shown is {last.at}, and {ENTRIES} covers {entries.size}."
        findings.contradict(STEP, Problem("last.index", PROOF, detail))
        return None
    return last


def _is_consistent(
    registry: Registry, signed: Checkpoint | None, last: IndexedLeaf | None, findings: Findings
) -> bool:
    """Return whether the leaves agree with the signed checkpoint and with the last entries leaf."""
    findings.checked(STEP)
    root = registry.root(registry.size)
    if signed is not None and (signed.size, signed.root.hex()) != (registry.size, root):
        detail = f"Its {registry.size} leaves do not have the root that {REGISTRY} signs."
        findings.contradict(STEP, Problem("registry.root", LEAVES, detail))
        return False
    if last is None:
        return True
    if last.registry.size > registry.size:
        detail = (
            f"It is cut: it has {registry.size} leaves; the entries log names {last.registry.size}."
        )
        findings.contradict(STEP, Problem("registry.behind", LEAVES, detail))
        return False
    if not registry.has_state(last.registry):
        detail = f"At size {last.registry.size} its root is not the one the entries log names."
        findings.contradict(STEP, Problem("registry.forked", LEAVES, detail))
        return False
    return True


def _check_seen(registry: Registry, policy: Policy, findings: Findings) -> None:
    """Check that the registry is no older than the policy accepts, and continues the state last seen."""
    findings.checked(STEP)
    if registry.size < policy.oldest_registry_size:
        detail = (
            f"The registry has {registry.size} leaves; the policy accepts none with fewer than "
            f"{policy.oldest_registry_size}. Ask for a newer bundle."
        )
        findings.contradict(STEP, Problem("registry.too_old", REGISTRY, detail))
    seen = policy.last_seen
    if seen is not None and not registry.has_state(seen):
        detail = (
            f"It does not continue the state last seen, {seen.size} leaves with root {seen.root}: "
            "it was cut, or rebuilt."
        )
        findings.contradict(STEP, Problem("registry.last_seen", LEAVES, detail))


def _witnessed(bundle: Bundle, policy: Policy, name: str, findings: Findings) -> list[int]:
    """Return the time of the first cosignature of each group on a checkpoint, in order of time."""
    findings.checked(STEP)
    times = []
    if name in bundle.notes and not findings.has(name):
        note = parse_note(bundle.notes[name])
        for keys in witness_keys(policy).values():
            try:
                times += sorted(cosigned_at(note, keys).values())[:1]
            except CradleError as error:
                findings.contradict(STEP, Problem.of(error, name))
    if len(times) < policy.quorum:
        detail = f"{len(times)} of {policy.quorum} required groups of witnesses have cosigned it."
        findings.miss(STEP, Problem("witness.quorum", name, detail), name)
    return sorted(times)


def _complete(times: Iterable[Sequence[int]], policy: Policy) -> int | None:
    """Return the time at which both checkpoints had their quorum; None if one lacks it, or none is required."""
    needed = policy.quorum
    if not needed or any(len(row) < needed for row in times):
        return None
    return max(row[needed - 1] for row in times)
