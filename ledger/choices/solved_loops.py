"""Loops that a conservative figure solves again: goods that were cut out draw on lines which rest on their user.

One pass of the engine runs from suppliers to customers and cannot follow a loop. So the goods begin at nothing, and a
pass gives what the lines then count, which is what the goods are worth in the next pass. Between two kinks these values
change by a constant ratio, so each round takes two passes and steps to where that ratio ends, and a millionth of a
millionth further. The figure counts once a pass gives no more than went into it, and less by a billionth at most: then
no solution of the loop lies above it. A loop that uses at least as much as it makes has none.
"""

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal

from ledger.choices.coordinates import LoopChange, Option, RowChange
from ledger.footprint.graph.numbers import EXPLAIN, ONE, ZERO
from ledger.footprint.valuation.figure import Figures

ROUNDS = 40
"""The rounds after which a loop has no solution."""

TOLERANCE = Decimal("1e-9")
"""The share of a value by which it may lie above the solution."""

_FURTHER = Decimal("1.000000000001")

Pass = Callable[[Sequence[RowChange]], Figures]
"""The figures of a graph in which some amounts that no row states are added."""

_Place = tuple[str, str]


def solved_figures(loops: Sequence[LoopChange], one_pass: Pass) -> Figures | None:
    """The figures in which all cuts count at least the figures of their lines; None if a loop has no solution."""
    worths: Mapping[_Place, Decimal] = {(loop.entry, loop.key): ZERO for loop in loops}
    for _ in range(ROUNDS):
        figures = one_pass(_as_rows(worths))
        once = _worths(loops, figures)
        if all(_is_solved(worth, once[place]) for place, worth in worths.items()):
            return figures
        twice = _worths(loops, one_pass(_as_rows(once)))
        if _only_grows(worths, once, twice):
            return None
        worths = {place: _ahead(worths[place], once[place], twice[place]) for place in worths}
    return None


def _as_rows(worths: Mapping[_Place, Decimal]) -> list[RowChange]:
    return [RowChange(entry, key, (Option(kg),)) for (entry, key), kg in worths.items()]


def _worths(loops: Sequence[LoopChange], figures: Figures) -> Mapping[_Place, Decimal]:
    """The worth of each cut by the figures of a pass."""
    largest: dict[_Place, Decimal] = {}
    for loop in loops:
        for option in loop.options:
            worth, place = option.worth(figures.entries), (loop.entry, loop.key)
            largest[place] = max(largest.get(place, ZERO), worth or ZERO)
    return largest


def _is_solved(worth: Decimal, once: Decimal) -> bool:
    """True if a pass gives no more than went into it, and hardly less."""
    return ZERO <= EXPLAIN.subtract(worth, once) <= EXPLAIN.multiply(worth, TOLERANCE)


def _only_grows(
    before: Mapping[_Place, Decimal],
    once: Mapping[_Place, Decimal],
    twice: Mapping[_Place, Decimal],
) -> bool:
    """True if no value rises by less than in the pass before, so that none ever does."""
    steps = [
        (EXPLAIN.subtract(once[place], worth), EXPLAIN.subtract(twice[place], once[place]))
        for place, worth in before.items()
    ]
    return any(first > ZERO for first, _ in steps) and all(
        ZERO <= first <= second for first, second in steps
    )


def _ahead(before: Decimal, once: Decimal, twice: Decimal) -> Decimal:
    """Where three values go that change by a constant ratio, and a little further; the last if they do not settle."""
    first, second = EXPLAIN.subtract(once, before), EXPLAIN.subtract(twice, once)
    if not second:
        return twice
    ratio = EXPLAIN.divide(second, first) if first else ZERO
    if ZERO < ratio < ONE:
        rest = EXPLAIN.divide(second, EXPLAIN.subtract(ONE, ratio))
        twice = EXPLAIN.add(once, rest)
    return EXPLAIN.multiply(twice, _FURTHER)
