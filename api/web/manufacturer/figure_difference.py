"""The parts of the difference of a figure to the one before, level by level, as the page of the figure shows them.

The document holds what this reader may see (`ledger.service.access.differences`), so every part of it is shown: the
causes in the order of their size, and below each its groups, sites and rows. Parts below a thousandth of the largest
cause are summed, as `cradle diff` does. Names of groups, exchanged values and notes are English, as in the document.
"""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any, NamedTuple

from api.web.workspace import Visit
from ledger.documents.difference.parts import moved_causes, parts_below, smallest_shown
from ledger.footprint.graph.cells import exact_sum
from schemas.signed.calculation import StageValue
from schemas.views.difference import Difference, DifferencePart


class PartLine(NamedTuple):
    """A name at its level of the tree, from 0 for a cause; its change; and the part, if it is a single one."""

    level: int
    name: str
    value: Decimal
    part: DifferencePart | None = None


def difference_values(visit: Visit, difference: Difference) -> dict[str, Any]:
    """The values of the template: the difference, its stages by name before and after, and the lines of its parts."""
    moved = moved_causes(difference)
    limit = smallest_shown(moved)
    return {
        "found": difference,
        "before": _by_stage(difference.before.stages),
        "after": _by_stage(difference.after.stages),
        "parts": [line for part in moved for line in _part_lines(visit, part, limit, 0)],
    }


def _by_stage(stages: Iterable[StageValue]) -> dict[str, str]:
    return {row.stage.value: row.value for row in stages}


def _part_lines(
    visit: Visit, part: DifferencePart, limit: Decimal, level: int
) -> Iterator[PartLine]:
    """A part, and those below it, the largest first."""
    yield PartLine(level, _name(visit, part), Decimal(part.value), part)
    shown, small = parts_below(part, limit)
    for row in shown:
        yield from _part_lines(visit, row, limit, level + 1)
    if small:
        words = visit.say("figure.difference.smaller", count=len(small))
        yield PartLine(level + 1, words, exact_sum(small))


def _name(visit: Visit, part: DifferencePart) -> str:
    if part.kind == "cause":
        return visit.say(f"figure.cause.{part.name}")
    return visit.say("figure.cause.closed") if part.kind == "closed" else part.name
