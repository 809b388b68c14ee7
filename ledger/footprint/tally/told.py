"""A tally as each firm can know it: its own entries, by what others deliver to it as they tell it.

A firm that is told a value asks again, with another capacity or another lot, and each answer tells on which side of a
rounding the exact value lies: digit by digit it learns all of them. So what a firm is told of its goods is computed
from its own rows, exactly, and from the values of others' goods rounded, which it is told anyway. Whatever it asks, it
learns no more than these.
"""

from collections.abc import Callable, Mapping
from decimal import Decimal
from functools import cache

from ledger.footprint.graph.resolution import EntryRecord, Resolution
from ledger.footprint.tally.recursion import Drawn, EntryValue, LineValue
from ledger.footprint.tally.valuation import K

Rounding = Callable[[EntryRecord, str], Callable[[Decimal], Decimal]]
"""How the values per unit of a line of an entry are told to others."""


def rounded_of_others(
    exact: Mapping[str, EntryValue[K]], resolution: Resolution, rounding: Rounding
) -> Drawn[K]:
    """Read what a firm draws from itself as told, and what it draws from others as these tell it.

    Args:
        exact: the values of all entries.
        resolution: their graph.
        rounding: of the lines of others.
    """

    @cache
    def told(maker: str) -> EntryValue[K] | None:
        value = exact.get(maker)
        return None if value is None else rounded_value(value, resolution.record(maker), rounding)

    def drawn(
        record: EntryRecord, maker: str, done: Mapping[str, EntryValue[K]]
    ) -> EntryValue[K] | None:
        is_own = resolution.record(maker).entry.issuer == record.entry.issuer
        return done.get(maker) if is_own else told(maker)

    return drawn


def rounded_value(value: EntryValue[K], record: EntryRecord, rounding: Rounding) -> EntryValue[K]:
    """The value of an entry as it is told to others."""
    lines = {}
    for name, line in value.lines.items():
        of = rounding(record, name)
        lines[name] = LineValue({key: of(kg) for key, kg in line.cells.items()}, line.own)
    return value._replace(lines=lines)
