"""Worst-case figure with disputed statements replaced by defaults: the worst dataset in place of each line.

A disputed statement gives no information on its goods. The draws of customers on the lines of such an entry, or on the
line of such a delivery, are removed with everything behind them, and replaced by

    amount x the highest factor among the datasets that represent the product

of the calculation's own factor sets. Only lines that are still reached count: a line behind another removed line is
gone with it. If a reached line has no dataset, or the target itself counts it, there is no figure, because no known
value could replace it. The value explains and is no declared digit.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import reduce

from ledger.footprint.analysis.contributions import Line, contributions, line_draws, reach
from ledger.footprint.graph.cells import Cells, exact_sum, total_of
from ledger.footprint.graph.factors import group_values
from ledger.footprint.graph.numbers import EXPLAIN, ZERO
from ledger.footprint.graph.resolution import Resolution
from ledger.footprint.quality.data_quality import Target
from schemas.signed.rulebook import Factor


@dataclass(frozen=True, slots=True)
class ReplacedLine:
    """A line, the dataset in its place, and the amount that the target needs of it."""

    line: Line
    factor: Factor
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Fallback:
    """A figure without some lines.

    Attributes:
        change: kg CO2e per unit of the target to add to the figure; None if a line has no dataset.
        replaced: the lines that a dataset replaces.
        missing: the lines without a dataset.
    """

    change: Decimal | None
    replaced: tuple[ReplacedLine, ...]
    missing: tuple[Line, ...]


def statement_lines(resolution: Resolution) -> dict[str, frozenset[Line]]:
    """The lines of each statement of a graph: all lines of an entry, the delivered line of a delivery."""
    lines: dict[str, frozenset[Line]] = {}
    for node in resolution.order:
        inventory = resolution.record(node).inventory
        outputs = () if inventory is None else inventory.outputs
        lines[node] = frozenset((node, output.line) for output in outputs)
    for newest, entry in resolution.makers.items():
        lines[newest] = frozenset([(entry, resolution.lines[newest])])
    return lines


def line_changes(target: Target, lines: Collection[Line]) -> dict[Line, Decimal | None]:
    """The change by each of these lines alone, for those that customers draw on; None without a dataset."""
    figures = target.figures
    return {
        line: None
        if (factor := _worst(target, line)) is None
        else EXPLAIN.multiply(
            amount, _dearer(factor, figures.entries[line[0]].lines[line[1]].cells)
        )
        for line, amount in _drawn(target, lines, ()).items()
    }


def _dearer(factor: Factor, cells: Cells) -> Decimal:
    return EXPLAIN.subtract(value_of(factor), total_of(cells))


def _drawn(target: Target, lines: Collection[Line], cut: Collection[Line]) -> dict[Line, Decimal]:
    """The draws of customers on some lines, per unit of the target, as far as it reaches without the cut ones."""
    demand, resolution, figures = target.demand, target.resolution, target.figures
    amounts: dict[Line, Decimal] = {}
    for node, scale in reach(demand, resolution, figures, cut).parts.items():
        for draw in line_draws(node, scale, resolution, figures):
            if draw.line in lines:
                amounts[draw.line] = EXPLAIN.add(amounts.get(draw.line, ZERO), draw.amount)
    return amounts


def compute_fallback(target: Target, lines: Collection[Line]) -> Fallback:
    """The figure of a target with the worst dataset in place of these lines."""
    amounts = _drawn(target, lines, lines)
    worst = {line: _worst(target, line) for line in amounts}
    replaced = tuple(
        ReplacedLine(line, factor, amounts[line])
        for line, factor in sorted(worst.items(), key=lambda row: row[0])
        if factor is not None
    )
    missing = {line for line, factor in worst.items() if factor is None}
    missing |= set(lines) & set(target.demand)
    change = None if missing else _change(target, lines, replaced)
    return Fallback(change, replaced, tuple(sorted(missing)))


def _change(target: Target, lines: Collection[Line], replaced: Collection[ReplacedLine]) -> Decimal:
    """The kg CO2e of the datasets, less that of the lines."""
    with_them, without = (
        (row.value for row in contributions(target.demand, target.resolution, target.figures, cut))
        for cut in ((), lines)
    )
    added = (EXPLAIN.multiply(row.amount, value_of(row.factor)) for row in replaced)
    rest = EXPLAIN.subtract(_sum(without), _sum(with_them))
    return EXPLAIN.add(rest, _sum(added))


def _worst(target: Target, line: Line) -> Factor | None:
    """The highest factor of the datasets that represent a line's product; of equal ones the first by flow."""
    inventory = target.resolution.record(line[0]).inventory
    datasets = [
        factor
        for output in (() if inventory is None else inventory.outputs)
        if output.line == line[1]
        for factor in target.table.default_datasets(output.product, output.unit.value)
    ]
    return min(datasets, key=lambda row: (value_of(row).copy_negate(), row.flow), default=None)


def value_of(factor: Factor) -> Decimal:
    """The sum of a factor, kg CO2e per unit of its flow."""
    return exact_sum(group_values(factor).values())


def _sum(values: Iterator[Decimal]) -> Decimal:
    return reduce(EXPLAIN.add, values, ZERO)
