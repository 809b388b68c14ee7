"""Files that were made, kept so that nobody can make the server make the same one again and again.

A key names everything that the bytes depend on, the size of the log among it, so a file that was kept is never out of
date. The least recently used files go first. A file that several ask for while it is made is made once.
"""

from collections.abc import Callable, Hashable, Sized
from dataclasses import dataclass, field
from threading import Lock
from typing import Final, TypeVar, cast

from cachetools import LRUCache

from api.shared_work import SharedWork

BYTES: Final = 64 << 20
"""Bytes of all files that are kept: the files of some two hundred declarations in one language."""

File = TypeVar("File", bound=Sized)
"""The bytes of a file, or these with what belongs to them."""


def _empty() -> LRUCache[Hashable, Sized]:
    return LRUCache(BYTES, len)


@dataclass(frozen=True, slots=True)
class Rendered:
    """Files by their key, and the work that makes them."""

    work: SharedWork = field(default_factory=SharedWork)
    _files: LRUCache[Hashable, Sized] = field(default_factory=_empty)
    _lock: Lock = field(default_factory=Lock)

    async def get(self, key: Hashable, make: Callable[[], File]) -> File:
        """The file under a key; made now if it is not kept.

        Raises:
            CradleError: as `SharedWork.do`.
        """
        with self._lock:
            kept = cast("File | None", self._files.get(key))
        if kept is not None:
            return kept
        file = await self.work.do(key, make)
        if len(file) <= BYTES:
            with self._lock:
                self._files[key] = file
        return file
