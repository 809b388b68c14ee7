"""The proof file (`.tlog-proof`): a leaf's index, its inclusion path and the checkpoint.

    c2sp.org/tlog-proof@v1
    index 73894
    gSKyXoYZUgZ6jduWYrkDOARinOMGJveXjgMkBTcdPlQ=
    <an empty line, then the checkpoint note>

A receipt holds this proof and a supplier keeps it: it can be verified offline at any time with the
log's key alone, by opening the checkpoint and checking the inclusion. A proof can be renewed: the same
leaf under a newer checkpoint, for example one with cosignatures. Source: C2SP tlog-proof v1. Left out:
the `extra` line, which is not authenticated.
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
    """The content of a proof file: leaf index, inclusion path from the leaf up, checkpoint note."""

    index: int
    path: tuple[bytes, ...]
    checkpoint: bytes

    def __post_init__(self) -> None:
        """Refuse a proof without a text form."""
        if not 0 <= self.index < COUNT_LIMIT:
            detail = f"The index {self.index} is outside 0 to 2^63-1; state the leaf's index."
            raise CradleError("tlog_proof.index", detail)
        if len(self.path) > PATH_LIMIT or any(len(node) != HASH_LENGTH for node in self.path):
            detail = (
                "The path has too many hashes or one of another length; give at most"
                f" {PATH_LIMIT} hashes of {HASH_LENGTH} bytes."
            )
            raise CradleError("tlog_proof.path", detail)
        if not self.checkpoint or len(self.checkpoint) > NOTE_LIMIT:
            detail = (
                f"The checkpoint is missing or too long; add a note of 1 to {NOTE_LIMIT} bytes."
            )
            raise CradleError("tlog_proof.checkpoint", detail)


def parse_tlog_proof(data: bytes) -> TlogProof:
    """Parse a proof file; nothing in it is verified.

    Raises:
        CradleError: `tlog_proof.*`, `count.form` or `base64.form`.
    """
    head, _, checkpoint = data.partition(b"\n\n")
    try:
        header, index, *path = head.decode("ascii").split("\n")
    except ValueError:
        header, index, path = "", "", []
    if header != _HEADER or not index.startswith("index "):
        detail = (
            f"The proof file is malformed; begin with the lines `{_HEADER}` and `index <number>`."
        )
        raise CradleError("tlog_proof.form", detail)
    return TlogProof(
        index=parse_count(index.removeprefix("index "), "index"),
        path=tuple(decode_base64(line, f"path[{step}]") for step, line in enumerate(path)),
        checkpoint=checkpoint,
    )


def format_tlog_proof(proof: TlogProof) -> bytes:
    """Format a proof file; the inverse of `parse_tlog_proof`."""
    lines = [_HEADER, f"index {proof.index}", *map(encode_base64, proof.path), "", ""]
    return "\n".join(lines).encode("ascii") + proof.checkpoint


def renew_proof(proof: TlogProof, checkpoint: bytes, key: Vkey | LogKey, nodes: Nodes) -> TlogProof:
    """Prove the same leaf under another checkpoint that covers it.

    Args:
        proof: the present proof; its path determines the leaf.
        checkpoint: the other checkpoint.
        key: the log's key.
        nodes: reads the tree of that checkpoint.

    Raises:
        CradleError: `merkle.inclusion` if the leaf is not in the tree, or not the same;
            `merkle.range` if the checkpoint does not cover it; as `open_checkpoint`.
    """
    present_checkpoint, wanted = (
        open_checkpoint(proof.checkpoint, key),
        open_checkpoint(checkpoint, key),
    )
    path = prove_inclusion(nodes, proof.index, wanted.size)
    leaf = nodes(0, proof.index)
    check_inclusion(leaf, proof.index, present_checkpoint.size, proof.path, present_checkpoint.root)
    check_inclusion(leaf, proof.index, wanted.size, path, wanted.root)
    return TlogProof(proof.index, path, checkpoint)
