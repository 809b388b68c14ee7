"""Who drew what: citations fit their delivery, deliveries fit outputs, draws fit deliveries.

One definition for both doors: the service refuses an issuer's own excess, the audit reports any.
Draws and deliveries count by lineage, so a corrected version replaces what it corrects instead of
adding to it. A representative delivery has no bound, but the period of whoever cites it starts
before its last day. An excess is goods that nobody made: at the figure of the line, kg that customers
count beyond what the line was given, which is its effect once figures are told.
"""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from operator import attrgetter
from typing import NamedTuple

from ledger.footprint.cells import exact_sum, total_of
from ledger.footprint.figure import Figures
from ledger.footprint.graph import (
    DeliveryRecord,
    EntryRecord,
    Observation,
    Problem,
    Records,
    Resolution,
)
from ledger.footprint.numbers import EXACT, EXPLAIN, format_decimal
from schemas.rows import Avoided, DeliveryInput
from schemas.vocabulary import Use


def excess(available: str, drawn: Sequence[str]) -> Decimal | None:
    """How far the draws go beyond what is available; None where they do not."""
    if len(drawn) == 1 and drawn[0] == available:  # most often one takes all; no need to count
        return None
    over = EXACT.subtract(exact_sum(map(Decimal, drawn)), Decimal(available))
    return over if over > 0 else None


def citation_problem(
    citing: EntryRecord, row: DeliveryInput | Avoided, source: DeliveryRecord
) -> Problem | None:
    """Why an entry may not cite a delivery in a row, or None."""
    delivery = source.delivery
    if delivery.recipient != citing.entry.issuer:
        return Problem(
            "delivery.recipient", source.id, "only the recipient of a delivery may cite it"
        )
    if delivery.unit is not row.unit:
        detail = f"the delivery is in {delivery.unit.value}, the row in {row.unit.value}"
        return Problem("delivery.unit", source.id, detail)
    if isinstance(row, Avoided) and delivery.use is not Use.REPRESENTATIVE:
        return Problem(
            "avoided.physical", source.id, "an avoided line names a representative delivery"
        )
    if delivery.valid_until is not None and citing.entry.period.start >= delivery.valid_until:
        detail = f"the delivery was valid until {delivery.valid_until}, the period starts later"
        return Problem("delivery.expired", source.id, detail)
    return None


def citing_rows(record: EntryRecord) -> Sequence[tuple[str, DeliveryInput | Avoided]]:
    """The rows of an entry that cite a delivery, with the id as cited."""
    if record.inventory is None:
        return ()
    avoided = [(row.delivery, row) for row in record.inventory.avoided if row.delivery is not None]
    return [*[(row.delivery, row) for row in record.inventory.delivery_inputs], *avoided]


def citation_problems(resolution: Resolution, records: Records) -> Iterator[Problem]:
    """Citations in a graph that do not fit their delivery, and deliveries unlike their line."""
    for record in resolution.nodes.values():
        for cited, row in citing_rows(record):
            source = resolution.sources.get(cited)
            if source is not None:
                problem = citation_problem(record, row, records.deliveries[source[0]])
                if problem is not None:
                    yield problem
    found = [
        problem
        for newest, entry in resolution.makers.items()
        for problem in _delivery_problems(records.deliveries[newest], resolution.nodes[entry])
    ]
    yield from sorted(found, key=attrgetter("subject"))


def _delivery_problems(source: DeliveryRecord, record: EntryRecord) -> Iterator[Problem]:
    delivery = source.delivery
    if delivery.issuer != record.entry.issuer:
        yield Problem("delivery.issuer", source.id, "only its issuer delivers what an entry made")
    if record.inventory is None:
        return
    output = record.inventory.output(delivery.line)
    if output is None:
        yield Problem("delivery.line", source.id, f"entry {record.id} has no line {delivery.line}")
    elif output.product != delivery.product or output.unit is not delivery.unit:
        detail = f"line {delivery.line} is {output.product} in {output.unit.value}"
        yield Problem("delivery.product", source.id, detail)


class Excess(NamedTuple):
    """An amount of a line beyond what was made or delivered of it, and the problem that it is."""

    problem: Problem
    entry: str
    line: str
    over: Decimal

    def observed(self, figures: Figures) -> Observation | None:
        """The excess at the figure of its line; None where that is not told."""
        line = figures.line(self.entry, self.line)
        if line is None:
            return None
        kg = EXPLAIN.multiply(self.over, total_of(line.cells))
        return Observation(self.problem.code, self.entry, self.problem.detail, kg, {self.line: kg})


def balance_excesses(resolution: Resolution, records: Records) -> Iterator[Excess]:
    """Lines that delivered more than they made, and deliveries drawn on beyond their amount."""
    for (entry, line), over in sorted(_above_output(resolution, records)):
        detail = f"line {line} delivered {format_decimal(over)} more than it made"
        problem = Problem("balance.delivered_above_output", entry, detail)
        yield Excess(problem, entry, line, over)
    for newest, over in sorted(_above_delivery(resolution, records)):
        detail = f"customers drew {format_decimal(over)} more than was delivered"
        problem = Problem("balance.drawn_above_delivery", newest, detail)
        yield Excess(problem, resolution.makers[newest], resolution.lines[newest], over)


def _above_output(
    resolution: Resolution, records: Records
) -> Iterator[tuple[tuple[str, str], Decimal]]:
    """The lines of which more was delivered than made, and how much more."""
    for (entry, line), amounts in _delivered(resolution.makers, records).items():
        inventory = resolution.record(entry).inventory
        output = None if inventory is None else inventory.output(line)
        over = None if output is None else excess(output.amount, amounts)
        if over is not None:
            yield (entry, line), over


def _above_delivery(resolution: Resolution, records: Records) -> Iterator[tuple[str, Decimal]]:
    """The deliveries on which more was drawn than they have, and how much more."""
    for newest, amounts in _drawn(resolution).items():
        amount = records.deliveries[newest].delivery.amount
        over = None if amount is None else excess(amount, amounts)
        if over is not None:
            yield newest, over


def _delivered(entries: Mapping[str, str], records: Records) -> dict[tuple[str, str], list[str]]:
    """The amounts of all physical deliveries of each (entry, line), every delivery once."""
    delivered: dict[tuple[str, str], list[str]] = {}
    for newest, entry in entries.items():
        delivery = records.deliveries[newest].delivery
        if delivery.amount is not None:
            delivered.setdefault((entry, delivery.line), []).append(delivery.amount)
    return delivered


def _drawn(resolution: Resolution) -> dict[str, list[str]]:
    """The amounts that all inputs of the graph draw on each newest delivery."""
    drawn: dict[str, list[str]] = {}
    for record in resolution.nodes.values():
        inventory = record.inventory
        for row in () if inventory is None else inventory.delivery_inputs:
            source = resolution.sources.get(row.delivery)
            if source is not None:
                drawn.setdefault(source[0], []).append(row.amount)
    return drawn
