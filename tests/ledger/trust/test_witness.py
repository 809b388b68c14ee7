"""Witnesses: they sign only what extends what they signed, and count by key."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.refusal import refused
from support.tree import grow

from ledger.trust.checkpoint import Checkpoint, format_checkpoint, open_checkpoint, sign_checkpoint
from ledger.trust.keys import Signer
from ledger.trust.note import COSIGNATURE, ED25519, Note, Vkey, format_line, format_note, parse_note
from ledger.trust.proof import prove_consistency
from ledger.trust.witness import (
    CLOCK_SLACK,
    TIME_LIMIT,
    ConflictError,
    check_advance,
    check_cosignature,
    cosign,
    cosigned_at,
    next_time,
    take_cosignature,
)

ORIGIN = "example.com/log"
TREE = grow(b"%d" % number for number in range(20))
FORK = grow(b"%d" % number for number in range(1, 21))
LOG = Signer(bytes(32))
SIGNERS = [Signer(bytes([number]) * 32) for number in (1, 2, 3)]
NAMES = ["auditor.example/w", "industry.example/w", "customer.example/w"]
WITNESSES = [
    Vkey(name, COSIGNATURE, signer.public) for name, signer in zip(NAMES, SIGNERS, strict=True)
]
TIME = 1_767_225_600


def _head(size: int) -> Checkpoint:
    return Checkpoint(ORIGIN, size, TREE.roots[size])


TEXT = format_checkpoint(_head(20))
SIGNED = parse_note(sign_checkpoint(_head(20), LOG))


def _cosigned(count: int) -> Note:
    lines = [cosign(TEXT, name, signer, TIME) for name, signer in zip(NAMES, SIGNERS, strict=True)]
    return replace(SIGNED, signatures=(*SIGNED.signatures, *lines[:count]))


SIZE = st.integers(min_value=0, max_value=20)


@given(SIZE, SIZE)
def test_rule_admits_only_growth(old: int, new: int) -> None:
    """A checkpoint is signed after another exactly if it is no smaller and proved consistent."""
    path = prove_consistency(TREE.nodes, min(old, new), max(old, new))
    if new < old:
        with refused("witness.old"):
            check_advance(_head(old), old, _head(new), path)
    else:
        check_advance(_head(old), old, _head(new), path)


@given(st.integers(min_value=1, max_value=20), st.integers(min_value=1, max_value=20))
def test_rule_refuses_a_fork(old: int, new: int) -> None:
    """A root of another history is refused at every size, even with that history's own proof."""
    old, new = min(old, new), max(old, new)
    forked = Checkpoint(ORIGIN, new, FORK.roots[new])
    with refused("witness.fork" if old == new else "merkle.consistency"):
        check_advance(_head(old), old, forked, prove_consistency(FORK.nodes, old, new))


@given(SIZE, SIZE)
def test_rule_reports_the_size_of_the_witness(known: int, believed: int) -> None:
    """An old size other than the one signed last is a conflict, which states the right one."""
    if known != believed:
        with pytest.raises(ConflictError) as conflict:
            check_advance(_head(known), believed, _head(20), ())
        assert (conflict.value.code, conflict.value.size) == ("witness.conflict", known)


def test_first_checkpoint_needs_no_proof() -> None:
    """A log not seen before may be signed at any size; a proof or an old size is refused."""
    check_advance(None, 0, _head(9), ())
    with refused("merkle.consistency"):
        check_advance(None, 0, _head(9), (TREE.roots[1],))
    with pytest.raises(ConflictError) as conflict:
        check_advance(None, 5, _head(9), ())
    assert conflict.value.size == 0


def test_rule_keeps_logs_apart() -> None:
    """A checkpoint of another origin never follows this one's."""
    with refused("witness.origin"):
        check_advance(_head(5), 5, replace(_head(5), origin="example.com/other"), ())


def test_time_never_goes_backwards() -> None:
    """A clock set back a little repeats the last time; one set back further stops the witness."""
    assert next_time(0, TIME) == TIME
    assert next_time(TIME, TIME + 5) == TIME + 5
    assert next_time(TIME, TIME - CLOCK_SLACK) == TIME
    with refused("witness.clock"):
        next_time(TIME, TIME - CLOCK_SLACK - 1)


@given(st.integers(min_value=0, max_value=TIME_LIMIT - 1))
def test_cosignature_round_trip(timestamp: int) -> None:
    """A cosignature gives back the time at which it was made."""
    signature = cosign(TEXT, NAMES[0], SIGNERS[0], timestamp)
    assert check_cosignature(TEXT, signature, WITNESSES[0]) == timestamp


def test_signed_message_is_that_of_the_specification() -> None:
    """The witness signs header, time and the whole text; the line carries the time in 8 bytes."""
    signature = cosign(TEXT, NAMES[0], SIGNERS[0], TIME)
    assert signature.raw[:8] == TIME.to_bytes(8, "big")
    assert signature.raw[8:] == SIGNERS[0].sign(f"cosignature/v1\ntime {TIME}\n{TEXT}".encode())


@pytest.mark.parametrize("timestamp", [-1, TIME_LIMIT])
def test_time_has_bounds(timestamp: int) -> None:
    """A time before 1970 or after the year 9999 is not signed."""
    with refused("witness.time"):
        cosign(TEXT, NAMES[0], SIGNERS[0], timestamp)


@given(st.integers(min_value=0, max_value=8 * 72 - 1))
def test_every_bit_of_a_cosignature_counts(bit: int) -> None:
    """Neither the time nor the signature can be changed by a bit."""
    signature = cosign(TEXT, NAMES[0], SIGNERS[0], TIME)
    raw = (int.from_bytes(signature.raw, "big") ^ 1 << bit).to_bytes(72, "big")
    with refused("witness.signature"):
        check_cosignature(TEXT, replace(signature, raw=raw), WITNESSES[0])


def test_cosignature_is_by_one_witness_on_one_text() -> None:
    """Another text, another witness, a cut signature or a key of the note's type is refused."""
    signature = cosign(TEXT, NAMES[0], SIGNERS[0], TIME)
    plain = Vkey(NAMES[0], ED25519, SIGNERS[0].public)
    for text, line, vkey in (
        (TEXT + "x\n", signature, WITNESSES[0]),
        (TEXT, signature, WITNESSES[1]),
        (TEXT, replace(signature, raw=signature.raw[:-1]), WITNESSES[0]),
        (TEXT, replace(signature, key_id=plain.key_id), plain),
    ):
        with refused("witness.signature"):
            check_cosignature(text, line, vkey)


def test_cosigned_checkpoint_still_opens() -> None:
    """A checkpoint with cosignatures is the same checkpoint to the reader of the log's key."""
    vkey = Vkey(ORIGIN, ED25519, LOG.public)
    assert open_checkpoint(format_note(_cosigned(3)), vkey) == _head(20)


@pytest.mark.parametrize("count", range(4))
def test_witnesses_count_by_key(count: int) -> None:
    """Each witness that cosigned counts once, and lines repeated or by others not at all."""
    note = _cosigned(count)
    stranger = cosign(TEXT, "stranger.example/w", Signer(bytes([9]) * 32), TIME)
    note = replace(note, signatures=(*note.signatures, *note.signatures, stranger))
    expected = {signer.public: TIME for signer in SIGNERS[:count]}
    assert cosigned_at(note, WITNESSES) == expected


def test_the_first_of_several_times_counts() -> None:
    """A witness that signed a checkpoint again later had seen it from the first time on."""
    again = [cosign(TEXT, NAMES[0], SIGNERS[0], TIME + step) for step in (9, 3, 7)]
    note = replace(SIGNED, signatures=(*SIGNED.signatures, *again))
    assert cosigned_at(note, WITNESSES) == {SIGNERS[0].public: TIME + 3}


def test_one_key_under_two_names_is_one_witness() -> None:
    """A key that two names are given for counts once."""
    alias = Vkey("alias.example/w", COSIGNATURE, SIGNERS[0].public)
    note = _cosigned(1)
    note = replace(note, signatures=(*note.signatures, cosign(TEXT, alias.name, SIGNERS[0], TIME)))
    assert len(cosigned_at(note, [WITNESSES[0], alias])) == 1


def test_wrong_cosignature_of_a_known_witness_is_refused() -> None:
    """A line that claims a trusted witness and does not verify is not passed over."""
    note = replace(_cosigned(3), text=format_checkpoint(_head(19)))
    with refused("witness.signature"):
        cosigned_at(note, WITNESSES)


def test_an_answer_is_taken_for_what_it_proves() -> None:
    """Of the lines that a witness answers its own is added, once it verifies; others are not."""
    signed = format_note(SIGNED)
    own, other = (
        format_line(cosign(TEXT, name, signer, TIME)).encode()
        for name, signer in zip(NAMES[:2], SIGNERS[:2], strict=True)
    )
    assert take_cosignature(signed, other + own, WITNESSES[0]) == signed + own
    wrong = format_line(cosign("other\n", NAMES[0], SIGNERS[0], TIME)).encode()
    for answer, code in (
        (other, "witness.signature"),
        (wrong, "witness.signature"),
        (b"nonsense\n", "note.form"),
    ):
        with refused(code):
            take_cosignature(signed, answer, WITNESSES[0])
