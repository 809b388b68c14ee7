"""Forks: logs that signed two histories, and the evidence that anyone can check.

A signed checkpoint commits to every leaf before it, so the newer of two checkpoints has exactly one
root at the older one's size. If another root was signed for that size, the log has shown two
histories, and the two notes with the proof between them show this to everyone who knows its key. A
broken server cannot make such a file by accident, and without the log's key no one can make one on
purpose, because the proof must lead to the newer checkpoint's signed root.

Source: RFC 6962 section 2.1.2 for the proof; the file format is Cradle's (`schemas.signed.fork`).
"""

from ledger.trust.checkpoint import open_checkpoint
from ledger.trust.log_key import LogKey
from ledger.trust.note import Vkey, format_vkey
from ledger.trust.proof import Nodes, check_consistency, prove_consistency, root_at
from schemas.errors import CradleError
from schemas.signed.fork import ForkEvidence


def compare(
    key: Vkey | LogKey, checkpoint: bytes, other: bytes, nodes: Nodes
) -> ForkEvidence | None:
    """Compare two checkpoints; return the evidence of a fork, or None if both are of one history.

    Args:
        key: the log's key.
        checkpoint: a signed checkpoint.
        other: another one.
        nodes: reads the tree of the larger of the two; not used if the sizes are equal.

    Raises:
        CradleError: `merkle.consistency` if the tree read is not the signed one; as
            `open_checkpoint`.
    """
    older, newer = sorted((checkpoint, other), key=lambda note: open_checkpoint(note, key).size)
    first, last = open_checkpoint(older, key), open_checkpoint(newer, key)
    if first.size == last.size:
        return None if first.root == last.root else _evidence(key, older, newer)
    root = root_at(nodes, first.size)
    path = prove_consistency(nodes, first.size, last.size)
    check_consistency(first.size, last.size, root, last.root, path)
    if root == first.root:
        return None
    shown = {"root": root.hex(), "path": tuple(node.hex() for node in path)}
    return _evidence(key, older, newer).model_copy(update=shown)


def shows_fork(evidence: ForkEvidence, key: Vkey | LogKey) -> bool:
    """Return whether the two checkpoints are of two histories; False means that both are of one.

    Args:
        evidence: the file's content.
        key: the log's key, as the reader knows it.

    Raises:
        CradleError: if the file shows neither: `note.*` and `checkpoint.*` if this log has not
            signed it, `fork.form`, `merkle.consistency`.
    """
    first = open_checkpoint(evidence.older.encode("utf-8"), key)
    last = open_checkpoint(evidence.newer.encode("utf-8"), key)
    if first.size == last.size:
        return first.root != last.root
    if first.size > last.size or evidence.root is None or evidence.path is None:
        detail = (
            "The evidence of two sizes is malformed; write the smaller first, with root and path"
            " between them."
        )
        raise CradleError("fork.form", detail)
    root, path = bytes.fromhex(evidence.root), [bytes.fromhex(node) for node in evidence.path]
    check_consistency(first.size, last.size, root, last.root, path)
    return root != first.root


def _evidence(key: Vkey | LogKey, older: bytes, newer: bytes) -> ForkEvidence:
    current = key.current if isinstance(key, LogKey) else key
    return ForkEvidence(
        v=1, vkey=format_vkey(current), older=older.decode("utf-8"), newer=newer.decode("utf-8")
    )
