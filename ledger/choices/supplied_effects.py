"""The effects of choices through the goods of each direct supplier of a firm.

A choice may be behind several suppliers. Each has the part of its effect that the goods it delivers need: the effects
alone of the figure's choices, under the demand for these goods in place of the whole one. What the firm chose itself,
and the total energy of its battery, are no supplier's.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, fields
from decimal import Decimal
from functools import cached_property
from typing import NamedTuple

from ledger.choices.conservative import is_unknown
from ledger.choices.context import CalculationContext
from ledger.choices.coordinates import Contributions, EnergyChange
from ledger.choices.effects import EffectsAlone
from ledger.choices.register import find_choices
from ledger.footprint.analysis.contributions import Demand, Line, line_draws
from ledger.footprint.graph.cells import total_of
from ledger.footprint.graph.numbers import EXPLAIN, ZERO, explained_sum


class SuppliedEffects(NamedTuple):
    """The goods that a figure draws from a direct supplier.

    Attributes:
        lines: the goods.
        share: the sum of the effects of all choices in them and behind them, as a share of the declared figure; None
            if one of them has no known worth, or the figure is zero.
    """

    lines: tuple[Line, ...]
    share: Decimal | None


def supplied_effects(context: CalculationContext) -> Mapping[str, SuppliedEffects] | None:
    """The goods of each direct supplier of a calculation's issuer, by the supplier; None if the figure is unknown."""
    cells = context.cells(context.graph.figures)
    if context.rule is None or cells is None:
        return None
    declared, firm = total_of(cells), context.calculation.issuer
    choices = [
        choice
        for choice in find_choices(context)
        if choice.by != firm and not any(isinstance(it, EnergyChange) for it in choice.changes)
    ]
    found = {}
    for supplier, demand in _demands(context, firm).items():
        part = _PartContext.of(context, demand)
        alone = EffectsAlone(part, declared)
        effects = [alone.of(choice) or ZERO for choice in choices if choice.changes]
        unknown = any(is_unknown(it.changes) and it.subject in part.needed for it in choices)
        share = None
        if declared and not unknown:
            share = EXPLAIN.divide(explained_sum(effects), declared.copy_abs())
        found[supplier] = SuppliedEffects(tuple(sorted(demand)), share)
    return found


def _demands(context: CalculationContext, firm: str) -> Mapping[str, Demand]:
    """The amounts of each direct supplier's lines that one unit of the figure draws."""
    graph = context.graph
    demands = defaultdict[str, defaultdict[Line, Decimal]](lambda: defaultdict(Decimal))
    drawn = [*context.demand.items()]
    for node, part in context.reach.parts.items():
        if graph.resolution.record(node).entry.issuer == firm:
            draws = line_draws(node, part, graph.resolution, graph.figures)
            drawn += ((draw.line, draw.amount) for draw in draws)
    for line, amount in drawn:
        maker = graph.resolution.record(line[0]).entry.issuer
        if maker != firm:
            demands[maker][line] = EXPLAIN.add(demands[maker][line], amount)
    return demands


@dataclass(frozen=True, kw_only=True)
class _PartContext(CalculationContext):
    """A part of a calculation: some of the lines that it draws."""

    whole: CalculationContext
    part: Demand

    @classmethod
    def of(cls, whole: CalculationContext, part: Demand) -> "_PartContext":
        """A part of a context."""
        members = {it.name: getattr(whole, it.name) for it in fields(CalculationContext)}
        return cls(**members, whole=whole, part=part)

    @cached_property
    def demand(self) -> Demand:
        """The lines of the part."""
        return self.part

    @cached_property
    def contributions(self) -> Mapping[str, Contributions]:
        """Those of the whole."""
        return self.whole.contributions
