"""Contributions to a figure by row: the unit in which an auditor looks up what a figure rests on.

A row is named by its entry and its place in the inventory, such as `inputs/3`, counted from 0 as in field paths. An
amount that the method adds and no row states, such as a filled gap or the disposal of what is not collected, has the
word of its source as its place.
"""

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import NamedTuple

from ledger.footprint.analysis.contributions import (
    Contributed,
    Contribution,
    contributions,
    declared_demand,
)
from ledger.footprint.analysis.declared_figure import UNCOLLECTED, uncollected
from ledger.footprint.analysis.unit_of_figure import per_unit
from ledger.footprint.graph.cells import CellKey, total_of
from ledger.footprint.graph.composition import Part
from ledger.footprint.graph.numbers import EXPLAIN, ZERO
from ledger.footprint.graph.resolution import Resolution
from ledger.footprint.valuation.figure import Figures
from schemas.signed.calculation import AssertedCalculation
from schemas.signed.inventory import Inventory
from schemas.signed.rows import Row
from schemas.signed.rulebook import Rulebook
from schemas.vocabulary import DataBasis

LISTS = ("inputs", "wastes", "emissions", "avoided")
"""The lists of an inventory whose rows have a value."""

NOT_COLLECTED = "not_collected"
"""The source of the disposal of goods that are not collected, which a calculation adds."""


class RowContribution(NamedTuple):
    """The amount that a row adds to a figure in kg CO2e per unit, with its part in each cell.

    `row` is None if no row states the amount. `source` and `label` are those of the row's first term.
    """

    entry: str
    place: str
    source: str
    label: str
    basis: DataBasis
    row: Row | None
    cells: Mapping[CellKey, Decimal]

    @property
    def value(self) -> Decimal:
        """The amount over all cells."""
        return total_of(self.cells)


def declared_contributions(
    rows: Iterable[Part],
    calculation: AssertedCalculation,
    rulebook: Rulebook,
    resolution: Resolution,
    figures: Figures,
) -> Iterator[Contribution]:
    """The contributions to the declared figure of a calculation, per unit of it.

    Every entry behind the composition's `rows` has a figure.
    """
    parts = tuple(rows)
    yield from contributions(declared_demand(parts, calculation, rulebook), resolution, figures)
    each = per_unit(calculation)
    for part in parts:
        lost = total_of(uncollected(part, rulebook))
        if lost:
            entry = part.record.entry
            value = EXPLAIN.multiply(lost, each)
            yield Contributed(
                entry=part.entry,
                site=entry.site.code,
                country=entry.site.country,
                basis=entry.basis,
                key=UNCOLLECTED,
                source=NOT_COLLECTED,
                label="goods that are not collected",
                value=value,
                row=None,
            )


def by_row(
    graph_contributions: Iterable[Contribution], resolution: Resolution
) -> tuple[RowContribution, ...]:
    """Put the contributions of each row together; the largest absolute amount comes first."""
    places: dict[str, Mapping[int, str]] = {}
    first: dict[tuple[str, ...], Contribution] = {}
    cells: dict[tuple[str, ...], dict[CellKey, Decimal]] = {}
    for part in graph_contributions:
        if part.entry not in places:
            places[part.entry] = places_of(resolution.record(part.entry).inventory)
        place = places[part.entry].get(id(part.row))
        key = (part.entry, part.source, part.label) if place is None else (part.entry, place)
        first.setdefault(key, part)
        sums = cells.setdefault(key, {})
        sums[part.key] = EXPLAIN.add(sums.get(part.key, ZERO), part.value)
    rows = [
        RowContribution(
            part.entry, key[1], part.source, part.label, part.basis, part.row, cells[key]
        )
        for key, part in first.items()
    ]
    return tuple(sorted(rows, key=_largest_first))


def _largest_first(row: RowContribution) -> tuple[Decimal, str, str]:
    return row.value.copy_abs().copy_negate(), row.entry, row.place


def places_of(inventory: Inventory | None) -> Mapping[int, str]:
    """The place of each row of an inventory, by the identity of the row: equal rows may stand twice."""
    return {
        id(row): f"{name}/{index}"
        for name in LISTS
        for index, row in enumerate(getattr(inventory, name, ()))
    }
