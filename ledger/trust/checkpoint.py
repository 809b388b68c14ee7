"""The checkpoint: a log's whole state in three lines, signed by the log as a note.

    example.com/log/entries
    20852163
    CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=

Origin, tree size in decimal, root hash in base64. The origin is also the name of the log's key, so
a checkpoint of one log can never pass for another's. Source: C2SP tlog-checkpoint v1.0.0. Left out:
extension lines, which that document advises against; a checkpoint that has some is refused.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ledger.trust.encoding import COUNT_LIMIT, decode_base64, encode_base64, parse_count
from ledger.trust.keys import Signer
from ledger.trust.log_key import LogKey
from ledger.trust.merkle import EMPTY_ROOT, HASH_LENGTH
from ledger.trust.note import Note, Vkey, check_name, format_note, open_note, sign_note
from schemas.errors import CradleError

_TEXT = re.compile("(.+)\n(.+)\n(.+)\n")


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """A tree head: the log's origin, its number of leaves, and the 32-byte root hash over them."""

    origin: str
    size: int
    root: bytes

    def __post_init__(self) -> None:
        """Refuse what has no text form, and an empty tree with the root of another."""
        check_name(self.origin, "origin")
        if not 0 <= self.size < COUNT_LIMIT:
            raise CradleError("checkpoint.size", "A tree size lies between 0 and 2^63-1.")
        if len(self.root) != HASH_LENGTH or (self.size == 0 and self.root != EMPTY_ROOT):
            raise CradleError("checkpoint.root", "The root is not the hash of a tree of that size.")


def parse_checkpoint(text: str) -> Checkpoint:
    """The tree head in a note's text. Only `open_checkpoint` says that the log has signed it.

    Raises:
        CradleError: `checkpoint.*`, `note.name`, `count.form` or `base64.form`.
    """
    lines = _TEXT.fullmatch(text)
    if lines is None:
        raise CradleError("checkpoint.form", "A checkpoint is three lines: origin, size and root.")
    return Checkpoint(lines[1], parse_count(lines[2], "size"), decode_base64(lines[3], "root"))


def format_checkpoint(checkpoint: Checkpoint) -> str:
    """The note text of a tree head; the inverse of `parse_checkpoint`."""
    return f"{checkpoint.origin}\n{checkpoint.size}\n{encode_base64(checkpoint.root)}\n"


def sign_checkpoint(checkpoint: Checkpoint, *signers: Signer) -> bytes:
    """The checkpoint as a note signed by the log's key, which is named as its origin.

    Args:
        checkpoint: the tree head.
        signers: the log's key, and any earlier one that still signs beside it.
    """
    text, name = format_checkpoint(checkpoint), checkpoint.origin
    notes = [sign_note(text, name, signer) for signer in signers]
    return format_note(Note(text, tuple(line for note in notes for line in note.signatures)))


def open_checkpoint(note: bytes, key: Vkey | LogKey) -> Checkpoint:
    """The tree head that the log with this Ed25519 key has signed; other signatures are ignored.

    Args:
        note: the checkpoint.
        key: of the log; a single one where it has had no other.

    Raises:
        CradleError: as `open_note` and `parse_checkpoint`; `checkpoint.origin`, or
            `checkpoint.key_ended` where only earlier keys have signed, and more leaves than theirs.
    """
    keys = key if isinstance(key, LogKey) else LogKey(key)
    opened = open_note(note, keys.known)
    checkpoint = parse_checkpoint(opened.text)
    if checkpoint.origin != keys.name:
        detail = f"The checkpoint is of {checkpoint.origin}; expected one of {keys.name}."
        raise CradleError("checkpoint.origin", detail)
    _check_counts(opened, keys.at(checkpoint.size), checkpoint.size)
    return checkpoint


def _check_counts(note: Note, counting: Sequence[Vkey], size: int) -> None:
    """Refuse what only keys have signed that were replaced before this size."""
    if not any(line.is_by(vkey) for vkey in counting for line in note.signatures):
        detail = f"The key that signed {size} leaves was replaced before the log had so many."
        raise CradleError("checkpoint.key_ended", detail)
