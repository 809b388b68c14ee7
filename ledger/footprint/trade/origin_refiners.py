"""The refiners of an element: the first entries behind a battery that state it and do not extract it.

A refiner takes goods of which no entry between it and the mine states the element. Recyclers count too. It is where a
due-diligence audit of smelters looks; the process code is not asked, so an unspecified process counts.
"""

from collections.abc import Container, Iterable, Iterator

from ledger.footprint.graph.resolution import EntryRecord, Resolution
from ledger.footprint.tally.recursion import GraphValues
from ledger.footprint.trade.element_content import extracts, held_lines
from ledger.footprint.trade.origin_keys import OriginKey, element_kg


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
    behind, refined = resolution.upstream(products), set[str]()
    for node in resolution.order:
        record = resolution.record(node)
        if node not in behind or record.inventory is None or extracts(record.entry):
            continue
        states = any(line.kg for line in held_lines(record, record.inventory, element))
        takes = _takes_from(record, refined, resolution, values)
        if states and not takes:
            yield node
        if states or takes:
            refined.add(node)


def _takes_from(
    record: EntryRecord,
    makers: Container[str],
    resolution: Resolution,
    values: GraphValues[OriginKey],
) -> bool:
    """True if goods of some makers bring the element to an entry."""
    for row in () if record.inventory is None else record.inventory.delivery_inputs:
        source = resolution.sources.get(row.delivery)
        if source is not None and source[1] in makers:
            line = values.line(source[1], resolution.lines[source[0]])
            if line is not None and element_kg(line.cells):
                return True
    return False
