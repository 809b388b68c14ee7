"""The proof file (`.tlog-proof`): a leaf's index, its inclusion path and the checkpoint.

    c2sp.org/tlog-proof@v1
    index 73894
    gSKyXoYZUgZ6jduWYrkDOARinOMGJveXjgMkBTcdPlQ=
    <an empty line, then the checkpoint note>

It is what a receipt holds and a supplier keeps: it verifies offline, for ever, against the log's
key alone. The text carries no proof of itself; open the checkpoint and check the inclusion. A proof
can be renewed: the same leaf under a newer checkpoint, that of witnesses say. Source: C2SP
tlog-proof v1. Left out: the `extra` line, which nothing authenticates.
"""

from dataclasses import dataclass

from ledger.trust.checkpoint import open_checkpoint
from ledger.trust.encoding import COUNT_LIMIT, decode_base64, encode_base64, parse_count
from ledger.trust.log_key import LogKey
from ledger.trust.merkle import HASH_LENGTH, PATH_LIMIT
from ledger.trust.note import NOTE_LIMIT, Vkey
from ledger.trust.proof import Nodes, check_inclusion, prove_inclusion
from schemas.errors import CradleError

_HEADER = "c2sp.org/tlog-proof@v1"


@dataclass(frozen=True, slots=True)
class TlogProof:
    """What a proof file holds: leaf index, inclusion path from the leaf up, checkpoint note."""

    index: int
    path: tuple[bytes, ...]
    checkpoint: bytes

    def __post_init__(self) -> None:
        """Refuse what has no text form."""
        if not 0 <= self.index < COUNT_LIMIT:
            raise CradleError("tlog_proof.index", "An index lies between 0 and 2^63-1.")
        if len(self.path) > PATH_LIMIT or any(len(node) != HASH_LENGTH for node in self.path):
            detail = f"A path is at most {PATH_LIMIT} hashes of {HASH_LENGTH} bytes."
            raise CradleError("tlog_proof.path", detail)
        if not self.checkpoint or len(self.checkpoint) > NOTE_LIMIT:
            detail = f"The checkpoint is a note of 1 to {NOTE_LIMIT} bytes."
            raise CradleError("tlog_proof.checkpoint", detail)


def parse_tlog_proof(data: bytes) -> TlogProof:
    """The content of a proof file; nothing in it is verified.

    Raises:
        CradleError: `tlog_proof.*`, `count.form` or `base64.form`.
    """
    head, _, checkpoint = data.partition(b"\n\n")
    try:
        header, index, *path = head.decode("ascii").split("\n")
    except ValueError:
        header, index, path = "", "", []
    if header != _HEADER or not index.startswith("index "):
        detail = f"A proof file starts with the lines `{_HEADER}` and `index <number>`."
        raise CradleError("tlog_proof.form", detail)
    return TlogProof(
        index=parse_count(index.removeprefix("index "), "index"),
        path=tuple(decode_base64(line, f"path[{step}]") for step, line in enumerate(path)),
        checkpoint=checkpoint,
    )


def format_tlog_proof(proof: TlogProof) -> bytes:
    """The text of a proof file; the inverse of `parse_tlog_proof`."""
    lines = [_HEADER, f"index {proof.index}", *map(encode_base64, proof.path), "", ""]
    return "\n".join(lines).encode("ascii") + proof.checkpoint


def renew_proof(proof: TlogProof, checkpoint: bytes, key: Vkey | LogKey, nodes: Nodes) -> TlogProof:
    """The proof of the same leaf under another checkpoint that covers it.

    Args:
        proof: the proof at hand; what its path leads from is the leaf.
        checkpoint: the checkpoint wanted.
        key: the log's key.
        nodes: reads the tree of that checkpoint.

    Raises:
        CradleError: `merkle.inclusion` where the leaf is not there, or not the same; `merkle.range`
            where the checkpoint does not reach it; as `open_checkpoint`.
    """
    known, wanted = open_checkpoint(proof.checkpoint, key), open_checkpoint(checkpoint, key)
    path = prove_inclusion(nodes, proof.index, wanted.size)
    leaf = nodes(0, proof.index)
    check_inclusion(leaf, proof.index, known.size, proof.path, known.root)
    check_inclusion(leaf, proof.index, wanted.size, path, wanted.root)
    return TlogProof(proof.index, path, checkpoint)
