"""The parts of a difference that are shown: by size, and below a thousandth of the largest cause only summed."""

from decimal import Decimal

from ledger.documents.difference.parts import largest_first, parts_below, smallest_shown
from schemas.views.difference import DifferencePart


def part(name: str, value: str, *below: DifferencePart, note: str | None = None) -> DifferencePart:
    """A part with parts below it."""
    return DifferencePart(kind="row", name=name, value=value, stages=(), parts=below, note=note)


def test_the_largest_is_first_whatever_its_sign() -> None:
    """Equal sizes are in the order of their names."""
    found = largest_first([part("b", "1"), part("a", "-1"), part("c", "-2"), part("d", "0.5")])
    assert [row.name for row in found] == ["c", "a", "b", "d"]


def test_small_parts_are_summed_unless_they_have_a_note() -> None:
    """The limit itself is shown."""
    rows = (part("two", "2"), part("at", "0.004"), part("below", "0.003"))
    whole = part("whole", "4", *rows, part("told", "0.001", note="exchanged first"))
    limit = smallest_shown([whole, part("other", "-1")])
    assert limit == Decimal("0.004")
    shown, small = parts_below(whole, limit)
    assert [row.name for row in shown] == ["two", "at", "told"]
    assert small == [Decimal("0.003")]


def test_nothing_moved_has_no_limit() -> None:
    """Every part of no causes would be shown."""
    assert smallest_shown([]) == 0
