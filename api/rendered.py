"""Rendered public files, kept so that strangers cannot make the server set the same page again and again.

A key names everything that the bytes depend on, the size of the log among it, so a file that was kept is never out of
date. The least recently used files go first.
"""

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from threading import Lock
from typing import Final

from cachetools import LRUCache

BYTES: Final = 64 << 20
"""Bytes of all files that are kept: the files of some two hundred declarations in one language."""


def _empty() -> LRUCache[Hashable, bytes]:
    return LRUCache(BYTES, len)


@dataclass(frozen=True, slots=True)
class Rendered:
    """Files by their key."""

    _files: LRUCache[Hashable, bytes] = field(default_factory=_empty)
    _lock: Lock = field(default_factory=Lock)

    def get(self, key: Hashable, make: Callable[[], bytes]) -> bytes:
        """The file under a key; made now if it is not kept."""
        with self._lock:
            kept = self._files.get(key)
        if kept is not None:
            return kept
        made = make()
        if len(made) <= BYTES:
            with self._lock:
                self._files[key] = made
        return made
