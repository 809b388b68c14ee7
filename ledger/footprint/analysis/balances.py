"""Balances of goods: deliveries stay within outputs, and draws within deliveries.

The ledger refuses an issuer's own excess; the verifier reports every excess. Draws and deliveries count by lineage, so
a corrected version replaces what it corrects instead of adding to it. A representative delivery has no bound. The
effect of an excess is its amount times the figure of the line.
"""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from ledger.footprint.graph.cells import exact_sum, total_of
from ledger.footprint.graph.numbers import EXACT, EXPLAIN, format_decimal
from ledger.footprint.graph.resolution import Observation, Problem, Records, Resolution
from ledger.footprint.valuation.figure import Figures


def excess(available: str, drawn: Sequence[str]) -> Decimal | None:
    """The amount by which the draws exceed what is available; None if they do not."""
    if (
        len(drawn) == 1 and drawn[0] == available
    ):  # one customer often draws all of it; no need to count
        return None
    over = EXACT.subtract(exact_sum(map(Decimal, drawn)), Decimal(available))
    return over if over > 0 else None


class Excess(NamedTuple):
    """An amount of a line beyond what was made or delivered of it, and the problem to report."""

    problem: Problem
    entry: str
    line: str
    over: Decimal

    def observed(self, figures: Figures) -> Observation | None:
        """The excess with its effect at the figure of its line; without an effect if that figure is missing."""
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
