"""The price of missing primary data: a figure, and its rating, with a dataset in place of a supplier.

A factor may name the product that it represents if the product's supplier states no figure. For each delivered line of
such a product

    cost = (line_draws on the line, per unit of the target) x (factor - the line's figure)

and the rating is computed again without everything behind the line and, in each customer's entry, with the amount it
uses rated as activity data of that dataset. Each line is priced alone: if one is behind another, their costs overlap.
Not priced: the lines that the target itself counts, end of life among them, and credits.

The other way round, rows that are valued by such a dataset are defaults in use.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import reduce

from ledger.footprint.analysis.contributions import (
    Contributed,
    Contribution,
    Line,
    LineDraw,
    contributions,
    line_draws,
    reach,
)
from ledger.footprint.graph.cells import cell_key, exact_sum, total_of
from ledger.footprint.graph.factors import FactorTable, group_values
from ledger.footprint.graph.numbers import EXPLAIN, ZERO
from ledger.footprint.quality.data_quality import Process, StudyRating, Target, processes, rate
from ledger.footprint.quality.ratings import factor_of
from ledger.footprint.valuation.stage_assignment import assign_stage
from schemas.signed.quality import QualityRule
from schemas.signed.rulebook import Factor
from schemas.vocabulary import Sign, Source

LineDraws = Sequence[tuple[str, LineDraw]]
"""The draws of customers on one line, each with its entry."""


@dataclass(frozen=True, slots=True)
class DefaultPrice:
    """The change by a dataset in place of a supplier's line, per unit of the target.

    Attributes:
        line: the delivered line.
        factor: the dataset that represents its product.
        amount: the draws of all customers on the line.
        current: kg CO2e that the line brings.
        default: kg CO2e that the dataset would bring.
        rating: of the whole figure with the dataset; None if nothing would contribute.
    """

    line: Line
    factor: Factor
    amount: Decimal
    current: Decimal
    default: Decimal
    rating: StudyRating | None

    @property
    def cost(self) -> Decimal:
        """kg CO2e that the dataset would add; below zero where the supplier's data are worse."""
        return EXPLAIN.subtract(self.default, self.current)


def default_prices(target: Target, rule: QualityRule) -> list[DefaultPrice]:
    """Every delivered line whose product has a dataset in a named set, largest cost first."""
    taken: dict[Line, list[tuple[str, LineDraw]]] = {}
    parts = reach(target.demand, target.resolution, target.figures).parts
    for node, scale in parts.items():
        for draw in line_draws(node, scale, target.resolution, target.figures):
            taken.setdefault(draw.line, []).append((node, draw))
    prices = [
        _price(target, rule, rows, factor)
        for line, rows in taken.items()
        for factor in _default_datasets(target, line)
    ]
    return sorted(prices, key=lambda row: (row.cost.copy_negate(), row.line, row.factor.flow))


def defaults_in_use(rows: Iterable[Contribution], table: FactorTable) -> list[Process]:
    """The processes valued by a dataset that represents a supplier's product, largest absolute value first."""
    return processes((row for row in rows if _is_default(factor_of(row, table))), table)


def _is_default(factor: Factor | None) -> bool:
    return factor is not None and factor.stands_for is not None


def _default_datasets(target: Target, line: Line) -> Iterator[Factor]:
    inventory = target.resolution.record(line[0]).inventory
    for output in inventory.outputs if inventory is not None else ():
        if output.line == line[1]:
            yield from target.table.default_datasets(output.product, output.unit.value)


def _price(target: Target, rule: QualityRule, taken: LineDraws, factor: Factor) -> DefaultPrice:
    line = taken[0][1].line
    cells = target.figures.entries[line[0]].lines[line[1]].cells
    amount = reduce(EXPLAIN.add, (draw.amount for _, draw in taken), ZERO)
    rows = [
        *contributions(target.demand, target.resolution, target.figures, without=[line]),
        *(row for node, draw in taken for row in _defaults(target, node, draw, factor)),
    ]
    return DefaultPrice(
        line=line,
        factor=factor,
        amount=amount,
        current=EXPLAIN.multiply(amount, total_of(cells)),
        default=EXPLAIN.multiply(amount, exact_sum(group_values(factor).values())),
        rating=rate(processes(rows, target.table), rule),
    )


def _defaults(target: Target, node: str, draw: LineDraw, factor: Factor) -> Iterator[Contribution]:
    """The contribution of a customer's row with the dataset's value, assigned like goods of that process."""
    entry = target.resolution.record(node).entry
    maker_stage = target.resolution.record(draw.line[0]).entry.process.stage
    stage = assign_stage(entry, maker_stage, draw.row.purpose, target.rulebook)
    for group, value in group_values(factor).items():
        yield Contributed(
            entry=node,
            site=entry.site.code,
            country=entry.site.country,
            basis=entry.basis,
            key=cell_key(stage, group, Sign.BURDEN),
            source=Source.DATASET.value,
            label=factor.flow,
            value=EXPLAIN.multiply(draw.amount, value),
            row=draw.row,
        )
