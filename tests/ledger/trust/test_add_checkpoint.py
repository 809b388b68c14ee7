"""The body of add-checkpoint: one spelling, read back as it was written, and limits."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.refusal import refused

from ledger.trust.add_checkpoint import (
    AddCheckpoint,
    format_add_checkpoint,
    parse_add_checkpoint,
)
from ledger.trust.encoding import COUNT_LIMIT
from ledger.trust.merkle import PATH_LIMIT

NOTE = b"example.com/log\n1\nroot\n\n\xe2\x80\x94 example.com/log c2lnbmF0dXJl\n"


@given(
    st.integers(min_value=0, max_value=COUNT_LIMIT - 1),
    st.lists(st.binary(min_size=32, max_size=32), max_size=PATH_LIMIT),
    st.binary(min_size=1, max_size=99),
)
def test_round_trip(old: int, path: list[bytes], checkpoint: bytes) -> None:
    """A written request is read back, whatever the checkpoint contains."""
    request = AddCheckpoint(old, tuple(path), checkpoint)
    assert parse_add_checkpoint(format_add_checkpoint(request)) == request


def test_literal() -> None:
    """The lines are those of the specification."""
    written = format_add_checkpoint(AddCheckpoint(3, (bytes(32),), NOTE))
    assert written == b"old 3\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n\n" + NOTE


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"", "add_checkpoint.form"),
        (b"old 3\n", "add_checkpoint.form"),
        (b"old 3\n\n", "add_checkpoint.form"),
        (b"size 3\n\n" + NOTE, "add_checkpoint.form"),
        (b"old \xff\n\n" + NOTE, "add_checkpoint.form"),
        (b"old 03\n\n" + NOTE, "count.form"),
        (b"old -1\n\n" + NOTE, "count.form"),
        (b"old 3\nnot base64\n\n" + NOTE, "base64.form"),
        (b"old 3\nAAAA\n\n" + NOTE, "add_checkpoint.path"),
        (b"old 3\n" + b"A" * 43 + b"=\n" * 64 + b"\n" + NOTE, "base64.form"),
    ],
)
def test_what_is_no_request_is_refused(body: bytes, code: str) -> None:
    """Every part has one form."""
    with refused(code):
        parse_add_checkpoint(body)


def test_a_proof_has_at_most_63_hashes() -> None:
    """A longer one belongs to no tree that a checkpoint can name."""
    AddCheckpoint(0, (bytes(32),) * PATH_LIMIT, NOTE)
    with refused("add_checkpoint.path"):
        AddCheckpoint(0, (bytes(32),) * (PATH_LIMIT + 1), NOTE)
