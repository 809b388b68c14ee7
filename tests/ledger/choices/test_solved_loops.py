"""Tests for loops that a conservative figure solves: up to the least values that give no more than went into them.

The engine of these tests has two lines, `a` and `b`. A unit of each is worth a base and shares of what both cuts were
worth in the pass before.
"""

from collections.abc import Callable, Sequence
from decimal import Decimal

from ledger.choices.coordinates import LoopChange, Option, RowChange
from ledger.choices.solved_loops import TOLERANCE, solved_figures
from ledger.footprint.graph.cells import cell_key
from ledger.footprint.tally.recursion import EntryValue, GraphValues, LineValue
from ledger.footprint.valuation.figure import Figures
from schemas.vocabulary import Group, Sign, Stage

NAMES = ("a", "b")
KEY = cell_key(Stage.RAW_MATERIAL, Group.UNSPECIFIED, Sign.BURDEN)
LOOPS = [
    LoopChange(name, "cut", (Option(), Option(draws=(((name, "main"), Decimal(1)),))))
    for name in NAMES
]
Line = Callable[[Decimal, Decimal], Decimal]


class Engine:
    """Two lines, and what the cuts were worth in the last pass."""

    def __init__(self, *lines: Line) -> None:
        self.lines, self.went_in, self.passes = lines, (Decimal(0), Decimal(0)), 0

    def one_pass(self, rows: Sequence[RowChange]) -> Figures:
        """The figures of both lines."""
        self.passes += 1
        one, two = (row.options[0].kg for row in rows)
        self.went_in = one, two
        entries = {
            name: EntryValue({"main": LineValue({KEY: line(one, two)}, {})}, (), (), Decimal(1))
            for name, line in zip(NAMES, self.lines, strict=False)
        }
        return GraphValues(entries, (), ())


def solved(*lines: Line) -> tuple[Decimal, Decimal] | None:
    """What both cuts are worth; None without a solution."""
    engine = Engine(*lines)
    found = solved_figures(LOOPS, engine.one_pass)
    return None if found is None else engine.went_in


def close(one: Decimal, other: Decimal) -> bool:
    """True at the solution, or above it by the tolerance and what the other loops add to it."""
    return other <= one <= other * (1 + 10 * TOLERANCE)


def test_goods_outside_a_loop_take_one_pass_more() -> None:
    """Nothing depends on what went in, so the second pass gives the same, to the last digit."""
    engine = Engine(lambda *_: Decimal(3), lambda *_: Decimal("0.1"))
    assert solved_figures(LOOPS, engine.one_pass) is not None
    assert engine.went_in == (Decimal(3), Decimal("0.1"))
    assert engine.passes == 3


def test_a_loop_is_solved_in_three_passes() -> None:
    """3 and nine tenths of itself are 30, which ten thousand passes around it would not reach."""
    engine = Engine(lambda one, _: 3 + one * 9 / 10, lambda *_: Decimal(0))
    assert solved_figures(LOOPS, engine.one_pass) is not None
    assert close(engine.went_in[0], Decimal(30))
    assert engine.passes == 3


def test_loops_that_share_goods_are_solved_together() -> None:
    """a = 1 + b / 2 and b = 1 + a / 4, so a is 12 / 7 and b 10 / 7."""
    found = solved(lambda _, two: 1 + two / 2, lambda one, _: 1 + one / 4)
    assert found is not None
    assert close(found[0], Decimal(12) / 7)
    assert close(found[1], Decimal(10) / 7)


def test_a_dearer_alternative_on_the_way_counts() -> None:
    """From 20 on a second route is dearer, and lies on the loop too: 2 + 0.9 x, not 10 + 0.5 x."""
    found = solved(lambda one, _: max(10 + one / 2, 2 + one * 9 / 10), lambda *_: Decimal(0))
    assert found is not None
    assert close(found[0], Decimal(20))


def test_a_kink_below_the_solution_is_passed() -> None:
    """Above 4 the loop needs more of itself: 4 + x / 2 up to there, and 3 + 3 x / 4 beyond."""
    found = solved(lambda one, _: max(4 + one / 2, 3 + one * 3 / 4), lambda *_: Decimal(0))
    assert found is not None
    assert close(found[0], Decimal(12))


def test_a_loop_that_uses_all_that_it_makes_has_no_solution() -> None:
    """It rises by the same in each pass, which two passes show."""
    engine = Engine(lambda one, _: 3 + one, lambda *_: Decimal(0))
    assert solved_figures(LOOPS, engine.one_pass) is None
    assert engine.passes == 2


def test_values_that_never_settle_have_no_solution() -> None:
    """Goods that cost less the more is used of them are no loop of a chain; the search ends all the same."""
    assert solved(lambda one, _: 5 - 2 * one, lambda *_: Decimal(0)) is None


def test_a_line_without_a_figure_adds_nothing() -> None:
    """The figure of `b` is missing."""
    engine = Engine(lambda *_: Decimal(3))
    assert solved_figures(LOOPS, engine.one_pass) is not None
    assert engine.went_in == (Decimal(3), Decimal(0))
