"""`add-checkpoint`: from a request's bytes to the cosignature, in the order of the specification.

1 the body and the checkpoint in it are well formed
2 the log is known
3 one of its keys has signed the checkpoint
4 in one turn of the record: the old size is the one signed last, the proof shows the growth, the
  time does not go backwards; then the checkpoint is cosigned and remembered

Only after the turn is committed is anybody answered. Source: C2SP tlog-witness. A refused request
changes nothing; signatures by others are ignored and not kept.
"""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace

from ledger.trust.add_checkpoint import parse_add_checkpoint
from ledger.trust.checkpoint import Checkpoint, open_checkpoint, parse_checkpoint
from ledger.trust.note import Note, Vkey, format_line, format_note, parse_note
from ledger.trust.witness import check_advance, cosign, next_time
from schemas.errors import CradleError
from witness.record import Record, Signed
from witness.settings import Settings


def add_checkpoint(settings: Settings, record: Record, body: bytes, now: int) -> str:
    """The cosignature line that answers a request.

    Raises:
        CradleError: `log.unknown`, `log.signature`, `witness.*` or `merkle.consistency`; all other
            codes are of form.
    """
    request = parse_add_checkpoint(body)  # 1
    note = parse_note(request.checkpoint)
    newer = parse_checkpoint(note.text)
    vkeys = settings.logs.get(newer.origin)  # 2
    if vkeys is None:
        raise CradleError("log.unknown", f"This witness does not look after {newer.origin}.")
    signed_note = _signed_by_log(note, vkeys)  # 3
    with record.turn() as turn:  # 4
        last = turn.last(newer.origin)
        check_advance(_checkpoint(last), request.old, newer, request.path)
        time = next_time(0 if last is None else last.time, now)
        line = cosign(note.text, settings.name, settings.signer, time)
        kept = replace(signed_note, signatures=(*signed_note.signatures, line))
        turn.put(newer.origin, Signed(format_note(kept), time))
    return format_line(line)


def _checkpoint(signed: Signed | None) -> Checkpoint | None:
    return None if signed is None else parse_checkpoint(parse_note(signed.note).text)


def _signed_by_log(note: Note, vkeys: Sequence[Vkey]) -> Note:
    """The note with the log's own signatures alone, of which there is at least one."""
    data = format_note(note)
    for vkey in vkeys:
        with suppress(CradleError):
            open_checkpoint(data, vkey)
            own = tuple(line for line in note.signatures if line.is_by(vkey))
            return replace(note, signatures=own)
    detail = "No key that this witness knows of the log has signed the checkpoint."
    raise CradleError("log.signature", detail)
