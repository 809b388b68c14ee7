"""What rules look up in one transaction, and what it adds: rows that are read and written by the batch.

Finding an entry or a delivery, what draws on it, what it drew: these rows are kept back until
`write`, and every question here sees them at once. What a query must see in the middle of a batch
(changes, events of keys, what was made) is written at once, and forgotten here, to be read again.
"""

from collections import defaultdict
from collections.abc import Iterable

from ledger.store import changes, deliveries, entries, keys
from ledger.store.changes import NOW, ChangeOf, put_change
from ledger.store.deliveries import DeliveryKey
from ledger.store.engine import Connection, Row
from ledger.store.entries import Draw, EntryKey, Goods, Lot, Process, Span
from ledger.store.keys import KeyEvent, put_key_event
from ledger.store.lookup import Lookup
from ledger.store.rows import put_rows


class Facts:
    """The lookups of one transaction.

    Attributes:
        events: of a participant's keys, in the order of the registry.
        changes: of a statement, one at most.
        entries: the entry of an id.
        lots: live entries of a lot, with each product.
        periods: live entries of a process without a lot, with each product.
        spans: live entries of a process that share a day with a span, whatever their lots, with each product.
        draws: what live entries draw on a delivery, by its first version.
        deliveries: the delivery of an id.
        delivered: live deliveries from an entry, by its first version.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._rows: defaultdict[str, list[Row]] = defaultdict(list)
        self._changed = set[str]()
        self._entered: defaultdict[Process, list[Goods]] = defaultdict(list)
        self.events: Lookup[str, KeyEvent] = Lookup(connection, keys.read_events)
        self.changes: Lookup[str, ChangeOf] = Lookup(connection, changes.read_changes)
        self.entries: Lookup[str, EntryKey] = Lookup(connection, entries.read_entries)
        self.lots: Lookup[Lot, Goods] = Lookup(connection, entries.read_lots)
        self.periods: Lookup[Process, Goods] = Lookup(connection, entries.read_periods)
        self.spans: Lookup[Span, Goods] = Lookup(connection, entries.read_spans)
        self.draws: Lookup[str, Draw] = Lookup(connection, entries.read_draws)
        self.deliveries: Lookup[str, DeliveryKey] = Lookup(connection, deliveries.read_deliveries)
        self.delivered: Lookup[str, DeliveryKey] = Lookup(connection, deliveries.read_delivered)

    def events_of(self, participant: str, size: int = NOW) -> tuple[KeyEvent, ...]:
        """The events of a participant's keys as of a registry size, in order; none if it is not registered."""
        events = self.events.of(participant)
        return events if size == NOW else tuple(row for row in events if row.registry_index < size)

    def twins(self, key: EntryKey, products: Iterable[str]) -> tuple[str, ...]:
        """Live entries that count the same goods: one issuer, site and process, any product shared.

        Where both have lots, the lots are equal; otherwise the periods overlap.
        """
        wanted = set(products)
        if key.lot is None:
            entered = (row for row in self._entered[key.process_key] if row.overlaps(key))
            found = [*self.spans.of(key.span), *entered]
        else:
            overlapping = (row for row in self.periods.of(key.process_key) if row.overlaps(key))
            found = [*self.lots.of((*key.process_key, key.lot)), *overlapping]
        twins = {row.entry for row in found if row.product in wanted}
        return tuple(sorted(twins - self._changed))

    def first_version(self, entry: str) -> str | None:
        """The first version of an entry; None where there is no such entry."""
        return next((key.lineage for key in self.entries.of(entry)), None)

    def live_draws(self, lineage: str) -> tuple[Draw, ...]:
        """What live entries draw on a delivery, by its first version."""
        return tuple(draw for draw in self.draws.of(lineage) if draw.entry not in self._changed)

    def live_deliveries(self, lineage: str) -> tuple[DeliveryKey, ...]:
        """The live deliveries of all versions of an entry, by its first version, ordered by id."""
        found = self.delivered.of(lineage)
        return tuple(sorted(key for key in found if key.id not in self._changed))

    def add_entry(
        self,
        key: EntryKey,
        products: Iterable[tuple[str, str]],
        draws: Iterable[tuple[int, str, str]],
    ) -> None:
        """Add what finds an entry.

        Args:
            key: where and when.
            products: (line, product) of each output.
            draws: (row, first version of the delivery, amount) of each physical input.
        """
        self._rows["entry"].append(key)
        self.entries.add(key.id, key)
        for line, product in products:
            self._rows["line"].append((key.id, line, product))
            goods = Goods(key.id, product, key.start, key.end)
            self._entered[key.process_key].append(goods)
            if key.lot is None:
                self.periods.add(key.process_key, goods)
            else:
                self.lots.add((*key.process_key, key.lot), goods)
        for row, lineage, amount in draws:
            self._rows["draw"].append((key.id, row, lineage, amount))
            self.draws.add(lineage, Draw(key.id, amount))

    def add_delivery(self, key: DeliveryKey) -> None:
        """Add what finds a delivery."""
        self._rows["delivery"].append(key)
        self.deliveries.add(key.id, key)
        self.delivered.add(key.entry_lineage, key)

    def put_change(self, change: ChangeOf) -> None:
        """Keep that a statement was replaced or withdrawn; it is live no more."""
        put_change(self._connection, change)
        self._changed.add(change.old)
        self.changes.forget(change.old)

    def put_key_event(self, event: KeyEvent) -> None:
        """Keep that a statement made or changed a participant's keys."""
        put_key_event(self._connection, event)
        self.events.forget(event.participant)

    def write(self) -> None:
        """Write what was added."""
        for table, rows in self._rows.items():
            put_rows(self._connection, table, rows)
        self._rows.clear()
        kept = (self.entries, self.lots, self.periods, self.draws, self.deliveries, self.delivered)
        for lookup in kept:
            lookup.settle()
