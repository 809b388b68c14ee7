"""Twins of what a figure counts: other entries of the same firms, of the same goods, near in time or of one lot.

A firm that makes the same goods twice may deliver from the clean entry, or enter again under another name what it has
entered before. The register compares such entries (`families.selection`, `families.history`, `families.time`), so a
bundle has to show them. Goods are the same by what they are (`same_goods`), or by ids that look alike; and by any
version of the entry that counts. Near is a period that shares a day with that of the goods or of those who use them, or
with the year before or after it. A lot is the same whenever it is said to have been made; the lots of batteries that a
calculation leaves out count too, so that nothing of a lot hides behind an entry that nobody counts.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import NamedTuple

from ledger.choices.hydrates import elements_of_line
from ledger.choices.look_alike import skeleton
from ledger.choices.reached import Reached
from ledger.choices.same_goods import Likeness, are_same_goods, likenesses
from ledger.choices.trade import Trade, Words
from ledger.footprint.graph.goods import product_line
from ledger.footprint.graph.resolution import EntryRecord
from ledger.rules.same_goods import Window, merged, shares_a_day, window
from schemas.signed.inventory import Output


class _Counted(NamedTuple):
    """Lines behind a figure that are one to a twin: one of them, and the times and lots in which others are twins."""

    record: EntryRecord
    output: Output
    windows: Sequence[Window]
    lots: AbstractSet[str]


@dataclass(frozen=True)
class CountedGoods:
    """The lines behind a figure.

    Attributes:
        lines: by issuer and by what each shares with its twins.
        versions: the entries that make them, with those that they replaced.
    """

    lines: Mapping[tuple[str, Likeness], Sequence[_Counted]]
    versions: AbstractSet[str]

    def has_twin(self, other: EntryRecord) -> bool:
        """True if another entry is of the goods of a line, and of its time or lot."""
        outputs = () if other.inventory is None else other.inventory.outputs
        return other.id not in self.versions and any(
            _is_of_time(counted, other) and are_same_goods(counted[0], counted[1], other, output)
            for output in outputs
            for likeness in likenesses(other, output)
            for counted in self.lines.get((other.entry.issuer, likeness), ())
        )

    def with_lots(self, lots: AbstractSet[str]) -> "CountedGoods":
        """The same lines, those of batteries of further lots too."""
        lines = {
            key: [
                it if it.record.battery_model is None else it._replace(lots=it.lots | lots)
                for it in rows
            ]
            for key, rows in self.lines.items()
        }
        return CountedGoods(lines, self.versions)

    def of_firms(self) -> Mapping[str, Sequence[_Counted]]:
        """The lines of each firm."""
        lines_by_firm: dict[str, list[_Counted]] = defaultdict(list)
        for (firm, _), lines in self.lines.items():
            lines_by_firm[firm] += lines
        return lines_by_firm


def _is_of_time(counted: _Counted, other: EntryRecord) -> bool:
    lot = other.entry.lot
    is_of_lot = lot is not None and skeleton(lot) in counted.lots
    return is_of_lot or shares_a_day(other.entry.period, counted.windows)


def counted_goods(reached: Reached, trade: Trade) -> CountedGoods:
    """The lines that a figure reaches, each in all its versions up to the one that counts.

    A firm may have many lots of the same goods. Lines of one likeness with the same elements are compared once, with
    all of their times and lots.
    """
    kinds: dict[tuple[str, Likeness], dict[Hashable, list[_Counted]]] = {}
    passed = set[str]()
    for name, record in reached.entries.items():
        versions = list(_versions(trade, record))
        own = [version.entry for version in versions]
        passed.update(version.id for version in versions)
        windows = [window(period) for period in reached.periods.get(name, ())]
        windows += [window(entry.period) for entry in own]
        lots = frozenset(skeleton(entry.lot) for entry in own if entry.lot is not None)
        for version in versions:
            for output in () if version.inventory is None else version.inventory.outputs:
                if output.line in reached.lines.get(name, ()):
                    counted = _Counted(version, output, windows, lots)
                    held = elements_of_line(product_line(version, output.line))
                    for likeness in likenesses(version, output):
                        of_kind = kinds.setdefault((version.entry.issuer, likeness), {})
                        of_kind.setdefault(frozenset(held.items()), []).append(counted)
    lines = {
        key: [_as_one(kind) for kind in by_elements.values()] for key, by_elements in kinds.items()
    }
    return CountedGoods(lines, passed)


def _as_one(lines: Sequence[_Counted]) -> _Counted:
    windows = merged(window for line in lines for window in line.windows)
    lots = frozenset[str]().union(*(line.lots for line in lines))
    return lines[0]._replace(windows=windows, lots=lots)


def _versions(trade: Trade, record: EntryRecord) -> Iterator[EntryRecord]:
    """An entry, and those that it replaced, one after another."""
    passed = set[str]()
    version: EntryRecord | None = record
    while version is not None and version.id not in passed:
        yield version
        passed.add(version.id)
        older = version.entry.supersedes
        version = None if older is None else trade.entry(older.id)


def twins(reached: Reached, trade: Trade) -> Iterable[EntryRecord]:
    """The twins of the lines that a figure reaches, in any version; none of its own entries."""
    counted = counted_goods(reached, trade)
    found = {other.id: other for other in _found(counted, trade)}
    lots = frozenset(
        skeleton(it.entry.lot) for it in found.values() if it.battery_model and it.entry.lot
    )
    if lots:
        found |= {other.id: other for other in _found(counted.with_lots(lots), trade)}
    return found.values()


def _found(counted: CountedGoods, trade: Trade) -> Iterator[EntryRecord]:
    for firm, lines in sorted(counted.of_firms().items()):
        for other in trade.issued(firm, _words(lines)):
            if counted.has_twin(other):
                yield other


def _words(lines: Iterable[_Counted]) -> Words:
    """The words by which twins of lines of one firm are found."""
    of_lines = list(lines)
    entries = [line.record.entry for line in of_lines]
    return Words(
        sites={entry.site.code for entry in entries},
        processes={entry.process.value for entry in entries},
        products={skeleton(line.output.product) for line in of_lines},
        lots=frozenset().union(*(line.lots for line in of_lines)),
        windows=merged(window for line in of_lines for window in line.windows),
        has_batteries=any(line.record.battery_model is not None for line in of_lines),
    )
