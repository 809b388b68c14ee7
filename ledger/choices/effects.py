"""The effect of each choice alone: the amount by which its alternative would raise the declared figure.

    effect = sum over lines of (amount of the line that one unit of the figure needs) x (increase of the line's figure)

Nothing upstream of a choice changes, and the amounts needed do not depend on it, so this is exact for one choice; it
is computed from one sweep from customers to suppliers. Total energy divides the whole figure. Effects do not add: two
choices in one chain raise each other's, which `conservative` reports as their interaction.
"""

from decimal import Decimal

from ledger.choices.choice import Choice
from ledger.choices.conservative_reading import excess
from ledger.choices.context import ChoiceContext
from ledger.choices.coordinates import (
    NO_ROWS,
    Change,
    EnergyChange,
    LineChange,
    LoopChange,
    Option,
    PricedChange,
    RowChange,
    ShareChange,
    UnknownChange,
    key_of,
)
from ledger.footprint.analysis.contributions import reach
from ledger.footprint.graph.cells import total_of
from ledger.footprint.graph.numbers import EXPLAIN, ONE, ZERO, explained_sum
from ledger.footprint.tally.recursion import share


class EffectsAlone:
    """The effects of choices on one figure, in kg CO2e per unit of it."""

    def __init__(self, context: ChoiceContext, declared: Decimal) -> None:
        self._context, self._declared = context, declared
        self._done = context.figures.entries

    def of(self, choice: Choice) -> Decimal | None:
        """The effect of a choice; None if it has no alternative, or one of no known worth."""
        priced = [it for it in choice.changes if not isinstance(it, UnknownChange)]
        if not priced or len(priced) < len(choice.changes):
            return None
        largest: dict[object, Decimal] = {}
        for change in priced:
            place = _coordinate(change)
            largest[place] = max(largest.get(place, ZERO), self._change(change))
        return explained_sum(largest.values())

    def _change(self, change: PricedChange) -> Decimal:
        if isinstance(change, EnergyChange):
            more = max(ZERO, EXPLAIN.subtract(change.factor, ONE))
            return EXPLAIN.multiply(self._declared, more)
        if change.entry not in self._context.needed:
            return ZERO  # Only an alternative draws on it: the interaction counts what it adds.
        if isinstance(change, LoopChange):
            part = self._context.reach.parts.get(change.entry, ZERO)
            return EXPLAIN.multiply(self._loop(change), part)
        if isinstance(change, RowChange):
            rows = self._context.contributions.get(change.entry, NO_ROWS)
            contribution = rows.get(key_of(change.key), ZERO)
            part = self._context.reach.parts.get(change.entry, ZERO)
            return EXPLAIN.multiply(excess(contribution, change.options, self._done, rows), part)
        needed = self._context.reach.lines.get((change.entry, change.line), ZERO)
        rise = self._share(change) if isinstance(change, ShareChange) else self._line(change)
        return EXPLAIN.multiply(needed, max(ZERO, rise))

    def _loop(self, change: LoopChange) -> Decimal:
        """The largest option over the entry's period, the loop solved; one pass around it if it has no solution."""
        worths = [ZERO]
        for option in change.options:
            worth = option.worth(self._done)
            if worth is not None:
                rest = EXPLAIN.subtract(ONE, self._around(option, change.entry))
                worths.append(EXPLAIN.divide(worth, rest) if rest > ZERO else worth)
        return max(worths)

    def _around(self, option: Option, entry: str) -> Decimal:
        """The part of an entry's whole period that what an option draws needs."""
        context, demand = self._context, dict(option.draws)
        return reach(demand, context.resolution, context.figures).parts.get(entry, ZERO)

    def _share(self, change: ShareChange) -> Decimal:
        """The increase of a line's figure, per unit."""
        inventory = self._context.graph.resolution.record(change.entry).inventory
        output = None if inventory is None else inventory.output(change.line)
        if inventory is None or output is None:
            return ZERO
        more = EXPLAIN.subtract(
            EXPLAIN.divide(*change.share), EXPLAIN.divide(*share(inventory, output))
        )
        kg = EXPLAIN.multiply(more, self._burden(change.entry))
        return EXPLAIN.divide(kg, Decimal(output.amount))

    def _burden(self, entry: str) -> Decimal:
        """The kg CO2e that the lines of an entry share."""
        figure = self._done[entry]
        others = (term.value for term in figure.terms if term.row is None)
        rest = EXPLAIN.divide(explained_sum(others), figure.divisor)
        rows = self._context.contributions.get(entry, NO_ROWS)
        return explained_sum([rest, *rows.values()])

    def _line(self, change: LineChange) -> Decimal:
        """The increase of a line's figure, per unit; zero if the line in its place has none."""
        worth = Option(draws=((change.instead, change.factor),)).worth(self._done)
        total = total_of(self._done[change.entry].lines[change.line].cells)
        return ZERO if worth is None else EXPLAIN.subtract(worth, total)


def _coordinate(change: Change) -> object:
    """The coordinate that a change touches: of several other lines in the place of one the largest counts."""
    return (change.entry, change.line) if isinstance(change, LineChange) else id(change)
