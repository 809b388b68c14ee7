"""What a log sends a witness: the size it signed last, the proof of growth, the new checkpoint.

    old 20852014
    PlRNCrwHpqhGrupue0L7gxbjbMiKA9temvuZZDDpkaw=
    jrJZDmY8Y7SyJE0MWLpLozkIVMSMZcD5kvuKxPC3swk=
    <an empty line, then the checkpoint note>

Source: C2SP tlog-witness, the body of `add-checkpoint`. Nothing here is verified; `witness` holds
the rule. Left out: HTTP.
"""

from dataclasses import dataclass

from ledger.trust.encoding import decode_base64, encode_base64, parse_count
from ledger.trust.merkle import HASH_LENGTH, PATH_LIMIT
from ledger.trust.note import NOTE_LIMIT
from schemas.errors import CradleError

REQUEST_LIMIT = NOTE_LIMIT + 4096
"""Bytes of a request: the longest proof takes less than 3 KiB."""


@dataclass(frozen=True, slots=True)
class AddCheckpoint:
    """The request: the size signed last, the consistency proof from there, the checkpoint note."""

    old: int
    path: tuple[bytes, ...]
    checkpoint: bytes

    def __post_init__(self) -> None:
        """Refuse what is no proof."""
        if len(self.path) > PATH_LIMIT or any(len(node) != HASH_LENGTH for node in self.path):
            detail = f"A proof is at most {PATH_LIMIT} hashes of {HASH_LENGTH} bytes."
            raise CradleError("add_checkpoint.path", detail)


def parse_add_checkpoint(data: bytes) -> AddCheckpoint:
    """The request in a body.

    Raises:
        CradleError: `add_checkpoint.*`, `count.form` or `base64.form`.
    """
    head, _, checkpoint = data.partition(b"\n\n")
    try:
        first, *path = head.decode("ascii").split("\n")
    except UnicodeDecodeError:
        first, path = "", []
    if not first.startswith("old ") or not checkpoint:
        detail = "A request is the line `old <size>`, the proof, an empty line and a checkpoint."
        raise CradleError("add_checkpoint.form", detail)
    return AddCheckpoint(
        old=parse_count(first.removeprefix("old "), "old"),
        path=tuple(decode_base64(line, f"path[{step}]") for step, line in enumerate(path)),
        checkpoint=checkpoint,
    )


def format_add_checkpoint(request: AddCheckpoint) -> bytes:
    """The body of a request; the inverse of `parse_add_checkpoint`."""
    lines = [f"old {request.old}", *map(encode_base64, request.path), "", ""]
    return "\n".join(lines).encode("ascii") + request.checkpoint
