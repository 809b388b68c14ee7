"""Part of step 8, keys: the key history of each participant in the bundle, from the registry's leaves.

Every bundle contains all leaves of the registry, so no change of keys can be hidden: the statement of each leaf
about a participant in the bundle is required. If one is missing, the keys from there on are unknown. The functions
by which a ledger admits a change (`ledger.trust.key_state`) decide which changes and signers are allowed. Only a
registrar that is not the issuer, and that the policy lists, may date a compromise back.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from ledger.audit.bundle.citations import require_statement
from ledger.audit.bundle.model import Bundle, SignedStatement
from ledger.audit.findings import Findings, StepNumber
from ledger.audit.keys.signatures import SignersOf
from ledger.audit.log.registry import Registry
from ledger.footprint.graph.resolution import Problem
from ledger.trust.envelope import signatures_digest
from ledger.trust.key_state import KeyChange, KeyHistory, KeyState, check_signers, key_history
from schemas.errors import CradleError
from schemas.signed.participant import Key, Participant
from schemas.signed.policy import Policy
from schemas.vocabulary import Role

STEP = StepNumber.KEYS


class KeyChangeStatement(NamedTuple):
    """A change of keys in the bundle, with its id."""

    id: str
    change: KeyChange


@dataclass(frozen=True, slots=True)
class KeyHistories:
    """The keys of the participants in the bundle.

    Attributes:
        known: the history of each participant.
        hidden: index and id of the first change that is not in the bundle, by participant.
    """

    known: Mapping[str, KeyHistory]
    hidden: Mapping[str, tuple[int, str]]

    def at(self, participant: str, size: int) -> KeyState | None:
        """Return the keys at a registry size; None before the registration, or if a change is missing."""
        history = self.known.get(participant)
        return None if history is None or self.gap(participant, size) else history.at(size)

    def gap(self, participant: str, size: int) -> str | None:
        """Return the first change that counts at a registry size and is not in the bundle; None if there is none."""
        at, statement = self.hidden.get(participant, (size, ""))
        return statement if at < size else None


def follow_keys(bundle: Bundle, registry: Registry, findings: Findings) -> KeyHistories:
    """Follow the keys of every participant in the bundle; report changes that its keys do not allow."""
    hidden: dict[str, tuple[int, str]] = {}
    followed: dict[str, list[KeyChangeStatement]] = {}
    for at, leaf in registry.keys:
        if bundle.stated(leaf.of, Participant) is None or leaf.of in hidden:
            continue
        statement = require_statement(bundle, leaf.id, Key, STEP, findings)
        if statement is None:
            hidden[leaf.of] = at, leaf.id
            findings.not_checked(STEP, leaf.id, f"the keys of {leaf.of}")
        elif leaf.of == statement.issuer:
            change = KeyChangeStatement(leaf.id, KeyChange(at, statement))
            followed.setdefault(leaf.of, []).append(change)
    histories = {}
    for name, (at, _) in registry.registered.items():
        participant = bundle.stated(name, Participant)
        if participant is not None:
            changes = followed.get(name, [])
            histories[name] = key_history(at, participant, (row.change for row in changes))
            _find_faults(histories[name], changes, findings)
    _find_shared(histories, findings)
    return KeyHistories(histories, hidden)


def _find_faults(
    history: KeyHistory, changes: list[KeyChangeStatement], findings: Findings
) -> None:
    """Report changes that the keys at that time did not allow."""
    names = {row.change.at: row.id for row in changes}
    for change, error in history.faults:
        findings.contradict(STEP, Problem.of(error, names[change.at]))


def _find_shared(histories: Mapping[str, KeyHistory], findings: Findings) -> None:
    """Report keys that two participants share; the subject is the one that had the key later."""
    holders: dict[str, str] = {}
    for _, participant, key in sorted(_added_keys(histories)):
        first = holders.setdefault(key, participant)
        if first != participant:
            detail = f"It added the key {key}, which is or was a key of {first}."
            findings.contradict(STEP, Problem("key.in_use", participant, detail))


def _added_keys(histories: Mapping[str, KeyHistory]) -> Iterator[tuple[int, str, str]]:
    """Each key with its participant and the index of the leaf that added it."""
    for participant, history in histories.items():
        before: frozenset[str] = frozenset()
        for at, state in history.states:
            yield from ((at, participant, key) for key in state.used - before)
            before = state.used


def check_changes(
    bundle: Bundle,
    registry: Registry,
    histories: KeyHistories,
    signers: SignersOf,
    findings: Findings,
) -> None:
    """Check each change of keys in the bundle against its leaf, and check its signers."""
    leaves = {leaf.id: (at, leaf) for at, leaf in registry.keys}
    for signed, statement in bundle.of(Key):
        findings.checked(STEP)
        if signed.id not in leaves:
            detail = "The registry has no leaf for this change of keys."
            findings.contradict(STEP, Problem("registry.missing_leaf", signed.id, detail))
            continue
        at, leaf = leaves[signed.id]
        if leaf.of != statement.issuer:
            detail = f"leaf {at} of the registry says that it changes the keys of {leaf.of}"
            findings.contradict(STEP, Problem("registry.contradicted", signed.id, detail))
        if leaf.sigs != signatures_digest(signed.envelope):
            detail = "The registry has it with other signatures than those in the bundle."
            findings.contradict(STEP, Problem("leaf.signatures", signed.id, detail), signed.id)
        if signed.id in signers:
            _check_signers(signed, KeyChange(at, statement), histories, signers, findings)


def _check_signers(
    signed: SignedStatement,
    change: KeyChange,
    histories: KeyHistories,
    signers: SignersOf,
    findings: Findings,
) -> None:
    at, statement = change
    parties = [statement.issuer, *([statement.registrar] if statement.registrar else [])]
    for party in parties:
        gap = histories.gap(party, at)
        if gap is not None:
            findings.not_checked(STEP, gap, f"the signers of {signed.id}")
            return
    states = [histories.at(party, at) for party in parties]
    if states[0] is None:
        return  # Its issuer is not registered, which is a finding of its own.
    try:
        registrar = states[1] if len(states) > 1 else None
        check_signers(states[0], statement, signers[signed.id], registrar)
    except CradleError as error:
        findings.contradict(STEP, Problem.of(error, signed.id))


def check_dated_back(bundle: Bundle, policy: Policy | None, findings: Findings) -> None:
    """Check that a compromise is dated back by another participant: a registrar, on the list of a policy."""
    for signed, statement in bundle.of(Key):
        if statement.registrar is None:
            continue
        registrar = bundle.stated(statement.registrar, Participant)
        if statement.registrar == statement.issuer:
            detail = "it dates a compromise of its own keys back; another registrar must do that"
            findings.contradict(STEP, Problem("registrar.own", signed.id, detail))
        elif registrar is not None and Role.REGISTRAR not in registrar.roles:
            detail = f"{statement.registrar} does not have the role of a registrar"
            findings.contradict(STEP, Problem("registrar.unknown", signed.id, detail))
        elif policy is not None and statement.registrar not in policy.registrars:
            detail = f"it is dated back by {statement.registrar}, which the policy does not list as a registrar"
            findings.contradict(STEP, Problem("policy.registrar", signed.id, detail))
