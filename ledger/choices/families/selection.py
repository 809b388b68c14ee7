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
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from ledger.choices.choice import Choice
from ledger.choices.context import ChoiceContext, in_words
from ledger.choices.coordinates import Option, RowChange
from ledger.choices.log import LOGS_WORD, Goods, LogWord, MadeLine, goods_of
from ledger.footprint.analysis.contributions import Line
from ledger.footprint.graph.cells import exact_sum
from ledger.footprint.graph.numbers import EXPLAIN, ZERO, format_rounded
from ledger.footprint.graph.resolution import DeliveryRecord, EntryRecord
from schemas.values import Period
from schemas.vocabulary import Use


class _Case(NamedTuple):
    """A choice before it is worth anything: its kind, a clause, and the name of its coordinate."""

    code: str
    detail: str
    key: str


class _Drawn(NamedTuple):
    """An amount of goods that an entry's figure counts, the line they come from, and their delivery."""

    line: Line
    amount: Decimal
    source: DeliveryRecord
    goods: Goods


class _Beside(NamedTuple):
    """Goods beside those that count: deliveries hardly drawn, by recipient, and lines not needed, by issuer."""

    idle: Mapping[tuple[str, Goods], Sequence[DeliveryRecord]]
    lines: Mapping[tuple[str, Goods], Sequence[MadeLine]]


def selection_choices(context: ChoiceContext) -> Iterator[Choice]:
    """The entries that use a part of what was received or made, where the rest has the higher figure."""
    log = context.log
    if log is None:
        return
    beside = _beside(context, log)
    for record, _ in context.graph.entries:
        if record.id in context.reach.parts:
            for goods, drawn in _by_goods(context, log, record).items():
                idle = beside.idle.get((record.entry.issuer, goods), ())
                yield from _received(context, log, record, drawn, idle)
                yield from _twins(context, log, record, drawn, beside)


def _beside(context: ChoiceContext, log: LogWord) -> _Beside:
    used, least = _used(log), context.least_sample
    idle = {
        key: [
            row for row in rows if used.get(row.id, ZERO) <= EXPLAIN.multiply(least, _amount(row))
        ]
        for key, rows in log.received.items()
    }
    lines = {
        key: [row for row in rows if row.line not in context.reach.lines]
        for key, rows in log.made.items()
    }
    return _Beside(idle, lines)


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
) -> Mapping[Goods, Sequence[_Drawn]]:
    """The physical goods that an entry draws, by product."""
    found: dict[Goods, list[_Drawn]] = defaultdict(list)
    figure = context.figures.entries[record.id]
    for draw in figure.draws:
        newest, maker = context.resolution.sources[draw.row.delivery]
        source = log.records.deliveries[newest]
        if source.delivery.use is Use.PHYSICAL:
            line = (maker, source.delivery.line)
            amount = EXPLAIN.divide(draw.amount, figure.divisor)
            goods = goods_of(source.delivery.product, source.delivery.unit)
            found[goods].append(_Drawn(line, amount, source, goods))
    return found


def _received(
    context: ChoiceContext,
    log: LogWord,
    record: EntryRecord,
    drawn: Sequence[_Drawn],
    idle: Sequence[DeliveryRecord],
) -> Iterator[Choice]:
    """Goods of one product and time that were received and are not drawn."""
    makers = (log.resolution.nodes[line[0]] for line in {row.line: None for row in drawn})
    periods = [record.entry.period, *(maker.entry.period for maker in makers)]
    left = [row for row in idle if _is_of_time(log, row, periods)]
    if not left:
        return
    weights: dict[Line, Decimal] = defaultdict(lambda: ZERO)
    for row in log.received[record.entry.issuer, drawn[0].goods]:
        if _is_of_time(log, row, periods):
            line = (log.resolution.makers[row.id], row.delivery.line)
            weights[line] = EXPLAIN.add(weights[line], _amount(row))
    listed = ", ".join(
        f"{in_words(str(_amount(row)), row.delivery.unit)} ({row.id})" for row in left
    )
    product = drawn[0].source.delivery.product
    detail = f"of {product} it received {listed} and draws on other deliveries"
    case = _Case("selection.other_delivery", detail, f"received {drawn[0].goods}")
    yield from _average(context, record, case, drawn, weights)


def _amount(source: DeliveryRecord) -> Decimal:
    """The amount of a physical delivery."""
    return Decimal(source.delivery.amount or "0")


def _is_of_time(log: LogWord, source: DeliveryRecord, periods: Sequence[Period]) -> bool:
    """True if the goods were made in one of some periods."""
    made = log.resolution.nodes[log.resolution.makers[source.id]].entry.period
    return any(map(made.overlaps, periods))


def _twins(
    context: ChoiceContext,
    log: LogWord,
    record: EntryRecord,
    drawn: Sequence[_Drawn],
    beside: _Beside,
) -> Iterator[Choice]:
    """Other entries of a supplier for one product and time, on which nothing behind the figure draws."""
    for line in dict.fromkeys(row.line for row in drawn):
        own = [row for row in drawn if row.line == line]
        maker = log.resolution.nodes[line[0]]
        twins = [
            row
            for row in beside.lines.get((maker.entry.issuer, own[0].goods), ())
            if row.period.overlaps(maker.entry.period)
        ]
        output = None if maker.inventory is None else maker.inventory.output(line[1])
        if not twins or output is None:
            continue
        weights = {row.line: row.amount for row in twins} | {line: Decimal(output.amount)}
        named = ", ".join(row.line[0] for row in twins)
        detail = f"its supplier made {own[0].source.delivery.product} in {named} as well"
        case = _Case("selection.twin_entry", detail, f"twins of {line}")
        yield from _average(context, record, case, own, weights)


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
        detail = f"{case.detail}, whose figure is not known{LOGS_WORD}"
        yield context.choice(case.code, record, detail, ())
    elif worth > ZERO:
        unit = drawn[0].source.delivery.unit.value
        each = format_rounded(EXPLAIN.divide(worth, whole))
        detail = f"{case.detail}: on average {each} kg CO2e more per {unit}{LOGS_WORD}"
        change = RowChange(record.id, case.key, (option,))
        yield context.choice(case.code, record, detail, [change])
