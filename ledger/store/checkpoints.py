"""The checkpoint store: the signed checkpoints of the logs, kept apart from their database.

The store is a journal in a folder of its own, by default inside the ledger's folder, better on
another disk or another machine. Its last whole line is the state: the newest checkpoint of each log
as a note, and the instance that signs. A line is appended by compare-and-swap under a lock and
synchronised before the checkpoint is published:

    {"instance": "<32 hex digits>", "notes": {"entries": "<note>", "registry": "<note>"}}

So a size is signed once: another root for a signed size, or a smaller size, is refused, even if the
database was set back to an older state. And only one instance signs: an unlocked copy of a ledger
takes the store over, and the original then finds that it has lost it. The bytes after the last end of
line are an unfinished write of a crash; they were never published.

A long journal is replaced by one with the next line alone: a new file is synchronised and takes the
old one's name, so readers find a whole journal at any moment. A process that waited for the lock of
the old file opens the journal again, because its lock is on a file without a name.

Left out: protection against somebody who writes files here; the next start compares the content with
the logs' keys and leaves.
"""

import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic, sleep
from typing import IO

from ledger.store.failures import failure
from ledger.store.files import lock_file, make_folder, synchronise, write_file
from ledger.store.log import Log
from ledger.trust.checkpoint import Checkpoint, parse_checkpoint
from ledger.trust.note import parse_note
from schemas.errors import CradleError

JOURNAL = "journal.jsonl"
LONG = 1 << 20
"""The size in bytes from which a journal is replaced by a short one; each batch adds some 500."""

_TAIL = 1 << 16
"""The bytes at the end of the journal that certainly contain its last line."""

PATIENCE = 10
"""The seconds to wait for another process that has the journal open."""


@dataclass(frozen=True, slots=True)
class CheckpointState:
    """The state of a checkpoint store: the signing instance, and the newest note of each log."""

    instance: str
    notes: Mapping[Log, bytes] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Checkpoints:
    """The checkpoint store in a folder."""

    folder: Path

    def begin(self, instance: str) -> None:
        """Create the store without checkpoints.

        Raises:
            CradleError: `checkpoint.store` if there is one already, or it cannot be made.
        """
        try:
            self.folder.parent.mkdir(parents=True, exist_ok=True)
            make_folder(self.folder)
            (self.folder / JOURNAL).touch(mode=0o600, exist_ok=False)
            synchronise(self.folder)
            self.take(instance)
        except OSError as error:
            detail = (
                f"{self.folder} cannot become a checkpoint store: {error}. Name another folder."
            )
            raise CradleError("checkpoint.store", detail) from error

    def read(self) -> CheckpointState | None:
        """The last state, or None if the store does not exist or is empty.

        Raises:
            CradleError: `checkpoint.store` if it cannot be read.
        """
        if not (self.folder / JOURNAL).exists():
            return None
        with self._journal() as journal:
            return _last(journal)

    def take(self, instance: str) -> None:
        """Make an instance the only one that signs from now on."""
        with self._journal() as journal:
            last = _last(journal)
            self._keep(journal, CheckpointState(instance, last.notes if last is not None else {}))

    def advance(self, instance: str, notes: Mapping[Log, bytes]) -> None:
        """Store new checkpoints durably, if they may follow the stored ones.

        Raises:
            CradleError: `checkpoint.instance` if another instance has taken the store,
                `checkpoint.conflict` if a size would be signed twice or the log would shrink,
                `store.failed` if the disk fails, or as `read`.
        """
        try:
            self._advance(instance, notes)
        except OSError as error:
            raise failure("The checkpoint could not be stored", error) from error

    def _advance(self, instance: str, notes: Mapping[Log, bytes]) -> None:
        with self._locked() as journal:
            last = _last(journal)
            if last is None or last.instance != instance:
                detail = (
                    "Another copy of this ledger signs now; this one no longer may."
                    " Find out which copy is the ledger, and unlock that one."
                )
                raise CradleError("checkpoint.instance", detail)
            newer = {log: note for log, note in notes.items() if _is_newer(last, log, note)}
            if newer:
                self._keep(journal, CheckpointState(instance, {**last.notes, **newer}))

    def _keep(self, journal: IO[bytes], signed: CheckpointState) -> None:
        if os.fstat(journal.fileno()).st_size < LONG:
            _append(journal, signed)
        else:
            write_file(self.folder / JOURNAL, _line(signed))

    @contextmanager
    def _locked(self) -> Iterator[IO[bytes]]:
        path = self.folder / JOURNAL
        while True:
            with path.open("r+b", buffering=0) as journal:
                _lock(journal)
                if os.path.samestat(os.fstat(journal.fileno()), path.stat()):
                    yield journal
                    return

    @contextmanager
    def _journal(self) -> Iterator[IO[bytes]]:
        """The locked journal for an operator's command, which is shown the path."""
        try:
            with self._locked() as journal:
                yield journal
        except OSError as error:
            detail = (
                f"The checkpoint store {self.folder} cannot be used: {error}. Check the folder and"
                " its permissions."
            )
            raise CradleError("checkpoint.store", detail) from error


def _lock(journal: IO[bytes]) -> None:
    """Wait for the lock on the journal; other processes hold it for a moment only, unless they are paused."""
    until = monotonic() + PATIENCE
    while True:
        try:
            return lock_file(journal)
        except BlockingIOError:
            if monotonic() > until:
                raise
            sleep(0.01)


def _last(journal: IO[bytes]) -> CheckpointState | None:
    end = journal.seek(0, os.SEEK_END)
    journal.seek(max(0, end - _TAIL))
    lines = journal.read().split(b"\n")[:-1]
    if not lines:
        return None
    try:
        record = json.loads(lines[-1])
        notes: dict[Log, bytes] = {log: note.encode() for log, note in record["notes"].items()}
        for note in notes.values():
            _state(note)
        return CheckpointState(str(record["instance"]), notes)
    except (ValueError, KeyError, TypeError, AttributeError, CradleError) as error:
        detail = "The journal of checkpoints is damaged; restore it from a backup."
        raise CradleError("checkpoint.store", detail) from error


def _append(journal: IO[bytes], signed: CheckpointState) -> None:
    end = journal.seek(0, os.SEEK_END)
    journal.seek(max(0, end - _TAIL))
    tail = journal.read()
    whole = end - len(tail) + tail.rfind(b"\n") + 1
    journal.truncate(whole)
    try:
        left = _line(signed)
        journal.seek(0, os.SEEK_END)
        while left:
            left = left[journal.write(left) :]
        os.fsync(journal.fileno())
    except OSError:
        # A whole line that is not synchronised would count as stored when the same checkpoint is stored again.
        with suppress(OSError):
            journal.truncate(whole)
        raise


def _line(signed: CheckpointState) -> bytes:
    notes = {log: note.decode() for log, note in signed.notes.items()}
    line = json.dumps({"instance": signed.instance, "notes": notes}, sort_keys=True)
    return line.encode() + b"\n"


def _is_newer(last: CheckpointState, log: Log, note: bytes) -> bool:
    """Return whether a note has a larger size than the stored one; False for the same checkpoint.

    Raises:
        CradleError: `checkpoint.conflict` for a smaller size, or another root of the same size.
    """
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
