"""Calls to servers that others name: one worker for each receiver, and the pauses between attempts.

Pauses double from half a minute to six hours. After 72 hours an attempt is the last one.
"""

from collections.abc import Callable, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Lock
from typing import Final, Self

FIRST: Final = 30
LONGEST: Final = 6 * 3600
GIVEN_UP: Final = 72 * 3600


def pause_after(attempts: int) -> int:
    """Seconds to wait after so many earlier attempts."""
    return min(FIRST << min(attempts, 16), LONGEST)


class OneEach:
    """Workers of which each receiver has one at a time; they end with their context."""

    def __init__(self, workers: int, name: str) -> None:
        """Prepare so many workers."""
        self._workers = ThreadPoolExecutor(workers, thread_name_prefix=name)
        self._busy: set[str] = set()
        self._lock = Lock()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._workers.shutdown(cancel_futures=True)

    def start(
        self, receivers: Iterable[str], serve: Callable[[str], int]
    ) -> tuple[Future[int], ...]:
        """Begin to serve each receiver that no worker serves."""
        with self._lock:
            free = [name for name in receivers if name not in self._busy]
            self._busy.update(free)

        def work(name: str) -> int:
            try:
                return serve(name)
            finally:
                with self._lock:
                    self._busy.discard(name)

        return tuple(self._workers.submit(work, name) for name in free)
