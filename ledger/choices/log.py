"""The log's word: statements beside those that a figure rests on, and what their figures would be.

Earlier versions of entries, withdrawn entries, other entries of the same issuers and goods received are no part of a
figure. The graph here has them as nodes, so that an alternative can draw on them; nothing that counts rests on one. A
bundle shows a part of the log alone, so what is not found here may still be in the log: history and selection cannot be
proved from a bundle.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Self

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


@dataclass(frozen=True)
class LogWord:
    """Statements of the log around a figure, as of its state.

    Attributes:
        records: the statements that are shown, and the changes.
        resolution: the graph behind the figure, and behind all entries and deliveries among them.
        figures: of that graph.
    """

    records: Records
    resolution: Resolution
    figures: Figures

    @classmethod
    def read(cls, graph: PlausibilityContext, records: Records) -> Self:
        """The log's word around a graph; the figures of the graph are not computed again."""
        versions = [name for name in records.entries if records.newest(name) != name]
        entries = [name for name in records.entries if records.newest(name) == name]
        received = [name for name in records.deliveries if records.newest(name) is not None]
        resolution = resolve(
            [*graph.resolution.nodes, *entries],
            [*graph.resolution.sources, *received],
            records,
            versions,
        )
        known = graph.figures.entries
        found = figures(resolution, graph.table, graph.rulebook, graph.filling, done=known)
        return cls(records, resolution, found)

    def before(self, entry: str) -> Sequence[EntryRecord]:
        """The earlier versions of an entry that are shown, the latest first."""
        found: dict[str, EntryRecord] = {}
        record = self.records.entries.get(entry)
        while record is not None and record.entry.supersedes is not None:
            record = self.records.entries.get(record.entry.supersedes.id)
            if record is None or record.id in found:
                break
            found[record.id] = record
        return list(found.values())

    def is_live(self, statement: str) -> bool:
        """True for the newest version of a statement that was not withdrawn."""
        return self.records.newest(statement) == statement

    def is_withdrawn(self, statement: str) -> bool:
        """True for the last version of a statement that was withdrawn."""
        return self.records.newest(statement) is None and self.records.last(statement) == statement

    def of_issuer(self, issuer: str) -> Sequence[EntryRecord]:
        """The entries of an issuer that are shown, of any version."""
        return self._issued.get(issuer, ())

    @cached_property
    def _issued(self) -> Mapping[str, Sequence[EntryRecord]]:
        found: dict[str, list[EntryRecord]] = defaultdict(list)
        for record in self.records.entries.values():
            found[record.entry.issuer].append(record)
        return found

    def received_by(self, issuer: str) -> Iterator[DeliveryRecord]:
        """The live deliveries to a participant that are shown, and whose entry has a record."""
        for record in self.records.deliveries.values():
            is_known = record.id in self.resolution.makers
            if record.delivery.recipient == issuer and is_known and self.is_live(record.id):
                yield record

    def price(self, line: Line) -> Decimal | None:
        """The kg CO2e per unit of a line; None if it has no figure."""
        figure = self.figures.line(*line)
        return None if figure is None else total_of(figure.cells)
