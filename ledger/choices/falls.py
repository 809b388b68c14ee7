"""Another line in the place of one that counts, and the fall of the figure from the one to the other.

History and selection compare lines of the log with those that a figure draws. Each such line is an alternative, also
one that costs no more as it is stated: its words are claims too, and its own alternatives may raise it. Batteries are
compared by the piece, so that neither their mass nor their number can hide a fall. All of it is the log's word.
"""

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple

from ledger.choices.coordinates import LineChange
from ledger.choices.log import LOGS_WORD, LogWord
from ledger.choices.look_alike import line_of
from ledger.footprint.graph.composition import Part, product_rows
from ledger.footprint.graph.goods import product_line, weight
from ledger.footprint.graph.numbers import EXPLAIN, ONE, format_rounded
from ledger.footprint.graph.resolution import EntryRecord
from schemas.inventory import Output
from schemas.vocabulary import OutputRole


class Target(NamedTuple):
    """A line that a customer or the calculation draws, and the entry that makes it."""

    record: EntryRecord
    output: Output


def product_targets(rows: Iterable[Part]) -> list[Target]:
    """The product lines of a composition that are known."""
    parts = ((part.record, part.output) for part in product_rows(rows))
    return [Target(record, output) for record, output in parts if output is not None]


class Fall(NamedTuple):
    """Another line in the place of a target: a change, and its worth per unit of the target; None if unknown."""

    target: Target
    change: LineChange
    worth: Decimal | None


def in_place(log: LogWord, target: Target, other: EntryRecord) -> Iterator[Fall]:
    """The line of another entry that states the goods of a target, in its place."""
    inventory, output = other.inventory, target.output
    line = None if inventory is None else inventory.output(output.line)
    line = line or line_of(output, other)
    if line is None and inventory is not None and output.role is OutputRole.MAIN:
        line = inventory.main
    fall = None if line is None else put_in_place(log, target, other, line)
    if fall is not None:
        yield fall


def put_in_place(log: LogWord, target: Target, other: EntryRecord, line: Output) -> Fall | None:
    """A line of another entry in the place of a target; None if their units cannot be compared."""
    factor = _factor(target, other, line)
    if factor is None:
        return None
    instead = other.id, line.line
    change = LineChange(target.record.id, target.output.line, instead, factor)
    price = log.price(instead)
    return Fall(target, change, None if price is None else EXPLAIN.multiply(price, factor))


def _factor(target: Target, other: EntryRecord, line: Output) -> Decimal | None:
    """Units of another line for one unit of a target: by the battery if both count them, else by mass, else one."""
    output = target.output
    if line.batteries is not None and output.batteries is not None:
        each = EXPLAIN.divide(Decimal(line.amount), Decimal(line.batteries))
        return EXPLAIN.divide(each, EXPLAIN.divide(Decimal(output.amount), output.batteries))
    if line.unit is output.unit:
        return ONE
    kg = weight(ONE, output.unit, product_line(target.record, output.line))
    of_line = weight(ONE, line.unit, product_line(other, line.line))
    return EXPLAIN.divide(kg, of_line) if kg and of_line else None


def raises(log: LogWord, fall: Fall) -> bool:
    """True if the line in its place has the higher figure."""
    now = log.price((fall.target.record.id, fall.target.output.line))
    return fall.worth is not None and now is not None and fall.worth > now


def in_words_of(
    what: str, log: LogWord, falls: Sequence[Fall], unknown: Sequence[EntryRecord]
) -> str:
    """The clause of a choice: for each line the highest figure and the one that counts."""
    highest: dict[tuple[str, str], Fall] = {}
    for fall in sorted(falls, key=lambda row: (row.worth or 0, row.change.instead)):
        if raises(log, fall):
            highest[fall.change[:2]] = fall
    said = [f"{what} has {_compared(log, fall)}" for fall in highest.values()]
    said += [f"{what} ({old.id}) is not shown, or has no figure in this unit" for old in unknown]
    return "; ".join(said) + LOGS_WORD


def _compared(log: LogWord, fall: Fall) -> str:
    record, output = fall.target
    now, unit = log.price((record.id, output.line)), output.unit.value
    before = f"{format_rounded(fall.worth or ONE)} kg CO2e per {unit} of {output.name}"
    return f"{before} ({fall.change.instead[0]}), and {format_rounded(now or ONE)} counts"
