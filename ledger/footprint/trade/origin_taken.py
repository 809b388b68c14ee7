"""What an entry takes in of an element: deliveries as the entry reads them, and bought material.

Waste that a recycler takes in becomes secondary, in the recycler's country: scrap, and what other end-of-life entries
deliver. New goods sent through a recycler keep their origin. A row marked as traced recycled feedstock makes metal of
unknown origin secondary, in its supplier's country; it does not change metal that is traced to a mine. Goods of unknown
origin that enter a graphitization furnace become synthetic graphite.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal
from functools import partial

from ledger.footprint.graph.cells import exact_sum
from ledger.footprint.graph.goods import GOODS, product_line
from ledger.footprint.graph.numbers import EXACT, ZERO
from ledger.footprint.graph.resolution import EntryRecord, Resolution
from ledger.footprint.graph.terms import OwnTerm
from ledger.footprint.tally.valuation import CitedLine
from ledger.footprint.trade.element_content import HeldLine, makes_graphite, recycles
from ledger.footprint.trade.origin_keys import OriginKey, Term, unknown
from schemas.inventory import Inventory
from schemas.origin import OriginClass
from schemas.rows import ActivityInput, DeliveryInput
from schemas.vocabulary import OutputRole, Unit

_Rename = Callable[[OriginKey], OriginKey]


def taken(
    record: EntryRecord,
    inventory: Inventory,
    element: str,
    cited: Mapping[str, CitedLine[OriginKey]],
    resolution: Resolution,
) -> dict[str, CitedLine[OriginKey]]:
    """The cited lines as the entry reads them."""
    marked = {row.delivery for row in inventory.delivery_inputs if _is_traced(row)}
    marked -= {row.delivery for row in inventory.delivery_inputs if not _is_traced(row)}
    is_furnace = makes_graphite(record.entry, element)
    found = {}
    for name, line in cited.items():
        rename: _Rename | None = None
        if recycles(record.entry) and _is_waste(name, line.maker, resolution):
            rename = partial(_as_secondary, recycler=record)
        elif name in marked:
            rename = partial(_as_marked, supplier=line.maker)
        elif is_furnace:
            rename = partial(_as_synthetic, furnace=record)
        found[name] = line if rename is None else CitedLine(_renamed(line, rename), line.maker)
    return found


def _is_traced(row: DeliveryInput | ActivityInput) -> bool:
    return row.recycled is not None and row.recycled.evidence == "traced"


def _is_waste(delivery: str, maker: EntryRecord, resolution: Resolution) -> bool:
    """True for scrap, and for what an end-of-life entry delivers."""
    line = resolution.lines[resolution.sources[delivery][0]]
    output = None if maker.inventory is None else maker.inventory.output(line)
    return recycles(maker.entry) or (output is not None and output.role is OutputRole.SCRAP)


def _renamed(line: CitedLine[OriginKey], rename: _Rename) -> dict[OriginKey, Decimal]:
    cells: dict[OriginKey, Decimal] = {}
    for key, kg in line.cells.items():
        name = key if key.of == "untraced" else rename(key)
        cells[name] = EXACT.add(cells.get(name, ZERO), kg)
    return cells


def _as_secondary(key: OriginKey, recycler: EntryRecord) -> OriginKey:
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
        if isinstance(row, ActivityInput) and row.material == element and _is_goods(row):
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
    stated = exact_sum(
        EXACT.multiply(line.kg, _recycled_share(record, line, element))
        for line in lines
        if line.kg is not None
    )
    traced = exact_sum(
        Decimal(row.amount)
        for row in inventory.inputs
        if isinstance(row, ActivityInput) and _is_traced(row) and _is_goods(row)
    )
    return min(stated, traced)


def _is_goods(row: ActivityInput) -> bool:
    return row.purpose in GOODS and row.unit is Unit.KG


def _recycled_share(record: EntryRecord, line: HeldLine, element: str) -> Decimal:
    product = product_line(record, line.output.line)
    stated = () if product is None else product.elements
    return next((Decimal(row.recycled or "0") for row in stated if row.element == element), ZERO)
