"""The valid keys of a participant at each registry size, as a function of the registry's leaves.

    history = key_history(3, participant, [KeyChange(7, addition), KeyChange(9, retirement)])
    history.at(8).active    # the raw keys that sign its statements at registry size 8

A registration makes the first state, and each `key` statement, in the order of the leaves, makes the
next one. A leaf counts in every state that includes it, so the validity of a key is a comparison of
sizes, without a clock. The rules:

- a key is added once and never again, so a key that has ended stays ended;
- only a working key that may sign can be retired;
- a working key can be reported compromised at any time, and again only with an earlier date;
- a compromise dates from its own leaf, or from an earlier size if a registrar countersigns;
- `recover` replaces all root keys: those that stay are listed again, the others are new.

Ledger and audit use the same functions. Left out: keys of other participants, and cryptography: the
caller passes the keys that have signed.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import NamedTuple

from schemas.errors import CradleError
from schemas.signed.participant import Key, Participant, PublicKey


class KeyChange(NamedTuple):
    """A change of keys with the index of its registry leaf."""

    at: int
    statement: Key


@dataclass(frozen=True, slots=True)
class WorkingKey:
    """A present or past working key of a participant.

    Attributes:
        public: the key as it was stated.
        added: the index of the leaf that added it.
        ended: the index of the first leaf that retired it or reported it compromised.
        disputed: the registry size from which on its signatures are in doubt; None unless compromised.
        dated_at: the index of the leaf that states `disputed`.
    """

    public: PublicKey
    added: int
    ended: int | None = None
    disputed: int | None = None
    dated_at: int | None = None


@dataclass(frozen=True)
class KeyState:
    """The keys of a participant at one moment.

    Attributes:
        roots: the valid root keys.
        threshold: the number of root keys that sign a change.
        working: all present and past working keys, in the order of their addition.
        used: all present and past keys, in hexadecimal.
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
        """The raw keys of all present and past working keys."""
        return raw_keys(row.public for row in self.working)

    def working_key(self, key: str) -> WorkingKey | None:
        """The working key with that hexadecimal, active or not, or None."""
        for row in self.working:
            if row.public.key == key:
                return row
        return None


class Fault(NamedTuple):
    """A change that breaks a rule and therefore has no effect."""

    change: KeyChange
    error: CradleError


@dataclass(frozen=True, slots=True)
class KeyHistory:
    """The states of a participant's keys, each with the index of the leaf that begins it.

    Attributes:
        states: in the order of the leaves, the registration's first.
        faults: the changes that break a rule.
    """

    states: tuple[tuple[int, KeyState], ...]
    faults: tuple[Fault, ...] = ()

    @property
    def last(self) -> KeyState:
        """The newest state."""
        return self.states[-1][1]

    def at(self, size: int) -> KeyState | None:
        """The state at a registry size, or None before the registration."""
        for at, state in reversed(self.states):
            if at < size:
                return state
        return None


KEYS_LIMIT = 128
"""The most keys of a participant, past ones included: a statement may have to be tried against all of them."""


def raw_keys(keys: Iterable[PublicKey]) -> tuple[bytes, ...]:
    """The raw bytes of each key."""
    return tuple(bytes.fromhex(row.key) for row in keys)


def key_history(at: int, participant: Participant, changes: Iterable[KeyChange]) -> KeyHistory:
    """The key states of a participant from its registration, at leaf `at`, and its changes, given in any order."""
    keys = (*participant.root_keys, *participant.working_keys)
    state = KeyState(
        roots=participant.root_keys,
        threshold=participant.threshold,
        working=tuple(WorkingKey(public, at) for public in participant.working_keys),
        used=frozenset(row.key for row in keys),
    )
    states, faults = [(at, state)], list[Fault]()
    for change in sorted(changes, key=lambda key_change: key_change.at):
        try:
            state = advance(state, change)
        except CradleError as error:
            faults.append(Fault(change, error))
        else:
            states.append((change.at, state))
    return KeyHistory(tuple(states), tuple(faults))


def added_keys(state: KeyState, statement: Key) -> tuple[PublicKey, ...]:
    """The keys that a change adds; a root key that stays is not among them."""
    if statement.change == "add" and statement.key is not None:
        return (statement.key,)
    root_keys = {row.key for row in state.roots}
    return tuple(row for row in statement.root_keys or () if row.key not in root_keys)


def advance(state: KeyState, change: KeyChange) -> KeyState:
    """The state after a change; `check_signers` checks its signatures.

    Raises:
        CradleError: `key.in_use`, `key.too_many`, `key.unknown`, `key.not_active`, `key.compromised` or `key.since`.
    """
    statement = change.statement
    new = added_keys(state, statement)
    for public in new:
        if public.key in state.used:
            detail = f"{public.key} is or was a key of this participant; add a new one."
            raise CradleError("key.in_use", detail, "key")
    used = state.used.union(row.key for row in new)
    if new and len(used) > KEYS_LIMIT:
        detail = (
            f"The participant would have had more than {KEYS_LIMIT} keys in all; register again with"
            " new ones."
        )
        raise CradleError("key.too_many", detail, "key")
    if statement.key is None:
        roots, threshold = statement.root_keys or (), statement.threshold or 0
        return replace(state, roots=roots, threshold=threshold, used=used)
    if statement.change == "add":
        return replace(
            state, working=(*state.working, WorkingKey(statement.key, change.at)), used=used
        )
    working_key = state.working_key(statement.key.key)
    if working_key is None:
        detail = (
            "The participant has no such working key; name one that it has, or replace root keys"
            " by recover."
        )
        raise CradleError("key.unknown", detail, "key")
    ended = (
        _retired(working_key, change)
        if statement.change == "retire"
        else _doubted(working_key, change)
    )
    return replace(
        state, working=tuple(ended if row is working_key else row for row in state.working)
    )


def _retired(working_key: WorkingKey, change: KeyChange) -> WorkingKey:
    if working_key.ended is not None:
        detail = "The key was retired or compromised already; name an active one."
        raise CradleError("key.not_active", detail, "key")
    return replace(working_key, ended=change.at)


def _doubted(working_key: WorkingKey, change: KeyChange) -> WorkingKey:
    since = change.statement.since
    if since is not None and since > change.at:
        detail = (
            f"The compromise is dated after its own leaf; state a size of at most {change.at}, the"
            " leaves before it."
        )
        raise CradleError("key.since", detail, "since")
    disputed = change.at + 1 if since is None else since
    if working_key.disputed is not None and disputed >= working_key.disputed:
        detail = (
            f"The key was reported compromised from size {working_key.disputed} on already; state an"
            " earlier size."
        )
        raise CradleError("key.compromised", detail, "since")
    ended = change.at if working_key.ended is None else working_key.ended
    return replace(working_key, ended=ended, disputed=disputed, dated_at=change.at)


def check_active(state: KeyState, signer: bytes) -> None:
    """Refuse a signer whose key was not active at that state.

    Raises:
        CradleError: `key.not_active`.
    """
    if signer not in state.active:
        detail = (
            f"The key {signer.hex()} was not active for its participant at that registry state; sign"
            " with an active one."
        )
        raise CradleError("key.not_active", detail, "signatures")


def check_signers(
    state: KeyState, statement: Key, signers: Collection[bytes], registrar: KeyState | None
) -> None:
    """Refuse a change that is not signed by exactly the required keys: distinct raw keys, each once.

    Args:
        state: the participant's keys before the change.
        statement: the change.
        signers: the keys that have signed it.
        registrar: the keys of the registrar that it names, at that registry size.

    Raises:
        CradleError: `signature.missing`, `signature.threshold`, `signature.registrar` or
            `key.not_active`.
    """
    new, roots = raw_keys(added_keys(state, statement)), raw_keys(state.roots)
    for key in new:
        if key not in signers:
            detail = f"The new key {key.hex()} has not signed; sign with it too, to show that it is held."
            raise CradleError("signature.missing", detail, "signatures")
    count = sum(key in roots for key in signers)
    if count != state.threshold:
        detail = f"{count} root keys have signed; a change needs exactly {state.threshold}."
        raise CradleError("signature.threshold", detail, "signatures")
    others = [key for key in signers if key not in new and key not in roots]
    if len(others) != (registrar is not None):
        detail = (
            "The signatures beside those of root keys and new keys are wrong; add exactly one by a"
            " working key of the registrar if the change names one, and no other."
        )
        raise CradleError("signature.registrar", detail, "signatures")
    if registrar is not None:
        check_active(registrar, others[0])
