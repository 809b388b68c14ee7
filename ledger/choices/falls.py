"""Another line in the place of one that counts, and the fall of the figure from the one to the other.

History and selection compare lines of the log with those that a figure draws. Each such line is an alternative, also
one that costs no more as it is stated: its words are claims too, and its own alternatives may raise it. An entry of the
log without a figure may have had any: it counts as the rulebook's dearest goods. Batteries are
compared by the piece, so that neither their mass nor their number can hide a fall. All of it is the log's word.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from ledger.choices.context import ChoiceContext
from ledger.choices.coordinates import Change, LineChange, Option, RowChange, UnknownChange
from ledger.choices.log import LOGS_WORD, LogWord, goods_of
from ledger.choices.look_alike import alike
from ledger.choices.nature import FROM_NATURE
from ledger.choices.same_goods import are_same_goods
from ledger.choices.sources import goods_price
from ledger.footprint.analysis.contributions import Line
from ledger.footprint.graph.composition import Part, product_rows
from ledger.footprint.graph.goods import product_line, weight
from ledger.footprint.graph.numbers import EXPLAIN, ONE, ZERO, explained_sum, format_rounded
from ledger.footprint.graph.resolution import EntryRecord
from ledger.footprint.plausibility.supply import source_of
from schemas.signed.inventory import Inventory, Output
from schemas.vocabulary import Unit


class Target(NamedTuple):
    """A line that a customer or the calculation draws, and the entry that makes it."""

    record: EntryRecord
    output: Output


def product_targets(rows: Iterable[Part]) -> list[Target]:
    """The product lines of a composition that are known."""
    parts = ((part.record, part.output) for part in product_rows(rows))
    return [Target(record, output) for record, output in parts if output is not None]


class Fall(NamedTuple):
    """Another line in the place of a target: a change, and its worth per unit of the target; None if unknown."""

    target: Target
    change: LineChange
    worth: Decimal | None


def in_place(log: LogWord, target: Target, other: EntryRecord) -> Iterator[Fall]:
    """The lines of another entry that may state the goods of a target, each in its place.

    By their code, a product that looks alike, or what they are; if none of these words fits, it is the main line.
    """
    (record, output), inventory = target, other.inventory
    if inventory is None:
        return
    fitting = [
        line
        for line in inventory.outputs
        if line.line == output.line
        or alike(line.product, output.product)
        or are_same_goods(record, output, other, line)
    ]
    for line in fitting or [inventory.main]:
        yield put_in_place(log, target, other, line)


def put_in_place(log: LogWord, target: Target, other: EntryRecord, line: Output) -> Fall:
    """A line of another entry in the place of a target."""
    factor = _factor(target, other, line)
    instead = other.id, line.line
    change = LineChange(target.record.id, target.output.line, instead, factor)
    price = log.price(instead)
    return Fall(target, change, None if price is None else EXPLAIN.multiply(price, factor))


def _factor(target: Target, other: EntryRecord, line: Output) -> Decimal:
    """Units of another line for one unit of a target.

    By the battery if both count them, else in their unit, else by mass; of unknown mass all of the one for all of the
    other, since the unit is a word.
    """
    output = target.output
    if line.batteries is not None and output.batteries is not None:
        each = EXPLAIN.divide(Decimal(line.amount), Decimal(line.batteries))
        return EXPLAIN.divide(each, EXPLAIN.divide(Decimal(output.amount), output.batteries))
    if line.unit is output.unit:
        return ONE
    kg = weight(ONE, output.unit, product_line(target.record, output.line))
    of_line = weight(ONE, line.unit, product_line(other, line.line))
    if kg and of_line:
        return EXPLAIN.divide(kg, of_line)
    return EXPLAIN.divide(Decimal(line.amount), Decimal(output.amount))


def changes_of(
    context: ChoiceContext,
    log: LogWord,
    targets: Iterable[Target],
    falls: Sequence[Fall],
    others: Iterable[EntryRecord],
) -> list[Change]:
    """The alternatives: the line of each other entry, and in place of one of no known worth the dearest goods.

    Of goods without a mass these have no price either, so that nothing is known. What an entry that counts draws, and
    one in its place does not, counts there too.
    """
    changes: list[Change] = [fall.change for fall in falls]
    changes += _drawn_beyond(log, falls)
    is_unknown = any(other.id not in log.figures.entries for other in others)
    if is_unknown or any(_is_explained_otherwise(log, fall) for fall in falls):
        for record, output in targets:
            kg = weight(Decimal(output.amount), output.unit, product_line(record, output.line))
            price = goods_price(context, record)
            if kg and price is not None:
                option = Option(EXPLAIN.multiply(kg, price))
                changes.append(RowChange(record.id, f"unknown {output.line}", (option,)))
            elif is_unknown:
                changes.append(UnknownChange(record.id))
    return changes


def _drawn_beyond(log: LogWord, falls: Iterable[Fall]) -> Iterator[RowChange]:
    """The goods that an entry draws and another one, which may be it in other words, does not.

    Else each of two versions could leave out something else. Goods of one maker and product are one, in whatever lot;
    a dearer lot is a twin. A live entry beside the figure draws its own goods.
    """
    pairs = {(fall.target.record.id, fall.change.instead[0]): fall.target.record for fall in falls}
    for (name, beside), record in pairs.items():
        other = log.resolution.nodes[beside]
        if not log.stands_for_another(other) or record.inventory is None or other.inventory is None:
            continue
        own, its = record.inventory.main, other.inventory.main
        factor = put_in_place(log, Target(record, own), other, its).change.factor
        scale = EXPLAIN.divide(Decimal(its.amount), EXPLAIN.multiply(Decimal(own.amount), factor))
        drawn, drawn_by_other = _drawn(log, record.inventory), _drawn(log, other.inventory)
        for goods, lines in drawn.items():
            whole = EXPLAIN.multiply(explained_sum(lines.values()), scale)
            lacking = EXPLAIN.subtract(whole, explained_sum(drawn_by_other.get(goods, {}).values()))
            if lacking > ZERO:
                part = EXPLAIN.multiply(EXPLAIN.divide(lacking, whole), scale)
                draws = tuple((line, EXPLAIN.multiply(kg, part)) for line, kg in lines.items())
                key = f"drawn by {name} {goods[0]} {goods[1]} {goods[2].value}"
                yield RowChange(beside, key, (Option(draws=draws),))


def _drawn(
    log: LogWord, inventory: Inventory
) -> Mapping[tuple[str, str, Unit], dict[Line, Decimal]]:
    """The amounts that an inventory draws on lines, by maker and goods."""
    amounts: dict[tuple[str, str, Unit], dict[Line, Decimal]] = defaultdict(dict)
    for row in inventory.delivery_inputs:
        source = source_of(row.delivery, log.resolution)
        if source is not None:
            lines = amounts[source.goods.issuer, *goods_of(source.goods.product, row.unit)]
            line = source.maker.id, source.line
            lines[line] = EXPLAIN.add(lines.get(line, ZERO), Decimal(row.amount))
    return amounts


def _is_explained_otherwise(log: LogWord, fall: Fall) -> bool:
    """True if another line is called mined, or a hydrate of another formula, where the one that counts is not.

    What such goods do not explain is priced at who uses them, and an alternative has no user.
    """
    (record, output), (name, code) = fall.target, fall.change.instead
    other = log.resolution.nodes[name]
    own, line = product_line(record, output.line), product_line(other, code)
    if other.entry.process in FROM_NATURE and record.entry.process not in FROM_NATURE:
        return True
    formula = None if line is None else line.formula
    return formula is not None and (own is None or own.formula != formula)


def raises(log: LogWord, fall: Fall) -> bool:
    """True if the line in its place has the higher figure."""
    now = log.price((fall.target.record.id, fall.target.output.line))
    return fall.worth is not None and now is not None and fall.worth > now


def in_words_of(
    what: str, log: LogWord, falls: Sequence[Fall], unknown: Sequence[EntryRecord]
) -> str:
    """The clause of a choice: for each line the highest figure and the one that counts."""
    highest: dict[tuple[str, str], Fall] = {}
    for fall in sorted(falls, key=lambda row: (row.worth or 0, row.change.instead)):
        if raises(log, fall):
            highest[fall.change[:2]] = fall
    said = [f"{what} has {_compared(log, fall)}" for fall in highest.values()]
    said += [f"{what} ({old.id}) is not shown, or has no figure in this unit" for old in unknown]
    return "; ".join(said) + LOGS_WORD


def _compared(log: LogWord, fall: Fall) -> str:
    record, output = fall.target
    now, unit = log.price((record.id, output.line)), output.unit.value
    before = f"{format_rounded(fall.worth or ONE)} kg CO2e per {unit} of {output.name}"
    return f"{before} ({fall.change.instead[0]}), and {format_rounded(now or ONE)} counts"
