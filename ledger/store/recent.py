"""What was read within this very second, so that a burst of requests asks the database once.

Whoever changes what was read says so, after the commit and before it answers; from then on it is read anew. What
another process changes is seen with the next second. Nothing is kept longer, so the memory stays small.
"""

from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

Value = TypeVar("Value")


class Recent(Generic[Value]):
    """Values by key, all of one second; threads share it."""

    def __init__(self) -> None:
        self._known: tuple[int, dict[Hashable, Value]] = (-1, {})

    def read(self, now: int, key: Hashable, find: Callable[[], Value]) -> Value:
        """The value of a key, found anew where it was not found in this second; what `find` raises is not kept.

        A value that was found while it was changed goes into what `forget` has put aside, and is read no more.
        """
        second, values = self._known
        if second != now:
            values = {}
            self._known = (now, values)
        kept = values.get(key)
        if kept is None:
            kept = values[key] = find()
        return kept

    def forget(self) -> None:
        """Let go of all values, for something that they rest on has changed."""
        self._known = (-1, {})
