"""Checkpoints with the cosignatures of witnesses, kept apart from those that the log alone has signed.

A signed checkpoint is never written again (table `checkpoint`); cosignatures arrive later, one by
one, and their loss loses no proof. They are kept in pairs of both logs' checkpoints that were signed
together, so that each pair is sufficient evidence for its state.

    cosigned/<entries size>-<registry size>.json    {"entries": note, "registry": note}

The number of pairs is limited: the newest ones are kept, and of the older ones those that no newer
pair with the same witnesses replaces, since a newer pair proves everything that an older one does.
The list of pairs and their signers is in memory; only one process writes.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from threading import Lock

import orjson

from ledger.store.failures import failure
from ledger.store.files import make_folder, write_file
from ledger.store.log import Log
from ledger.trust.note import add_signatures, parse_note
from schemas.errors import CradleError

KEPT = 1000
"""The number of newest pairs that are always kept: a monitor's report is about one of them."""

_NAME = re.compile(r"([0-9]+)-([0-9]+)\.json")

Sizes = tuple[int, int]
Signers = frozenset[tuple[str, bytes]]
"""The names and ids of signing keys."""


@dataclass(frozen=True, slots=True)
class Pair:
    """The checkpoints of both logs, signed together: their sizes, and their notes with cosignatures."""

    entries_size: int
    entries: bytes
    registry_size: int
    registry: bytes

    @property
    def sizes(self) -> Sizes:
        """The sizes of the entries log and of the registry."""
        return self.entries_size, self.registry_size

    def size(self, log: Log) -> int:
        """The size of one of the two logs."""
        return self.entries_size if log == "entries" else self.registry_size

    def note(self, log: Log) -> bytes:
        """The note of one of the two logs."""
        return self.entries if log == "entries" else self.registry

    def witnesses(self) -> Signers:
        """The keys that have signed both checkpoints; the key of a log signs only its own checkpoint."""
        return _signers(self.entries) & _signers(self.registry)


class Cosigned:
    """The cosigned checkpoints of one ledger, safe for use by several threads."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock = Lock()
        self._known: dict[Sizes, Signers] | None = None

    def put(self, pair: Pair) -> None:
        """Store a pair durably, together with the stored cosignatures of the same checkpoints.

        Raises:
            CradleError: `store.failed` if the disk fails.
        """
        with self._lock:
            signers_by_sizes = self._index()
            kept = self._read(pair.sizes) if pair.sizes in signers_by_sizes else None
            whole = pair if kept is None else _join(pair, kept)
            try:
                self._write(whole)
            except OSError as error:
                raise failure("A cosigned checkpoint could not be stored", error) from error
            signers_by_sizes[whole.sizes] = whole.witnesses()
            for sizes in _replaced(signers_by_sizes):
                del signers_by_sizes[sizes]
                self._path(sizes).unlink(missing_ok=True)

    def at(self, sizes: Sizes) -> Pair | None:
        """The pair of these sizes, or None."""
        return self._read(sizes) if sizes in self._all() else None

    def newest(self) -> Iterator[Pair]:
        """The pairs, newest first."""
        yield from self._present(sorted(self._all(), reverse=True))

    def best(self, log: Log, index: int) -> Iterator[Pair]:
        """The pairs that cover a leaf, in descending order of the number of witnesses, then newest first."""
        at = 0 if log == "entries" else 1
        signers_by_sizes = {sizes: keys for sizes, keys in self._all().items() if sizes[at] > index}
        ranked = sorted(
            signers_by_sizes, key=lambda sizes: (len(signers_by_sizes[sizes]), sizes), reverse=True
        )
        yield from self._present(ranked)

    def _all(self) -> Mapping[Sizes, Signers]:
        with self._lock:
            return dict(self._index())

    def _index(self) -> dict[Sizes, Signers]:
        if self._known is None:
            names = (_NAME.fullmatch(path.name) for path in self._folder.glob("*.json"))
            pairs = self._present((int(name[1]), int(name[2])) for name in names if name)
            self._known = {pair.sizes: pair.witnesses() for pair in pairs}
        return self._known

    def _present(self, listed: Iterator[Sizes] | list[Sizes]) -> Iterator[Pair]:
        """The pairs of these sizes that still exist; others may have been replaced in the meantime."""
        yield from (pair for pair in map(self._read, listed) if pair is not None)

    def _read(self, sizes: Sizes) -> Pair | None:
        try:
            notes = orjson.loads(self._path(sizes).read_bytes())
        except FileNotFoundError:
            return None
        return Pair(sizes[0], notes["entries"].encode(), sizes[1], notes["registry"].encode())

    def _write(self, pair: Pair) -> None:
        make_folder(self._folder)
        notes = {"entries": pair.entries.decode("utf-8"), "registry": pair.registry.decode("utf-8")}
        write_file(self._path(pair.sizes), orjson.dumps(notes))

    def _path(self, sizes: Sizes) -> Path:
        return self._folder / f"{sizes[0]}-{sizes[1]}.json"


def _signers(note: bytes) -> Signers:
    return frozenset((line.name, line.key_id) for line in parse_note(note).signatures)


def _join(pair: Pair, kept: Pair) -> Pair:
    """The pair with the cosignatures of a stored one, unless that is of another history."""
    try:
        entries, registry = (add_signatures(pair.note(log), kept.note(log)) for log in _LOGS)
    except CradleError:
        return pair
    return Pair(pair.entries_size, entries, pair.registry_size, registry)


_LOGS: tuple[Log, Log] = ("entries", "registry")


def _replaced(signers_by_sizes: Mapping[Sizes, Signers]) -> list[Sizes]:
    """The older pairs whose witnesses have all signed one newer pair."""
    listed = sorted(signers_by_sizes, reverse=True)
    above = {signers_by_sizes[sizes] for sizes in listed[:KEPT]}
    gone = []
    for sizes in listed[KEPT:]:
        if any(signers_by_sizes[sizes] <= signers for signers in above):
            gone.append(sizes)
        else:
            above.add(signers_by_sizes[sizes])
    return gone
