"""The battery of a calculation as documents on trade see it: delivered, and at its end of life, per unit of it.

A reader who issued the calculation looks into its own entries only, which are valued as it can know them: what others
deliver to them counts to 4 digits (`ledger.footprint.tally.told`), and is one sum.
"""

from collections.abc import Iterable
from dataclasses import dataclass
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
from ledger.footprint.graph.cells import exact_sum, total_of
from ledger.footprint.graph.composition import Part
from ledger.footprint.graph.numbers import EXACT, EXPLAIN, ONE, ZERO, divide
from ledger.footprint.tally.recursion import Ratio
from schemas.errors import CradleError
from schemas.signed.calculation import AssertedCalculation
from schemas.views.territory import Per
from schemas.vocabulary import CompositionRole, Unit


@dataclass(frozen=True)
class Product:
    """A part of a calculation's composition, and the batteries, kWh or kg that it is of.

    Attributes:
        computed: the graph and its figures.
        state: the calculation.
        rows: the counted rows.
        whole: what they are all together: an amount of `per`, as a ratio.
        closed: lines of entries that the reader may not look into; None if the reader may look into all.
    """

    computed: ComputedState
    state: FigureState
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


def delivered(state: FigureState, per: Per, reader: str | None) -> Product:
    """The battery as delivered, without end of life.

    Args:
        state: the calculation.
        per: the unit of values.
        reader: the participant that reads it, if it may not look into all entries.

    Raises:
        CradleError: as `compute`; `territory.no_mass` if it is wanted per kg and a row does not count kg.
    """
    computed = compute(state)
    if reader is not None:
        computed = told_to(reader, state, computed)
    rows = tuple(part for part in computed.rows if part.row.role is not CompositionRole.END_OF_LIFE)
    closed = None if reader is None else lines_of_others(computed.resolution, reader)
    return Product(computed, state, rows, _whole(state.calculation, rows, per), closed)


def end_of_life(product: Product) -> Product | None:
    """The treatment of a delivered battery, per unit of the battery; None if the calculation counts none."""
    rows = tuple(
        part for part in product.computed.rows if part.row.role is CompositionRole.END_OF_LIFE
    )
    treatment = Product(product.computed, product.state, rows, product.whole, product.closed)
    return treatment if rows else None


def _whole(calculation: AssertedCalculation, rows: Iterable[Part], per: Per) -> Ratio:
    batteries = Decimal(calculation.battery.batteries)
    if per == "battery":
        return batteries, ONE
    if per == "kwh":
        energy = calculation.battery.total_energy
        return EXACT.multiply(batteries, Decimal(energy.numerator)), Decimal(energy.denominator)
    return _mass(rows), ONE


def _mass(rows: Iterable[Part]) -> Decimal:
    """The kg of the product lines."""
    products = [part for part in rows if part.row.role is CompositionRole.PRODUCT]
    if any(part.row.unit is not Unit.KG for part in products):
        detail = "The calculation counts batteries in another unit than kg; choose battery or kwh."
        raise CradleError("territory.no_mass", detail, "per")
    return exact_sum(Decimal(part.row.amount) for part in products)
