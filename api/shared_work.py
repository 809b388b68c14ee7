"""Work that many ask for at the same moment is done once, by few threads, and all wait for it without a thread.

Fifty readers of one page of a declaration, or of its study in one language, after an append: one of them has it made,
the others await the same result. Work beyond `MOST` is refused, so that nobody fills the memory with what waits.
"""

from asyncio import shield, wrap_future
from collections.abc import Callable, Hashable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from threading import Lock
from typing import Any, Final, TypeVar

from schemas.errors import CradleError

AT_ONCE: Final = 2
"""The pieces of work that are done at a time."""

MOST: Final = 64
"""The most pieces of work that are done or wait."""

Made = TypeVar("Made")


def _threads() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(AT_ONCE, "shared")


@dataclass(frozen=True, slots=True)
class SharedWork:
    """Work under way, by its key."""

    _under_way: dict[Hashable, Future[Any]] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)
    _threads: ThreadPoolExecutor = field(default_factory=_threads)

    async def do(self, key: Hashable, make: Callable[[], Made]) -> Made:
        """What `make` returns; made once for all who ask under the same key while it is under way.

        A client that goes away does not stop it, because others may wait for it.

        Raises:
            CradleError: `document.busy`, or as `make`.
        """
        with self._lock:
            future: Future[Made] | None = self._under_way.get(key)
            is_new = future is None
            if future is None:
                if len(self._under_way) >= MOST:
                    detail = "The server is making other documents; try again in a few seconds."
                    raise CradleError("document.busy", detail)
                future = self._under_way[key] = self._threads.submit(make)
        if is_new:  # Not under the lock: a future that is done already calls back at once.
            future.add_done_callback(lambda _: self._end(key))
        return await shield(wrap_future(future))

    def _end(self, key: Hashable) -> None:
        with self._lock:
            self._under_way.pop(key, None)
