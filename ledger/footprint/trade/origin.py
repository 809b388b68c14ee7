"""The origin of an element as a tally: kg of the element per unit of each line, by class and country of extraction.

    brought = sum over goods drawn (amount x kg of e per unit)
    made    = what the output lines state of e

Made below brought is a loss: the goods keep their mix of origins and weigh what is made. Made above brought is metal
that no supplier accounts for, and content may not exceed what came in: the rest is `unknown` beyond the tolerance,
`untraced` within it, which enters no share. Both compare with what was traced from the start, so small excesses of many
entries add up until they show; the first assay after the ore may differ from its grade once. Where the goods used
state no e, the entry is the first to state it. Where no line states e, all of it passes on.

Goods of a mine that do not state e may have brought it too: beside goods that do, they count as unknown, up to what the
richest mineral of e would hold. An ore that says nothing of its cobalt takes no share in that of another by silence.

A country of extraction is that of a mine or brine operation and never of a smelter. A mark as recycled makes only metal
of unknown origin secondary: traced metal stays what it is. Source: mass balance, well mixed; the tolerance is our own.

The beginning of an element: a mine states what its own ore holds. A refinery that states the element first takes it
from goods whose content nobody states, and its origin is unknown: gravel of one country that may hold the element lends
it no origin. Recycled goods and synthetic graphite of unknown content alone leave no choice: up to their mass they are
what the process of their maker says.
"""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Final

from ledger.footprint.graph.cells import exact_sum
from ledger.footprint.graph.numbers import EXACT, ZERO, divide
from ledger.footprint.graph.ore_grades import GRADES
from ledger.footprint.graph.resolution import EntryRecord, Resolution
from ledger.footprint.graph.terms import OwnTerm
from ledger.footprint.tally.recursion import Tally
from ledger.footprint.tally.valuation import CitedLine, RowValues, follow
from ledger.footprint.trade.element_content import (
    HeldLine,
    extracts,
    goods_kg,
    held_lines,
    recycles,
    silent,
    stated_kg,
    unstated,
)
from ledger.footprint.trade.origin_keys import (
    BROUGHT,
    Amounts,
    OriginKey,
    Term,
    assay,
    brought_kg,
    class_of,
    element_kg,
    here,
    own_term,
    part_of,
    unknown,
    untraced,
)
from ledger.footprint.trade.origin_taken import bought, claimed_recycled, drawn_amounts, taken
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
        read = taken(record, inventory, element, cited, resolution, drawn)
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
            key: part(kg) if key.of in {"element", "ore"} else kg
            for key, kg in values.upstream.items()
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
    output_kg = stated_kg(lines)
    excess = EXACT.subtract(output_kg, brought)
    is_far = excess > EXACT.multiply(TOLERANCE, output_kg)
    is_none = excess <= EXACT.multiply(ROUNDING, output_kg)
    arrived = part_of(values.upstream, *BROUGHT)
    if not silent(lines) and is_none:
        return _scaled(values, arrived, output_kg, brought)
    if is_none:
        return values._replace(upstream=arrived | part_of(values.upstream, "untraced"))
    within = assay(record.id) if is_raw else untraced(record.id)
    key = unknown(record.id) if is_far else within
    terms = (*values.terms, own_term(key, excess, "excess", element))
    return values._replace(terms=terms, upstream=arrived)


def _scaled(
    values: RowValues[OriginKey],
    arrived: Mapping[OriginKey, Decimal],
    output_kg: Decimal,
    brought: Decimal,
) -> RowValues[OriginKey]:
    """The values times `output_kg` over `brought`; the division is left to the line, which rounds once."""
    return values._replace(
        terms=tuple(_times(term, output_kg) for term in values.terms),
        draws=tuple(
            row._replace(amount=EXACT.multiply(row.amount, output_kg)) for row in values.draws
        ),
        upstream={key: EXACT.multiply(kg, output_kg) for key, kg in arrived.items()},
        divisor=brought,
    )


def _times(term: OwnTerm[OriginKey], factor: Decimal) -> Term:
    return term._replace(value=EXACT.multiply(term.value, factor))


def _from_extraction(read: Mapping[str, CitedLine[OriginKey]]) -> bool:
    """True if every delivery that brings the element is of a mine or brine operation."""
    return all(extracts(line.maker.entry) for line in read.values() if element_kg(line.cells))


_LEFT = frozenset({OriginClass.SECONDARY, OriginClass.SYNTHETIC})
"""The classes of goods of unknown content that leave no choice."""


def first_stated(
    record: EntryRecord,
    inventory: Inventory,
    element: str,
    lines: tuple[HeldLine, ...],
    upstream: Amounts,
) -> Iterator[Term]:
    """The terms of an entry that states an element which none of its goods states; they sum to what it states.

    Args:
        record: the entry.
        inventory: of the entry.
        element: a chemical symbol.
        lines: its output lines with what they state.
        upstream: the goods of unknown content that it used.
    """
    output_kg, goods = stated_kg(lines), part_of(upstream, "goods")
    kg_by_key = dict(_attributed(record, output_kg, goods))
    rest = EXACT.subtract(output_kg, exact_sum(kg_by_key.values()))
    second = min(rest, claimed_recycled(record, inventory, lines, element))
    kg_by_key[OriginKey(OriginClass.SECONDARY, "", record.id)] = second
    kg_by_key[unknown(record.id)] = EXACT.subtract(rest, second)
    for key, kg in kg_by_key.items():
        if kg:
            yield own_term(key, kg, "stated", element)


def _attributed(
    record: EntryRecord, output_kg: Decimal, goods: Amounts
) -> Iterator[tuple[OriginKey, Decimal]]:
    """The part of an element whose origin leaves no choice."""
    held = exact_sum(goods.values())
    if extracts(record.entry):
        # A mine that takes in goods of unknown content may pass on their metal as its own.
        yield here(record, OriginClass.MINED), EXACT.subtract(output_kg, min(output_kg, held))
        return
    if recycles(record.entry) and not goods:
        yield here(record, OriginClass.SECONDARY), output_kg
        return
    places = {(key.origin, key.country) for key in goods}
    if len(places) == 1 and (origin := next(iter(places)))[0] in _LEFT:
        entries = {key.entry for key in goods}
        yield (
            OriginKey(*origin, next(iter(entries)) if len(entries) == 1 else ""),
            min(output_kg, held),
        )


def goods_of_unknown_content(
    record: EntryRecord, inventory: Inventory, element: str, goods: Amounts
) -> Iterator[Term]:
    """The goods that begin at an entry of which nobody states the content: those of a mine, or of unsupplied goods.

    A processor that used such goods passes these on instead.
    """
    lines = unstated(record, inventory, element)
    if lines and (extracts(record.entry) or not goods):
        key = here(record, class_of(record.entry, element))._replace(of="goods")
        kg = goods_kg(record, lines)
        if kg > ZERO:
            yield own_term(key, kg, "goods", inventory.main.name)
