"""Goods that are the same by what they are, and not by what their ids, units and line names say.

    look-alike products                                       the same
    equal stated elements, at one site or by one process      the same
    no stated elements on either, at one site by one process  the same

of one issuer. Elements are equal if each fraction above a hundredth is, within a twentieth: a lot varies, a nickel-rich
cathode is no lithium iron phosphate. Batteries are the same only by their model, which a declaration names.
"""

from collections.abc import Hashable, Iterator, Mapping
from decimal import Decimal

from ledger.choices.hydrates import elements_of_line
from ledger.choices.log import LogWord
from ledger.choices.look_alike import skeleton
from ledger.footprint.graph.goods import product_line
from ledger.footprint.graph.numbers import EXPLAIN
from ledger.footprint.graph.resolution import EntryRecord
from schemas.inventory import Output

SAME = Decimal("0.05")
"""The part of a fraction by which two lots of the same goods may differ."""


Likeness = tuple[Hashable, ...]
"""What two lines of one issuer that are the same goods share."""

BY_ELEMENTS = frozenset({"site", "process"})
"""The likenesses of which the fractions of the elements must be equal too."""


def live_lines(log: LogWord) -> Iterator[tuple[EntryRecord, Output]]:
    """The lines of live entries that are shown."""
    for record in log.records.entries.values():
        if record.inventory is not None and log.is_live(record.id):
            yield from ((record, output) for output in record.inventory.outputs)


def likenesses(record: EntryRecord, output: Output) -> tuple[Likeness, ...]:
    """What a line shares with each line of its issuer that is the same goods."""
    entry = record.entry
    if entry.model is not None:
        return (("model", skeleton(entry.model), output.role),)
    alike = ("product", skeleton(output.product))
    names = frozenset(elements_of_line(product_line(record, output.line)))
    if not names:
        return alike, ("made", entry.site.code, entry.process, output.role)
    return alike, ("site", entry.site.code, names), ("process", entry.process, names)


def are_same_goods(one: EntryRecord, output: Output, other: EntryRecord, line: Output) -> bool:
    """True if two lines of one issuer are the same goods."""
    shared = {*likenesses(one, output)}.intersection(likenesses(other, line))
    return any(likeness[0] not in BY_ELEMENTS for likeness in shared) or (
        bool(shared)
        and _are_equal(
            elements_of_line(product_line(one, output.line)),
            elements_of_line(product_line(other, line.line)),
        )
    )


def _are_equal(one: Mapping[str, Decimal], other: Mapping[str, Decimal]) -> bool:
    return all(
        EXPLAIN.subtract(part, other[name]).copy_abs()
        <= EXPLAIN.multiply(SAME, max(part, other[name]))
        for name, part in one.items()
    )
