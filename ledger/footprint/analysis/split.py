"""A figure split by its evidence: rows of inventories, and figures that suppliers stated with their deliveries.

If the bundle lacks the inventory behind a delivery, the figure stated with it counts for its goods:

    declared total = rows + sum(amount used x supplier's total) + rest

The amounts are those that one unit of the target needs. Supplier figures have 4 digits, so the rest is never exactly
zero; `rounding_tolerance` bounds the part of it that rounding explains. The split shows whose statement a figure rests
on. Its values are computed at 50 digits and are neither declared digits nor a recomputation.

The rows leave out gaps that a calculation fills, and the circular formula's terms for recycled goods whose maker's
inventory is missing: both are part of the rest.
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import NamedTuple

from ledger.footprint.analysis.contributions import (
    Contribution,
    Demand,
    line_draws,
    own_contributions,
    reach,
)
from ledger.footprint.graph.cells import CellKey, Cells, total_of
from ledger.footprint.graph.numbers import EXPLAIN, ZERO, half_unit
from ledger.footprint.graph.resolution import Resolution
from ledger.footprint.tally.recursion import Reading
from ledger.footprint.valuation.figure import Figures
from ledger.footprint.valuation.rows import FILLED
from schemas.signed.rows import Avoided


class SuppliedFigure(NamedTuple):
    """A supplier's statement per unit: cells, and a total of its own; both empty if it states no figure that fits."""

    cells: Cells
    total: Decimal | None


class SuppliedFigures(Reading[CellKey]):
    """Supplier figures in place of entries without one; the result has no declared digits."""

    def __init__(self, supplied: Mapping[str, SuppliedFigure]) -> None:
        self._supplied = supplied

    def delivered(self, delivery: str) -> Cells | None:
        """The cells that a supplier states with a newest delivery."""
        figure = self._supplied.get(delivery)
        return None if figure is None else figure.cells


class Split(NamedTuple):
    """The kg CO2e of the rows that a target needs, and the amounts of deliveries that it needs."""

    rows: Decimal
    amounts: Mapping[str, Decimal]


def is_computed(resolution: Resolution, figures: Figures) -> bool:
    """True if every entry with an inventory has a figure, so that the whole can be split."""
    return all(
        node in figures.entries
        for node in resolution.nodes
        if resolution.record(node).inventory is not None
    )


def split(
    demand: Demand, resolution: Resolution, figures: Figures, supplied: Mapping[str, SuppliedFigure]
) -> Split:
    """Split a demand into rows and deliveries.

    Args:
        demand: amounts of lines whose entries have figures.
        resolution: the graph.
        figures: of the graph, with the supplier's figure for a line whose maker's inventory is missing.
        supplied: the supplier figures of these deliveries, by the newest version.
    """
    rows, amounts = ZERO, dict[str, Decimal]()
    for node, scale in reach(demand, resolution, figures).parts.items():
        for term in own_contributions(node, scale, resolution, figures):
            cited = _cited(term, resolution) & supplied.keys()
            if not cited and term.source != FILLED:
                rows = EXPLAIN.add(rows, term.value)
            elif isinstance(term.row, Avoided) and (total := total_of(supplied[min(cited)].cells)):
                _add(amounts, min(cited), EXPLAIN.divide(term.value, total))
        for draw in line_draws(node, scale, resolution, figures):
            newest, _ = resolution.sources[draw.row.delivery]
            if newest in supplied:
                _add(amounts, newest, draw.amount)
    return Split(rows, amounts)


def _cited(term: Contribution, resolution: Resolution) -> set[str]:
    """The newest versions of the deliveries that value a row: the one avoided, used, or replaced as virgin."""
    row = term.row
    recycled = getattr(row, "recycled", None)
    named = (getattr(row, "delivery", None), getattr(recycled, "delivery", None))
    sources = (resolution.sources.get(name or "") for name in named)
    return {source[0] for source in sources if source is not None}


def _add(amounts: dict[str, Decimal], delivery: str, amount: Decimal) -> None:
    amounts[delivery] = EXPLAIN.add(amounts.get(delivery, ZERO), amount)


def rounding_tolerance(
    amounts: Mapping[str, Decimal], supplied: Mapping[str, SuppliedFigure]
) -> Decimal:
    """The amount by which the rounding of supplier totals can change a sum of them."""
    tolerance = ZERO
    for name, amount in amounts.items():
        total = supplied[name].total
        if total is not None:
            tolerance = EXPLAIN.fma(amount.copy_abs(), half_unit(total), tolerance)
    return tolerance
