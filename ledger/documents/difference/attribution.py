"""The attribution of a difference: one exchange after another, each followed by a computation of the whole figure.

The part of an exchange is the figure after it less the figure before it, by cell, so the parts sum to the difference
exactly, whatever the intermediate states are. An exchange without a figure (a flow that the other factor set lacks, a
loop of sites) waits, and is made as soon as the state has one; its note names the reason. What has no figure until the
end is made together, as one part. Another order would attribute the same difference otherwise: the decomposition is
sequential, and its order is a convention (E. Dietzenbacher, B. Los, "Structural decomposition techniques: sense and
sensitivity", Economic Systems Research 10 (1998) 307-324; K. Muradov, Journal of Economic Structures 10:16 (2021)).
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal, DecimalException

from ledger.documents.difference.alignment import align
from ledger.documents.difference.exchanges import Exchange, exchanges
from ledger.documents.difference.flow_lists import with_flows_of
from ledger.documents.difference.hybrid import Hybrid, ValuedHybrid, value
from ledger.documents.difference.state import ComputedState, FigureState, compute
from ledger.documents.difference.world import World
from ledger.footprint.graph.cells import CellKey, Cells
from ledger.footprint.graph.numbers import EXACT, ZERO
from schemas.errors import CradleError


@dataclass(frozen=True, slots=True)
class Step:
    """One exchange with its part of the difference, by cell; `note` is the reason why it was made late."""

    exchange: Exchange
    cells: Cells
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Attribution:
    """Two computed states, and the steps from one to the other, whose cells sum to their difference.

    `rounding` is the part of the last step that replaced hybrid amounts, of 50 digits, by the stated ones.
    """

    world: World
    before: ComputedState
    after: ComputedState
    steps: tuple[Step, ...]
    rounding: Cells


def attribute(first: FigureState, second: FigureState) -> Attribution:
    """Attribute the difference of two figures to the exchanges between their states.

    Raises:
        CradleError: as `compute`, for either state.
    """
    second = with_flows_of(first, second)
    before, after = compute(first), compute(second)
    world = World(align(first, before, second, after))
    walk = _Walk(world, before.cells)
    planned = list(exchanges(world, _labels(before)))
    steps = list(walk.steps(planned))
    rest = difference(after.cells, walk.cells)
    if steps and rest:
        last = steps[-1]
        steps[-1] = Step(last.exchange, sum_cells([last.cells, rest]), last.note)
    return Attribution(world, before, after, tuple(steps), rest)


def difference(after: Cells, before: Cells) -> Cells:
    """Cells less cells, exactly; none that is zero."""
    keys = {*after, *before}
    parts = {key: EXACT.subtract(after.get(key, ZERO), before.get(key, ZERO)) for key in keys}
    return {key: part for key, part in parts.items() if part}


def sum_cells(parts: Iterable[Cells]) -> Cells:
    """The exact sum of cells."""
    total: dict[CellKey, Decimal] = {}
    for cells in parts:
        for key, part in cells.items():
            total[key] = EXACT.add(total.get(key, ZERO), part)
    return total


def _labels(computed: ComputedState) -> frozenset[str]:
    """The flows that a figure uses."""
    figures = computed.figures.entries.values()
    return frozenset(term.label for figure in figures for term in figure.terms)


class _Walk:
    """The state reached so far, and its cells."""

    def __init__(self, world: World, cells: Cells) -> None:
        self.hybrid = Hybrid.first(world)
        self.cells = cells
        self._valued: ValuedHybrid | None = None

    def steps(self, planned: Iterable[Exchange]) -> Iterator[Step]:
        """Make the exchanges in order; those without a figure follow as soon as they have one."""
        waiting: dict[Exchange, str] = {}
        for exchange in planned:
            reason = self._try([exchange])
            if isinstance(reason, str):
                waiting[exchange] = reason
                continue
            yield Step(exchange, reason)
            for late, why in list(waiting.items()):
                outcome = self._try([late])
                if not isinstance(outcome, str):
                    del waiting[late]
                    yield Step(late, outcome, f"exchanged later than its place: {why}")
        if waiting:
            outcome = self._try(list(waiting))
            first, why = next(iter(waiting.items()))
            causes = ", ".join(dict.fromkeys(exchange.cause.value for exchange in waiting))
            if isinstance(outcome, str):
                yield Step(first, {}, f"not separable ({causes}): {outcome}")
            else:
                yield Step(first, outcome, f"not separable ({causes}): {why}")

    def _try(self, attempt: Iterable[Exchange]) -> Cells | str:
        """The part of exchanges made together, or the reason why the state after them has no figure."""
        hybrid = self.hybrid
        for exchange in attempt:
            hybrid = exchange.make(hybrid)
        try:
            valued = value(hybrid, self._valued)
        except CradleError as error:
            return f"{error.code}: {error.detail}"
        except DecimalException:
            return "figure.digits: an exact sum of the intermediate state has too many digits"
        part = difference(valued.computed.cells, self.cells)
        self.hybrid, self.cells, self._valued = hybrid, valued.computed.cells, valued
        return part
