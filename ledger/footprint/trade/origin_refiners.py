"""The refiners of an element: the first entries behind a battery that state it and do not extract it.

A refiner takes goods that bring none of the element, or bring it straight from extraction. Recyclers count too. It is
where a due-diligence audit of smelters looks; the process code is not asked, so an unspecified process counts.
"""

from collections.abc import Iterable, Iterator

from ledger.footprint.graph.goods import GOODS
from ledger.footprint.graph.resolution import Resolution
from ledger.footprint.tally.recursion import GraphValues
from ledger.footprint.trade.element_content import extracts, held_lines
from ledger.footprint.trade.origin_keys import OriginKey, element_kg
from schemas.inventory import Inventory


def refiners(
    element: str, products: Iterable[str], resolution: Resolution, values: GraphValues[OriginKey]
) -> Iterator[str]:
    """The ids of the refiners behind some entries, suppliers first.

    Args:
        element: a chemical symbol.
        products: the ids of the entries of the battery.
        resolution: the graph.
        values: its tally of that element.
    """
    behind = resolution.upstream(products)
    for node in resolution.order:
        record = resolution.record(node)
        if node not in behind or record.inventory is None or extracts(record.entry):
            continue
        states = any(line.kg for line in held_lines(record, record.inventory, element))
        if states and not _takes_refined(record.inventory, resolution, values):
            yield node


def _takes_refined(
    inventory: Inventory, resolution: Resolution, values: GraphValues[OriginKey]
) -> bool:
    """True if goods of an entry bring the element from an entry that does not extract it."""
    for row in inventory.delivery_inputs:
        source = resolution.sources.get(row.delivery)
        if row.purpose in GOODS and source is not None:
            newest, maker = source
            line = values.line(maker, resolution.lines[newest])
            is_raw = extracts(resolution.record(maker).entry)
            if not is_raw and line is not None and element_kg(line.cells):
                return True
    return False
