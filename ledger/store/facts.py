"""Lookups of the rules in one transaction, and the rows that it adds: both read and written by the batch.

The search rows of entries, deliveries and draws are held until `write`, and every lookup sees them
immediately. Rows that SQL queries need in the middle of a batch (changes, key events, makers) are
written immediately, and their cached lookups are dropped.

With one query per lookup, a batch of statements would spend most of its time on queries. So a caller
that knows the keys fetches all of them together; any other key is read on demand.
"""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import Generic, TypeVar

from ledger.store import changes, deliveries, entries, keys
from ledger.store.changes import NOW, StatementChange, put_change
from ledger.store.deliveries import DeliveryKey
from ledger.store.engine import Connection, Row
from ledger.store.entries import Draw, EntryKey, Goods, Lot, Process, Span
from ledger.store.keys import KeyEvent, put_key_event
from ledger.store.rows import Table, put_rows
from ledger.store.tables import DeliveryRow, DrawRow, EntryRow, LineRow

Key = TypeVar("Key", bound=Hashable)
Found = TypeVar("Found")
Read = Callable[[Connection, Sequence[Key]], Iterable[tuple[Key, Found]]]
"""Reads the stored rows of some keys, each with its key."""


class Lookup(Generic[Key, Found]):
    """The rows of one query, by key: a cache in one transaction, with rows not yet written.

    Added rows are visible immediately and written later, many in one step.
    """

    def __init__(self, connection: Connection, read: Read[Key, Found]) -> None:
        self._connection, self._read = connection, read
        self._stored: dict[Key, list[Found]] = {}
        self._added: defaultdict[Key, list[Found]] = defaultdict(list)

    def fetch(self, keys: Iterable[Key]) -> None:
        """Read the stored rows of all keys that are not cached, in one query."""
        missing = [key for key in dict.fromkeys(keys) if key not in self._stored]
        self._stored.update((key, []) for key in missing)
        for key, row in self._read(self._connection, missing) if missing else ():
            self._stored[key].append(row)

    def of(self, key: Key) -> tuple[Found, ...]:
        """The rows of a key, stored ones first."""
        if key not in self._stored:
            self.fetch([key])
        return (*self._stored[key], *self._added.get(key, ()))

    def one(self, key: Key) -> Found | None:
        """The row of a key that has at most one, or None."""
        return next(iter(self.of(key)), None)

    def add(self, key: Key, row: Found) -> None:
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


class Facts:
    """The lookups of one transaction.

    Attributes:
        events: the events of a participant's keys, in the order of the registry.
        changes: the change of a statement, at most one.
        entries: the entry of an id.
        lots: the goods of live entries of a lot.
        periods: the goods of live entries of a process without a lot.
        spans: the goods of live entries of a process that share a day with a span, with or without a lot.
        draws: the draws of live entries on a delivery, by its first version.
        deliveries: the delivery of an id.
        delivered: the live deliveries from an entry, by its first version.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._rows: defaultdict[type[Table], list[Row]] = defaultdict(list)
        self._changed = set[str]()
        self._entered: defaultdict[Process, list[Goods]] = defaultdict(list)
        self.events: Lookup[str, KeyEvent] = Lookup(connection, keys.read_events)
        self.changes: Lookup[str, StatementChange] = Lookup(connection, changes.read_changes)
        self.entries: Lookup[str, EntryKey] = Lookup(connection, entries.read_entries)
        self.lots: Lookup[Lot, Goods] = Lookup(connection, entries.read_lots)
        self.periods: Lookup[Process, Goods] = Lookup(connection, entries.read_periods)
        self.spans: Lookup[Span, Goods] = Lookup(connection, entries.read_spans)
        self.draws: Lookup[str, Draw] = Lookup(connection, entries.read_draws)
        self.deliveries: Lookup[str, DeliveryKey] = Lookup(connection, deliveries.read_deliveries)
        self.delivered: Lookup[str, DeliveryKey] = Lookup(connection, deliveries.read_delivered)

    def events_of(self, participant: str, size: int = NOW) -> tuple[KeyEvent, ...]:
        """The events of a participant's keys at a registry size, in order; empty if it is not registered."""
        events = self.events.of(participant)
        return events if size == NOW else tuple(row for row in events if row.registry_index < size)

    def twins(self, key: EntryKey, products: Iterable[str]) -> tuple[str, ...]:
        """The ids of live entries that count the same goods: same issuer, site and process, and a shared product.

        If both have lots, the lots are equal; otherwise the periods overlap.
        """
        wanted = set(products)
        if key.lot is None:
            entered = (row for row in self._entered[key.process_key] if row.overlaps(key))
            candidates = [*self.spans.of(key.span), *entered]
        else:
            overlapping = (row for row in self.periods.of(key.process_key) if row.overlaps(key))
            candidates = [*self.lots.of((*key.process_key, key.lot)), *overlapping]
        twins = {row.entry for row in candidates if row.product in wanted}
        return tuple(sorted(twins - self._changed))

    def first_version(self, entry: str) -> str | None:
        """The id of an entry's first version, or None if there is no such entry."""
        return next((key.lineage for key in self.entries.of(entry)), None)

    def live_draws(self, lineage: str) -> tuple[Draw, ...]:
        """The draws of live entries on a delivery, by its first version."""
        return tuple(draw for draw in self.draws.of(lineage) if draw.entry not in self._changed)

    def live_deliveries(self, lineage: str) -> tuple[DeliveryKey, ...]:
        """The live deliveries of all versions of an entry, by its first version, ordered by id."""
        delivery_keys = self.delivered.of(lineage)
        return tuple(sorted(key for key in delivery_keys if key.id not in self._changed))

    def add_entry(
        self,
        key: EntryKey,
        products: Iterable[tuple[str, str]],
        draws: Iterable[tuple[int, str, str]],
    ) -> None:
        """Add the search rows of an entry.

        Args:
            key: its search columns.
            products: (line, product) of each output.
            draws: (row, first version of the delivery, amount) of each physical input.
        """
        self._rows[EntryRow].append(key)
        self.entries.add(key.id, key)
        for line, product in products:
            self._rows[LineRow].append((key.id, line, product))
            goods = Goods(key.id, product, key.start, key.end)
            self._entered[key.process_key].append(goods)
            if key.lot is None:
                self.periods.add(key.process_key, goods)
            else:
                self.lots.add((*key.process_key, key.lot), goods)
        for row, lineage, amount in draws:
            self._rows[DrawRow].append((key.id, row, lineage, amount))
            self.draws.add(lineage, Draw(key.id, amount))

    def add_delivery(self, key: DeliveryKey) -> None:
        """Add the search row of a delivery."""
        self._rows[DeliveryRow].append(key)
        self.deliveries.add(key.id, key)
        self.delivered.add(key.entry_lineage, key)

    def put_change(self, change: StatementChange) -> None:
        """Store that a statement was superseded or withdrawn; it is no longer live."""
        put_change(self._connection, change)
        self._changed.add(change.old)
        self.changes.forget(change.old)

    def put_key_event(self, event: KeyEvent) -> None:
        """Store that a statement registered or changed a participant's keys."""
        put_key_event(self._connection, event)
        self.events.forget(event.participant)

    def unwritten(self, table: type[Table]) -> Sequence[Row]:
        """The added rows of a table that queries do not see yet."""
        return self._rows.get(table, ())

    def write(self) -> None:
        """Write the added rows."""
        for table, rows in self._rows.items():
            put_rows(self._connection, table, rows)
        self._rows.clear()
        kept = (self.entries, self.lots, self.periods, self.draws, self.deliveries, self.delivered)
        for lookup in kept:
            lookup.settle()
