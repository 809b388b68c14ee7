"""Goods that are the same by what they are, and not by what their ids, units and line names say.

    look-alike products                                                              the same
    equal elements, also if neither states any, at one site or by one process        the same
    at one site by one process, where one states no elements that the other does not the same

of one issuer. Elements are equal if each fraction above a hundredth is, within a twentieth: a lot varies, a nickel-rich
cathode is no lithium iron phosphate. What is left unsaid may be anything, so goods of one plant do not become others by
it, nor by another role; two salts of one plant that each state an element of their own are two goods. Batteries are the
same only by their model, which a declaration names.
"""

from collections.abc import Hashable, Mapping
from decimal import Decimal

from ledger.choices.hydrates import elements_of_line
from ledger.choices.look_alike import skeleton
from ledger.footprint.graph.goods import product_line
from ledger.footprint.graph.numbers import EXPLAIN
from ledger.footprint.graph.resolution import EntryRecord
from schemas.signed.inventory import Output

SAME = Decimal("0.05")
"""The part of a fraction by which two lots of the same goods may differ."""


Likeness = tuple[Hashable, ...]
"""What two lines of one issuer that are the same goods share."""

BY_ELEMENTS = frozenset({"site", "process", "made"})
"""The likenesses of which the fractions of the elements that both state must be equal too."""


def likenesses(record: EntryRecord, output: Output) -> tuple[Likeness, ...]:
    """What a line shares with each line of its issuer that is the same goods."""
    entry = record.entry
    if record.battery_model is not None:
        return (("model", skeleton(record.battery_model), output.role),)
    alike = ("product", skeleton(output.product))
    names = frozenset(elements_of_line(product_line(record, output.line)))
    production = ("made", entry.site.code, entry.process)
    return alike, production, ("site", entry.site.code, names), ("process", entry.process, names)


def are_same_goods(record: EntryRecord, output: Output, other: EntryRecord, line: Output) -> bool:
    """True if two lines of one issuer are the same goods."""
    shared = {*likenesses(record, output)}.intersection(likenesses(other, line))
    return any(likeness[0] not in BY_ELEMENTS for likeness in shared) or (
        bool(shared)
        and are_equal(
            elements_of_line(product_line(record, output.line)),
            elements_of_line(product_line(other, line.line)),
        )
    )


def are_equal(fractions: Mapping[str, Decimal], other: Mapping[str, Decimal]) -> bool:
    """True if one of two lines states all elements that the other does, in the same parts."""
    fewer, more = sorted((fractions, other), key=len)
    return all(
        name in more
        and EXPLAIN.subtract(part, more[name]).copy_abs()
        <= EXPLAIN.multiply(SAME, max(part, more[name]))
        for name, part in fewer.items()
    )
