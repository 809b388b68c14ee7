"""The trade of the firms behind a figure in the store, and what of it stands beside the figure.

All rows of the firms are read in three queries, by their columns; only the statements that may be meant are opened.
A batch sees its own members: their search rows are not written yet, so they are added here.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from collections.abc import Set as AbstractSet
from decimal import Decimal

from ledger.choices.beside_figure import statements_beside
from ledger.choices.look_alike import skeleton
from ledger.choices.trade import Received, Words
from ledger.footprint.graph.numbers import EXPLAIN, ZERO
from ledger.footprint.graph.resolution import DeliveryRecord, EntryRecord, Resolution
from ledger.rules.citation import citations
from ledger.rules.same_goods import FigureRoots, firms_behind, shares_a_day
from ledger.state.view import View
from ledger.store.changes import changes_of
from ledger.store.deliveries import DeliveryKey
from ledger.store.entries import EntryKey
from ledger.store.tables import DeliveryRow, DrawRow, EntryRow, LineRow
from ledger.store.trade import IssuedLine, drawn_by, issued_by, received_by
from schemas.signed.closure import Beside
from schemas.signed.statement import Kind
from schemas.values import Period


def beside_now(view: View, resolution: Resolution, roots: FigureRoots) -> Beside:
    """The statements that stand beside a figure now; arguments as `statements_beside`."""
    return statements_beside(resolution, roots, StoredTrade(view, firms_behind(resolution)))


class StoredTrade:
    """The trade in the store, as `ledger.choices.trade.Trade`; that of some firms is read at once."""

    def __init__(self, view: View, firms: Collection[str]) -> None:
        self._view = view
        self._known = set[str]()
        self._received: dict[str, list[DeliveryKey]] = defaultdict(list)
        self._issued: dict[str, list[IssuedLine]] = defaultdict(list)
        self._drawn: dict[str, Decimal] = {}
        self._read(firms)

    def entry(self, name: str) -> EntryRecord | None:
        """As `Trade.entry`."""
        return self._view.entry(name)

    def source(self, name: str) -> DeliveryRecord | None:
        """As `Trade.source`."""
        newest = self._newest(name)
        return None if newest is None else self._view.delivery(newest)

    def maker(self, source: DeliveryRecord) -> EntryRecord | None:
        """As `Trade.maker`."""
        newest = self._newest(source.delivery.entry)
        return None if newest is None else self._view.entry(newest)

    def received(self, firm: str) -> Iterator[Received]:
        """As `Trade.received`."""
        self._read([firm])
        for key in self._received.get(firm, ()):
            left = None
            if key.amount is not None:
                left = EXPLAIN.subtract(Decimal(key.amount), self._drawn.get(key.lineage, ZERO))
            yield Received(key.id, left)

    def sold(self, maker: EntryRecord, line: str) -> Decimal:
        """As `Trade.sold`."""
        facts, total = self._view.facts, ZERO
        for key in facts.live_deliveries(facts.first_version(maker.id) or maker.id):
            if key.line == line and key.amount is not None:
                total = EXPLAIN.add(total, Decimal(key.amount))
        return total

    def cited(self, firm: str) -> AbstractSet[str]:
        """As `Trade.cited`; every live entry of the firm is opened, so it is asked where nothing else tells."""
        live = self._live(self._view.issued(firm, Kind.ENTRY))
        entries = filter(None, map(self._view.entry, live))
        inventories = [it.inventory for it in entries if it.inventory is not None]
        names = {row.delivery for inventory in inventories for row in citations(inventory)}
        return {newest for name in names if (newest := self._newest(name)) is not None}

    def issued(self, firm: str, words: Words) -> Iterator[EntryRecord]:
        """As `Trade.issued`."""
        self._read([firm])
        names = dict.fromkeys(
            row.entry.id for row in self._issued.get(firm, ()) if _is_of(row, words)
        )
        yield from filter(None, map(self._view.entry, names))

    def _read(self, firms: Iterable[str]) -> None:
        """Read the rows of firms that are not known yet, with those that the batch adds."""
        new = {*firms} - self._known
        if not new:
            return
        self._known |= new
        connection, facts = self._view.connection, self._view.facts
        keys = [key for key in facts.unwritten(DeliveryRow) if isinstance(key, DeliveryKey)]
        live = set(self._live([key.id for key in keys]))
        added = (key for key in keys if key.id in live and key.recipient in new)
        lineages = set[str]()
        for key in (*received_by(connection, new), *added):
            self._received[key.recipient].append(key)
            lineages.add(key.lineage)
        for row in (*issued_by(connection, new), *self._entered(new)):
            self._issued[row.entry.issuer].append(row)
        draws = [(str(entry), str(of), str(kg)) for entry, _, of, kg in facts.unwritten(DrawRow)]
        live = set(self._live(entry for entry, _, _ in draws))
        entered = [(of, kg) for entry, of, kg in draws if entry in live and of in lineages]
        for lineage, amount in (*drawn_by(connection, new), *entered):
            self._drawn[lineage] = EXPLAIN.add(self._drawn.get(lineage, ZERO), Decimal(amount))

    def _entered(self, firms: Collection[str]) -> Iterator[IssuedLine]:
        """The lines of entries of firms that the batch adds."""
        facts = self._view.facts
        keys = [key for key in facts.unwritten(EntryRow) if isinstance(key, EntryKey)]
        own = {key.id: key for key in keys if key.issuer in firms}
        for name, _, product in facts.unwritten(LineRow):
            if (key := own.get(str(name))) is not None:
                record = self._view.entry(key.id)
                is_battery = record is not None and record.entry.model is not None
                yield IssuedLine(key, str(product), is_battery)

    def _newest(self, name: str) -> str | None:
        """The newest version of a statement; None if it was withdrawn."""
        version, seen = name, set[str]()
        while (change := self._view.facts.changes.one(version)) is not None:
            if change.kind == "withdrawn" or version in seen:
                return None
            seen.add(version)
            version = change.by
        return version

    def _live(self, names: Iterable[str]) -> Iterator[str]:
        ids = list(names)
        changed = changes_of(self._view.connection, ids)
        yield from (name for name in ids if name not in changed)


def _is_of(row: IssuedLine, words: Words) -> bool:
    """True if an entry is found by words."""
    key = row.entry
    is_of_lot = key.lot is not None and skeleton(key.lot) in words.lots
    if not is_of_lot and not shares_a_day(Period(start=key.start, end=key.end), words.windows):
        return False
    return (
        key.site in words.sites
        or key.process in words.processes
        or (words.has_batteries and row.is_battery)
        or skeleton(row.product) in words.products
    )
