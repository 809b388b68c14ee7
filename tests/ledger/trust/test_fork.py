"""Forks: two histories of one log are proved, and nothing else can be made to look like them."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.refusal import refusal_code, refused
from support.tree import Tree, grow

from ledger.trust.checkpoint import Checkpoint, sign_checkpoint
from ledger.trust.fork import compare, shows_fork
from ledger.trust.keys import Signer
from ledger.trust.note import ED25519, Vkey
from schemas.signed.fork import ForkEvidence

ORIGIN = "example.com/log"
LOG = Signer(bytes(32))
VKEY = Vkey(ORIGIN, ED25519, LOG.public)
LARGEST = 40
TREE = grow(b"%d" % number for number in range(LARGEST))
SHARED = 10
TWIN = grow(b"%d" % number + b"x" * (number >= SHARED) for number in range(LARGEST))
SIZES = st.integers(min_value=0, max_value=LARGEST)
FORKED = st.integers(min_value=SHARED + 1, max_value=LARGEST)


def _note(tree: Tree, size: int) -> bytes:
    return sign_checkpoint(Checkpoint(ORIGIN, size, tree.roots[size]), LOG)


def _fork(old: int, new: int) -> ForkEvidence:
    evidence = compare(VKEY, _note(TREE, old), _note(TWIN, new), TWIN.nodes)
    assert evidence is not None
    return evidence


@given(SIZES, SIZES)
def test_one_history_agrees(one: int, other: int) -> None:
    """Two checkpoints of one tree agree, in whichever order they are seen."""
    assert compare(VKEY, _note(TREE, one), _note(TREE, other), TREE.nodes) is None


@given(st.integers(min_value=0, max_value=SHARED), SIZES)
def test_a_shared_past_is_no_fork(old: int, new: int) -> None:
    """Before the histories part, a checkpoint is one of both."""
    larger = TWIN if new >= old else TREE
    assert compare(VKEY, _note(TREE, old), _note(TWIN, new), larger.nodes) is None


@given(FORKED, FORKED)
def test_two_histories_are_proved(one: int, other: int) -> None:
    """Past the fork any two checkpoints make evidence, which holds offline and as a file."""
    larger = TWIN if other >= one else TREE
    evidence = compare(VKEY, _note(TREE, one), _note(TWIN, other), larger.nodes)
    assert evidence is not None
    assert (evidence.root is None) == (one == other)
    assert shows_fork(evidence, VKEY)
    assert ForkEvidence.parse(evidence.model_dump_json(exclude_none=True).encode()) == evidence


def test_a_tree_that_was_not_signed_proves_nothing() -> None:
    """Nodes that do not lead to the newer checkpoint's root are refused, and are no evidence."""
    with refused("merkle.consistency"):
        compare(VKEY, _note(TREE, 12), _note(TWIN, 20), TREE.nodes)


def test_a_log_that_kept_its_word_is_cleared() -> None:
    """Evidence whose proof shows one history says so: the log is not to blame."""
    honest = ForkEvidence(
        v=1,
        vkey="any",
        older=_note(TWIN, 12).decode(),
        newer=_note(TWIN, 20).decode(),
        root=TWIN.roots[12].hex(),
        path=_fork(12, 20).path,
    )
    same = _note(TREE, 12).decode()
    assert not shows_fork(honest, VKEY)
    assert not shows_fork(honest.model_copy(update={"older": same, "newer": same}), VKEY)


@given(st.data())
def test_tampered_evidence_proves_nothing(data: st.DataObject) -> None:
    """Whatever hash of the proof is changed, the file is refused."""
    evidence = _fork(13, 30)
    assert evidence.path is not None
    step = data.draw(st.integers(min_value=-1, max_value=len(evidence.path) - 1))
    path = [*evidence.path]
    if step >= 0:
        path[step] = "00" * 32
        changed = {"path": tuple(path)}
    else:
        changed = {"root": "00" * 32}
    with refused("merkle.consistency"):
        shows_fork(evidence.model_copy(update=changed), VKEY)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"root": None}, "fork.form"),
        ({"path": None}, "fork.form"),
        ({"path": ()}, "merkle.consistency"),
        ({"older": _note(TREE, 35).decode()}, "fork.form"),
        ({"older": _note(TREE, 13).decode().replace("13\n", "14\n", 1)}, "note.signature"),
        ({"newer": "nonsense"}, "note.form"),
    ],
)
def test_what_is_not_signed_or_not_whole_is_refused(change: dict[str, object], code: str) -> None:
    """Both checkpoints must be the log's, in order, with the proof between them."""
    with refused(code):
        shows_fork(_fork(13, 30).model_copy(update=change), VKEY)


def test_another_log_is_not_accused() -> None:
    """Evidence counts against the key that the reader brings, and no other."""
    other = replace(VKEY, key=Signer(bytes([1]) * 32).public)
    assert refusal_code(lambda: shows_fork(_fork(13, 30), other)) == "note.unsigned"
