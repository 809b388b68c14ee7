"""The way down: which choices to settle so that a conservative figure comes near the declared one.

    order    the choices of no known worth first, since there is no figure before they are settled; then by worth, or
             by worth per cost under a price list
    reach    the shortest beginning of that order whose settling brings the figure within a bound, by bisection
    drop     from its end, every choice that can be left out

So a set is one from which nothing can be left out. It is found in the order of worth, and not proved the smallest, nor
the cheapest. Each trial is one conservative figure. The figure that is compared with a bound is the one that is shown,
rounded up to 4 digits, so that its reader finds it within.

Left out: that one visit to a site may settle several choices there, and that a choice may turn out not to hold. Then
the figure stays where it is, and the declared one was wrong.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final, NamedTuple

from ledger.choices.choice import NOT_EXAMINED, Examined
from ledger.choices.conservative import (
    ConservativeFigure,
    WeighedChoice,
    figure_of,
    format_up,
    is_unknown,
    total_with,
    weigh_choices,
)
from ledger.choices.context import ChoiceContext
from ledger.choices.kinds import Kind
from ledger.choices.sensitivity import sensitivity
from ledger.footprint.graph.cells import total_of
from ledger.footprint.graph.numbers import EXPLAIN, ZERO
from schemas.signed.settled import ChoiceId

BOUNDS: Final = (Decimal(5), Decimal(1))
"""The distances above the declared figure, in per cent of it, that a set is looked for within."""

DROPS: Final = 250
"""The most choices of one set that are tried to be left out: each trial is a pass of the engine."""

WORK: Final = 10_000
"""The most entries that these passes value, so that the plan of a large graph takes seconds."""

FEWEST: Final = 8
"""The number of choices that are tried in a graph of any size."""

_HUNDRED: Final = Decimal(100)


class Costs(NamedTuple):
    """The cost of the examination of one choice, by its depth."""

    documents: Decimal
    site_visit: Decimal

    def of(self, kind: Kind) -> Decimal:
        """The cost of settling a choice of a kind."""
        return self.documents if kind.depth == "documents" else self.site_visit


class SettlingSet(NamedTuple):
    """Choices whose settling brings the conservative figure within some per cent of the declared one.

    Attributes:
        percent: the bound.
        choices: those to settle, in the order of the search.
        total: the conservative figure after that; None as `total_with`.
        is_reached: the figure is within the bound; if not, all that can be settled does not bring it there.
        untried: the number of choices that were not tried to be left out.
    """

    percent: Decimal
    choices: tuple[WeighedChoice, ...]
    total: Decimal | None
    is_reached: bool
    untried: int = 0


@dataclass(frozen=True)
class Plan:
    """The way down from a conservative figure.

    Attributes:
        declared: the figure.
        figure: the conservative one before anything more is settled, with its choices.
        sets: one for each bound.
        last: the conservative figure once all of these choices are settled. What it is above the declared one comes
            of choices that move the figure together only, in entries beside it, which no report lists.
        passes: the number of conservative figures that were computed.
    """

    declared: Decimal
    figure: ConservativeFigure
    sets: tuple[SettlingSet, ...]
    last: Decimal | None
    passes: int


def make_plan(
    context: ChoiceContext, examined: Examined = NOT_EXAMINED, costs: Costs | None = None
) -> Plan | None:
    """The way down; None if the rulebook names no alternatives, or a figure is unknown.

    Args:
        context: the calculation or delivery and its graph.
        examined: the choices that auditors accepted by the reader have settled.
        costs: of an examination; the search then goes by worth per cost.
    """
    cells = context.cells(context.graph.figures)
    if context.rule is None or cells is None:
        return None
    declared = total_of(cells)
    weighed = weigh_choices(context, declared, examined)
    figure = replace(figure_of(context, declared, weighed, examined), ranges=sensitivity(context))
    search = _Search(context, declared, weighed, figure)
    order = sorted(
        (row for row in figure.choices if row.state != "settled" and row.choice.changes),
        key=lambda row: _place(row, costs),
    )
    sets = tuple(search.within(percent, order) for percent in BOUNDS)
    return Plan(declared, figure, sets, search.total(order), search.passes)


class _Search:
    """The search for sets, and the figures that it has computed, by the choices that are left."""

    def __init__(
        self,
        context: ChoiceContext,
        declared: Decimal,
        weighed: Sequence[WeighedChoice],
        figure: ConservativeFigure,
    ) -> None:
        self._context, self._declared = context, declared
        self._unsettled = [row for row in weighed if row.state != "settled" and row.choice.changes]
        self._known = {_ids(self._unsettled): figure.total}
        self._drops = max(FEWEST, min(DROPS, WORK // len(context.resolution.nodes)))

    @property
    def passes(self) -> int:
        """The number of conservative figures that were computed."""
        return len(self._known)

    def total(self, rows: Iterable[WeighedChoice]) -> Decimal | None:
        """The conservative figure once some choices are settled too; None as `total_with`."""
        settled = _ids(rows)
        left = [row for row in self._unsettled if row.choice.id not in settled]
        key = _ids(left)
        if key not in self._known:
            changes = [change for row in left for change in row.choice.changes]
            self._known[key] = total_with(self._context, changes)
        return self._known[key]

    def within(self, percent: Decimal, order: Sequence[WeighedChoice]) -> SettlingSet:
        """The set within a bound, of choices in the order of the search."""
        more = EXPLAIN.multiply(self._declared.copy_abs(), EXPLAIN.divide(percent, _HUNDRED))
        shown = Decimal(format_up(self._declared))
        bound = max(EXPLAIN.add(self._declared, more), shown)

        def reaches(rows: Iterable[WeighedChoice]) -> bool:
            total = self.total(rows)
            return total is not None and Decimal(format_up(total)) <= bound

        if not reaches(order):
            return SettlingSet(percent, tuple(order), self.total(order), is_reached=False)
        count = _least(len(order), lambda first: reaches(order[:first]))
        kept = list(order[:count])
        for row in reversed(kept[-self._drops :]):
            others = [other for other in kept if other is not row]
            if reaches(others):
                kept = others
        total, untried = self.total(kept), max(0, count - self._drops)
        return SettlingSet(percent, tuple(kept), total, is_reached=True, untried=untried)


def _place(row: WeighedChoice, costs: Costs | None) -> tuple[bool, Decimal, ChoiceId]:
    """The place of a choice in the order of the search."""
    worth = row.effect or ZERO
    if costs is not None:
        worth = EXPLAIN.divide(worth, costs.of(row.choice.kind))
    return not is_unknown(row.choice.changes), worth.copy_negate(), row.choice.id


def _least(most: int, reaches: Callable[[int], bool]) -> int:
    """The least number that reaches, where `most` does and more never hurts."""
    below, enough = -1, most
    while enough - below > 1:
        middle = (below + enough) // 2
        if reaches(middle):
            enough = middle
        else:
            below = middle
    return enough


def _ids(rows: Iterable[WeighedChoice]) -> frozenset[ChoiceId]:
    return frozenset(row.choice.id for row in rows)
