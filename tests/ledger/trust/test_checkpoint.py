"""Checkpoints: three lines, one origin, one key."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.refusal import refused

from ledger.trust.checkpoint import (
    Checkpoint,
    format_checkpoint,
    open_checkpoint,
    parse_checkpoint,
    sign_checkpoint,
)
from ledger.trust.encoding import COUNT_LIMIT, encode_base64
from ledger.trust.keys import Signer
from ledger.trust.merkle import EMPTY_ROOT
from ledger.trust.note import ED25519, Vkey, format_note, sign_note

ORIGIN = "example.com/log/entries"
SIGNER = Signer(bytes(32))
VKEY = Vkey(ORIGIN, ED25519, SIGNER.public)
ROOT = bytes(range(32))
CHECKPOINT = Checkpoint(ORIGIN, 7, ROOT)

ORIGINS = st.text(
    st.characters(exclude_categories=["Z", "C"], exclude_characters="+"), min_size=1, max_size=30
)
CHECKPOINTS = st.builds(
    Checkpoint,
    origin=ORIGINS,
    size=st.integers(min_value=1, max_value=COUNT_LIMIT - 1),
    root=st.binary(min_size=32, max_size=32),
)


@given(CHECKPOINTS)
def test_round_trip(checkpoint: Checkpoint) -> None:
    """A tree head comes back from its text."""
    assert parse_checkpoint(format_checkpoint(checkpoint)) == checkpoint


@given(CHECKPOINTS, st.binary(min_size=32, max_size=32))
def test_signed_round_trip(checkpoint: Checkpoint, seed: bytes) -> None:
    """A checkpoint that the log signed opens with the log's key."""
    vkey = Vkey(checkpoint.origin, ED25519, Signer(seed).public)
    assert open_checkpoint(sign_checkpoint(checkpoint, Signer(seed)), vkey) == checkpoint


def test_text_is_that_of_the_specification() -> None:
    """Origin, size and base64 root stand on a line each."""
    text = f"{ORIGIN}\n7\nAAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=\n"
    assert format_checkpoint(CHECKPOINT) == text


def test_empty_log_has_a_checkpoint() -> None:
    """A log without leaves is signed with the empty root, and with no other."""
    empty = Checkpoint(ORIGIN, 0, EMPTY_ROOT)
    assert open_checkpoint(sign_checkpoint(empty, SIGNER), VKEY) == empty
    with refused("checkpoint.root"):
        replace(empty, root=ROOT)


BASE64 = encode_base64(ROOT)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "checkpoint.form"),
        (f"{ORIGIN}\n7\n", "checkpoint.form"),
        (f"{ORIGIN}\n7\n{BASE64}", "checkpoint.form"),
        (f"{ORIGIN}\n7\n{BASE64}\nextension\n", "checkpoint.form"),
        (f"\n7\n{BASE64}\n", "checkpoint.form"),
        (f"a b\n7\n{BASE64}\n", "note.name"),
        (f"a+b\n7\n{BASE64}\n", "note.name"),
        (f"{ORIGIN}\n07\n{BASE64}\n", "count.form"),
        (f"{ORIGIN}\n-7\n{BASE64}\n", "count.form"),
        (f"{ORIGIN}\n{COUNT_LIMIT}\n{BASE64}\n", "count.form"),
        (f"{ORIGIN}\n7\n{BASE64[:-1]}\n", "base64.form"),
        (f"{ORIGIN}\n7\n{encode_base64(ROOT[1:])}\n", "checkpoint.root"),
        (f"{ORIGIN}\n0\n{BASE64}\n", "checkpoint.root"),
    ],
)
def test_other_texts_are_refused(text: str, code: str) -> None:
    """A text with lines missing or added, or a line in another spelling, is no checkpoint."""
    with refused(code):
        parse_checkpoint(text)


@pytest.mark.parametrize("size", [-1, COUNT_LIMIT])
def test_size_has_bounds(size: int) -> None:
    """A size that the text cannot hold cannot be made."""
    with refused("checkpoint.size"):
        replace(CHECKPOINT, size=size)


def test_checkpoint_of_another_log_is_refused() -> None:
    """A log's key signs for its own origin only, whatever the text says."""
    foreign = format_checkpoint(replace(CHECKPOINT, origin="example.com/log/registry"))
    with refused("checkpoint.origin"):
        open_checkpoint(format_note(sign_note(foreign, ORIGIN, SIGNER)), VKEY)


def test_checkpoint_by_another_key_is_refused() -> None:
    """A checkpoint that some other key signed under the log's name does not open."""
    with refused("note.unsigned"):
        open_checkpoint(sign_checkpoint(CHECKPOINT, Signer(bytes([1]) * 32)), VKEY)
