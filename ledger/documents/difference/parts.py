"""The parts of a difference that have a line of their own: the largest first, and those that are small only summed."""

from collections.abc import Iterable
from decimal import Decimal
from typing import NamedTuple

from schemas.views.difference import Difference, DifferencePart

SMALLEST = Decimal("0.001")
"""The share of the largest cause below which a part is only counted."""


class Parts(NamedTuple):
    """The parts below one part: those that are shown, and the values of the others."""

    shown: list[DifferencePart]
    small: list[Decimal]


def moved_causes(difference: Difference) -> list[DifferencePart]:
    """The causes with a value or with parts."""
    return largest_first(part for part in difference.causes if part.value != "0" or part.parts)


def smallest_shown(causes: Iterable[DifferencePart]) -> Decimal:
    """The size from which a part is shown."""
    sizes = (Decimal(part.value).copy_abs() for part in causes)
    return max(sizes, default=Decimal(0)) * SMALLEST


def parts_below(part: DifferencePart, limit: Decimal) -> Parts:
    """The parts of a part; one with a note is shown whatever its size."""
    shown = [row for row in part.parts if Decimal(row.value).copy_abs() >= limit or row.note]
    small = [Decimal(row.value) for row in part.parts if row not in shown]
    return Parts(largest_first(shown), small)


def largest_first(parts: Iterable[DifferencePart]) -> list[DifferencePart]:
    """Parts by size, and by name where sizes are equal."""
    return sorted(parts, key=lambda part: (-Decimal(part.value).copy_abs(), part.name))
