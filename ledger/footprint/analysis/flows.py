"""A figure as a graph of flows: each entry's own part, and what goes from it to the entries that use its goods.

For every entry, what leaves it is its own part plus what arrives; at the target arrives the whole figure. Burdens and
credits stay apart under their stages and are never netted. As contributions, flows explain a figure and are not
declared digits: they are computed at 50 digits.
"""

from collections.abc import Collection
from decimal import Decimal
from typing import NamedTuple

from ledger.footprint.analysis.contributions import Demand, Line, own_contributions, reach, supplied
from ledger.footprint.graph.cells import CellKey, Cells
from ledger.footprint.graph.numbers import EXPLAIN, ZERO
from ledger.footprint.graph.resolution import Resolution
from ledger.footprint.graph.terms import reassign
from ledger.footprint.valuation.figure import Figures

Sums = dict[CellKey, Decimal]


class Flows(NamedTuple):
    """The flows behind a demand, in kg CO2e per unit of the target.

    Attributes:
        own: each entry's own part, customers first.
        between: what goes from a supplier's entry to a customer's; None is the target.
    """

    own: dict[str, Sums]
    between: dict[tuple[str, str | None], Sums]


def flows(
    demand: Demand, resolution: Resolution, figures: Figures, closed: Collection[Line] = ()
) -> Flows:
    """The flows behind a demand.

    Args:
        demand: amounts of (entry, line) that one unit of the target needs.
        resolution: the graph; every entry that the demand reaches has a figure.
        figures: the figures of the graph.
        closed: lines whose figure is a flow, and whose entries are not looked into.
    """
    open_demand = {line: amount for line, amount in demand.items() if line not in closed}
    graph_flows = Flows({}, {})
    for node, filed in reach(open_demand, resolution, figures, closed).filed.items():
        own = graph_flows.own.setdefault(node, {})
        for assignment, scale in filed.items():
            for row in own_contributions(node, scale, resolution, figures):
                _add(own, reassign({row.key: row.value}, assignment), Decimal(1))
            for draw in figures.entries[node].draws:
                line = supplied(draw.row, resolution)
                amount = EXPLAIN.divide(draw.amount, figures.entries[node].divisor)
                at = assignment if draw.assignment is None else draw.assignment.within(assignment)
                cells = reassign(_cells(line, figures), at)
                between = graph_flows.between.setdefault((line[0], node), {})
                _add(between, cells, EXPLAIN.multiply(amount, scale))
    for line, amount in demand.items():
        _add(graph_flows.between.setdefault((line[0], None), {}), _cells(line, figures), amount)
    return graph_flows


def _cells(line: Line, figures: Figures) -> Cells:
    figure = figures.line(*line)
    return {} if figure is None else figure.cells


def _add(sums: Sums, cells: Cells, amount: Decimal) -> None:
    for key, value in cells.items():
        sums[key] = EXPLAIN.fma(amount, value, sums.get(key, ZERO))
