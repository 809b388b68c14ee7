"""Who may sign for a participant, and when: its keys as a function of the registry's leaves.

    history = key_history(3, participant, [KeyChange(7, addition), KeyChange(9, retirement)])
    history.at(8).active    # the raw keys that sign its statements at registry size 8

A registration begins a state, and each `key` statement, in the order of the leaves, makes the next
one. A leaf counts in every state that includes it, so whether a key could sign is a comparison of
sizes; no clock is asked. The rules:

- a key comes in once: what has been a key here never becomes one again, so what ended stays ended;
- only a working key that may sign is retired;
- a working key is called compromised at any time, and again only to date that further back;
- a compromise dates from its own leaf, or from an earlier size if a registrar countersigns;
- `recover` replaces all root keys: those that stay are listed again, the others come in.

A ledger and an audit judge by the same functions. Left out: keys of other participants, and
cryptography: which keys have signed comes in as an argument.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import NamedTuple

from schemas.errors import CradleError
from schemas.participant import Key, Participant, PublicKey


class KeyChange(NamedTuple):
    """A change of keys, and the index of its registry leaf."""

    at: int
    statement: Key


@dataclass(frozen=True, slots=True)
class WorkingKey:
    """A working key of a participant, now or once.

    Attributes:
        public: the key as it was stated.
        added: the index of the leaf that brought it in.
        ended: the index of the first leaf that retired it or called it compromised.
        disputed: the registry size from which on its signatures are in doubt; None unless compromised.
        told: the index of the leaf that says from which size.
    """

    public: PublicKey
    added: int
    ended: int | None = None
    disputed: int | None = None
    told: int | None = None


@dataclass(frozen=True)
class KeyState:
    """The keys of a participant at one moment.

    Attributes:
        roots: the root keys that count.
        threshold: how many of them sign a change.
        working: all working keys there have been, in the order they came in.
        used: all keys there have been, in hexadecimal.
    """

    roots: tuple[PublicKey, ...]
    threshold: int
    working: tuple[WorkingKey, ...]
    used: frozenset[str]

    @cached_property
    def active(self) -> tuple[bytes, ...]:
        """The raw keys that may sign statements."""
        return raw_keys(row.public for row in self.working if row.ended is None)

    @cached_property
    def ever(self) -> tuple[bytes, ...]:
        """The raw keys that sign statements or did once."""
        return raw_keys(row.public for row in self.working)

    def working_key(self, key: str) -> WorkingKey | None:
        """The working key of that hexadecimal, active or not."""
        for row in self.working:
            if row.public.key == key:
                return row
        return None


class Fault(NamedTuple):
    """A change that breaks a rule, and so changed nothing."""

    change: KeyChange
    error: CradleError


@dataclass(frozen=True, slots=True)
class KeyHistory:
    """The states of a participant's keys, each from the index of a leaf on.

    Attributes:
        states: in the order of the leaves, the registration's first.
        faults: the changes that could not be followed.
    """

    states: tuple[tuple[int, KeyState], ...]
    faults: tuple[Fault, ...] = ()

    @property
    def last(self) -> KeyState:
        """The newest state."""
        return self.states[-1][1]

    def at(self, size: int) -> KeyState | None:
        """The state at a registry size; None before the registration."""
        for at, state in reversed(self.states):
            if at < size:
                return state
        return None


KEYS_LIMIT = 128
"""Keys that a participant may have had: each of its statements may have to be tried against all of them."""


def raw_keys(keys: Iterable[PublicKey]) -> tuple[bytes, ...]:
    """The bytes of keys."""
    return tuple(bytes.fromhex(row.key) for row in keys)


def key_history(at: int, participant: Participant, changes: Iterable[KeyChange]) -> KeyHistory:
    """The keys of a participant from its registration, at leaf `at`, through its changes in any order."""
    keys = (*participant.root_keys, *participant.working_keys)
    state = KeyState(
        roots=participant.root_keys,
        threshold=participant.threshold,
        working=tuple(WorkingKey(public, at) for public in participant.working_keys),
        used=frozenset(row.key for row in keys),
    )
    states, faults = [(at, state)], list[Fault]()
    for change in sorted(changes, key=lambda known: known.at):
        try:
            state = advance(state, change)
        except CradleError as error:
            faults.append(Fault(change, error))
        else:
            states.append((change.at, state))
    return KeyHistory(tuple(states), tuple(faults))


def brought(state: KeyState, statement: Key) -> tuple[PublicKey, ...]:
    """The keys that a change brings in; a root key that stays is none."""
    if statement.change == "add" and statement.key is not None:
        return (statement.key,)
    known = {row.key for row in state.roots}
    return tuple(row for row in statement.root_keys or () if row.key not in known)


def advance(state: KeyState, change: KeyChange) -> KeyState:
    """The state after a change, whoever signed it.

    Raises:
        CradleError: `key.in_use`, `key.too_many`, `key.unknown`, `key.not_active`, `key.compromised` or `key.since`.
    """
    statement = change.statement
    new = brought(state, statement)
    for public in new:
        if public.key in state.used:
            detail = f"{public.key} is or was a key of this participant; bring a new one."
            raise CradleError("key.in_use", detail, "key")
    used = state.used.union(row.key for row in new)
    if new and len(used) > KEYS_LIMIT:
        detail = (
            f"A participant has at most {KEYS_LIMIT} keys in all; register again with new ones."
        )
        raise CradleError("key.too_many", detail, "key")
    if statement.key is None:
        roots, threshold = statement.root_keys or (), statement.threshold or 0
        return replace(state, roots=roots, threshold=threshold, used=used)
    if statement.change == "add":
        return replace(
            state, working=(*state.working, WorkingKey(statement.key, change.at)), used=used
        )
    known = state.working_key(statement.key.key)
    if known is None:
        detail = "The participant has no such working key; root keys are replaced by recover."
        raise CradleError("key.unknown", detail, "key")
    ended = _retired(known, change) if statement.change == "retire" else _doubted(known, change)
    return replace(state, working=tuple(ended if row is known else row for row in state.working))


def _retired(known: WorkingKey, change: KeyChange) -> WorkingKey:
    if known.ended is not None:
        raise CradleError("key.not_active", "The key was retired or compromised already.", "key")
    return replace(known, ended=change.at)


def _doubted(known: WorkingKey, change: KeyChange) -> WorkingKey:
    since = change.statement.since
    if since is not None and since > change.at:
        detail = f"The registry had {change.at} leaves; a compromise is not dated after its own."
        raise CradleError("key.since", detail, "since")
    disputed = change.at + 1 if since is None else since
    if known.disputed is not None and disputed >= known.disputed:
        detail = (
            f"It was called compromised from size {known.disputed} on; only an earlier one adds."
        )
        raise CradleError("key.compromised", detail, "since")
    ended = change.at if known.ended is None else known.ended
    return replace(known, ended=ended, disputed=disputed, told=change.at)


def check_active(state: KeyState, signer: bytes) -> None:
    """Refuse a signer that could not sign statements at that state.

    Raises:
        CradleError: `key.not_active`.
    """
    if signer not in state.active:
        detail = (
            f"The key {signer.hex()} could not sign for its participant at that registry state."
        )
        raise CradleError("key.not_active", detail, "signatures")


def check_signers(
    state: KeyState, statement: Key, signers: Collection[bytes], registrar: KeyState | None
) -> None:
    """Refuse a change that is not signed by exactly those who must: distinct raw keys, each once.

    Args:
        state: of the participant's keys, before the change.
        statement: the change.
        signers: the keys that have signed it.
        registrar: the keys of the registrar that it names, at that moment.

    Raises:
        CradleError: `signature.missing`, `signature.threshold`, `signature.registrar` or
            `key.not_active`.
    """
    new, roots = raw_keys(brought(state, statement)), raw_keys(state.roots)
    for key in new:
        if key not in signers:
            detail = (
                f"The key {key.hex()} comes in and has not signed, which shows that it is held."
            )
            raise CradleError("signature.missing", detail, "signatures")
    count = sum(key in roots for key in signers)
    if count != state.threshold:
        detail = f"Exactly {state.threshold} root keys sign a change; {count} have."
        raise CradleError("signature.threshold", detail, "signatures")
    others = [key for key in signers if key not in new and key not in roots]
    if len(others) != (registrar is not None):
        detail = (
            "Beside root keys and new keys, exactly one working key of a named registrar signs."
        )
        raise CradleError("signature.registrar", detail, "signatures")
    if registrar is not None:
        check_active(registrar, others[0])
