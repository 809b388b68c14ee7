"""The figure with the rulebook's alternative in place of a contested statement, or of one row of it.

    contested row         the changes that the register has for this row, or for the line of this output
    contested statement   the changes of all choices in it

The state of a choice plays no part: the figure stands beside an objection whoever has examined the statement. As in the
conservative figure, a change never lowers a figure. A place that is contested several times is computed once. Left out:
rows for which the rulebook has no alternative, and the effect that an objection claims, which nobody has shown.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from ledger.choices.choice import Choice
from ledger.choices.conservative import total_with
from ledger.choices.context import ChoiceContext
from ledger.choices.coordinates import (
    Change,
    LineChange,
    LoopChange,
    RowChange,
    ShareChange,
    key_of,
)
from ledger.choices.register import find_choices


class ContestedPlace(NamedTuple):
    """A contested statement, an entry of the graph or the calculation, and its contested row such as `inputs/3`."""

    statement: str
    row: str | None


def contested_totals(
    context: ChoiceContext, places: Iterable[ContestedPlace]
) -> Mapping[ContestedPlace, Decimal | None]:
    """The figure with the alternative to each contested place, in kg CO2e per unit of the figure.

    Args:
        context: the calculation or delivery and its graph.
        places: the contested statements and rows.

    Returns:
        By place; None if the rulebook has no alternative there, or it overflows.
    """
    wanted = dict.fromkeys(places)
    choices = list(find_choices(context)) if wanted else []
    totals = dict[ContestedPlace, Decimal | None]()
    for place in wanted:
        changes = _changes(context, place, choices)
        totals[place] = total_with(context, changes) if changes else None
    return totals


def _changes(
    context: ChoiceContext, place: ContestedPlace, choices: Sequence[Choice]
) -> list[Change]:
    """The alternative to a contested place; empty if there is none."""
    changes = [
        change
        for choice in choices
        if choice.subject == place.statement
        for change in choice.changes
    ]
    return changes if place.row is None else list(_of_row(context, place, place.row, changes))


def _of_row(
    context: ChoiceContext, place: ContestedPlace, row: str, changes: Iterable[Change]
) -> Iterator[Change]:
    """The changes of one row of an entry; none if the entry has no such row."""
    part, _, index = row.partition("/")
    inventory = context.resolution.record(place.statement).inventory
    rows = getattr(inventory, part, ())
    if int(index) >= len(rows):
        return
    contested = rows[int(index)]
    line = contested.line if part == "outputs" else None
    for change in changes:
        if isinstance(change, RowChange | LoopChange):
            is_contested = key_of(change.key) == id(contested)
        else:
            is_contested = isinstance(change, ShareChange | LineChange) and change.line == line
        if is_contested:
            yield change
