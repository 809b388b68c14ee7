"""A log's request to a witness: the size the witness signed last, the proof of growth, the new checkpoint.

    old 20852014
    PlRNCrwHpqhGrupue0L7gxbjbMiKA9temvuZZDDpkaw=
    jrJZDmY8Y7SyJE0MWLpLozkIVMSMZcD5kvuKxPC3swk=
    <an empty line, then the checkpoint note>

Source: C2SP tlog-witness, the body of `add-checkpoint`. This module verifies nothing; the rule is in
`witness`. Left out: HTTP.
"""

from dataclasses import dataclass

from ledger.trust.encoding import decode_base64, encode_base64, parse_count
from ledger.trust.merkle import HASH_LENGTH, PATH_LIMIT
from ledger.trust.note import NOTE_LIMIT
from schemas.errors import CradleError

REQUEST_LIMIT = NOTE_LIMIT + 4096
"""The largest size of a request in bytes; the longest proof takes less than 3 KiB."""


@dataclass(frozen=True, slots=True)
class AddCheckpoint:
    """The request: the size signed last, the consistency proof from that size, the checkpoint note."""

    old: int
    path: tuple[bytes, ...]
    checkpoint: bytes

    def __post_init__(self) -> None:
        """Refuse a path that cannot be a proof."""
        if len(self.path) > PATH_LIMIT or any(len(node) != HASH_LENGTH for node in self.path):
            detail = (
                "The proof has too many hashes or one of another length; send at most"
                f" {PATH_LIMIT} hashes of {HASH_LENGTH} bytes."
            )
            raise CradleError("add_checkpoint.path", detail)


def parse_add_checkpoint(data: bytes) -> AddCheckpoint:
    """Parse the body of a request.

    Raises:
        CradleError: `add_checkpoint.*`, `count.form` or `base64.form`.
    """
    head, _, checkpoint = data.partition(b"\n\n")
    try:
        first, *path = head.decode("ascii").split("\n")
    except UnicodeDecodeError:
        first, path = "", []
    if not first.startswith("old ") or not checkpoint:
        detail = (
            "The request is malformed; send the line `old <size>`, the proof, an empty line and a"
            " checkpoint."
        )
        raise CradleError("add_checkpoint.form", detail)
    return AddCheckpoint(
        old=parse_count(first.removeprefix("old "), "old"),
        path=tuple(decode_base64(line, f"path[{step}]") for step, line in enumerate(path)),
        checkpoint=checkpoint,
    )


def format_add_checkpoint(request: AddCheckpoint) -> bytes:
    """Format the body of a request; the inverse of `parse_add_checkpoint`."""
    lines = [f"old {request.old}", *map(encode_base64, request.path), "", ""]
    return "\n".join(lines).encode("ascii") + request.checkpoint
