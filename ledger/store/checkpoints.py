"""The checkpoint store: what the logs have signed, kept apart from the database that they are of.

A journal in a folder of its own, by default inside the ledger's, better on another disk or another
machine's. Its last whole line is the state: the newest checkpoint of each log as a note, and the
instance that signs. A line is appended by compare-and-swap under a lock and synchronised before
anybody is shown the checkpoint:

    {"instance": "<32 hex digits>", "notes": {"entries": "<note>", "registry": "<note>"}}

So a size is signed once: another root for a size that was signed, or a smaller size, is refused,
also when the database was set back behind what it had promised. And one instance signs: a copy of
a ledger that was let loose takes the store over, and the original finds that it has lost it. What
follows the last end of line is what a crash left unfinished; it was shown to nobody.

A journal that has grown long is replaced by one that holds the next line alone: a new file is
synchronised and takes the old one's name, so whoever looks finds a whole journal at any moment. Who
waited for the old one's lock meanwhile looks again, for it holds the lock of a file without a name.

Left out: any guard against somebody who writes files here; what they put is held against the logs'
keys and leaves at the next start.
"""

import fcntl
import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic, sleep
from typing import IO

from ledger.store.files import make_folder, synchronise, write_file
from ledger.store.log import Log
from ledger.trust.checkpoint import Checkpoint, parse_checkpoint
from ledger.trust.note import parse_note
from schemas.errors import CradleError

JOURNAL = "journal.jsonl"
LONG = 1 << 20
"""Bytes of a journal that is replaced by a short one; some 500 are added for each batch."""

_TAIL = 1 << 16
"""Bytes at the end of the journal that are sure to hold its last line."""

PATIENCE = 10
"""Seconds to wait for another that has the journal open."""


@dataclass(frozen=True, slots=True)
class Signed:
    """The state of a checkpoint store: who signs, and the newest note of each log."""

    instance: str
    notes: Mapping[Log, bytes] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Checkpoints:
    """The checkpoint store in a folder."""

    folder: Path

    def begin(self, instance: str) -> None:
        """Begin the store, with nothing signed.

        Raises:
            CradleError: `checkpoint.store` where there is one already, or none can be made.
        """
        try:
            self.folder.parent.mkdir(parents=True, exist_ok=True)
            make_folder(self.folder)
            (self.folder / JOURNAL).touch(mode=0o600, exist_ok=False)
            synchronise(self.folder)
            self.take(instance)
        except OSError as error:
            detail = f"{self.folder} cannot become a checkpoint store: {error}."
            raise CradleError("checkpoint.store", detail) from error

    def read(self) -> Signed | None:
        """What was signed last; None where the store is not there or was never begun.

        Raises:
            CradleError: `checkpoint.store` where it cannot be read.
        """
        if not (self.folder / JOURNAL).exists():
            return None
        with self._journal() as journal:
            return _last(journal)

    def take(self, instance: str) -> None:
        """Let an instance sign from now on, and no other."""
        with self._journal() as journal:
            last = _last(journal)
            self._keep(journal, Signed(instance, last.notes if last is not None else {}))

    def advance(self, instance: str, notes: Mapping[Log, bytes]) -> None:
        """Keep new checkpoints durably, if they may follow those that are kept.

        Raises:
            CradleError: `checkpoint.instance` where another instance has taken the store,
                `checkpoint.conflict` where a size would be signed twice or the log would shrink.
        """
        with self._journal() as journal:
            last = _last(journal)
            if last is None or last.instance != instance:
                detail = (
                    "Another copy of this ledger signs now; this one no longer may."
                    " Find out which copy is the ledger, and unlock that one."
                )
                raise CradleError("checkpoint.instance", detail)
            newer = {log: note for log, note in notes.items() if _is_newer(last, log, note)}
            if newer:
                self._keep(journal, Signed(instance, {**last.notes, **newer}))

    def _keep(self, journal: IO[bytes], signed: Signed) -> None:
        if os.fstat(journal.fileno()).st_size < LONG:
            _append(journal, signed)
        else:
            write_file(self.folder / JOURNAL, _line(signed))

    @contextmanager
    def _journal(self) -> Iterator[IO[bytes]]:
        path = self.folder / JOURNAL
        try:
            while True:
                with path.open("r+b") as journal:
                    _lock(journal)
                    if os.path.samestat(os.fstat(journal.fileno()), path.stat()):
                        yield journal
                        return
        except OSError as error:
            detail = f"The checkpoint store {self.folder} cannot be used: {error}."
            raise CradleError("checkpoint.store", detail) from error


def _lock(journal: IO[bytes]) -> None:
    """Wait for a lock on the journal; another holds it for a moment, unless it was paused just then."""
    until = monotonic() + PATIENCE
    while True:
        try:
            return fcntl.flock(journal, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if monotonic() > until:
                raise
            sleep(0.01)


def _last(journal: IO[bytes]) -> Signed | None:
    end = journal.seek(0, os.SEEK_END)
    journal.seek(max(0, end - _TAIL))
    lines = journal.read().split(b"\n")[:-1]
    if not lines:
        return None
    try:
        found = json.loads(lines[-1])
        notes: dict[Log, bytes] = {log: note.encode() for log, note in found["notes"].items()}
        for note in notes.values():
            _state(note)
        return Signed(str(found["instance"]), notes)
    except (ValueError, KeyError, TypeError, AttributeError, CradleError) as error:
        detail = "The journal of checkpoints is damaged; restore it from a backup."
        raise CradleError("checkpoint.store", detail) from error


def _append(journal: IO[bytes], signed: Signed) -> None:
    end = journal.seek(0, os.SEEK_END)
    journal.seek(max(0, end - _TAIL))
    tail = journal.read()
    journal.truncate(end - len(tail) + tail.rfind(b"\n") + 1)
    journal.seek(0, os.SEEK_END)
    journal.write(_line(signed))
    journal.flush()
    os.fsync(journal.fileno())


def _line(signed: Signed) -> bytes:
    notes = {log: note.decode() for log, note in signed.notes.items()}
    line = json.dumps({"instance": signed.instance, "notes": notes}, sort_keys=True)
    return line.encode() + b"\n"


def _is_newer(last: Signed, log: Log, note: bytes) -> bool:
    """Whether a note is of a larger size than the one that is kept; False where it is the same."""
    if log not in last.notes:
        return True
    kept, new = _state(last.notes[log]), _state(note)
    if new.size < kept.size or (new.size == kept.size and new.root != kept.root):
        detail = (
            f"The log {log} was signed with {kept.size} leaves, and would be signed with {new.size}"
            " under another root; restore the database from a newer backup."
        )
        raise CradleError("checkpoint.conflict", detail)
    return new.size > kept.size


def _state(note: bytes) -> Checkpoint:
    return parse_checkpoint(parse_note(note).text)
