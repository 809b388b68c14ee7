"""Goods that a firm behind a figure received and no entry draws: it may have used them, and does not say so.

A plant that receives clean and dirty goods may draw on the clean delivery alone, or value what it received by a
dataset. What it received and no live entry of it draws is left, however little: only a later draw explains it as stock.
A representative delivery states no amount; one that no row cites may be the word for goods that came, so all that its
line has made and delivered to nobody else is left of it.

Goods concern a figure if they were made in a year of an entry behind it, or the one before or after; and if they share
a stated element with what the firm makes or draws there, or if they or a line of the firm state none. A mine
explains its goods by nature, so whatever it ever received of an element that it states concerns it, drawn or not.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from decimal import Decimal
from typing import NamedTuple

from ledger.choices.hydrates import elements_of_line
from ledger.choices.nature import FROM_NATURE
from ledger.choices.trade import Trade
from ledger.footprint.graph.goods import product_line
from ledger.footprint.graph.numbers import EXPLAIN, ZERO
from ledger.footprint.graph.resolution import DeliveryRecord, EntryRecord
from schemas.values import Period
from schemas.vocabulary import Stage


class FirmGoods(NamedTuple):
    """The goods of a firm behind a figure.

    Attributes:
        periods: of its entries there.
        made: the elements that their lines state.
        known: those, and the elements of what the entries draw; None if a line of theirs states none.
        is_mine: one of the entries takes material from nature.
    """

    periods: tuple[Period, ...]
    made: AbstractSet[str]
    known: AbstractSet[str] | None
    is_mine: bool

    def concerns(self, maker: EntryRecord, line: str) -> bool:
        """True if the goods of a line may be in what the firm makes."""
        held = elements_of_line(product_line(maker, line)).keys()
        if self.is_mine and not self.made.isdisjoint(held):
            return True
        if not any(map(maker.entry.period.is_near, self.periods)):
            return False
        return not held or self.known is None or not self.known.isdisjoint(held)


def goods_of_firms(entries: Iterable[EntryRecord], trade: Trade) -> Mapping[str, FirmGoods]:
    """The goods of each firm among the issuers of entries that a figure reaches."""
    own: dict[str, list[EntryRecord]] = defaultdict(list)
    for record in entries:
        own[record.entry.issuer].append(record)
    return {firm: _goods(records, trade) for firm, records in sorted(own.items())}


def _goods(records: Sequence[EntryRecord], trade: Trade) -> FirmGoods:
    output_elements, drawn, is_stated, is_mine = set[str](), set[str](), True, False
    for record in records:
        is_mine = is_mine or record.entry.process in FROM_NATURE
        inventory = record.inventory
        for output in () if inventory is None else inventory.outputs:
            held = elements_of_line(product_line(record, output.line)).keys()
            output_elements |= held
            is_stated = is_stated and bool(held)
        for row in () if inventory is None else inventory.delivery_inputs:
            source = trade.source(row.delivery)
            maker = None if source is None else trade.maker(source)
            if source is not None and maker is not None:
                drawn |= elements_of_line(product_line(maker, source.delivery.line)).keys()
    periods = tuple(dict.fromkeys(record.entry.period for record in records))
    return FirmGoods(
        periods, output_elements, output_elements | drawn if is_stated else None, is_mine
    )


class Leftover(NamedTuple):
    """A delivery of goods that concern a figure, the amount of them that nothing draws, and the firm's goods."""

    source: DeliveryRecord
    amount: Decimal
    firm: FirmGoods


def leftovers(
    trade: Trade,
    firms: Mapping[str, FirmGoods],
    behind: AbstractSet[str],
    cited: AbstractSet[str],
) -> Iterator[Leftover]:
    """The goods that firms behind a figure received and nothing draws, and all that concern a mine.

    Args:
        trade: of the firms.
        firms: their goods.
        behind: the entries that the product of the figure rests on, itself among them.
        cited: the deliveries that the figure cites, by their newest version.
    """
    for firm, goods in firms.items():
        priced: AbstractSet[str] | None = None
        for row in trade.received(firm):
            if row.left is not None and row.left <= ZERO and not goods.is_mine:
                continue
            source = trade.source(row.id)
            maker = None if source is None else trade.maker(source)
            if source is None or maker is None or not goods.concerns(maker, source.delivery.line):
                continue
            left = row.left
            if left is None:
                priced = cited | trade.cited(firm) if priced is None else priced
                left = ZERO if row.id in priced else _of_line(trade, source, maker, behind)
            if left > ZERO or goods.is_mine:
                yield Leftover(source, max(ZERO, left), goods)


def _of_line(
    trade: Trade, source: DeliveryRecord, maker: EntryRecord, behind: AbstractSet[str]
) -> Decimal:
    """What the line of a delivery has made and delivered to nobody; none of what only treats waste of the product."""
    line = source.delivery.line
    output = None if maker.inventory is None else maker.inventory.output(line)
    is_treatment = maker.entry.process.stage is Stage.END_OF_LIFE and maker.id not in behind
    if output is None or is_treatment:
        return ZERO
    return EXPLAIN.subtract(Decimal(output.amount), trade.sold(maker, line))
