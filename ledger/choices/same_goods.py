"""Goods that are the same by what they are, and not by what their ids, units and line names say.

    look-alike products                                       the same
    equal stated elements, at one site or by one process      the same
    no stated elements on either, at one site by one process  the same

of one issuer. Elements are equal if each fraction above a hundredth is, within a twentieth: a lot varies, a nickel-rich
cathode is no lithium iron phosphate. Batteries are the same only by their model, which a declaration names.
"""

from collections.abc import Mapping
from decimal import Decimal

from ledger.choices.hydrates import OF_WATER
from ledger.choices.look_alike import alike
from ledger.choices.sources import LEAST
from ledger.footprint.graph.goods import product_line
from ledger.footprint.graph.numbers import EXPLAIN
from ledger.footprint.graph.resolution import EntryRecord
from schemas.entry import ProductLine
from schemas.inventory import Output

SAME = Decimal("0.05")
"""The part of a fraction by which two lots of the same goods may differ."""


def elements_of_line(line: ProductLine | None) -> Mapping[str, Decimal]:
    """The fractions of the elements that tell what a line is; empty if it states none."""
    stated = () if line is None else line.elements
    fractions = {row.element: Decimal(row.fraction) for row in stated}
    return {
        name: part for name, part in fractions.items() if part >= LEAST and name not in OF_WATER
    }


def are_same_goods(one: EntryRecord, output: Output, other: EntryRecord, line: Output) -> bool:
    """True if two lines of one issuer are the same goods."""
    entry, stated = one.entry, other.entry
    if entry.model is not None or stated.model is not None:
        return alike(entry.model, stated.model) and output.role is line.role
    if alike(output.product, line.product):
        return True
    held, found = (
        elements_of_line(product_line(record, row.line))
        for record, row in ((one, output), (other, line))
    )
    is_here, is_made_so = entry.site.code == stated.site.code, entry.process is stated.process
    if not held and not found:
        return is_here and is_made_so and output.role is line.role
    return (is_here or is_made_so) and _are_equal(held, found)


def _are_equal(one: Mapping[str, Decimal], other: Mapping[str, Decimal]) -> bool:
    if one.keys() != other.keys():
        return False
    return all(
        EXPLAIN.subtract(part, other[name]).copy_abs()
        <= EXPLAIN.multiply(SAME, max(part, other[name]))
        for name, part in one.items()
    )
