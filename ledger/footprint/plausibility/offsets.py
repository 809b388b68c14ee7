"""Offsets, which are reported and do not count, and factors that look like one.

A reduction bought elsewhere is no part of a footprint (PEF; Annex II of Regulation (EU) 2023/1542 the same, recalled);
it may be reported separately. Each such row is a finding whose effect is the size of the claim, which no figure
includes. A factor below zero outside the group of uptake brings an unstated reduction into the figure, so an activity
or waste that it values is a finding too, with the reduction as effect; so are imports and goods whose whole figure is
below zero, and the uptake in a factor if the rulebook counts no uptake. Under the Circular Footprint Formula a row
below zero in total is refused (`ledger.rules.circular`). Credits of avoided lines are stated as credits, and not
checked here.
"""

from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from ledger.footprint.graph.cells import exact_sum
from ledger.footprint.graph.factors import FlowKey, below_zero
from ledger.footprint.graph.numbers import ZERO, format_rounded
from ledger.footprint.graph.resolution import EntryRecord, Observation
from ledger.footprint.plausibility.context import PlausibilityContext, product
from schemas.signed.inventory import Inventory
from schemas.signed.rows import ActivityInput, Waste
from schemas.vocabulary import Purpose, Stage, Unit


class NegativeRow(NamedTuple):
    """A row with a value below zero: its name, kg CO2e per unit, and the row's total."""

    record: EntryRecord
    label: str
    unit: Unit
    per_unit: Decimal
    amount: Decimal
    purpose: Purpose

    @property
    def detail(self) -> str:
        """The fault in words."""
        value = format_rounded(self.per_unit)
        return f"{self.label} counts {value} kg CO2e per {self.unit.value}, less than zero"


def offset_faults(context: PlausibilityContext) -> Iterator[Observation]:
    """Offsets that were reported, and rows whose factor is an offset in disguise."""
    for record, inventory in context.entries:
        for row in inventory.offsets or ():
            detail = (
                f"an offset of {row.kg} kg CO2e, {row.certificate}, is reported and not counted"
            )
            yield Observation(
                "offset.not_counted", record.id, detail, Decimal(row.kg).copy_negate()
            )
        for valued in _valued(inventory) if context.table.has_negative_values else ():
            taken_off = below_zero(context.used_values(record, valued))
            if taken_off:
                detail = f"the factor of {valued.flow} is below zero and no uptake"
                kg = product(Decimal(valued.amount), taken_off)
                effect = context.counted(kg, record.id, valued.purpose)
                yield Observation("factor.negative", record.id, detail, effect)
    yield from _uncounted_uptake(context)
    if context.rulebook.circular_footprint is None:
        for it in (*_imports_below_zero(context), *_goods_below_zero(context)):
            effect = context.counted(product(it.per_unit, it.amount), it.record.id, it.purpose)
            yield Observation("input.negative", it.record.id, it.detail, effect)


def negative_rows(context: PlausibilityContext) -> Iterator[NegativeRow]:
    """Rows whose factor, import or delivered figure is below zero in total; credits aside.

    A recycler's credit may be passed on to another recycler, so goods are checked outside end of life only.
    """
    for record, inventory in context.entries if context.table.has_negative_values else ():
        for row in _valued(inventory):
            per_unit = exact_sum(context.used_values(record, row).values())
            if per_unit < ZERO:
                yield NegativeRow(
                    record, row.flow, row.unit, per_unit, Decimal(row.amount), row.purpose
                )
    yield from _imports_below_zero(context)
    yield from _goods_below_zero(context)


def _imports_below_zero(context: PlausibilityContext) -> Iterator[NegativeRow]:
    for record, inventory in context.entries:
        for row in inventory.external_inputs:
            per_unit = exact_sum(context.imported_values(row))
            if per_unit < ZERO:
                yield NegativeRow(
                    record, row.file, row.unit, per_unit, Decimal(row.amount), row.purpose
                )


def _goods_below_zero(context: PlausibilityContext) -> Iterator[NegativeRow]:
    for record, inventory in context.entries:
        if record.entry.process.stage is Stage.END_OF_LIFE:
            continue
        for row in inventory.delivery_inputs:
            per_unit = exact_sum(context.delivered_values(row.delivery))
            if per_unit < ZERO:
                yield NegativeRow(
                    record, row.delivery, row.unit, per_unit, Decimal(row.amount), row.purpose
                )


def _uncounted_uptake(context: PlausibilityContext) -> Iterator[Observation]:
    """Uptake in factors that the rulebook does not count; the effect is the size of the claim."""
    left_out = context.table.uncounted_uptake
    for record, inventory in context.entries if left_out else ():
        for row in _valued(inventory):
            direction = "treatment" if isinstance(row, Waste) else "product"
            uptake = left_out.get(FlowKey(row.flow, row.unit.value, direction))
            if uptake:
                detail = f"the factor of {row.flow} includes an uptake, which the rulebook does not count"
                effect = context.counted(
                    product(Decimal(row.amount), uptake), record.id, row.purpose
                )
                yield Observation("factor.uptake", record.id, detail, effect)


def _valued(inventory: Inventory) -> Iterator[ActivityInput | Waste]:
    """The rows that factors value."""
    for row in inventory.inputs:
        if isinstance(row, ActivityInput):
            yield row
    yield from inventory.wastes
