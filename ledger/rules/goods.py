"""The rule that goods are stated once.

Two live entries of one issuer, site and process that share a product state the same goods if both have lots and these
are equal, otherwise if their periods overlap. Versions of one entry are one.
"""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from ledger.footprint.graph.resolution import EntryRecord
from schemas.signed.entry import Entry


def states_the_same(entry: Entry, other: Entry) -> bool:
    """Return whether two entries of one issuer, site, process and product count the same goods."""
    if entry.lot is not None and other.lot is not None:
        return entry.lot == other.lot
    return entry.period.overlaps(other.period)


class Duplicate(NamedTuple):
    """An entry, the earlier one that states the same goods, and the product."""

    entry: EntryRecord
    earlier: EntryRecord
    product: str


def duplicates(live: Iterable[EntryRecord]) -> Iterator[Duplicate]:
    """The live entries that state goods which an earlier one states, in one sweep by the start of their periods."""
    groups: dict[tuple[str, str, str, str], list[EntryRecord]] = {}
    for record in live:
        entry = record.entry
        for output in () if record.inventory is None else record.inventory.outputs:
            key = (output.product, entry.issuer, entry.site.code, entry.process)
            groups.setdefault(key, []).append(record)
    for (product, *_), group in groups.items():
        for record, earlier in _pairs(group) if len(group) > 1 else ():
            yield Duplicate(record, earlier, product)


def _pairs(group: list[EntryRecord]) -> Iterator[tuple[EntryRecord, EntryRecord]]:
    """Each entry of a group with one earlier entry that states the same goods, if there is any.

    The entry whose period ends last overlaps if any does; one with a lot is compared with the last that has none.
    """
    lots: dict[str, EntryRecord] = {}
    longest: EntryRecord | None = None
    without_lot: EntryRecord | None = None
    for record in sorted(group, key=lambda row: (row.entry.period.start, row.id)):
        lot = record.entry.lot
        same_lot = None if lot is None else lots.get(lot)
        running = longest if lot is None else without_lot
        for earlier in (same_lot, running):
            if earlier is not None and states_the_same(record.entry, earlier.entry):
                yield record, earlier
                break
        if lot is None:
            without_lot = _later(without_lot, record)
        else:
            lots.setdefault(lot, record)
        longest = _later(longest, record)


def _later(last: EntryRecord | None, record: EntryRecord) -> EntryRecord:
    """The entry whose period ends later."""
    if last is None or record.entry.period.end > last.entry.period.end:
        return record
    return last
