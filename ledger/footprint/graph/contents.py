"""The elements in each delivered line, and the part of them recovered from waste.

    content of an element: as the product section states it; if that omits the element, and one output carries all
        burdens, the content of the goods used, over the output (an upper bound: no loss on the way)
    recycled share: of the element in the goods used, well mixed; a row of traced recycled feedstock counts whole;
        if no goods used contain the element, as the product section states it, else none

Along the chain this gives the shares of recovered cobalt, lead, lithium and nickel that Article 8 of Regulation (EU)
2023/1542 asks for; `recycled_shares` reports stated shares that differ. The content of a bought flow counts if its row
states it; the content of an imported figure is unknown. Values explain, at 50 digits.
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import NamedTuple

from ledger.footprint.graph.goods import GOODS, mass, product_line
from ledger.footprint.graph.numbers import EXPLAIN, ONE, ZERO
from ledger.footprint.graph.resolution import EntryRecord, Resolution
from schemas.signed.entry import Element
from schemas.signed.inventory import Inventory
from schemas.signed.rows import ActivityInput, DeliveryInput, ExternalInput
from schemas.vocabulary import Unit

ARTICLE_8 = ("Co", "Li", "Ni", "Pb")
"""Elements whose recycled shares the Battery Regulation asks for."""


class Content(NamedTuple):
    """kg of an element per unit of a line, and the kg of it that were recovered from waste."""

    kg: Decimal
    recycled: Decimal

    @property
    def share(self) -> Decimal:
        """The recycled share, from 0 to 1."""
        return EXPLAIN.divide(self.recycled, self.kg)

    def times(self, factor: Decimal) -> "Content":
        """The content of a number of units."""
        return Content(EXPLAIN.multiply(self.kg, factor), EXPLAIN.multiply(self.recycled, factor))


NOTHING = Content(ZERO, ZERO)
Contents = Mapping[tuple[str, str], Mapping[str, Content]]


def contents(resolution: Resolution) -> Contents:
    """The content of each line (entry, line) by element."""
    contents_by_line: dict[tuple[str, str], dict[str, Content]] = {}
    for node in resolution.order:
        record = resolution.record(node)
        if record.inventory is not None:
            taken = _used_content(record.inventory, resolution, contents_by_line)
            for output in record.inventory.outputs:
                contents_by_line[node, output.line] = _line(
                    record, record.inventory, output.line, taken
                )
    return contents_by_line


def _used_content(
    inventory: Inventory, resolution: Resolution, contents_by_line: Contents
) -> dict[str, Content]:
    """The content of the goods used, over the whole period or lot."""
    total: dict[str, Content] = {}
    for row in inventory.inputs:
        if row.purpose in GOODS and not isinstance(row, ExternalInput):
            for element, held in _content_of(row, resolution, contents_by_line).items():
                before, more = total.get(element, NOTHING), _brought(row, held)
                total[element] = Content(
                    EXPLAIN.add(before.kg, more.kg), EXPLAIN.add(before.recycled, more.recycled)
                )
    return total


def _content_of(
    row: DeliveryInput | ActivityInput, resolution: Resolution, contents_by_line: Contents
) -> Mapping[str, Content]:
    """The content of one unit of goods used: of a delivery its line's, of a flow its material."""
    if isinstance(row, ActivityInput):
        has_material = row.material is not None and row.unit is Unit.KG
        return {str(row.material): Content(ONE, ZERO)} if has_material else {}
    source = resolution.sources.get(row.delivery)
    return (
        {} if source is None else contents_by_line.get((source[1], resolution.lines[source[0]]), {})
    )


def _brought(row: DeliveryInput | ActivityInput, held: Content) -> Content:
    traced = row.recycled is not None and row.recycled.evidence == "traced"
    content = Content(held.kg, held.kg) if traced else held
    return content.times(Decimal(row.amount))


def _line(
    record: EntryRecord, inventory: Inventory, line: str, taken: Mapping[str, Content]
) -> dict[str, Content]:
    held: dict[str, Content] = {}
    output = inventory.output(line)
    if taken and output is not None and (output,) == inventory.sharing:
        scale = EXPLAIN.divide(ONE, Decimal(output.amount))
        held = {element: content.times(scale) for element, content in taken.items()}
    product = product_line(record, line)
    for row in () if product is None else product.elements:
        kg = mass(Decimal(row.fraction), product)
        if kg is not None:
            share = _share(row, taken)
            held[row.element] = Content(kg, EXPLAIN.multiply(kg, share))
    return held


def _share(row: Element, taken: Mapping[str, Content]) -> Decimal:
    brought = taken.get(row.element, NOTHING)
    return brought.share if brought.kg else Decimal(row.recycled or "0")
