"""Choices of selection, as the log knows it: goods received and never drawn, and twin entries of one supplier.

A plant that receives clean and dirty goods of one product may draw on the clean delivery alone; a supplier that makes
one product twice over the same time may deliver from the clean entry. The alternative is the average: of all that was
received, in proportion to its amounts, or of all that the supplier made. Goods of which less is drawn than the least
sample count as not drawn, so a token draw hides nothing.

The log's word alone: a bundle shows deliveries that something in it names. Not seen: goods that were delivered under
another product, and goods that were never entered. A delivery has no date, so the time is that of the entry that made
its goods.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from ledger.choices.choice import Choice
from ledger.choices.context import ChoiceContext, in_words
from ledger.choices.coordinates import Option, RowChange
from ledger.choices.log import LogWord
from ledger.choices.look_alike import skeleton
from ledger.footprint.analysis.contributions import Line
from ledger.footprint.graph.cells import exact_sum
from ledger.footprint.graph.numbers import EXPLAIN, ZERO, format_rounded
from ledger.footprint.graph.resolution import DeliveryRecord, EntryRecord
from schemas.values import Period
from schemas.vocabulary import Unit, Use

_WORD = "; this is the log's word, which a bundle cannot prove whole"

Goods = tuple[str, Unit]
"""The skeleton of a product id, and the unit."""


class _Case(NamedTuple):
    """A choice before it is worth anything: its kind, a clause, and the name of its coordinate."""

    code: str
    detail: str
    key: str


class _Drawn(NamedTuple):
    """An amount of goods that an entry's figure counts, the line they come from, and the delivery."""

    line: Line
    amount: Decimal
    delivery: DeliveryRecord


def selection_choices(context: ChoiceContext) -> Iterator[Choice]:
    """The entries that use a part of what was received or made, where the rest has the higher figure."""
    log = context.log
    if log is None:
        return
    used = _used(log)
    for record, _ in context.graph.entries:
        if record.id in context.reach.parts:
            for drawn in _by_goods(context, log, record):
                yield from _received(context, log, record, drawn, used)
                yield from _twins(context, log, record, drawn)


def _used(log: LogWord) -> Mapping[str, Decimal]:
    """The amounts that live entries draw on each delivery, by its newest version."""
    used: dict[str, Decimal] = defaultdict(lambda: ZERO)
    for record in log.records.entries.values():
        inventory = record.inventory if log.is_live(record.id) else None
        for row in () if inventory is None else inventory.delivery_inputs:
            newest = log.records.newest(row.delivery)
            if newest is not None:
                used[newest] = EXPLAIN.add(used[newest], Decimal(row.amount))
    return used


def _by_goods(
    context: ChoiceContext, log: LogWord, record: EntryRecord
) -> Iterable[Sequence[_Drawn]]:
    """The physical goods that an entry draws, by product."""
    found: dict[Goods, list[_Drawn]] = defaultdict(list)
    figure = context.figures.entries[record.id]
    for draw in figure.draws:
        newest, maker = context.resolution.sources[draw.row.delivery]
        source = log.records.deliveries[newest]
        if source.delivery.use is Use.PHYSICAL:
            line = (maker, source.delivery.line)
            amount = EXPLAIN.divide(draw.amount, figure.divisor)
            found[_goods(source)].append(_Drawn(line, amount, source))
    return found.values()


def _goods(source: DeliveryRecord) -> Goods:
    return skeleton(source.delivery.product), source.delivery.unit


def _received(
    context: ChoiceContext,
    log: LogWord,
    record: EntryRecord,
    drawn: Sequence[_Drawn],
    used: Mapping[str, Decimal],
) -> Iterator[Choice]:
    """Goods of one product and time that were received and are not drawn."""
    goods = _goods(drawn[0].delivery)
    times = [record, *(log.resolution.nodes[row.line[0]] for row in drawn)]
    received = [
        source
        for source in log.received_by(record.entry.issuer)
        if source.delivery.use is Use.PHYSICAL
        and _goods(source) == goods
        and _of_one_time(log.resolution.nodes[log.resolution.makers[source.id]], times)
    ]
    idle = [source for source in received if _is_idle(context, source, used)]
    if not idle:
        return
    weights: dict[Line, Decimal] = defaultdict(lambda: ZERO)
    for source in received:
        line = (log.resolution.makers[source.id], source.delivery.line)
        weights[line] = EXPLAIN.add(weights[line], Decimal(source.delivery.amount or "0"))
    listed = ", ".join(
        f"{in_words(row.delivery.amount or '0', row.delivery.unit)} ({row.id})" for row in idle
    )
    detail = f"of {drawn[0].delivery.delivery.product} it received {listed} and draws on other deliveries"
    case = _Case("selection.other_delivery", detail, f"received {goods}")
    yield from _average(context, record, case, drawn, weights)


def _is_idle(context: ChoiceContext, source: DeliveryRecord, used: Mapping[str, Decimal]) -> bool:
    """True for a delivery on which nothing, or less than the least sample, is drawn."""
    least = context.least_sample
    return used.get(source.id, ZERO) <= EXPLAIN.multiply(
        least, Decimal(source.delivery.amount or "0")
    )


def _of_one_time(maker: EntryRecord, times: Sequence[EntryRecord]) -> bool:
    return any(maker.entry.period.overlaps(row.entry.period) for row in times)


def _twins(
    context: ChoiceContext, log: LogWord, record: EntryRecord, drawn: Sequence[_Drawn]
) -> Iterator[Choice]:
    """Other entries of a supplier for one product and time, on which nothing behind the figure draws."""
    for maker in dict.fromkeys(row.line[0] for row in drawn):
        own = [row for row in drawn if row.line[0] == maker]
        by = log.resolution.nodes[maker]
        weights = {
            line: amount
            for line, amount in supplier_lines(log, by, _goods(own[0].delivery), by.entry.period)
            if line not in context.reach.lines
        }
        output = None if by.inventory is None else by.inventory.output(own[0].line[1])
        if not weights or output is None:
            continue
        twins = ", ".join(entry for entry, _ in weights)
        weights[own[0].line] = Decimal(output.amount)
        detail = f"its supplier made {own[0].delivery.delivery.product} in {twins} as well"
        case = _Case("selection.twin_entry", detail, f"twins of {maker}")
        yield from _average(context, record, case, own, weights)


def supplier_lines(
    log: LogWord, maker: EntryRecord, goods: Goods, *periods: Period
) -> Iterator[tuple[Line, Decimal]]:
    """The lines of a supplier's other live entries for a product over some periods, with their amounts."""
    for other in log.of_issuer(maker.entry.issuer):
        is_other = other.id != maker.id and log.is_live(other.id)
        if not is_other or not any(map(other.entry.period.overlaps, periods)):
            continue
        for row in () if other.inventory is None else other.inventory.outputs:
            if (skeleton(row.product), row.unit) == goods:
                yield (other.id, row.line), Decimal(row.amount)


def _average(
    context: ChoiceContext,
    record: EntryRecord,
    case: _Case,
    drawn: Sequence[_Drawn],
    weights: Mapping[Line, Decimal],
) -> Iterator[Choice]:
    """A choice whose alternative draws on lines in proportion; none if these cost no more than what is drawn.

    The option is what the average has more: draws on all lines, less those stated.
    """
    whole, total = exact_sum(row.amount for row in drawn), exact_sum(weights.values())
    more = [
        (line, EXPLAIN.divide(EXPLAIN.multiply(whole, weight), total))
        for line, weight in weights.items()
    ]
    less = [(row.line, row.amount.copy_negate()) for row in drawn]
    option = Option(draws=(*more, *less))
    worth = option.worth(context.figures.entries)
    if worth is None:
        detail = f"{case.detail}, whose figure is not known{_WORD}"
        yield context.choice(case.code, record, detail, ())
    elif worth > ZERO:
        unit = drawn[0].delivery.delivery.unit.value
        each = format_rounded(EXPLAIN.divide(worth, whole))
        detail = f"{case.detail}: on average {each} kg CO2e more per {unit}{_WORD}"
        change = RowChange(record.id, case.key, (option,))
        yield context.choice(case.code, record, detail, [change])
