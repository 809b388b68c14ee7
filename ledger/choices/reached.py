"""The entries that a figure reaches: those behind it, and those behind goods that count as used though nothing draws.

Each has the lines of it that are used, and the times of their use. What is left of goods that a firm received is in the
place of a draw (`leftovers`), so that the makers of these goods, and all that they rest on, are as good as behind the
figure: what their firms received and did not draw counts there too, and their twins are compared.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Self

from ledger.choices.trade import Trade
from ledger.footprint.graph.resolution import DeliveryRecord, EntryRecord, Resolution
from ledger.rules.same_goods import FigureRoots, uses
from schemas.values import Period


@dataclass(frozen=True)
class Reached:
    """Entries by id, the lines of each that are used, and the periods in which they are."""

    entries: dict[str, EntryRecord] = field(default_factory=dict)
    lines: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    periods: dict[str, dict[Period, None]] = field(default_factory=lambda: defaultdict(dict))

    @classmethod
    def of_figure(cls, resolution: Resolution, roots: FigureRoots) -> Self:
        """What is behind a figure; of the entries that it counts itself all lines."""
        reached = cls()
        reached.entries.update(resolution.nodes)
        for name in roots.entries:
            inventory = resolution.nodes[name].inventory if name in resolution.nodes else None
            for output in () if inventory is None else inventory.outputs:
                reached._use(name, output.line, roots.period)
        for cited, period in uses(resolution, roots):
            newest, maker = resolution.sources.get(cited, ("", ""))
            if maker:
                reached._use(maker, resolution.lines[newest], period)
        return reached

    def add(
        self, trade: Trade, source: DeliveryRecord, periods: Iterable[Period]
    ) -> list[EntryRecord]:
        """Add the maker of goods, which are used over some periods, and all behind it; return what is new."""
        new = list[EntryRecord]()
        waiting = [(source, period) for period in periods]
        while waiting:
            drawn, period = waiting.pop()
            maker = trade.maker(drawn)
            if maker is None:
                continue
            self._use(maker.id, drawn.delivery.line, period)
            if maker.id not in self.entries:
                self.entries[maker.id] = maker
                new.append(maker)
                cited = () if maker.inventory is None else maker.inventory.cited
                for name in cited:
                    behind = trade.source(name)
                    waiting += [] if behind is None else [(behind, maker.entry.period)]
        return new

    def _use(self, name: str, line: str, period: Period | None) -> None:
        self.lines[name].add(line)
        if period is not None:
            self.periods[name][period] = None
