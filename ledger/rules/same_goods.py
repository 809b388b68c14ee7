"""Statements of the same goods as those behind a figure: the part of a firm's other statements that a bundle shows.

Goods are the same if one tag of two marks of a participant is equal (`ledger.trust.marks`). Of what a firm behind the
figure issued, entries of goods that the figure counts are wanted, near the period of the counted entry. Of what such a
firm received, deliveries of goods that its counted entries draw are wanted, near the period of the entry that made the
goods or of the one that uses them. Near is a period that shares a day with another, or with the year before or after
it. The search goes one level deep: what these statements rest on is shown, and no goods like those.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple, Self

from ledger.footprint.graph.composition import cited_by
from ledger.footprint.graph.resolution import EntryRecord, Records, Resolution
from ledger.trust.marks import entry_keys
from schemas.signed.calculation import Composition
from schemas.signed.closure import Mark, MarkRole
from schemas.signed.statement import Kind
from schemas.values import Period, a_year_from

Goods = tuple[str, MarkRole, str]
"""A participant, the role that it had, and a tag."""

Window = tuple[str, str]
"""The first day of some time, and the day after its last."""


class FigureRoots(NamedTuple):
    """The start of a figure: entries that it counts itself, and deliveries, used over a period if it is known."""

    entries: Collection[str]
    deliveries: Collection[str]
    period: Period | None

    @classmethod
    def of_calculation(cls, composition: Composition, period: Period, records: Records) -> Self:
        """The start of a calculation's figure."""
        entries, deliveries = cited_by(composition)
        return cls(tuple(filter(None, map(records.newest, entries))), deliveries, period)

    @classmethod
    def of_delivery(cls, entry: str, records: Records) -> Self:
        """The start of the figure of a delivery of an entry."""
        return cls(tuple(filter(None, [records.newest(entry)])), (), None)


@dataclass(frozen=True, slots=True)
class WantedGoods:
    """The goods behind a figure, each with the windows in which other statements of it are wanted, in order."""

    windows: Mapping[Goods, Sequence[Window]]

    def includes(self, mark: Mark, kind: Kind) -> bool:
        """True if the statement of a mark, which is of a kind, belongs into the closure of the figure."""
        if mark.role == "issued" and kind is not Kind.ENTRY:
            return False
        goods = ((mark.participant, mark.role, tag) for tag in mark.tags)
        return any(shares_a_day(mark.period, self.windows.get(key, ())) for key in goods)


def shares_a_day(period: Period, windows: Sequence[Window]) -> bool:
    """True if a period shares a day with one of the windows, which are in order and apart."""
    before = bisect_left(windows, (period.end, ""))
    return before > 0 and windows[before - 1][1] > period.start


def window(period: Period) -> Window:
    """A period, and the years before and after it."""
    return a_year_from(period.start, -1), a_year_from(period.end, 1)


def merged(windows: Iterable[Window]) -> Sequence[Window]:
    """Windows in order, those that touch made one, so that a search finds the last one before a day."""
    spans: list[Window] = []
    for start, end in sorted(windows):
        if spans and start <= spans[-1][1]:
            spans[-1] = spans[-1][0], max(end, spans[-1][1])
        else:
            spans.append((start, end))
    return spans


def is_same_lot(record: EntryRecord, other: EntryRecord) -> bool:
    """True for two entries of one issuer that state the same goods, of one lot or, without lots, of a shared day."""
    entry, other_entry = record.entry, other.entry
    if entry.issuer != other_entry.issuer:
        return False
    if entry.lot is not None and other_entry.lot is not None:
        is_in_time = entry.lot == other_entry.lot
    else:
        is_in_time = entry.period.overlaps(other_entry.period)
    keys = entry_keys(entry, record.product)
    return is_in_time and not set(keys).isdisjoint(entry_keys(other_entry, other.product))


def firms_behind(resolution: Resolution) -> frozenset[str]:
    """The issuers of the entries behind a figure."""
    return frozenset(record.entry.issuer for record in resolution.nodes.values())


def wanted_goods(
    resolution: Resolution, roots: FigureRoots, marks: Mapping[str, Sequence[Mark]]
) -> WantedGoods:
    """The goods behind a figure, by the marks of its deliveries and of the entries that it counts itself.

    Args:
        resolution: the graph behind the figure.
        roots: its start; entries in the version that counts.
        marks: of statements in the graph, by id, as far as they have any.
    """
    firms, windows_by_goods = firms_behind(resolution), defaultdict[Goods, set[Window]](set)
    for cited, used in uses(resolution, roots):
        if cited not in resolution.sources:
            continue
        newest, maker = resolution.sources[cited]
        production = resolution.nodes[maker].entry.period
        for mark in marks.get(newest, ()):
            periods = [production] if mark.role == "issued" or used is None else [production, used]
            for tag in mark.tags if mark.participant in firms else ():
                windows_by_goods[mark.participant, mark.role, tag].update(map(window, periods))
    for entry in roots.entries:
        for mark in marks.get(entry, ()):
            for tag in mark.tags:
                windows_by_goods[mark.participant, mark.role, tag].add(window(mark.period))
    return WantedGoods({goods: merged(windows) for goods, windows in windows_by_goods.items()})


def uses(resolution: Resolution, roots: FigureRoots) -> Iterator[tuple[str, Period | None]]:
    """The deliveries behind a figure as they are cited, each with the period of its use."""
    yield from ((name, roots.period) for name in roots.deliveries)
    for record in resolution.nodes.values():
        cited: Iterable[str] = () if record.inventory is None else record.inventory.cited
        yield from ((name, record.entry.period) for name in cited)
