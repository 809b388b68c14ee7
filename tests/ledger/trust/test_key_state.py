"""The valid keys as a function of registry leaves, in their order; an ended key never becomes valid again."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.key_changes import NOBODY, change, named, roots
from support.ledger_world import ORIGIN, signer
from support.refusal import refused

from ledger.trust.key_state import (
    KEYS_LIMIT,
    KeyChange,
    KeyHistory,
    KeyState,
    added_keys,
    advance,
    check_active,
    check_signers,
    key_history,
    raw_keys,
)
from schemas.signed.participant import Key, Participant, ParticipantSections
from schemas.vocabulary import Role

ROOTS = sorted((named("root 1"), named("root 2"), named("root 3")), key=lambda row: row.key)
PARTICIPANT = Participant(
    origin=ORIGIN,
    root_keys=tuple(ROOTS),
    threshold=2,
    working_keys=(named("a"),),
    roles=(Role.SUPPLIER,),
    sections=ParticipantSections(profile=NOBODY),
)


def history(*changes: tuple[int, Key]) -> KeyHistory:
    """The keys of the participant, registered at leaf 3, after changes at these leaves."""
    return key_history(3, PARTICIPANT, [KeyChange(at, statement) for at, statement in changes])


def state(*changes: tuple[int, Key]) -> KeyState:
    """The last state of a history without faults."""
    found = history(*changes)
    assert found.faults == ()
    return found.last


def raw(*names: str) -> tuple[bytes, ...]:
    """The raw keys of names."""
    return tuple(signer(name).public for name in names)


def test_a_leaf_counts_in_every_state_that_includes_it() -> None:
    """A key signs from the size that includes its addition up to the last one without its end."""
    found = history((5, change("add", "b")), (8, change("retire", "a")))
    expected = {3: None, 4: raw("a"), 5: raw("a"), 6: raw("a", "b"), 8: raw("a", "b"), 9: raw("b")}
    for size, keys in expected.items():
        at = found.at(size)
        assert (None if at is None else at.active) == keys
    assert found.last is found.at(1000)


def test_only_the_order_of_leaves_counts() -> None:
    """Changes handed over in another order give the same states."""
    changes = [(5, change("add", "b")), (8, change("retire", "a")), (9, change("compromise", "b"))]
    assert history(*changes) == history(*reversed(changes))


WORDS = ("add", "retire", "compromise")
CHANGES = st.lists(st.tuples(st.sampled_from(WORDS), st.sampled_from("abcd")), max_size=12)


@given(CHANGES)
def test_a_key_never_becomes_active_again(steps: list[tuple[str, str]]) -> None:
    """Whatever is tried, the sizes at which a key may sign are one span without a gap."""
    found = history(*((4 + at, change(*step)) for at, step in enumerate(steps)))
    for key in raw(*"abcd"):
        spans = [
            key in active.active for size in range(4, 20) if (active := found.at(size)) is not None
        ]
        began = spans.index(True) if True in spans else len(spans)
        ended = spans.index(False, began) if False in spans[began:] else len(spans)
        assert not any(spans[ended:])


@given(CHANGES)
def test_a_fault_changes_nothing_and_is_reported(steps: list[tuple[str, str]]) -> None:
    """Each change makes one state or one fault; without the faults the history is the same."""
    changes = [(4 + at, change(*step)) for at, step in enumerate(steps)]
    found = history(*changes)
    assert len(found.states) + len(found.faults) == 1 + len(steps)
    faulty = {fault.change.at for fault in found.faults}
    sound = history(*(row for row in changes if row[0] not in faulty))
    assert (sound.states, sound.faults) == (found.states, ())


REFUSED: dict[str, tuple[str, Key]] = {
    "a key that is active": ("key.in_use", change("add", "a")),
    "a key that was retired": ("key.in_use", change("add", "b")),
    "a root key as a working key": ("key.in_use", change("add", "root 1")),
    "a working key as a root key": ("key.in_use", change("recover", **roots("root 1", "a"))),
    "a key that it never had": ("key.unknown", change("retire", "c")),
    "a root key called compromised": ("key.unknown", change("compromise", "root 1")),
    "a key retired twice": ("key.not_active", change("retire", "b")),
    "a date after its own leaf": (
        "key.since",
        change("compromise", "a", since=21, registrar=NOBODY),
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_refused(name: str) -> None:
    """A change that the keys as they stand do not allow."""
    code, statement = REFUSED[name]
    before = state((5, change("add", "b")), (8, change("retire", "b")))
    with refused(code):
        advance(before, KeyChange(20, statement))


def test_a_compromise_dates_from_its_own_leaf() -> None:
    """Without a date nothing that the key could sign is in doubt; the key signs no more."""
    found = state((7, change("compromise", "a"))).working_key(named("a").key)
    assert found is not None
    assert (found.added, found.ended, found.disputed, found.dated_at) == (3, 7, 8, 7)


def test_a_compromise_is_dated_further_back_and_never_forward() -> None:
    """First called compromised, then dated back; a second date that is not earlier is refused."""
    back = change("compromise", "a", since=4, registrar=NOBODY)
    before = state((7, change("compromise", "a")), (9, back))
    found = before.working_key(named("a").key)
    assert found is not None
    assert (found.ended, found.disputed, found.dated_at) == (7, 4, 9)
    for again in (change("compromise", "a"), back):
        with refused("key.compromised"):
            advance(before, KeyChange(20, again))


def test_a_retired_key_may_be_called_compromised() -> None:
    """A retired key may be reported compromised, because a thief may have used it before."""
    back = change("compromise", "a", since=4, registrar=NOBODY)
    found = state((7, change("retire", "a")), (9, back)).working_key(named("a").key)
    assert found is not None
    assert (found.ended, found.disputed) == (7, 4)


def test_recovery_replaces_the_root_keys() -> None:
    """One root key stays, two go, one comes; what went never comes back."""
    recovery = change("recover", **roots("root 1", "root 4", threshold=1))
    assert added_keys(state(), recovery) == (named("root 4"),)
    after = state((6, recovery))
    assert set(raw_keys(after.roots)) == set(raw("root 1", "root 4"))
    assert (after.threshold, after.active) == (1, raw("a"))
    with refused("key.in_use"):
        advance(after, KeyChange(7, change("recover", **roots("root 2"))))


def test_a_participant_has_so_many_keys_and_no_more() -> None:
    """Every key that a participant ever had counts; an end of one brings none back."""
    now = state()
    for at in range(KEYS_LIMIT - len(now.used)):
        now = advance(now, KeyChange(5 + at, change("add", f"key {at}")))
    last = KeyChange(500, change("add", "one more"))
    with refused("key.too_many"):
        advance(now, last)
    ended = advance(now, KeyChange(400, change("retire", "key 0")))
    with refused("key.too_many"):
        advance(ended, last)


def test_a_statement_is_signed_by_an_active_key() -> None:
    """A root key, a key that ended and a stranger's sign no statements."""
    now = state((5, change("add", "b")), (8, change("retire", "b")))
    check_active(now, *raw("a"))
    for name in ("b", "root 1", "stranger"):
        with refused("key.not_active"):
            check_active(now, *raw(name))


REGISTRAR = key_history(0, PARTICIPANT.model_copy(update={"working_keys": (named("r"),)}), ()).last
BACK = change("compromise", "a", since=4, registrar=NOBODY)
ADD = change("add", "b")
Check = Callable[[], None]


def signed(statement: Key, *names: str, registrar: KeyState | None = None) -> None:
    """Check a change that keys of these names have signed."""
    check_signers(state(), statement, raw(*names), registrar)


def test_a_change_is_signed_by_exactly_those_who_must() -> None:
    """The threshold of root keys, whatever comes in, and the registrar that is named."""
    signed(change("retire", "a"), "root 1", "root 3")
    signed(ADD, "root 1", "root 2", "b")
    signed(BACK, "root 2", "root 3", "r", registrar=REGISTRAR)
    signed(
        change("recover", **roots("root 1", "x", "y", threshold=3)), "root 2", "root 3", "x", "y"
    )


UNSIGNED: dict[str, tuple[str, Check]] = {
    "one root key too few": (
        "signature.threshold",
        lambda: signed(change("retire", "a"), "root 1"),
    ),
    "one root key counted twice": (
        "signature.threshold",
        lambda: check_signers(state(), change("retire", "a"), set(raw("root 1", "root 1")), None),
    ),
    "one root key too many": (
        "signature.threshold",
        lambda: signed(change("retire", "a"), "root 1", "root 2", "root 3"),
    ),
    "a new key that is not held": ("signature.missing", lambda: signed(ADD, "root 1", "root 2")),
    "a working key instead of a root key": (
        "signature.threshold",
        lambda: signed(change("retire", "a"), "root 1", "a"),
    ),
    "a working key beside the root keys": (
        "signature.registrar",
        lambda: signed(change("retire", "a"), "root 1", "root 2", "a"),
    ),
    "a registrar that has not signed": (
        "signature.registrar",
        lambda: signed(BACK, "root 1", "root 2", registrar=REGISTRAR),
    ),
    "a registrar by a root key": (
        "key.not_active",
        lambda: signed(BACK, "root 1", "root 2", "stranger", registrar=REGISTRAR),
    ),
}


@pytest.mark.parametrize("name", UNSIGNED)
def test_not_signed_as_it_must_be(name: str) -> None:
    """Too few, too many, or others."""
    code, check = UNSIGNED[name]
    with refused(code, "signatures"):
        check()
