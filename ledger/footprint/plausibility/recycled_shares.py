"""Recycled shares that an entry states of its lines, held against what its goods give.

The share of an element follows from what the goods taken in hold of it (`contents`). One that differs from it by more
than the rulebook's tolerance for elements is told; where nothing taken in holds the element, the statement stands.
"""

from collections.abc import Iterator
from decimal import Decimal

from ledger.footprint.graph.goods import product_line
from ledger.footprint.graph.numbers import EXPLAIN, format_rounded
from ledger.footprint.graph.resolution import EntryRecord, Observation
from ledger.footprint.plausibility.context import Reader
from schemas.entry import Element
from schemas.inventory import Inventory


def recycled_content_faults(reader: Reader) -> Iterator[Observation]:
    """Stated recycled shares that the goods taken in do not bear out."""
    balances = reader.rulebook.balances
    if balances is None:
        return
    tolerance = Decimal(balances.element.value)
    for record, inventory in reader.entries:
        for line, row, stated in _stated(record, inventory):
            content = reader.contents[record.id, line].get(row.element)
            if content is None:
                continue
            share = content.share
            if abs(EXPLAIN.subtract(Decimal(stated), share)) > tolerance:
                detail = (
                    f"line {line} states {stated} of its {row.element} as recycled, "
                    f"what went in gives {format_rounded(share)}"
                )
                yield Observation("recycled_content.differs", record.id, detail)


def _stated(record: EntryRecord, inventory: Inventory) -> Iterator[tuple[str, Element, str]]:
    """The shares that an entry states, with line and element."""
    for output in inventory.outputs:
        product = product_line(record, output.line)
        for row in () if product is None else product.elements:
            if row.recycled is not None:
                yield output.line, row, row.recycled
