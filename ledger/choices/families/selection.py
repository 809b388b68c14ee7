"""Choices of selection, as the log knows it: goods received and not drawn, and dearer goods of the same maker.

What a plant received and no entry of it draws (`leftovers`) counts as used, once, at its own figure. How much that is
the closure of the figure states, so that draws of entries that a bundle does not show are counted too.

A supplier that makes the same goods twice may deliver from the clean entry. So each drawn line counts at least as the
dearest live line of the same goods of its maker near that time, or of its lot; never as a mean, which lies below the
truth where the dirty lot was used. Goods are the same by what they are: look-alike products, or equal stated elements
at one site or by one process, or, where no element is stated, one site and process.

The log's word alone: a bundle shows what is closed by the counts of its leaves. Not seen: goods that were never
entered. A delivery has no date, so the time is that of the entry that made its goods.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from ledger.choices.accounts import behind_product
from ledger.choices.choice import Choice
from ledger.choices.context import ChoiceContext
from ledger.choices.coordinates import Change, Option, RowChange, UnknownChange
from ledger.choices.falls import Fall, Target, changes_of, in_words_of, put_in_place
from ledger.choices.hydrates import elements_of_line
from ledger.choices.leftovers import goods_of_firms, leftovers
from ledger.choices.log import LOGS_WORD, LogWord
from ledger.choices.look_alike import alike, skeleton
from ledger.choices.same_goods import Likeness, are_same_goods, likenesses
from ledger.choices.sources import goods_price
from ledger.choices.trade import RecordedTrade
from ledger.choices.wording import in_words
from ledger.footprint.analysis.contributions import Line
from ledger.footprint.graph.goods import product_line, weight
from ledger.footprint.graph.numbers import EXPLAIN, ONE, ZERO
from ledger.footprint.graph.resolution import DeliveryRecord, EntryRecord
from schemas.signed.inventory import Output


def selection_choices(context: ChoiceContext) -> Iterator[Choice]:
    """The goods that were received and not drawn, and the lines of which a maker has dearer goods."""
    if context.log is not None:
        yield from _received(context, context.log)
        yield from _dearer(context, context.log)


def _received(context: ChoiceContext, log: LogWord) -> Iterator[Choice]:
    """Goods of firms behind the figure that no live entry draws."""
    left = _left_by_closure(log) if log.left is not None else _left_as_shown(context, log)
    own: dict[str, list[EntryRecord]] = defaultdict(list)
    for it in context.entries:
        own[it.record.entry.issuer].append(it.record)
    for source, amount in left:
        records = own.get(source.delivery.recipient, ())
        period = log.resolution.record(log.resolution.makers[source.id]).entry.period
        near = [record for record in records if period.is_near(record.entry.period)]
        for record in _users(context, log, near) if amount > ZERO else ():
            yield _undrawn(context, log, source, record, amount)


def _left_by_closure(log: LogWord) -> Iterator[tuple[DeliveryRecord, Decimal]]:
    """What the ledger said that was left, of the deliveries that are shown."""
    for name, amount in (log.left or {}).items():
        source = log.records.deliveries.get(name)
        if source is not None and name in log.resolution.makers:
            yield source, amount


def _left_as_shown(
    context: ChoiceContext, log: LogWord
) -> Iterator[tuple[DeliveryRecord, Decimal]]:
    """What is left by the statements that are shown."""
    trade = RecordedTrade.of(log.records)
    firms = goods_of_firms((it.record for it in context.entries), trade)
    cited = {newest for newest, _ in context.graph.resolution.sources.values()}
    cited |= {part.source.id for part in context.rows if part.source is not None}
    for row in leftovers(trade, firms, behind_product(context), cited):
        yield row.source, row.amount


def _users(
    context: ChoiceContext, log: LogWord, own: Sequence[EntryRecord]
) -> Iterable[EntryRecord]:
    """The entries of a firm that may have used goods: the one that is needed most, and each in another's place."""
    most = max(own, key=lambda row: (context.reach.parts.get(row.id, ZERO), row.id), default=None)
    return [row for row in own if row is most or log.stands_for_another(row)]


def _undrawn(
    context: ChoiceContext,
    log: LogWord,
    source: DeliveryRecord,
    record: EntryRecord,
    left: Decimal,
) -> Choice:
    """Goods that count as used in an entry.

    A representative delivery may need an entry several times over; the goods count once.
    """
    needed = EXPLAIN.multiply(context.reach.parts.get(record.id, ZERO), context.units)
    counted = EXPLAIN.divide(left, max(ONE, needed))
    line, unit = (log.resolution.makers[source.id], source.delivery.line), source.delivery.unit
    amount = source.delivery.amount
    received = "an unstated amount" if amount is None else in_words(amount, unit)
    detail = (
        f"it received {received} under delivery {source.delivery.number}, and"
        f" {in_words(str(left), unit)} are drawn by nothing"
    )
    option: Option | None = Option(draws=((line, counted),))
    if log.price(line) is None:
        detail += "; their figure is not known"
        maker = log.resolution.nodes[line[0]]
        kg = weight(counted, unit, product_line(maker, line[1]))
        price = goods_price(context, maker)
        option = None if kg is None or price is None else Option(EXPLAIN.multiply(kg, price))
    changes: list[Change] = [UnknownChange(record.id)]
    if option is not None:
        changes = [RowChange(record.id, f"received {source.id}", (option,))]
    return context.choice(
        "selection.other_delivery", record, detail + LOGS_WORD, changes, at=source.id
    )


class _Made(NamedTuple):
    """A live line, its price, and whether the figure draws on it."""

    record: EntryRecord
    output: Output
    price: Decimal | None
    is_drawn: bool

    @property
    def key(self) -> Line:
        return self.record.id, self.output.line


@dataclass(frozen=True)
class _Kind:
    """Live lines of one likeness that are the same goods, of the same elements, unit, period and lot.

    Attributes:
        beside: those that the figure does not draw.
        drawn: those that it draws, by their entry.
        dearest: of these the one with the highest figure.
        order: the entries of `drawn`, each followed by the next, the last by the first.
    """

    beside: Sequence[_Made]
    drawn: Mapping[str, Sequence[_Made]]
    dearest: _Made | None
    order: Sequence[str]

    @staticmethod
    def of(lines: Iterable[_Made]) -> "_Kind":
        beside, drawn = list[_Made](), defaultdict[str, list[_Made]](list)
        for line in sorted(lines, key=lambda it: it.key):
            if line.is_drawn:
                drawn[line.record.id].append(line)
            else:
                beside.append(line)
        every = (line for own in drawn.values() for line in own)
        dearest = max(every, key=lambda it: (it.price or ZERO, it.key), default=None)
        return _Kind(beside, drawn, dearest, list(drawn))

    def compared_with(self, key: Line, price: Decimal) -> Iterator[_Made]:
        """What a line of the kind or of like goods is compared with.

        A bundle may hold many of one kind, and pairs of them would be many more. So of what is drawn there are the
        dearest, and of the next entry the first line. The first line of each entry stands for the others, with all
        lines of the next one: so each line counts at least as every line of another entry.
        """
        yield from self.beside
        if self.dearest is not None and (self.dearest.price or ZERO) > price:
            yield self.dearest
        others = self.order[bisect_right(self.order, key[0]) :] or self.order
        if others and others[0] != key[0]:
            own = self.drawn.get(key[0])
            stands_for_others = own is None or own[0].key == key
            lines = self.drawn[others[0]]
            yield from lines if stands_for_others else lines[:1]


_Kinds = Mapping[tuple[str, Likeness], Sequence[_Kind]]
"""The kinds of live lines by their issuer and each likeness."""


def _dearer(context: ChoiceContext, log: LogWord) -> Iterator[Choice]:
    """The drawn lines of whose goods the maker has another live line near that time, or of that lot."""
    kinds = _by_likeness(context, log)
    for it in filter(lambda row: log.stands(row.record.id), context.entries):
        outputs = it.inventory.outputs
        drawn = [row for row in outputs if (it.record.id, row.line) in context.lines]
        targets = [Target(it.record, output) for output in drawn]
        same = [fall for target in targets for fall in _of_same_goods(log, kinds, target)]
        if same:
            words = "its maker has the same goods in another entry, which"
            detail = in_words_of(words, log, same, ())
            others = [log.resolution.nodes[fall.change.instead[0]] for fall in same]
            changes = changes_of(context, log, targets, same, others)
            yield context.choice("selection.twin_entry", it.record, detail, changes, at="")


def _by_likeness(context: ChoiceContext, log: LogWord) -> _Kinds:
    lines_by_likeness: dict[tuple[str, Likeness], dict[Hashable, list[_Made]]] = {}
    for record, output in log.live_lines():
        key = record.id, output.line
        line = _Made(record, output, log.price(key), key in context.lines)
        for likeness in likenesses(record, output):
            kinds = lines_by_likeness.setdefault((record.entry.issuer, likeness), {})
            kinds.setdefault(_compared_by(line), []).append(line)
    return {
        key: [_Kind.of(lines) for lines in kinds.values()]
        for key, kinds in lines_by_likeness.items()
    }


def _compared_by(line: _Made) -> Hashable:
    """All by which lines of one likeness are compared: two of one key are the same goods, and as what each is."""
    record, output = line.record, line.output
    elements = elements_of_line(product_line(record, output.line))
    entry = record.entry
    lot = None if entry.lot is None else skeleton(entry.lot)
    return frozenset(elements.items()), output.unit, entry.period.start, entry.period.end, lot


def _of_same_goods(log: LogWord, kinds: _Kinds, target: Target) -> Iterator[Fall]:
    """The other live lines of a maker that are the same goods, each in the place of its line."""
    (record, output), period = target, target.record.entry.period
    lineage = {record.id, *(row.id for row in (*log.before(record.id), *log.after(record.id)))}
    for other in _candidates(log, kinds, target):
        is_near = other.record.entry.period.is_near(period)
        is_of_lot = alike(record.entry.lot, other.record.entry.lot)
        if other.record.id in lineage or not (is_near or is_of_lot):
            continue
        if are_same_goods(record, output, other.record, other.output):
            yield put_in_place(log, target, other.record, other.output)


def _candidates(log: LogWord, kinds: _Kinds, target: Target) -> Iterable[_Made]:
    """The lines alike, each once."""
    record, output = target
    key = record.id, output.line
    price = log.price(key) or ZERO
    lines = {
        line.key: line
        for likeness in likenesses(record, output)
        for kind in kinds.get((record.entry.issuer, likeness), ())
        for line in kind.compared_with(key, price)
    }
    return lines.values()
