"""Witnesses: cosignatures of a log's checkpoints, and the rule by which a witness signs.

A witness signs a checkpoint only if it extends the last one that it signed, so two histories of one
log can never both gather a quorum. A cosignature covers the checkpoint's text and the witness's time,
which never goes backwards. A quorum counts distinct raw keys: one witness under two names is one
witness.

Source: C2SP tlog-cosignature (Ed25519, cosignature/v1) and tlog-witness. Stricter: a time after the
year 9999 is refused, because it cannot be written as a date. Left out: storing the last checkpoint,
which must be one atomic step with this check, the HTTP protocol, and ML-DSA cosignatures.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from ledger.trust.checkpoint import Checkpoint
from ledger.trust.ed25519 import SIGNATURE_LENGTH, verify
from ledger.trust.keys import Signer
from ledger.trust.note import COSIGNATURE, Note, Signature, Vkey, format_note, parse_note
from ledger.trust.proof import check_consistency
from schemas.errors import CradleError

TIME_LIMIT = 253_402_300_800
"""Seconds from 1970 to the year 10000."""

CLOCK_SLACK = 60
"""The seconds by which a clock may be set back before its witness stops signing."""

_TIME_LENGTH = 8


class ConflictError(CradleError):
    """A conflict between the log's request and the witness's record.

    Attributes:
        size: the size of the last checkpoint that the witness signed, 0 if there is none.
    """

    def __init__(self, code: str, detail: str, size: int) -> None:
        super().__init__(code, detail)
        self.size = size


def check_advance(
    last: Checkpoint | None, old: int, newer: Checkpoint, path: Sequence[bytes]
) -> None:
    """Refuse to sign a checkpoint that does not extend the last one signed for its log.

    Args:
        last: the last checkpoint signed for this origin; None if there is none yet.
        old: the size of that checkpoint according to the log; 0 if there is none.
        newer: the checkpoint to sign, already verified with the log's key.
        path: the consistency proof from `old` leaves to the checkpoint; empty from 0.

    Raises:
        CradleError: `witness.origin`, `witness.old`, `merkle.consistency` (no proof, or a fork).
        ConflictError: `witness.conflict` (another size than `old`), `witness.fork` (another root).
    """
    if last is not None and newer.origin != last.origin:
        detail = f"The checkpoint is of {newer.origin}; send one of {last.origin}, as the last one."
        raise CradleError("witness.origin", detail)
    if old > newer.size:
        detail = (
            f"A checkpoint of {newer.size} leaves cannot follow one of {old}; send a larger one."
        )
        raise CradleError("witness.old", detail)
    last_size = 0 if last is None else last.size
    if old != last_size:
        detail = f"{last_size} leaves were signed last, not {old}; prove the growth from there."
        raise ConflictError("witness.conflict", detail, last_size)
    if last is not None and old == newer.size and last.root != newer.root:
        detail = (
            f"Another root was signed for {last_size} leaves: the log has two histories; keep both"
            " checkpoints as evidence."
        )
        raise ConflictError("witness.fork", detail, last_size)
    if last is not None:
        check_consistency(old, newer.size, last.root, newer.root, path)
    elif path:
        raise CradleError("merkle.consistency", "A first checkpoint needs no proof; send none.")


def next_time(last: int, now: int) -> int:
    """The POSIX time for the next cosignature, which is never before the last one.

    Raises:
        CradleError: `witness.clock` if the clock was set back by more than `CLOCK_SLACK`.
    """
    if now < last - CLOCK_SLACK:
        detail = f"The clock shows {now}, but {last} was signed already; set the clock right."
        raise CradleError("witness.clock", detail)
    return max(last, now)


def cosign(text: str, name: str, signer: Signer, timestamp: int) -> Signature:
    """Cosign a checkpoint's text at a POSIX time in seconds, before the year 10000.

    Raises:
        CradleError: `witness.time`, or `note.name`.
    """
    if not 0 <= timestamp < TIME_LIMIT:
        detail = (
            f"The time {timestamp} is out of range; give seconds since 1970, before year 10000."
        )
        raise CradleError("witness.time", detail)
    vkey = Vkey(name=name, kind=COSIGNATURE, key=signer.public)
    raw = timestamp.to_bytes(_TIME_LENGTH, "big") + signer.sign(_message(text, timestamp))
    return Signature(name, vkey.key_id, raw)


def check_cosignature(text: str, signature: Signature, vkey: Vkey) -> int:
    """Verify a cosignature; return the POSIX time at which this witness signed the checkpoint's text.

    Raises:
        CradleError: `witness.signature`.
    """
    timestamp = int.from_bytes(signature.raw[:_TIME_LENGTH], "big")
    sound = (
        vkey.kind == COSIGNATURE
        and signature.is_by(vkey)
        and len(signature.raw) == _TIME_LENGTH + SIGNATURE_LENGTH
        and timestamp < TIME_LIMIT
        and verify(vkey.key, signature.raw[_TIME_LENGTH:], _message(text, timestamp))
    )
    if not sound:
        detail = (
            f"The cosignature of {vkey.name} does not verify; get the note again from its source."
        )
        raise CradleError("witness.signature", detail)
    return timestamp


def cosigned_at(note: Note, witnesses: Iterable[Vkey]) -> dict[bytes, int]:
    """The raw keys of these witnesses that have cosigned the note's text, each with its first POSIX time.

    Raises:
        CradleError: `witness.signature` if a line names one of them and does not verify.
    """
    times: dict[bytes, int] = {}
    for vkey in witnesses:
        for signature in note.signatures:
            if signature.is_by(vkey):
                timestamp = check_cosignature(note.text, signature, vkey)
                times[vkey.key] = min(timestamp, times.get(vkey.key, timestamp))
    return times


def take_cosignature(note: bytes, answer: bytes, witness: Vkey) -> bytes:
    """Add the cosignature in a witness's answer to a note; lines by others are left out.

    Raises:
        CradleError: `witness.signature` if none of the lines is the witness's; `note.form`.
    """
    parsed_note = parse_note(note)
    lines = parse_note(note + answer).signatures[len(parsed_note.signatures) :]
    own = [line for line in lines if line.is_by(witness)]
    if not own:
        detail = (
            f"The answer has no cosignature by {witness.name}; check the witness's name and key."
        )
        raise CradleError("witness.signature", detail)
    check_cosignature(parsed_note.text, own[0], witness)
    return format_note(replace(parsed_note, signatures=(*parsed_note.signatures, own[0])))


def _message(text: str, timestamp: int) -> bytes:
    """The signed bytes: a header that separates types, the time, and the whole note text."""
    return f"cosignature/v1\ntime {timestamp}\n{text}".encode()
