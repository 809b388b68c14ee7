"""Witnesses: who else has seen a log's state, and the one rule by which they sign it.

A witness signs a checkpoint only if it extends the last one it signed, so two histories of one log
can never both gather a quorum. A cosignature covers the checkpoint's text and the witness's time. A
quorum counts distinct raw keys: one witness under two names is one witness.

Source: C2SP tlog-cosignature (Ed25519, cosignature/v1) and tlog-witness. Left out: storing the last
checkpoint, which must be one atomic step with this check, the HTTP protocol, and ML-DSA
cosignatures.
"""

from collections.abc import Iterable, Sequence

from ledger.trust.checkpoint import Checkpoint
from ledger.trust.ed25519 import SIGNATURE_LENGTH, verify
from ledger.trust.encoding import COUNT_LIMIT
from ledger.trust.keys import Signer
from ledger.trust.note import COSIGNATURE, Note, Signature, Vkey
from ledger.trust.proof import check_consistency
from schemas.errors import CradleError

_TIME_LENGTH = 8


def check_advance(last: Checkpoint | None, newer: Checkpoint, path: Sequence[bytes]) -> None:
    """Refuse to sign a checkpoint that does not extend the last one signed for its log.

    Args:
        last: the last checkpoint signed for this origin; None if there is none yet.
        newer: the checkpoint to sign, already opened with the log's key.
        path: the consistency proof between the two; empty if there is no last one.

    Raises:
        CradleError: `witness.origin`, `witness.rollback`, or `merkle.consistency` (a fork).
    """
    if last is None:
        if path:
            raise CradleError("merkle.consistency", "A first checkpoint needs no proof; send none.")
        return
    if newer.origin != last.origin:
        detail = f"The checkpoint is of {newer.origin}, the last one of {last.origin}."
        raise CradleError("witness.origin", detail)
    if newer.size < last.size:
        detail = f"The checkpoint has {newer.size} leaves; {last.size} were already signed."
        raise CradleError("witness.rollback", detail)
    check_consistency(last.size, newer.size, last.root, newer.root, path)


def cosign(text: str, name: str, signer: Signer, timestamp: int) -> Signature:
    """The cosignature of a checkpoint's text at a POSIX time in seconds, below 2^63.

    Raises:
        CradleError: `witness.time`, or `note.name`.
    """
    if not 0 <= timestamp < COUNT_LIMIT:
        raise CradleError("witness.time", "The time is in seconds since 1970, below 2^63.")
    vkey = Vkey(name=name, kind=COSIGNATURE, key=signer.public)
    raw = timestamp.to_bytes(_TIME_LENGTH, "big") + signer.sign(_message(text, timestamp))
    return Signature(name, vkey.key_id, raw)


def check_cosignature(text: str, signature: Signature, vkey: Vkey) -> int:
    """The POSIX time at which this witness signed the checkpoint's text.

    Raises:
        CradleError: `witness.signature`.
    """
    timestamp = int.from_bytes(signature.raw[:_TIME_LENGTH], "big")
    sound = (
        vkey.kind == COSIGNATURE
        and signature.is_by(vkey)
        and len(signature.raw) == _TIME_LENGTH + SIGNATURE_LENGTH
        and timestamp < COUNT_LIMIT
        and verify(vkey.key, signature.raw[_TIME_LENGTH:], _message(text, timestamp))
    )
    if not sound:
        raise CradleError("witness.signature", f"This is not a cosignature by {vkey.name}.")
    return timestamp


def count_quorum(note: Note, witnesses: Iterable[Vkey]) -> int:
    """How many distinct keys of these witnesses have cosigned the note's text.

    Raises:
        CradleError: `witness.signature` if a line claims one of them and does not verify.
    """
    keys = set()
    for vkey in witnesses:
        for signature in note.signatures:
            if signature.is_by(vkey):
                check_cosignature(note.text, signature, vkey)
                keys.add(vkey.key)
    return len(keys)


def _message(text: str, timestamp: int) -> bytes:
    """The signed bytes: a header that keeps types apart, the time, and the whole note text."""
    return f"cosignature/v1\ntime {timestamp}\n{text}".encode()
