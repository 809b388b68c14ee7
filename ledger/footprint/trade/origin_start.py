"""The beginning of an element: the entry that states it first, and the goods of unknown content before it.

A mine states what its own ore holds. A refinery that states the element first takes it from goods whose content nobody
states, and its origin is unknown: gravel of one country that may hold the element lends it no origin. Recycled goods
and synthetic graphite of unknown content alone leave no choice: up to their mass they are what the process of their
maker says.
"""

from collections.abc import Iterator
from decimal import Decimal

from ledger.footprint.graph.cells import exact_sum
from ledger.footprint.graph.numbers import EXACT, ZERO
from ledger.footprint.graph.resolution import EntryRecord
from ledger.footprint.trade.element_content import (
    HeldLine,
    extracts,
    goods_kg,
    recycles,
    stated_kg,
    unstated,
)
from ledger.footprint.trade.origin_keys import (
    Amounts,
    OriginKey,
    Term,
    class_of,
    here,
    own_term,
    part_of,
    unknown,
)
from ledger.footprint.trade.origin_taken import claimed_recycled
from schemas.signed.inventory import Inventory
from schemas.views.origin import OriginClass

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
    made, goods = stated_kg(lines), part_of(upstream, "goods")
    known = dict(_attributed(record, made, goods))
    rest = EXACT.subtract(made, exact_sum(known.values()))
    second = min(rest, claimed_recycled(record, inventory, lines, element))
    known[OriginKey(OriginClass.SECONDARY, "", record.id)] = second
    known[unknown(record.id)] = EXACT.subtract(rest, second)
    for key, kg in known.items():
        if kg:
            yield own_term(key, kg, "stated", element)


def _attributed(
    record: EntryRecord, made: Decimal, goods: Amounts
) -> Iterator[tuple[OriginKey, Decimal]]:
    """The part of an element whose origin leaves no choice."""
    held = exact_sum(goods.values())
    if extracts(record.entry):
        # A mine that takes in goods of unknown content may pass on their metal as its own.
        yield here(record, OriginClass.MINED), EXACT.subtract(made, min(made, held))
        return
    if recycles(record.entry) and not goods:
        yield here(record, OriginClass.SECONDARY), made
        return
    places = {(key.origin, key.country) for key in goods}
    if len(places) == 1 and (origin := next(iter(places)))[0] in _LEFT:
        entries = {key.entry for key in goods}
        yield OriginKey(*origin, next(iter(entries)) if len(entries) == 1 else ""), min(made, held)


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
