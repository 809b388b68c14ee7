"""A figure split by what tells it: rows in hand, and figures that suppliers told with their deliveries.

Where the inventory behind a delivery is not at hand, the figure told with it stands for its goods:

    declared total = rows in hand + sum(amount taken x told total) + rest

The amounts are what one unit of the target takes. Told figures have 4 digits, so the rest is never
quite zero; `slack` bounds what rounding alone can make of it. These values say on whose word a figure
rests. They are computed at 50 digits and are neither declared digits nor a recomputation.

What a calculation fills in, and what the circular formula makes of recycled goods whose maker is not
at hand, is left out of the rows: it falls to the rest.
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import NamedTuple

from ledger.footprint.analysis.contributions import (
    Contribution,
    Demand,
    drawn,
    own_contributions,
    reach,
)
from ledger.footprint.graph.cells import Cells, total_of
from ledger.footprint.graph.numbers import EXPLAIN, ZERO, half_unit
from ledger.footprint.graph.resolution import Resolution
from ledger.footprint.valuation.figure import Figures
from ledger.footprint.valuation.rows import FILLED
from schemas.rows import Avoided


class Told(NamedTuple):
    """What a supplier tells per unit: cells, and a total of its own; nothing where it tells no figure that fits."""

    cells: Cells
    total: Decimal | None


class Split(NamedTuple):
    """What a target takes: kg CO2e of rows in hand, and amounts of deliveries."""

    rows: Decimal
    amounts: Mapping[str, Decimal]


def is_computed(resolution: Resolution, figures: Figures) -> bool:
    """Whether every entry whose inventory is at hand has a figure, so that it can be split."""
    return all(
        node in figures.entries
        for node in resolution.nodes
        if resolution.record(node).inventory is not None
    )


def split(
    demand: Demand, resolution: Resolution, figures: Figures, told: Mapping[str, Told]
) -> Split:
    """Splits what a demand takes.

    Args:
        demand: amounts of lines whose entries have figures.
        resolution: the graph.
        figures: of the graph, told figures standing in where the maker's inventory is not at hand.
        told: what these deliveries tell, by the newest version.
    """
    rows, amounts = ZERO, dict[str, Decimal]()
    for node, scale in reach(demand, resolution, figures).parts.items():
        for term in own_contributions(node, scale, resolution, figures):
            cited = _cited(term, resolution) & told.keys()
            if not cited and term.source != FILLED:
                rows = EXPLAIN.add(rows, term.value)
            elif isinstance(term.row, Avoided) and (total := total_of(told[min(cited)].cells)):
                _add(amounts, min(cited), EXPLAIN.divide(term.value, total))
        for draw in drawn(node, scale, resolution, figures):
            newest, _ = resolution.sources[draw.row.delivery]
            if newest in told:
                _add(amounts, newest, draw.amount)
    return Split(rows, amounts)


def _cited(term: Contribution, resolution: Resolution) -> set[str]:
    """The newest versions of the deliveries that value a row: the one avoided, or taken in, or virgin instead."""
    row = term.row
    recycled = getattr(row, "recycled", None)
    named = (getattr(row, "delivery", None), getattr(recycled, "delivery", None))
    sources = (resolution.sources.get(name or "") for name in named)
    return {source[0] for source in sources if source is not None}


def _add(amounts: dict[str, Decimal], delivery: str, amount: Decimal) -> None:
    amounts[delivery] = EXPLAIN.add(amounts.get(delivery, ZERO), amount)


def slack(amounts: Mapping[str, Decimal], told: Mapping[str, Told]) -> Decimal:
    """By how much the rounding of told totals can move a sum that they stand in."""
    found = ZERO
    for name, amount in amounts.items():
        total = told[name].total
        if total is not None:
            found = EXPLAIN.fma(amount.copy_abs(), half_unit(total), found)
    return found
