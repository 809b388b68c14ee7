"""The treatment of electricity: the rule, the supplies, the grid mixes, and the certificates behind contracts.

The amounts of electricity are recipes, so supplies are given in kg CO2e of the figure. A delivery in kWh is a direct
line; its kg are the supplier's, and are in that supplier's own rows too.
"""

from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from ledger.documents.study.context import StudyContext
from ledger.documents.study.data import used_factors, value_of
from ledger.footprint.analysis.contributions import declared_demand, line_draws, reach
from ledger.footprint.graph.cells import total_of
from ledger.footprint.graph.numbers import EXPLAIN, explained_sum
from ledger.footprint.plausibility.power import power_rows
from schemas.signed.rows import ActivityInput, Certificate
from schemas.views.study_data import Electricity, ElectricityUse, SupplyValue, UsedMix
from schemas.vocabulary import Supply


def state_electricity(context: StudyContext) -> Electricity:
    """The electricity behind the figure."""
    rule = context.rulebook.electricity
    return Electricity(
        rule=None
        if rule is None
        else ElectricityUse(accepted=rule.allowed, mixes=rule.mixes, confidence=rule.confidence),
        supplies=tuple(_supplies(context)),
        mixes=tuple(_mixes(context)),
        certificates=tuple(_certificates(context)),
    )


class _Part(NamedTuple):
    """The kg CO2e per kWh of total energy of a firm's electricity, by its supply."""

    supply: Supply
    firm: str
    kg: Decimal


def _supplies(context: StudyContext) -> Iterator[SupplyValue]:
    """The sums by supply, in the order of the vocabulary; those of few firms in steps."""
    parts = list(_parts(context))
    stepped = context.stepped((part.supply.value, part.firm) for part in parts)
    for supply in Supply:
        if own := [part.kg for part in parts if part.supply is supply]:
            is_stepped = supply.value in stepped
            kg = context.sum_value(explained_sum(own), is_stepped=is_stepped)
            yield SupplyValue(supply=supply, kg=kg)


def _parts(context: StudyContext) -> Iterator[_Part]:
    """The rows of electricity, and what a direct line delivers."""
    graph = context.graph
    supplies = {
        id(power.row): power.supply
        for record, inventory in graph.entries
        for power in power_rows(graph, record, inventory)
    }
    for row in context.contributions:
        supply = supplies.get(id(row.row))
        if row.row is not None and supply is not None:
            yield _Part(supply, context.record(row.entry).entry.issuer, row.value)
    demand = declared_demand(context.rows, context.calculation, context.rulebook)
    for node, scale in reach(demand, graph.resolution, graph.figures).parts.items():
        for draw in line_draws(node, scale, graph.resolution, graph.figures):
            supply = supplies.get(id(draw.row))
            line = graph.figures.line(*draw.line)
            if supply is not None and line is not None:
                kg = EXPLAIN.multiply(draw.amount, total_of(line.cells))
                yield _Part(supply, context.record(draw.line[0]).entry.issuer, kg)


def _mixes(context: StudyContext) -> Iterator[UsedMix]:
    """The grid mixes behind the figure; they are open data of countries, and no one's recipe."""
    for key, row in sorted(used_factors(context, shown=False).items()):
        if row.grid and row.mix and row.year and row.boundary:
            yield UsedMix(
                grid=row.grid,
                mix=row.mix,
                year=row.year,
                boundary=row.boundary,
                kg=value_of(context, key, row),
                source=row.source,
            )


def _certificates(context: StudyContext) -> Iterator[Certificate]:
    """The certificates of contracts in the rows that the reader sees."""
    for entry in dict.fromkeys(row.entry for row in context.contributions):
        inventory = context.record(entry).inventory
        if inventory is None or not context.shows(entry):
            continue
        for row in inventory.inputs:
            if isinstance(row, ActivityInput) and row.electricity is not None:
                yield from row.electricity.certificates
