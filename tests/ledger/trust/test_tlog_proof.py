"""Proof files: one text for each proof."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.refusal import refused
from support.tree import grow

from ledger.trust.checkpoint import Checkpoint, open_checkpoint, sign_checkpoint
from ledger.trust.encoding import COUNT_LIMIT, encode_base64
from ledger.trust.keys import Signer
from ledger.trust.merkle import PATH_LIMIT, leaf_hash
from ledger.trust.note import ED25519, NOTE_LIMIT, Vkey
from ledger.trust.proof import check_inclusion, prove_inclusion
from ledger.trust.tlog_proof import (
    TlogProof,
    format_tlog_proof,
    parse_tlog_proof,
    renew_proof,
)

HASHES = st.binary(min_size=32, max_size=32)
PROOFS = st.builds(
    TlogProof,
    index=st.integers(min_value=0, max_value=COUNT_LIMIT - 1),
    path=st.lists(HASHES, max_size=PATH_LIMIT).map(tuple),
    checkpoint=st.binary(min_size=1, max_size=100),
)
PROOF = TlogProof(3, (bytes(32), bytes(range(32))), b"note")
NODE = encode_base64(bytes(32))


@given(PROOFS)
def test_round_trip(proof: TlogProof) -> None:
    """A proof comes back from its file, the checkpoint byte for byte."""
    assert parse_tlog_proof(format_tlog_proof(proof)) == proof


def test_text_is_that_of_the_specification() -> None:
    """The header, the index and one hash a line stand before an empty line and the checkpoint."""
    other = encode_base64(bytes(range(32)))
    text = f"c2sp.org/tlog-proof@v1\nindex 3\n{NODE}\n{other}\n\nnote"
    assert format_tlog_proof(PROOF) == text.encode()


@given(st.integers(min_value=0, max_value=29))
def test_file_alone_proves_inclusion(index: int) -> None:
    """With the log's key and the leaf, the file is enough to check that the leaf is in the log."""
    signer, tree = Signer(bytes(32)), grow(b"%d" % number for number in range(30))
    note = sign_checkpoint(Checkpoint("example.com/log", 30, tree.roots[30]), signer)
    data = format_tlog_proof(TlogProof(index, prove_inclusion(tree.nodes, index, 30), note))

    proof = parse_tlog_proof(data)
    head = open_checkpoint(proof.checkpoint, Vkey("example.com/log", ED25519, signer.public))
    check_inclusion(leaf_hash(b"%d" % index), proof.index, head.size, proof.path, head.root)


@pytest.mark.parametrize(
    ("text", "code", "place"),
    [
        ("", "tlog_proof.form", ""),
        ("c2sp.org/tlog-proof@v1", "tlog_proof.form", ""),
        ("c2sp.org/tlog-proof@v2\nindex 3\n\nnote", "tlog_proof.form", ""),
        ("c2sp.org/tlog-proof@v1\nextra QQ==\nindex 3\n\nnote", "tlog_proof.form", ""),
        ("c2sp.org/tlog-proof@v1\n3\n\nnote", "tlog_proof.form", ""),
        ("c2sp.org/tlog-proof@v1\r\nindex 3\n\nnote", "tlog_proof.form", ""),
        ("c2sp.org/tlog-proof@v1\nindex 3\n\u00e9\n\nnote", "tlog_proof.form", ""),
        ("c2sp.org/tlog-proof@v1\nindex 03\n\nnote", "count.form", "index"),
        ("c2sp.org/tlog-proof@v1\nindex  3\n\nnote", "count.form", "index"),
        (f"c2sp.org/tlog-proof@v1\nindex 3\n{NODE}\n{NODE[1:]}\n\nnote", "base64.form", "path[1]"),
        ("c2sp.org/tlog-proof@v1\nindex 3\nQQ==\n\nnote", "tlog_proof.path", None),
        ("c2sp.org/tlog-proof@v1\nindex 3\n\n", "tlog_proof.checkpoint", None),
        (f"c2sp.org/tlog-proof@v1\nindex 3\n{NODE}\n", "tlog_proof.path", None),
    ],
)
def test_other_texts_are_refused(text: str, code: str, place: str | None) -> None:
    """A file with another header, a line in another spelling, or no checkpoint is refused."""
    with refused(code, place):
        parse_tlog_proof(text.encode())


def test_bounds() -> None:
    """An index, a path or a checkpoint that no log can have cannot be made."""
    for index in (-1, COUNT_LIMIT):
        with refused("tlog_proof.index"):
            replace(PROOF, index=index)
    with refused("tlog_proof.path"):
        replace(PROOF, path=(bytes(32),) * (PATH_LIMIT + 1))
    with refused("tlog_proof.checkpoint"):
        replace(PROOF, checkpoint=bytes(NOTE_LIMIT + 1))


LOG = Signer(bytes(32))
LOG_KEY = Vkey("example.com/log", ED25519, LOG.public)
TREE = grow(b"%d" % number for number in range(20))


def _proof(index: int, size: int) -> TlogProof:
    """The proof of a leaf under the checkpoint of a size."""
    note = sign_checkpoint(Checkpoint(LOG_KEY.name, size, TREE.roots[size]), LOG)
    return TlogProof(index, prove_inclusion(TREE.nodes, index, size), note)


@given(st.data())
def test_a_proof_is_renewed_under_any_checkpoint_that_covers_it(data: st.DataObject) -> None:
    """A renewed proof equals a proof of the same leaf made at that size."""
    index = data.draw(st.integers(min_value=0, max_value=19))
    old, new = (data.draw(st.integers(min_value=index + 1, max_value=20)) for _ in range(2))
    renewed = renew_proof(_proof(index, old), _proof(index, new).checkpoint, LOG_KEY, TREE.nodes)
    assert renewed == _proof(index, new)


def test_another_leaf_is_not_renewed() -> None:
    """A proof that does not lead to its checkpoint, or a checkpoint too small, gives none."""
    wanted = _proof(3, 20).checkpoint
    with refused("merkle.inclusion"):
        renew_proof(replace(_proof(3, 9), index=2), wanted, LOG_KEY, TREE.nodes)
    with refused("merkle.range"):
        renew_proof(_proof(12, 20), _proof(3, 9).checkpoint, LOG_KEY, TREE.nodes)
    with refused("merkle.inclusion"):
        other = grow(b"x%d" % number for number in range(20))
        renew_proof(_proof(3, 9), wanted, LOG_KEY, other.nodes)
