"""What a fault in an entry does to the declared figure: kg over a period, brought into kg per kWh of total energy.

An entry's period is longer than what one kWh takes of it; the demand that reaches it says how much. These effects are
estimates and told to 4 digits; what nobody can tell stays untold.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from ledger.footprint.analysis.contributions import Demand, Reach, reach
from ledger.footprint.graph.cells import exact_sum
from ledger.footprint.graph.numbers import EXPLAIN, ZERO, round_delivered
from ledger.footprint.graph.resolution import Observation, Resolution
from ledger.footprint.valuation.figure import Figures


@dataclass(frozen=True)
class Effects:
    """What faults in a graph do to the figure of a demand; how far that reaches is computed once a fault asks."""

    demand: Demand
    resolution: Resolution
    figures: Figures

    @cached_property
    def reach(self) -> Reach:
        """What one unit of the target takes of the graph."""
        return reach(self.demand, self.resolution, self.figures)

    def of(self, seen: Observation) -> Decimal | None:
        """The effect of an observation; None where nothing tells."""
        return None if seen.effect is None else declared_effect(seen, self.reach, self.resolution)


def declared_effect(seen: Observation, reach: Reach, resolution: Resolution) -> Decimal | None:
    """How much too high the fault makes the declared figure, below zero too low; None where nothing tells.

    Args:
        seen: an observation on an entry of the graph.
        reach: what one kWh of total energy takes of the graph.
        resolution: the graph.
    """
    if seen.effect is None:
        return None
    if seen.lines is None:
        part = reach.parts.get(seen.subject, ZERO)
        return round_delivered(EXPLAIN.multiply(seen.effect, part))
    return round_delivered(exact_sum(_of_lines(seen, reach, resolution)))


def _of_lines(seen: Observation, reach: Reach, resolution: Resolution) -> Iterator[Decimal]:
    """What each line brings: the part of its output that is taken, of what it has too much."""
    inventory = resolution.record(seen.subject).inventory
    for output in () if inventory is None else inventory.outputs:
        taken = reach.lines.get((seen.subject, output.line), ZERO)
        kg = (seen.lines or {}).get(output.line, ZERO)
        yield EXPLAIN.divide(EXPLAIN.multiply(kg, taken), Decimal(output.amount))
