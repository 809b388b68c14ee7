"""The trade of the firms behind a figure: what they issued and received, as a register of the log knows it.

Two things of it stand beside a figure: goods that nothing draws (`leftovers`) and twins of what counts (`twins`). Both
are found in the same way by whoever has all statements, such as a monitor (`RecordedTrade`), and by the ledger, which
opens only those that may be meant (`ledger.state.trade`).

A later version of a statement that a figure counts is shown too, though the figure came before it: it is not live yet.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple, Protocol, Self

from ledger.footprint.analysis.contributions import Line
from ledger.footprint.graph.numbers import EXPLAIN, ZERO
from ledger.footprint.graph.resolution import DeliveryRecord, EntryRecord, Records
from ledger.rules.citation import citations
from ledger.rules.same_goods import Window
from schemas.signed.statement import Superseding


class Received(NamedTuple):
    """A live delivery to a firm, and the amount of it that no live entry draws; None if it states no amount."""

    id: str
    left: Decimal | None


class Words(NamedTuple):
    """The words by which an entry that may be meant is found: a place, a product, or that it is a battery.

    Attributes:
        sites: their codes.
        processes: their codes.
        products: the skeletons of their ids.
        lots: the skeletons of lots, of any time.
        windows: the time of entries of another lot, or none.
        has_batteries: entries of batteries are meant.
    """

    sites: AbstractSet[str]
    processes: AbstractSet[str]
    products: AbstractSet[str]
    lots: AbstractSet[str]
    windows: Sequence[Window]
    has_batteries: bool


class Trade(Protocol):
    """The statements of a log up to a leaf, of the firms behind a figure."""

    def entry(self, name: str) -> EntryRecord | None:
        """The entry of an id; None if it is not known."""

    def source(self, name: str) -> DeliveryRecord | None:
        """The newest version of a delivery; None if it was withdrawn, or is not known."""

    def maker(self, source: DeliveryRecord) -> EntryRecord | None:
        """The newest version of the entry behind a delivery; None if it was withdrawn, or is not known."""

    def received(self, firm: str) -> Iterable[Received]:
        """The live deliveries to a firm."""

    def sold(self, maker: EntryRecord, line: str) -> Decimal:
        """The amounts of the live deliveries of a line that state one."""

    def cited(self, firm: str) -> AbstractSet[str]:
        """The newest versions of the deliveries that rows of a firm's live entries name."""

    def issued(self, firm: str, words: Words) -> Iterable[EntryRecord]:
        """The entries of a firm, in every version: at least those that may be meant."""


@dataclass
class RecordedTrade:
    """The trade in statements that are all among the records; `of` takes all of them, `add_*` one after another."""

    records: Records
    _issued: dict[str, list[EntryRecord]] = field(default_factory=lambda: defaultdict(list))
    _received: dict[str, list[DeliveryRecord]] = field(default_factory=lambda: defaultdict(list))
    _draws: dict[str, list[tuple[str, Decimal]]] = field(default_factory=lambda: defaultdict(list))
    _sold: dict[Line, list[DeliveryRecord]] = field(default_factory=lambda: defaultdict(list))

    @classmethod
    def of(cls, records: Records) -> Self:
        """The trade in all of these statements."""
        trade = cls(records)
        for entry in records.entries.values():
            trade.add_entry(entry)
        for source in records.deliveries.values():
            trade.add_delivery(source)
        return trade

    def add_entry(self, record: EntryRecord) -> None:
        """Add an entry of the records."""
        self._issued[record.entry.issuer].append(record)
        for row in () if record.inventory is None else record.inventory.delivery_inputs:
            drawn = record.id, Decimal(row.amount)
            self._draws[self._first(row.delivery)].append(drawn)

    def add_delivery(self, source: DeliveryRecord) -> None:
        """Add a delivery of the records."""
        self._received[source.delivery.recipient].append(source)
        self._sold[self._first(source.delivery.entry), source.delivery.line].append(source)

    def entry(self, name: str) -> EntryRecord | None:
        """As `Trade.entry`."""
        return self.records.entries.get(name)

    def source(self, name: str) -> DeliveryRecord | None:
        """As `Trade.source`."""
        newest = self.records.newest(name)
        return None if newest is None else self.records.deliveries.get(newest)

    def maker(self, source: DeliveryRecord) -> EntryRecord | None:
        """As `Trade.maker`."""
        newest = self.records.newest(source.delivery.entry)
        return None if newest is None else self.records.entries.get(newest)

    def received(self, firm: str) -> Iterator[Received]:
        """As `Trade.received`."""
        for source in self._received.get(firm, ()):
            amount = source.delivery.amount
            if self._is_live(source.id, source.delivery.supersedes):
                used = self._used(source) if amount is not None else ZERO
                left = None if amount is None else EXPLAIN.subtract(Decimal(amount), used)
                yield Received(source.id, left)

    def sold(self, maker: EntryRecord, line: str) -> Decimal:
        """As `Trade.sold`."""
        total = ZERO
        for source in self._sold.get((self._first(maker.id), line), ()):
            if self._is_live(source.id, source.delivery.supersedes):
                total = EXPLAIN.add(total, Decimal(source.delivery.amount or "0"))
        return total

    def cited(self, firm: str) -> AbstractSet[str]:
        """As `Trade.cited`."""
        rows = (
            row.delivery
            for record in self._issued.get(firm, ())
            if record.inventory is not None and self._is_live_entry(record)
            for row in citations(record.inventory)
        )
        return {newest for name in rows if (newest := self.records.newest(name)) is not None}

    def issued(self, firm: str, words: Words) -> Iterable[EntryRecord]:
        """As `Trade.issued`: all of them."""
        del words
        return self._issued.get(firm, ())

    def _used(self, source: DeliveryRecord) -> Decimal:
        used = ZERO
        for name, amount in self._draws.get(self._first(source.id), ()):
            record = self.records.entries[name]
            if self._is_live_entry(record):
                used = EXPLAIN.add(used, amount)
        return used

    def _is_live_entry(self, record: EntryRecord) -> bool:
        return self._is_live(record.id, record.entry.supersedes)

    def _is_live(self, name: str, older: Superseding | None) -> bool:
        """True for a statement that no other has replaced, and that itself has replaced the one before."""
        changes = self.records.changes
        return name not in changes and (older is None or older.id in changes)

    def _first(self, name: str) -> str:
        """The first version of a statement, as far as it is known."""
        seen = {name}
        while True:
            record = self.records.entries.get(name) or self.records.deliveries.get(name)
            predecessor = None if record is None else record[1].supersedes
            if predecessor is None or predecessor.id in seen:
                return name
            name = predecessor.id
            seen.add(name)
