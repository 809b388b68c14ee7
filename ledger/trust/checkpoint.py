"""The checkpoint: the state of a log in three lines, signed by the log as a note.

    example.com/log/entries
    20852163
    CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=

The lines are origin, tree size in decimal, and root hash in base64. The origin is also the name of the
log's key, so a checkpoint of one log cannot pass as another's. Source: C2SP tlog-checkpoint v1.0.0.
Left out: extension lines, which that document advises against; a checkpoint with such lines is refused.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ledger.trust.encoding import COUNT_LIMIT, decode_base64, encode_base64, parse_count
from ledger.trust.keys import Signer
from ledger.trust.log_key import LogKey
from ledger.trust.merkle import EMPTY_ROOT, HASH_LENGTH
from ledger.trust.note import Note, Vkey, check_name, format_note, open_note, parse_note, sign_note
from schemas.errors import CradleError

_TEXT = re.compile("(.+)\n(.+)\n(.+)\n")


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """A tree head: the log's origin, its number of leaves, and the 32-byte root hash over them."""

    origin: str
    size: int
    root: bytes

    def __post_init__(self) -> None:
        """Refuse a tree head without a text form, and an empty tree with another root."""
        check_name(self.origin, "origin")
        if not 0 <= self.size < COUNT_LIMIT:
            detail = f"The tree size {self.size} is outside 0 to 2^63-1; state the log's own size."
            raise CradleError("checkpoint.size", detail)
        if len(self.root) != HASH_LENGTH or (self.size == 0 and self.root != EMPTY_ROOT):
            detail = (
                f"The root cannot be that of a tree of {self.size} leaves; state the tree's root."
            )
            raise CradleError("checkpoint.root", detail)


def parse_checkpoint(text: str) -> Checkpoint:
    """Parse the tree head in a note's text; `open_checkpoint` also verifies the log's signature.

    Raises:
        CradleError: `checkpoint.*`, `note.name`, `count.form` or `base64.form`.
    """
    lines = _TEXT.fullmatch(text)
    if lines is None:
        detail = "The checkpoint is not of three lines; write origin, size and root."
        raise CradleError("checkpoint.form", detail)
    return Checkpoint(lines[1], parse_count(lines[2], "size"), decode_base64(lines[3], "root"))


def format_checkpoint(checkpoint: Checkpoint) -> str:
    """Format the note text of a tree head; the inverse of `parse_checkpoint`."""
    return f"{checkpoint.origin}\n{checkpoint.size}\n{encode_base64(checkpoint.root)}\n"


def sign_checkpoint(checkpoint: Checkpoint, *signers: Signer) -> bytes:
    """Sign a checkpoint as a note, under the log's origin as the key name.

    Args:
        checkpoint: the tree head.
        signers: the log's key, and any earlier one that still signs beside it.
    """
    text, name = format_checkpoint(checkpoint), checkpoint.origin
    notes = [sign_note(text, name, signer) for signer in signers]
    return format_note(Note(text, tuple(line for note in notes for line in note.signatures)))


def open_checkpoint(note: bytes, key: Vkey | LogKey) -> Checkpoint:
    """Verify a checkpoint under the log's Ed25519 key and return its tree head; other signatures are ignored.

    Args:
        note: the checkpoint.
        key: the log's keys, or its only one.

    Raises:
        CradleError: as `open_note` and `parse_checkpoint`; `checkpoint.origin`; `checkpoint.key_ended`
            if only earlier keys have signed, and for a size beyond theirs.
    """
    keys = key if isinstance(key, LogKey) else LogKey(key)
    opened = open_note(note, keys.known)
    checkpoint = _of_origin(opened, keys.name)
    _check_counts(opened, keys.at(checkpoint.size), checkpoint.size)
    return checkpoint


def unsigned_checkpoint(note: bytes, origin: str) -> Checkpoint:
    """Return the tree head of a log without verifying any signature, for a reader who has no key of the log yet.

    Raises:
        CradleError: as `parse_note` and `parse_checkpoint`; `checkpoint.origin`.
    """
    return _of_origin(parse_note(note), origin)


def _of_origin(note: Note, origin: str) -> Checkpoint:
    checkpoint = parse_checkpoint(note.text)
    if checkpoint.origin != origin:
        detail = f"The checkpoint is of {checkpoint.origin}; give one of {origin}."
        raise CradleError("checkpoint.origin", detail)
    return checkpoint


def _check_counts(note: Note, counting: Sequence[Vkey], size: int) -> None:
    """Refuse a note that only keys have signed which were replaced before this size."""
    if not any(line.is_by(vkey) for vkey in counting for line in note.signatures):
        detail = (
            f"The key that signed {size} leaves was replaced before the log had so many; give a"
            " checkpoint by the log's current key."
        )
        raise CradleError("checkpoint.key_ended", detail)
