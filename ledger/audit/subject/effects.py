"""The effect of a fault in an entry on the declared figure: kg of a period, converted to kg per kWh of total energy.

One kWh uses only a part of an entry's production in its period; the demand of the figure gives that part. The effects
are estimates, rounded to 4 digits. An effect that cannot be computed is None.
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
    """The effects of faults in a graph on the figure of a demand; the reach is computed on first use."""

    demand: Demand
    resolution: Resolution
    figures: Figures

    @cached_property
    def reach(self) -> Reach:
        """The parts of the graph that one unit of the target uses."""
        return reach(self.demand, self.resolution, self.figures)

    def of(self, seen: Observation) -> Decimal | None:
        """The effect of an observation; None if unknown."""
        return None if seen.effect is None else declared_effect(seen, self.reach, self.resolution)


def declared_effect(seen: Observation, reach: Reach, resolution: Resolution) -> Decimal | None:
    """The excess in the declared figure that a fault causes, below zero if the figure is too low; None if unknown.

    Args:
        seen: an observation on an entry of the graph.
        reach: the parts of the graph that one kWh of total energy uses.
        resolution: the graph.
    """
    if seen.effect is None:
        return None
    if seen.lines is None:
        part = reach.parts.get(seen.subject, ZERO)
        return round_delivered(EXPLAIN.multiply(seen.effect, part))
    return round_delivered(exact_sum(_of_lines(seen, reach, resolution)))


def _of_lines(seen: Observation, reach: Reach, resolution: Resolution) -> Iterator[Decimal]:
    """The contribution of each line: its excess times the part of its output that is used."""
    inventory = resolution.record(seen.subject).inventory
    for output in () if inventory is None else inventory.outputs:
        taken = reach.lines.get((seen.subject, output.line), ZERO)
        kg = (seen.lines or {}).get(output.line, ZERO)
        yield EXPLAIN.divide(EXPLAIN.multiply(kg, taken), Decimal(output.amount))
