"""A cache of rows by key in one transaction, read for many keys in one query, with rows not yet written.

With one query per lookup, a batch of statements would spend most of its time on queries. So a caller
that knows the keys fetches all of them together; any other key is read on demand. Rows that the
transaction adds are visible immediately and written later, many in one step.
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
    """The rows of one query, by key."""

    def __init__(self, connection: Connection, read: Read[Key, Row]) -> None:
        self._connection, self._read = connection, read
        self._stored: dict[Key, list[Row]] = {}
        self._added: defaultdict[Key, list[Row]] = defaultdict(list)

    def fetch(self, keys: Iterable[Key]) -> None:
        """Read the stored rows of all keys that are not cached, in one query."""
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
        """The row of a key that has at most one, or None."""
        return next(iter(self.of(key)), None)

    def add(self, key: Key, row: Row) -> None:
        """Add a row that is not written yet."""
        self._added[key].append(row)

    def settle(self) -> None:
        """Mark all added rows as written."""
        for key, rows in self._added.items():
            if key in self._stored:
                self._stored[key] += rows
        self._added.clear()

    def forget(self, key: Key) -> None:
        """Drop the cached rows of a key, because a row of it was written."""
        self._stored.pop(key, None)
