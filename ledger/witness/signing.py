"""`add-checkpoint`: from a request's bytes to the cosignature, in the order of the specification.

1 the body and the checkpoint in it are well formed
2 the log is known
3 one of its keys has signed the checkpoint
4 in one turn of the record: the old size is that of the last signature, the proof shows the growth,
  the time does not go backwards; then the checkpoint is cosigned and stored

The answer is sent only after the turn is committed. Source: C2SP tlog-witness. A refused request
changes nothing; signatures by others are ignored and not stored.
"""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace

from ledger.trust.add_checkpoint import parse_add_checkpoint
from ledger.trust.checkpoint import Checkpoint, open_checkpoint, parse_checkpoint
from ledger.trust.note import Note, Vkey, format_line, format_note, parse_note
from ledger.trust.witness import check_advance, cosign, next_time
from ledger.witness.record import LastCheckpoint, Record
from ledger.witness.settings import Settings
from schemas.errors import CradleError


def add_checkpoint(settings: Settings, record: Record, body: bytes, now: int) -> str:
    """Check a request, cosign its checkpoint, and return the cosignature line.

    Args:
        settings: the witness.
        record: its record.
        body: the request.
        now: the POSIX time in seconds.

    Raises:
        CradleError: `log.unknown`, `log.signature`, `witness.*` or `merkle.consistency`; all other
            codes are about the form of the request.
    """
    request = parse_add_checkpoint(body)  # 1
    note = parse_note(request.checkpoint)
    newer = parse_checkpoint(note.text)
    vkeys = settings.logs.get(newer.origin)  # 2
    if vkeys is None:
        detail = f"This witness does not cosign {newer.origin}; ask its operator to add the log."
        raise CradleError("log.unknown", detail)
    signed_note = _signed_by_log(note, vkeys)  # 3
    with record.turn() as turn:  # 4
        last = turn.last(newer.origin)
        check_advance(_checkpoint(last), request.old, newer, request.path)
        time = next_time(0 if last is None else last.time, now)
        line = cosign(note.text, settings.name, settings.signer, time)
        kept = replace(signed_note, signatures=(*signed_note.signatures, line))
        turn.put(newer.origin, LastCheckpoint(format_note(kept), time))
    return format_line(line)


def _checkpoint(signed: LastCheckpoint | None) -> Checkpoint | None:
    return None if signed is None else parse_checkpoint(parse_note(signed.note).text)


def _signed_by_log(note: Note, vkeys: Sequence[Vkey]) -> Note:
    """The note with only the log's own signatures, of which there is at least one."""
    data = format_note(note)
    for vkey in vkeys:
        with suppress(CradleError):
            open_checkpoint(data, vkey)
            own = tuple(line for line in note.signatures if line.is_by(vkey))
            return replace(note, signatures=own)
    detail = (
        "No key of the log that this witness knows has signed the checkpoint; ask its operator to"
        " add the log's present key."
    )
    raise CradleError("log.signature", detail)
