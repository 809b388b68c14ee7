"""Recycled shares that an entry states of its lines, compared with those of the goods it uses.

The share of an element follows from the content of the goods used (`contents`). A share that differs from it by more
than the rulebook's tolerance for elements is a finding; if no goods used contain the element, the statement is
accepted.
"""

from collections.abc import Iterator
from decimal import Decimal

from ledger.footprint.graph.goods import product_line
from ledger.footprint.graph.numbers import EXPLAIN, format_rounded
from ledger.footprint.graph.resolution import EntryRecord, Observation
from ledger.footprint.plausibility.context import PlausibilityContext
from schemas.signed.entry import Element
from schemas.signed.inventory import Inventory


def recycled_content_faults(context: PlausibilityContext) -> Iterator[Observation]:
    """Stated recycled shares that disagree with the goods used."""
    balances = context.rulebook.balances
    if balances is None:
        return
    tolerance = Decimal(balances.element.value)
    for record, inventory in context.entries:
        for line, row, stated_share in _stated(record, inventory):
            content = context.contents[record.id, line].get(row.element)
            if content is None:
                continue
            share = content.share
            if abs(EXPLAIN.subtract(Decimal(stated_share), share)) > tolerance:
                detail = (
                    f"line {line} states {stated_share} of its {row.element} as recycled, "
                    f"the goods used give {format_rounded(share)}"
                )
                yield Observation("recycled_content.differs", record.id, detail)


def _stated(record: EntryRecord, inventory: Inventory) -> Iterator[tuple[str, Element, str]]:
    """The shares that an entry states, with line and element."""
    for output in inventory.outputs:
        product = product_line(record, output.line)
        for row in () if product is None else product.elements:
            if row.recycled is not None:
                yield output.line, row, row.recycled
