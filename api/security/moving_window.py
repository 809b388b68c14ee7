"""Hits counted by key within the last minute, by a clock that nobody sets.

A wall clock that is set back would block whoever was counted before, and one that is set on would free everybody. A
key that was not hit for a minute is forgotten, so that the memory holds what one minute brings.
"""

import time
from collections import OrderedDict, deque
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Lock
from typing import Final

SECONDS: Final = 60.0

Key = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MovingWindow:
    """The times of the hits.

    Attributes:
        clock: seconds that only rise.
    """

    clock: Callable[[], float] = time.monotonic
    _hits: OrderedDict[Key, deque[float]] = field(default_factory=OrderedDict)
    _lock: Lock = field(default_factory=Lock)

    def hit(self, most: int, *key: str) -> bool:
        """Count a hit; False, and not counted, if there were as many within the last minute."""
        with self._lock:
            now = self.clock()
            self._forget(now)
            times = self._recent(key, now)
            if len(times) >= most:
                return False
            times.append(now)
            self._hits[key] = times
            self._hits.move_to_end(key)
            return True

    def test(self, most: int, *key: str) -> bool:
        """Return whether a hit would be counted."""
        with self._lock:
            return len(self._recent(key, self.clock())) < most

    def clear(self, *key: str) -> None:
        """Forget the hits of a key."""
        with self._lock:
            self._hits.pop(key, None)

    def _recent(self, key: Key, now: float) -> deque[float]:
        times = self._hits.get(key, deque())
        while times and times[0] <= now - SECONDS:
            times.popleft()
        return times

    def _forget(self, now: float) -> None:
        """Drop the keys without a recent hit; they are in the order of their last one."""
        while self._hits:
            key = next(iter(self._hits))
            if self._recent(key, now):
                return
            del self._hits[key]
