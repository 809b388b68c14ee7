"""Computed values of one type, kept by a key in the memory of a ledger until there are too many of them.

    REPORTS = Kept[Report]("audited")
    REPORTS.of(view.memory, (subject, present_sizes(view)), lambda: verify(...))

A key names all that the value follows from; where that is the log, the sizes of both logs are part of it.
"""

from collections.abc import Callable, Hashable, MutableMapping
from dataclasses import dataclass
from typing import Final, Generic, TypeVar, cast

from ledger.state.view import Memory

KEPT: Final = 256
"""The number of values of one sort that are kept before all of them are dropped."""

Value = TypeVar("Value")


@dataclass(frozen=True)
class Kept(Generic[Value]):
    """The kept values of one sort.

    Attributes:
        sort: their name in the memory, which no other sort has.
        most: how many are kept.
    """

    sort: str
    most: int = KEPT

    def find(self, memory: Memory, key: Hashable) -> Value | None:
        """The value of a key, or None."""
        return self._values(memory).get(key)

    def keep(self, memory: Memory, key: Hashable, value: Value) -> Value:
        """Keep a value, and return it."""
        values = self._values(memory)
        if len(values) >= self.most:
            values.clear()
        values[key] = value
        return value

    def of(self, memory: Memory, key: Hashable, compute: Callable[[], Value]) -> Value:
        """The value of a key, computed now if it is not kept."""
        value = self.find(memory, key)
        return self.keep(memory, key, compute()) if value is None else value

    def _values(self, memory: Memory) -> MutableMapping[Hashable, Value]:
        return cast("MutableMapping[Hashable, Value]", memory.computed.setdefault(self.sort, {}))
