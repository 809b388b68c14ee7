"""Choices of time: an average from a sample that is too small, and data that are older than the rulebook's limit.

A representative delivery gives the figure of goods of another period. A pilot run of a thousandth of the amount, or of
a few hours, is no such figure: the alternative is the highest figure among the supplier's other entries of those goods
in the time that they share, as far as the log shows one. Physical goods are what was made, however little; they are no
sample. Data older than the limit are listed without an effect, because nothing says what newer ones would be.

Goods used before they were made are refused (`ledger.rules.citation`), and are no choice.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from ledger.choices.choice import Choice
from ledger.choices.context import ChoiceContext
from ledger.choices.coordinates import Change
from ledger.choices.falls import Target, changes_of, put_in_place
from ledger.choices.same_goods import Likeness, are_same_goods, likenesses
from ledger.choices.wording import in_words
from ledger.footprint.analysis.contributions import Line
from ledger.footprint.analysis.declared_figure import counted_amount
from ledger.footprint.graph.numbers import EXPLAIN
from ledger.footprint.graph.resolution import EntryRecord
from schemas.signed.inventory import Output
from schemas.values import Period, a_year_from
from schemas.vocabulary import Use


class _Cited(NamedTuple):
    """Goods that an entry or the calculation uses under a delivery, in an amount and over a period."""

    maker: EntryRecord
    output: Output
    amount: Decimal
    period: Period
    is_representative: bool


def time_choices(context: ChoiceContext) -> Iterator[Choice]:
    """The deliveries that rest on too small a sample or on old data, each line once, and old imported figures."""
    listed: set[tuple[str, Line]] = set()
    lines = _by_likeness(context)
    for cited in (*_counted(context), *_drawn(context)):
        for choice in (*_sample(context, cited, lines), *_old(context, cited)):
            place = (choice.kind.code, (cited.maker.id, cited.output.line))
            if place not in listed:
                listed.add(place)
                yield choice
    yield from _imported(context)


_Made = Mapping[tuple[str, Likeness], Sequence[tuple[EntryRecord, Output]]]
"""Live lines by their issuer and each likeness."""


def _by_likeness(context: ChoiceContext) -> _Made:
    lines: dict[tuple[str, Likeness], list[tuple[EntryRecord, Output]]] = defaultdict(list)
    for record, output in () if context.log is None else context.log.live_lines():
        for likeness in likenesses(record, output):
            lines[record.entry.issuer, likeness].append((record, output))
    return lines


def _counted(context: ChoiceContext) -> Iterator[_Cited]:
    """The rows of the composition under deliveries."""
    period = context.period
    for part in context.rows:
        if part.source is not None and part.output is not None and period is not None:
            amount = counted_amount(part.row, context.graph.rulebook)
            yield _Cited(part.record, part.output, amount, period, is_representative=True)


def _drawn(context: ChoiceContext) -> Iterator[_Cited]:
    """The draws of the entries behind the figure."""
    resolution, log = context.graph.resolution, context.log
    for record, _ in context.graph.entries:
        for draw in context.graph.figures.entries[record.id].draws:
            newest, entry = resolution.sources[draw.row.delivery]
            maker, line = resolution.record(entry), resolution.lines[newest]
            source = None if log is None else log.records.deliveries.get(newest)
            is_price = source is not None and source.delivery.use is Use.REPRESENTATIVE
            amount, period = Decimal(draw.row.amount), record.entry.period
            outputs = () if maker.inventory is None else maker.inventory.outputs
            for output in [row for row in outputs if row.line == line]:
                yield _Cited(maker, output, amount, period, is_price)


def _sample(context: ChoiceContext, cited: _Cited, lines: _Made) -> Iterator[Choice]:
    """A representative delivery from less than the least sample of the amount or the period that it stands for."""
    maker, output = cited.maker, cited.output
    least, output_amount, period = (
        context.constant(lambda rule: rule.least_sample),
        Decimal(output.amount),
        maker.entry.period,
    )
    amount = EXPLAIN.multiply(least, cited.amount)
    days = EXPLAIN.multiply(least, _days(cited.period))
    if not cited.is_representative or (output_amount >= amount and _days(period) >= days):
        return
    sample, counted = in_words(output.amount, output.unit), in_words(str(cited.amount), output.unit)
    detail = (
        f"{sample} of {output.name}, made from {period.start} to {period.end}, stand for {counted}"
        f" from {cited.period.start} to {cited.period.end}"
    )
    others = _others(context, cited, lines)
    yield context.choice("time.sample", maker, detail, others, at=output.line)


def _others(context: ChoiceContext, cited: _Cited, lines: _Made) -> Sequence[Change]:
    """The supplier's other lines of the same goods over the same time, each in the place of the sample."""
    maker, output, log = cited.maker, cited.output, context.log
    if log is None:
        return ()
    target, periods = Target(maker, output), (maker.entry.period, cited.period)
    candidates = {
        (record.id, row.line): (record, row)
        for likeness in likenesses(maker, output)
        for record, row in lines.get((maker.entry.issuer, likeness), ())
        if record.id != maker.id and any(map(record.entry.period.overlaps, periods))
    }
    same = [it for it in candidates.values() if are_same_goods(maker, output, *it)]
    falls = [put_in_place(log, target, record, row) for record, row in same]
    valued_falls = [fall for fall in falls if fall.worth is not None]
    return changes_of(context, log, [target], valued_falls, [record for record, _ in same])


def _old(context: ChoiceContext, cited: _Cited) -> Iterator[Choice]:
    """Goods of an entry that ended longer ago than the rulebook accepts."""
    end = cited.maker.entry.period.end
    if _is_old(context, end, cited.period):
        detail = (
            f"the data on {cited.output.name} end with the day before {end},"
            f" and are used from {cited.period.start} on"
        )
        yield context.choice("time.old", cited.maker, detail, (), at=cited.output.line)


def _imported(context: ChoiceContext) -> Iterator[Choice]:
    """Imported figures whose reference period began longer ago than the rulebook accepts."""
    for record, inventory in context.graph.entries:
        for row in inventory.external_inputs:
            if _is_old(context, row.valid.start, record.entry.period):
                detail = (
                    f"the imported figure of {row.product} is of {row.valid.start},"
                    f" and is used from {record.entry.period.start} on"
                )
                yield context.choice("time.old", record, detail, (), row)


def _is_old(context: ChoiceContext, day: str, used: Period) -> bool:
    """True if a day is more years before a period than the rulebook's limit."""
    limit = None if context.rule is None else context.rule.oldest_data
    if limit is None:
        return False
    for _ in range(int(Decimal(limit.value))):
        day = a_year_from(day, 1)
    return day < used.start


def _days(period: Period) -> Decimal:
    return Decimal((date.fromisoformat(period.end) - date.fromisoformat(period.start)).days)
