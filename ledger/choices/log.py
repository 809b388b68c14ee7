"""The log's word: statements beside those that a figure rests on, and what their figures would be.

Earlier versions of entries, withdrawn entries, other entries of the same issuers and goods received are no part of a
figure. The graph here has them as nodes, so that an alternative can draw on them; nothing that counts rests on one. A
bundle shows a part of the log: what its closure counts, and of older leaves what something names.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Self

from ledger.choices.look_alike import skeleton
from ledger.choices.unsaid import with_unsaid
from ledger.footprint.analysis.contributions import Line
from ledger.footprint.graph.cells import total_of
from ledger.footprint.graph.resolution import (
    DeliveryRecord,
    EntryRecord,
    Records,
    Resolution,
    resolve,
)
from ledger.footprint.plausibility.context import PlausibilityContext
from ledger.footprint.valuation.figure import Figures, figures
from schemas.signed.closure import Beside
from schemas.signed.inventory import Output
from schemas.vocabulary import Unit

LOGS_WORD = "; as far as the log shows"
"""The end of a clause about statements that a bundle need not show."""

Goods = tuple[str, Unit]
"""The skeleton of a product id, and the unit: look-alike products are the same goods."""


def goods_of(product: str, unit: Unit) -> Goods:
    """The goods of a product id in a unit."""
    return skeleton(product), unit


@dataclass(frozen=True)
class LogWord:
    """Statements of the log around a figure, as of its state.

    Attributes:
        records: the statements that are shown, and the changes.
        resolution: the graph behind the figure, and behind all entries and deliveries among them.
        figures: of that graph.
        counted: the entries that the figure itself counts.
        left: the amounts of deliveries to its firms that nothing draws, as the closure of the figure states them; None
            if it is older than that, so that they follow from the statements that are shown.
    """

    records: Records
    resolution: Resolution
    figures: Figures
    counted: AbstractSet[str]
    left: Mapping[str, Decimal] | None = None

    @classmethod
    def read(
        cls, graph: PlausibilityContext, records: Records, beside: Beside | None = None
    ) -> Self:
        """The log's word around a graph; the figures of the graph are not computed again.

        What was withdrawn counts here as it was stated last, so that withdrawing the goods behind an earlier version
        does not take its figure away. What entries beside the graph leave unsaid is as in the same goods of the graph.
        """
        entries = with_unsaid(records.entries, graph.resolution.nodes)
        records = Records(entries, records.deliveries, records.changes)
        kept = {old: it for old, it in records.changes.items() if it.kind != "withdrawn"}
        without_withdrawals = Records(records.entries, records.deliveries, kept)
        resolution = resolve(
            [*graph.resolution.nodes, *records.entries],
            [*graph.resolution.sources, *records.deliveries],
            without_withdrawals,
            [name for name in records.entries if name in kept],
        )
        done = graph.figures.entries
        log_figures = figures(resolution, graph.table, graph.rulebook, graph.filling, done=done)
        left = None
        if beside is not None:
            left = {row.delivery: Decimal(row.amount) for row in beside.left}
        return cls(records, resolution, log_figures, graph.resolution.nodes.keys(), left)

    def before(self, entry: str) -> Sequence[EntryRecord]:
        """The earlier versions of an entry that are shown, the latest first."""
        versions: dict[str, EntryRecord] = {}
        record = self.records.entries.get(entry)
        while record is not None and record.entry.supersedes is not None:
            record = self.records.entries.get(record.entry.supersedes.id)
            if record is None or record.id in versions:
                break
            versions[record.id] = record
        return list(versions.values())

    def after(self, entry: str) -> Sequence[EntryRecord]:
        """The later versions of an entry that are shown, though the figure came before them, the next first."""
        versions: dict[str, EntryRecord] = {}
        record = self._superseding.get(entry)
        while record is not None and record.id not in versions:
            versions[record.id] = record
            record = self._superseding.get(record.id)
        return list(versions.values())

    @cached_property
    def _superseding(self) -> Mapping[str, EntryRecord]:
        """The entry that supersedes each other one."""
        return {
            record.entry.supersedes.id: record
            for record in self.records.entries.values()
            if record.entry.supersedes is not None
        }

    def stands(self, entry: str) -> bool:
        """True for an entry that the figure counts, and for any live one: an alternative may draw on it."""
        return entry in self.counted or self.is_live(entry)

    def is_live(self, statement: str) -> bool:
        """True for the newest version of a statement that was not withdrawn."""
        return self.records.newest(statement) == statement

    def stands_for_another(self, record: EntryRecord) -> bool:
        """True for an entry that is not live, or that replaces a live one after the figure: one of its goods counts."""
        older = record.entry.supersedes
        return not self.is_live(record.id) or (older is not None and self.is_live(older.id))

    def is_withdrawn(self, statement: str) -> bool:
        """True for the version of a statement that was withdrawn."""
        change = self.records.changes.get(statement)
        return change is not None and change.kind == "withdrawn"

    def is_last(self, statement: str) -> bool:
        """True for the last version of a statement, withdrawn or not."""
        return self.is_withdrawn(statement) or statement not in self.records.changes

    def live_lines(self) -> Iterator[tuple[EntryRecord, Output]]:
        """The lines of live entries that are shown."""
        for record in self.records.entries.values():
            if record.inventory is not None and self.is_live(record.id):
                yield from ((record, output) for output in record.inventory.outputs)

    def of_issuer(self, issuer: str) -> Sequence[EntryRecord]:
        """The entries of an issuer that are shown, of any version."""
        return self._issued.get(issuer, ())

    @cached_property
    def _issued(self) -> Mapping[str, Sequence[EntryRecord]]:
        records_by_issuer: dict[str, list[EntryRecord]] = defaultdict(list)
        for record in self.records.entries.values():
            records_by_issuer[record.entry.issuer].append(record)
        return records_by_issuer

    @cached_property
    def received_by(self) -> Mapping[str, Sequence[DeliveryRecord]]:
        """The live deliveries that are shown, and whose entry is, by recipient."""
        deliveries_by_recipient: dict[str, list[DeliveryRecord]] = defaultdict(list)
        for record in self.records.deliveries.values():
            if record.id in self.resolution.makers and self.is_live(record.id):
                deliveries_by_recipient[record.delivery.recipient].append(record)
        return deliveries_by_recipient

    def price(self, line: Line) -> Decimal | None:
        """The kg CO2e per unit of a line; None if it has no figure."""
        figure = self.figures.line(*line)
        return None if figure is None else total_of(figure.cells)
