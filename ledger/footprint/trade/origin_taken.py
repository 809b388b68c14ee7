"""What an entry takes in of an element: deliveries as the entry reads them, and bought material.

Every draw of goods brings what they hold, whatever purpose its row states. Scrap keeps the origin of what it was, and
new goods keep theirs through a recycler: only metal that an end-of-life entry recovered is secondary, in the country of
the recycler that takes it on. A row marked as traced recycled feedstock makes metal of unknown origin secondary, in its
supplier's country; it does not change metal that is traced to a mine. Goods of unknown origin that enter a
graphitization furnace become synthetic graphite. A line whose content is not known, and that carries nothing, brings
goods of unknown content; and what is drawn of a line beyond what it made is of unknown origin.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal
from functools import partial

from ledger.footprint.graph.cells import exact_sum
from ledger.footprint.graph.goods import UNITS_OF_GOODS, product_line, weight
from ledger.footprint.graph.numbers import EXACT, ONE, ZERO, divide
from ledger.footprint.graph.resolution import EntryRecord, Resolution
from ledger.footprint.graph.terms import OwnTerm
from ledger.footprint.tally.valuation import CitedLine
from ledger.footprint.trade.element_content import HeldLine, is_known, makes_graphite, recycles
from ledger.footprint.trade.origin_keys import OriginKey, Term, class_of, here, unknown
from schemas.signed.inventory import Inventory
from schemas.signed.rows import ActivityInput, DeliveryInput
from schemas.views.origin import OriginClass
from schemas.vocabulary import Unit

_Rename = Callable[[OriginKey], OriginKey]


Drawn = Mapping[tuple[str, str], Decimal]
"""The amount that all entries of a graph draw of each line: by the maker's entry and the line."""


def drawn_amounts(resolution: Resolution) -> Drawn:
    """The amount that all entries of a graph draw of each line."""
    amounts: dict[tuple[str, str], Decimal] = {}
    for node in resolution.order:
        inventory = resolution.record(node).inventory
        for row in () if inventory is None else inventory.delivery_inputs:
            source = resolution.sources.get(row.delivery)
            if source is not None:
                key = source[1], resolution.lines[source[0]]
                amounts[key] = EXACT.add(amounts.get(key, ZERO), Decimal(row.amount))
    return amounts


def taken(
    record: EntryRecord,
    inventory: Inventory,
    element: str,
    cited: Mapping[str, CitedLine[OriginKey]],
    resolution: Resolution,
    drawn: Drawn,
) -> dict[str, CitedLine[OriginKey]]:
    """The cited lines as the entry reads them.

    Args:
        record: the entry.
        inventory: of the entry.
        element: a chemical symbol.
        cited: the lines that it cites.
        resolution: the graph.
        drawn: the amounts drawn of each of its lines.
    """
    marked = {row.delivery for row in inventory.delivery_inputs if _is_traced(row)}
    marked -= {row.delivery for row in inventory.delivery_inputs if not _is_traced(row)}
    is_furnace = makes_graphite(record.entry, element)
    lines = {}
    for name, cited_line in cited.items():
        line = _within_output(
            name, _with_goods(name, cited_line, element, resolution), resolution, drawn
        )
        rename: _Rename | None = None
        if recycles(record.entry) and recycles(line.maker.entry):
            rename = partial(_as_recovered, recycler=record)
        elif name in marked:
            rename = partial(_as_marked, supplier=line.maker)
        elif is_furnace:
            rename = partial(_as_synthetic, furnace=record)
        lines[name] = line if rename is None else CitedLine(_renamed(line, rename), line.maker)
    return lines


def _is_traced(row: DeliveryInput | ActivityInput) -> bool:
    return row.recycled is not None and row.recycled.evidence == "traced"


def _with_goods(
    delivery: str, line: CitedLine[OriginKey], element: str, resolution: Resolution
) -> CitedLine[OriginKey]:
    """A line; with goods of unknown content if it carries nothing and its content is not known."""
    name = resolution.lines[resolution.sources[delivery][0]]
    inventory = line.maker.inventory
    output = None if inventory is None else inventory.output(name)
    if line.cells or output is None or output.unit not in UNITS_OF_GOODS:
        return line
    each = weight(ONE, output.unit, product_line(line.maker, name))
    if each is not None and is_known(line.maker, output, element):
        return line
    key = here(line.maker, class_of(line.maker.entry, element))._replace(of="goods")
    return CitedLine({key: each or ONE}, line.maker)


def _within_output(
    delivery: str, line: CitedLine[OriginKey], resolution: Resolution, drawn: Drawn
) -> CitedLine[OriginKey]:
    """A line; what the graph draws of it beyond its output is of unknown origin, at its maker."""
    newest, maker = resolution.sources[delivery]
    name = resolution.lines[newest]
    output = None if line.maker.inventory is None else line.maker.inventory.output(name)
    output_amount, whole = (
        None if output is None else Decimal(output.amount),
        drawn.get((maker, name), ZERO),
    )
    if output_amount is None or whole <= output_amount:
        return line
    cells: dict[OriginKey, Decimal] = {}
    for key, kg in line.cells.items():
        inside = divide(EXACT.multiply(kg, output_amount), whole)
        lost = OriginKey(OriginClass.UNKNOWN, "", maker, key.of)
        cells[key] = EXACT.add(cells.get(key, ZERO), inside)
        cells[lost] = EXACT.add(cells.get(lost, ZERO), EXACT.subtract(kg, inside))
    return CitedLine(cells, line.maker)


def _renamed(line: CitedLine[OriginKey], rename: _Rename) -> dict[OriginKey, Decimal]:
    cells: dict[OriginKey, Decimal] = {}
    for key, kg in line.cells.items():
        name = key if key.of in {"untraced", "assay"} else rename(key)
        cells[name] = EXACT.add(cells.get(name, ZERO), kg)
    return cells


def _as_recovered(key: OriginKey, recycler: EntryRecord) -> OriginKey:
    if key.origin is not OriginClass.SECONDARY:
        return key
    return _at(recycler, OriginClass.SECONDARY, key)


def _as_marked(key: OriginKey, supplier: EntryRecord) -> OriginKey:
    if key.origin is not OriginClass.UNKNOWN:
        return key
    return _at(supplier, OriginClass.SECONDARY, key)


def _as_synthetic(key: OriginKey, furnace: EntryRecord) -> OriginKey:
    if key.origin is not OriginClass.UNKNOWN or key.of != "goods":
        return key
    return _at(furnace, OriginClass.SYNTHETIC, key)


def _at(record: EntryRecord, origin: OriginClass, key: OriginKey) -> OriginKey:
    return OriginKey(origin, record.entry.site.country, record.id, key.of)


def bought(record: EntryRecord, inventory: Inventory, element: str) -> Iterator[Term]:
    """The element in goods bought by mass of that material, which no entry of the ledger supplied."""
    for row in inventory.inputs:
        if isinstance(row, ActivityInput) and row.material == element and row.unit is Unit.KG:
            key = unknown(record.id)
            if _is_traced(row):
                key = OriginKey(OriginClass.SECONDARY, "", record.id)
            yield OwnTerm(key, Decimal(row.amount), "bought", row.flow, row.purpose, row)


def claimed_recycled(
    record: EntryRecord, inventory: Inventory, lines: Iterable[HeldLine], element: str
) -> Decimal:
    """The kg of an element that an entry states as recycled, up to the mass of its bought traced feedstock.

    A stated share alone is a claim without a source, and makes nothing secondary.
    """
    recycled_kg = exact_sum(
        EXACT.multiply(line.kg, _recycled_share(record, line, element))
        for line in lines
        if line.kg is not None
    )
    traced = exact_sum(
        Decimal(row.amount)
        for row in inventory.inputs
        if isinstance(row, ActivityInput) and _is_traced(row) and row.unit is Unit.KG
    )
    return min(recycled_kg, traced)


def _recycled_share(record: EntryRecord, line: HeldLine, element: str) -> Decimal:
    product = product_line(record, line.output.line)
    elements = () if product is None else product.elements
    return next((Decimal(row.recycled or "0") for row in elements if row.element == element), ZERO)
