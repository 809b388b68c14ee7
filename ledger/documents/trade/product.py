"""The product of a calculation as documents on trade see it: delivered, and at its end of life, per unit of it.

A reader who issued the calculation looks into its own entries only, which are valued as it can know them: what others
deliver to them counts to 4 digits (`ledger.footprint.tally.told`), and is one sum.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal

from ledger.documents.difference.state import ComputedState, FigureState, compute, told_to
from ledger.footprint.analysis.closed_supply import lines_of_others
from ledger.footprint.analysis.contributions import (
    Contribution,
    Demand,
    Line,
    contributions,
    demand_of,
    line_draws,
    reach,
)
from ledger.footprint.analysis.declared_figure import counted_amount, uncollected
from ledger.footprint.analysis.unit_of_figure import divisor_of, made
from ledger.footprint.graph.cells import exact_sum, total_of
from ledger.footprint.graph.composition import Part, product_rows
from ledger.footprint.graph.goods import product_line, weight
from ledger.footprint.graph.numbers import EXACT, EXPLAIN, ONE, ZERO, divide
from ledger.footprint.tally.recursion import Ratio
from schemas.errors import CradleError
from schemas.signed.calculation import AssertedCalculation
from schemas.views.territory import Per
from schemas.vocabulary import CompositionRole


@dataclass(frozen=True)
class Product:
    """A part of a calculation's composition, and the batteries, kWh, declared units or kg that it is of.

    Attributes:
        computed: the graph and its figures.
        state: the calculation.
        per: the unit of values.
        rows: the counted rows.
        whole: what they are all together: an amount of `per`, as a ratio.
        closed: lines of entries that the reader may not look into; None if the reader may look into all.
    """

    computed: ComputedState
    state: FigureState
    per: Per
    rows: tuple[Part, ...]
    whole: Ratio
    closed: frozenset[Line] | None

    @property
    def demand(self) -> Demand:
        """The amounts of the counted lines that one unit needs."""
        return self.per_unit(demand_of(self.rows, self.state.rulebook))

    def per_unit(self, demand: Demand) -> Demand:
        """A demand of the whole, per unit."""
        numerator, denominator = self.whole
        return {
            line: EXPLAIN.divide(EXPLAIN.multiply(amount, denominator), numerator)
            for line, amount in demand.items()
        }

    def share(self, total: Decimal) -> Decimal:
        """An exact amount of the whole, per unit: one division."""
        numerator, denominator = self.whole
        return divide(EXACT.multiply(total, denominator), numerator)

    @property
    def total(self) -> Decimal:
        """The kg CO2e per unit, with the digits of a figure."""
        rulebook, figures = self.state.rulebook, self.computed.figures
        counted = [
            EXACT.multiply(
                counted_amount(part.row, rulebook),
                total_of(figures.entries[part.entry].lines[part.row.line].cells),
            )
            for part in self.rows
        ]
        return self.share(exact_sum([*counted, self._uncollected]))

    @property
    def uncollected(self) -> Decimal:
        """The disposal of what is not collected, which no entry states, in kg CO2e per unit."""
        return self.share(self._uncollected)

    @property
    def _uncollected(self) -> Decimal:
        rulebook = self.state.rulebook
        return exact_sum(total_of(uncollected(part, rulebook)) for part in self.rows)

    def contributions(self) -> list[Contribution]:
        """The contributions of all entries that the reader may look into."""
        closed = self.closed or frozenset()
        demand = {line: amount for line, amount in self.demand.items() if line not in closed}
        return list(contributions(demand, self.computed.resolution, self.computed.figures, closed))

    @property
    def received(self) -> Demand:
        """The amounts of closed lines that reach the reader's entries, or the product itself, per unit."""
        closed, graph = self.closed or frozenset(), self.computed
        demand = self.demand
        taken = {line: amount for line, amount in demand.items() if line in closed}
        behind = {line: amount for line, amount in demand.items() if line not in closed}
        parts = reach(behind, graph.resolution, graph.figures, closed).parts
        for node, part in parts.items():
            for draw in line_draws(node, part, graph.resolution, graph.figures):
                if draw.line in closed:
                    taken[draw.line] = EXPLAIN.add(taken.get(draw.line, ZERO), draw.amount)
        return taken


def delivered(state: FigureState, per: Per | None, reader: str | None) -> Product:
    """The product as delivered, without end of life.

    Args:
        state: the calculation.
        per: the unit of values; one battery or one declared unit if none is asked for.
        reader: the participant that reads it, if it may not look into all entries.

    Raises:
        CradleError: as `compute`; `territory.per` if the figure has no such unit; `territory.no_mass` if it is wanted
            per kg and a product line states no mass.
    """
    per = _unit_of_values(state.calculation, per)
    computed = compute(state)
    if reader is not None:
        computed = told_to(reader, state, computed)
    rows = tuple(part for part in computed.rows if part.row.role is not CompositionRole.END_OF_LIFE)
    closed = None if reader is None else lines_of_others(computed.resolution, reader)
    return Product(computed, state, per, rows, _whole(state.calculation, rows, per), closed)


def end_of_life(product: Product) -> Product | None:
    """The treatment of a delivered product, per unit of the product; None if the calculation counts none."""
    rows = tuple(
        part for part in product.computed.rows if part.row.role is CompositionRole.END_OF_LIFE
    )
    return replace(product, rows=rows) if rows else None


def _unit_of_values(calculation: AssertedCalculation, per: Per | None) -> Per:
    declared = calculation.declared_unit
    offered: tuple[Per, ...] = (
        ("battery", "kwh", "kg") if declared is None else ("declared_unit", "kg")
    )
    if per is not None and per not in offered:
        subject = "a battery" if declared is None else f"a product, per {declared.unit.value}"
        detail = f"The figure is of {subject}; choose {' or '.join(offered)} in place of {per}."
        raise CradleError("territory.per", detail, "per")
    return per or offered[0]


def _whole(calculation: AssertedCalculation, rows: Iterable[Part], per: Per) -> Ratio:
    if per == "kg":
        return _mass(rows), ONE
    return (made(calculation), ONE) if per == "battery" else divisor_of(calculation)


def _mass(rows: Iterable[Part]) -> Decimal:
    """The kg of the product lines, as their entries state the mass of a unit."""
    return exact_sum(_weight(part) for part in product_rows(rows))


def _weight(part: Part) -> Decimal:
    stated = product_line(part.record, part.row.line)
    kg = weight(Decimal(part.row.amount), part.row.unit, stated)
    if kg is None:
        detail = (
            f"The entry of the product does not state the mass of a {part.row.unit.value}; leave out"
            " per, or state kg_per_unit in product."
        )
        raise CradleError("territory.no_mass", detail, "per")
    return kg
