"""The range of a figure over what its method leaves open.

    a           each material's A at the least and at the most that the method allows
    recovery    the rulebook's rate of the content, and all of it
    mix         the kinds of grid mix that a named set has, each as first choice
    life        the readings of the warranties: the shortest limit, years alone, the default

Each is one pass of the engine, or a product where the figure is linear in it. A range shows what a reading of the law
is worth, and no one's choice; it is not part of the conservative figure.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, NamedTuple

from ledger.choices.context import CalculationContext, ChoiceContext
from ledger.choices.families.credits import Credits
from ledger.footprint.analysis.declared_figure import declared_cells
from ledger.footprint.battery.functional_unit import ServiceLife, total_energy
from ledger.footprint.graph.cells import total_of
from ledger.footprint.graph.numbers import EXPLAIN, ONE, explained_sum
from ledger.footprint.plausibility.context import product
from ledger.footprint.valuation.figure import figures
from schemas.errors import CradleError
from schemas.signed.calculation import Ratio
from schemas.signed.constants import Constant
from schemas.signed.rulebook import Rulebook
from schemas.vocabulary import Stage

Parameter = Literal["a", "recovery", "mix", "life"]


class Range(NamedTuple):
    """The lowest and the highest figure over one parameter, in kg CO2e per kWh of total energy."""

    parameter: Parameter
    low: Decimal
    high: Decimal
    detail: str


def sensitivity(context: ChoiceContext) -> tuple[Range, ...]:
    """The ranges of a calculation's figure, none of a delivery's; a parameter that does not move it is left out."""
    cells = context.cells(context.graph.figures)
    if cells is None or not isinstance(context, CalculationContext):
        return ()
    readings = _Readings(context, total_of(cells))
    ranges = (readings.a(), readings.recovery(), readings.mix(), readings.life())
    return tuple(row for row in ranges if row is not None and row.low < row.high)


@dataclass(frozen=True)
class _Readings:
    """The figure under other readings of its method."""

    context: CalculationContext
    declared: Decimal

    def a(self) -> Range | None:
        """The share factor of all materials, at both ends."""
        rule, formula = self.context.rule, self.context.graph.rulebook.circular_footprint
        if rule is None or formula is None or rule.least_a is None or rule.most_a is None:
            return None
        ends = rule.least_a, rule.most_a
        totals = [self._under(self._with_a(end), self._unaffected()) for end in ends]
        detail = f"A of every material from {ends[0].value} to {ends[1].value}"
        return self._range("a", detail, totals)

    def _with_a(self, a: Constant) -> Rulebook:
        rulebook = self.context.graph.rulebook
        formula = rulebook.circular_footprint
        materials = () if formula is None else formula.materials
        rows = tuple(row.model_copy(update={"a": a}) for row in materials)
        changed = {"default_a": a, "materials": rows}
        other = None if formula is None else formula.model_copy(update=changed)
        return rulebook.model_copy(update={"circular_footprint": other})

    def _unaffected(self) -> frozenset[str]:
        """The entries whose figures rest on no recycling."""
        graph = self.context.graph
        touched = {
            record.id
            for record, inventory in graph.entries
            if record.entry.process.stage is Stage.END_OF_LIFE or inventory.recycled
        }
        return frozenset(graph.figures.entries) - touched - graph.resolution.downstream(touched)

    def recovery(self) -> Range | None:
        """The recovered part of the content: the rulebook's rate, and all of it."""
        credits_of = Credits(self.context)
        credited = credits_of.per_kwh()
        least, most = (
            explained_sum(
                product(kg, EXPLAIN.subtract(part(material), ONE))
                for material, kg in credited.items()
            )
            for part in (credits_of.share, credits_of.growth)
        )
        totals = [EXPLAIN.add(self.declared, change) for change in (least, most)]
        return self._range(
            "recovery", "recovery from the rulebook's rate to all of the content", totals
        )

    def mix(self) -> Range | None:
        """The kinds of mix that the named sets have for the countries of the graph, each as first choice."""
        graph = self.context.graph
        rule = graph.rulebook.electricity
        if rule is None:
            return None
        grids = {record.entry.site.country for record, _ in graph.entries}
        kinds = [
            kind
            for kind in rule.mixes
            if any(graph.table.mix_years(grid, [kind]) for grid in grids)
        ]
        totals = []
        for kind in kinds[1:]:
            first = (kind, *(other for other in rule.mixes if other != kind))
            changed = rule.model_copy(update={"mixes": first})
            rulebook = graph.rulebook.model_copy(update={"electricity": changed})
            totals.append(self._under(rulebook, frozenset()))
        return self._range("mix", f"grid mixes {', '.join(kinds)}, each as first choice", totals)

    def life(self) -> Range | None:
        """The years of a battery's warranties alone, and the rulebook's default, beside the shortest limit."""
        if self.context.calculation.declared_unit is not None:
            return None
        calculation = self.context.calculation.battery
        years = tuple(row.model_copy(update={"km": None}) for row in calculation.warranties)
        readings = [self._energy(ServiceLife(years)), self._energy(ServiceLife())]
        held = _kwh(calculation.total_energy)
        totals = [
            product(self.declared, EXPLAIN.divide(held, other))
            for other in readings
            if other is not None
        ]
        return self._range("life", "the shortest limit, the years alone, and the default", totals)

    def _energy(self, life: ServiceLife) -> Decimal | None:
        """The total energy over another life; None if the method does not give one."""
        calculation, rulebook = self.context.calculation.battery, self.context.graph.rulebook
        if calculation.cycle_life is not None:
            return None
        category = calculation.category, calculation.vehicle_category
        try:
            return _kwh(total_energy(*category, calculation.capacity_kwh, life, rulebook))
        except CradleError:
            return None

    def _under(self, rulebook: Rulebook, kept: frozenset[str]) -> Decimal | None:
        """The figure under another rulebook, which leaves the figures of some entries as they are."""
        graph = self.context.graph
        done = {name: graph.figures.entries[name] for name in kept}
        graph_figures = figures(graph.resolution, graph.table, rulebook, graph.filling, done)
        cells = declared_cells(self.context.rows, graph_figures, self.context.calculation, rulebook)
        return None if cells is None else total_of(cells)

    def _range(self, parameter: Parameter, detail: str, totals: Sequence[Decimal | None]) -> Range:
        values = [self.declared, *(total for total in totals if total is not None)]
        return Range(parameter, min(values), max(values), detail)


def _kwh(energy: Ratio) -> Decimal:
    return EXPLAIN.divide(Decimal(energy.numerator), Decimal(energy.denominator))
