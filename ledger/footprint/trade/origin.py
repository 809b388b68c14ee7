"""The origin of an element as a tally: kg of the element per unit of each line, by class and country of extraction.

    brought = sum over goods drawn (amount x kg of e per unit)
    made    = what the output lines state of e

Made below brought is a loss: the goods keep their mix of origins and weigh what is made. Made above brought is metal
that no supplier accounts for, and content may not exceed what came in: the rest is `unknown` beyond the tolerance,
`untraced` within it, which enters no share. Both compare with what was traced from the start, so small excesses of many
entries add up until they show; the first assay after the ore may differ from its grade once. Where the goods used
state no e, the entry is the first to state it (`origin_start`). Where no line states e, all of it passes on.

Goods of a mine that do not state e may have brought it too: beside goods that do, they count as unknown, up to what the
richest mineral of e would hold. An ore that says nothing of its cobalt takes no share in that of another by silence.

A country of extraction is that of a mine or brine operation and never of a smelter. A mark as recycled makes only metal
of unknown origin secondary: traced metal stays what it is. Source: mass balance, well mixed; the tolerance is our own.
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import Final

from ledger.footprint.graph.cells import exact_sum
from ledger.footprint.graph.numbers import EXACT, divide
from ledger.footprint.graph.ore_grades import GRADES
from ledger.footprint.graph.resolution import EntryRecord, Resolution
from ledger.footprint.graph.terms import OwnTerm
from ledger.footprint.tally.recursion import Tally
from ledger.footprint.tally.valuation import CitedLine, RowValues, follow
from ledger.footprint.trade.element_content import extracts, held_lines, silent, stated_kg
from ledger.footprint.trade.origin_keys import (
    OriginKey,
    Term,
    assay,
    brought_kg,
    element_kg,
    own_term,
    part_of,
    unknown,
    untraced,
)
from ledger.footprint.trade.origin_start import first_stated, goods_of_unknown_content
from ledger.footprint.trade.origin_taken import bought, drawn_amounts, taken
from schemas.signed.inventory import Inventory
from schemas.signed.rows import DeliveryInput
from schemas.views.origin import OriginClass

TOLERANCE: Final = Decimal("0.05")
"""The share of what is made that assays may leave open without a claim of another origin."""

ROUNDING: Final = Decimal("1e-24")
"""The share of what is made that the roundings of cells, at 34 digits, can leave open; it is no excess."""


def element_origin(element: str, resolution: Resolution) -> Tally[OriginKey]:
    """The tally of one element's origin; its shares among outputs are `origin_shares.ByContent`.

    Args:
        element: a chemical symbol; `C` is graphite.
        resolution: the graph, which says on which line a cited delivery is.
    """
    drawn = drawn_amounts(resolution)

    def valued(
        record: EntryRecord, cited: Mapping[str, CitedLine[OriginKey]]
    ) -> RowValues[OriginKey]:
        inventory = record.inventory
        if inventory is None:
            return follow(record, cited, (), _stand_in)
        read = taken(record, inventory, element, cited, (resolution, drawn))
        values = follow(record, read, bought(record, inventory, element), _stand_in)
        if not values.is_complete:
            return values
        return _settled(record, inventory, element, values, read)

    return Tally("element_origin", f"kg {element}", valued)


def _stand_in(row: DeliveryInput) -> None:
    """Nothing in place of any draw: goods bring their metal under every purpose, and services have none."""


def _settled(
    record: EntryRecord,
    inventory: Inventory,
    element: str,
    values: RowValues[OriginKey],
    read: Mapping[str, CitedLine[OriginKey]],
) -> RowValues[OriginKey]:
    """The value of an entry whose goods are valued."""
    brought = exact_sum((element_kg(values.upstream), *(term.value for term in values.terms)))
    if brought:
        mixed = _with_unstated(record, element, values, brought)
        is_raw = not values.terms and _from_extraction(read)
        return _followed(record, inventory, element, mixed, is_raw=is_raw)
    lines = held_lines(record, inventory, element)
    if any(line.kg for line in lines):
        terms = first_stated(record, inventory, element, lines, values.upstream)
        return values._replace(terms=tuple(terms), upstream={})
    goods = part_of(values.upstream, "goods")
    terms = goods_of_unknown_content(record, inventory, element, goods)
    return values._replace(terms=tuple(terms), upstream=goods)


def _with_unstated(
    record: EntryRecord, element: str, values: RowValues[OriginKey], brought: Decimal
) -> RowValues[OriginKey]:
    """The same kg, of which goods of mines that do not state the element may be a part: it is unknown."""
    goods = part_of(values.upstream, "goods")
    mined = exact_sum(kg for key, kg in goods.items() if key.origin is OriginClass.MINED)
    held = EXACT.multiply(mined, GRADES[element].most)
    if not held:
        return values
    whole = EXACT.add(brought, held)

    def part(kg: Decimal) -> Decimal:
        return divide(EXACT.multiply(kg, brought), whole)

    unstated = own_term(unknown(record.id), part(held), "unstated", element)
    return values._replace(
        terms=(*(term._replace(value=part(term.value)) for term in values.terms), unstated),
        upstream={
            key: part(kg) if key.of == "element" else kg for key, kg in values.upstream.items()
        },
    )


def _followed(
    record: EntryRecord,
    inventory: Inventory,
    element: str,
    values: RowValues[OriginKey],
    *,
    is_raw: bool,
) -> RowValues[OriginKey]:
    """The value of an entry whose goods bring the element; `is_raw` if all of it comes straight from extraction."""
    lines = held_lines(record, inventory, element)
    brought = exact_sum((brought_kg(values.upstream), *(term.value for term in values.terms)))
    made = stated_kg(lines)
    excess = EXACT.subtract(made, brought)
    is_far = excess > EXACT.multiply(TOLERANCE, made)
    is_none = excess <= EXACT.multiply(ROUNDING, made)
    arrived = part_of(values.upstream, "element") | part_of(values.upstream, "assay")
    if not silent(lines) and is_none:
        return _scaled(values, arrived, made, brought)
    if is_none:
        return values._replace(upstream=arrived | part_of(values.upstream, "untraced"))
    within = assay(record.id) if is_raw else untraced(record.id)
    key = unknown(record.id) if is_far else within
    terms = (*values.terms, own_term(key, excess, "excess", element))
    return values._replace(terms=terms, upstream=arrived)


def _scaled(
    values: RowValues[OriginKey],
    arrived: Mapping[OriginKey, Decimal],
    made: Decimal,
    brought: Decimal,
) -> RowValues[OriginKey]:
    """The values times made over brought; the division is left to the line, which rounds once."""
    return values._replace(
        terms=tuple(_times(term, made) for term in values.terms),
        draws=tuple(row._replace(amount=EXACT.multiply(row.amount, made)) for row in values.draws),
        upstream={key: EXACT.multiply(kg, made) for key, kg in arrived.items()},
        divisor=brought,
    )


def _times(term: OwnTerm[OriginKey], factor: Decimal) -> Term:
    return term._replace(value=EXACT.multiply(term.value, factor))


def _from_extraction(read: Mapping[str, CitedLine[OriginKey]]) -> bool:
    """True if every delivery that brings the element is of a mine or brine operation."""
    return all(extracts(line.maker.entry) for line in read.values() if element_kg(line.cells))
