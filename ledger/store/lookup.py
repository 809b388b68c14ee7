"""Rows by a key, as one transaction sees them: read for many keys in one query, with what it has yet to write.

A query for each question is what a batch of statements would spend most of its time on. So whoever
knows the questions fetches all of them at once; a key that nobody foresaw is read when it is asked
for. What the transaction adds is seen at once and written later, many rows in one step.
"""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import Generic, TypeVar

from ledger.store.engine import Connection

Key = TypeVar("Key", bound=Hashable)
Row = TypeVar("Row")
Read = Callable[[Connection, Sequence[Key]], Iterable[tuple[Key, Row]]]
"""Reads the stored rows of some keys, each with its key."""


class Lookup(Generic[Key, Row]):
    """The rows of one question, by key."""

    def __init__(self, connection: Connection, read: Read[Key, Row]) -> None:
        self._connection, self._read = connection, read
        self._stored: dict[Key, list[Row]] = {}
        self._added: defaultdict[Key, list[Row]] = defaultdict(list)

    def fetch(self, keys: Iterable[Key]) -> None:
        """Read what is stored of those keys that were not asked for yet, in one query."""
        missing = [key for key in dict.fromkeys(keys) if key not in self._stored]
        self._stored.update((key, []) for key in missing)
        for key, row in self._read(self._connection, missing) if missing else ():
            self._stored[key].append(row)

    def of(self, key: Key) -> tuple[Row, ...]:
        """The rows of a key, stored ones first."""
        if key not in self._stored:
            self.fetch([key])
        return (*self._stored[key], *self._added.get(key, ()))

    def one(self, key: Key) -> Row | None:
        """The row of a key that has at most one."""
        return next(iter(self.of(key)), None)

    def add(self, key: Key, row: Row) -> None:
        """Show a row that is not written yet."""
        self._added[key].append(row)

    def settle(self) -> None:
        """Take it that all that was added is written now."""
        for key, rows in self._added.items():
            if key in self._stored:
                self._stored[key] += rows
        self._added.clear()

    def forget(self, key: Key) -> None:
        """Read a key again when it is asked for: a row of it was written."""
        self._stored.pop(key, None)
