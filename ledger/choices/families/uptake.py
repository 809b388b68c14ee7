"""Choices of carbon: values below zero that lower a row, and gases of an origin that counts less than fossil.

A factor may subtract: carbon that growing biomass took up, heat that a treatment delivered, any group below zero. Where
the rulebook's characterization counts no uptake as a gas, a factor that subtracts it is the choice of a set; without
it, the row counts its other groups. An emission from biomass counts zero as carbon dioxide, and less than fossil as
methane, and a gas taken up counts at most zero; each is the declarer's word, so the alternative is the same gas of
fossil origin. An imported figure is a choice of supplier, and a credit one of recovery; neither is listed here.
"""

from collections.abc import Iterator
from decimal import Decimal

from ledger.choices.choice import Choice
from ledger.choices.context import ChoiceContext
from ledger.choices.coordinates import Option, RowChange
from ledger.footprint.graph.cells import exact_sum
from ledger.footprint.graph.factors import FactorTable, GroupValues
from ledger.footprint.graph.goods import per_unit, unit_of
from ledger.footprint.graph.numbers import ZERO, format_rounded
from ledger.footprint.graph.resolution import EntryRecord
from ledger.footprint.plausibility.context import product
from schemas.errors import CradleError
from schemas.gases import GasOrigin
from schemas.signed.inventory import Inventory
from schemas.signed.rows import ActivityInput, Emission, Waste
from schemas.vocabulary import Group, Purpose


def uptake_choices(context: ChoiceContext) -> Iterator[Choice]:
    """The rows that subtract carbon, and the emissions that count less than fossil ones."""
    for record, inventory in context.graph.entries:
        if record.id in context.needed:
            for row in (*inventory.inputs, *inventory.wastes):
                if isinstance(row, ActivityInput | Waste):
                    yield from _flow(context, record, inventory, row)
            for gas in inventory.emissions:
                yield from _gas(context, record, inventory, gas)


def without_uptake(values: GroupValues, table: FactorTable) -> Decimal:
    """The kg CO2e per unit of a factor, without values below zero that the rulebook does not count as a gas."""
    return exact_sum(
        value
        for group, value in values.items()
        if value > ZERO or (group is Group.UPTAKE and table.takes_up)
    )


def _flow(
    context: ChoiceContext, record: EntryRecord, inventory: Inventory, row: ActivityInput | Waste
) -> Iterator[Choice]:
    """A row whose factor subtracts."""
    graph = context.graph
    values = graph.used_values(record, row)
    total, kept = exact_sum(values.values()), without_uptake(values, graph.table)
    if kept > total:
        below = ", ".join(
            f"{format_rounded(value)} {group.value}"
            for group, value in values.items()
            if value < ZERO
        )
        amount = Decimal(row.amount)
        detail = (
            f"{unit_of(inventory)} {per_unit(amount, inventory)} {row.unit.value} counted by {row.flow} at"
            f" {format_rounded(total)} kg CO2e per {row.unit.value}, of which {below};"
            f" without it {format_rounded(kept)}"
        )
        kg = graph.counted(product(amount, kept), record.id, row.purpose)
        change = RowChange(record.id, row, (Option(kg),))
        yield context.choice("factor.below_zero", record, detail, [change], row)


def _gas(
    context: ChoiceContext, record: EntryRecord, inventory: Inventory, row: Emission
) -> Iterator[Choice]:
    """A gas that counts less than the same gas of fossil origin; one that is called taken up is such a gas too."""
    graph = context.graph
    total = exact_sum(graph.gas_values(row))
    other = _fossil(graph.table, row)
    if other is None or other <= total:
        return
    amount = Decimal(row.amount)
    origin = row.origin.value.replace("_", " ")
    detail = (
        f"{unit_of(inventory)} {per_unit(amount, inventory)} kg of {row.gas.value} of origin {origin} at"
        f" {format_rounded(total)} kg CO2e per kg; of fossil origin {format_rounded(other)}"
    )
    kg = graph.counted(product(amount, other), record.id, Purpose.DIRECT)
    change = RowChange(record.id, row, (Option(kg),))
    yield context.choice("gas.origin", record, detail, [change], row)


def _fossil(table: FactorTable, row: Emission) -> Decimal | None:
    """The kg CO2e per kg of a gas of fossil origin; None if the rulebook has no factor."""
    try:
        return exact_sum(table.of_gas(row.gas, GasOrigin.FOSSIL).values())
    except CradleError:
        return None
