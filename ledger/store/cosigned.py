"""Checkpoints as witnesses have signed them, kept apart from those that the log has signed.

A checkpoint once signed is never written again (table `checkpoint`); cosignatures arrive later, one
by one, and losing them loses no proof. They are kept in pairs, both logs' checkpoints as they were
signed together, for what is shown under such a pair proves itself.

    cosigned/<entries size>-<registry size>.json    {"entries": note, "registry": note}
"""

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import orjson

from ledger.store.log import Log

_NAME = re.compile(r"([0-9]+)-([0-9]+)\.json")


@dataclass(frozen=True, slots=True)
class Pair:
    """The checkpoints of both logs, signed together: their sizes, and their notes with cosignatures."""

    entries_size: int
    entries: bytes
    registry_size: int
    registry: bytes

    def size(self, log: Log) -> int:
        """The size of one of the two."""
        return self.entries_size if log == "entries" else self.registry_size

    def note(self, log: Log) -> bytes:
        """The note of one of the two."""
        return self.entries if log == "entries" else self.registry


class Cosigned:
    """The cosigned checkpoints of one ledger."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def put(self, pair: Pair) -> None:
        """Keep a pair durably, in place of one of the same sizes with fewer cosignatures."""
        self._folder.mkdir(mode=0o700, exist_ok=True)
        path = self._folder / f"{pair.entries_size}-{pair.registry_size}.json"
        temporary = path.with_name(f"{path.name}.{os.getpid()}.new")
        notes = {"entries": pair.entries.decode("utf-8"), "registry": pair.registry.decode("utf-8")}
        with temporary.open("wb") as file:
            file.write(orjson.dumps(notes))
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)

    def newest(self) -> Iterator[Pair]:
        """The pairs, the newest first."""
        names = (_NAME.fullmatch(path.name) for path in self._folder.glob("*.json"))
        sizes = sorted(((int(n[1]), int(n[2])) for n in names if n is not None), reverse=True)
        for entries, registry in sizes:
            notes = orjson.loads((self._folder / f"{entries}-{registry}.json").read_bytes())
            yield Pair(entries, notes["entries"].encode(), registry, notes["registry"].encode())
