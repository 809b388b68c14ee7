"""Offsets: told and never counted, and factors that look like one.

A reduction that somebody bought elsewhere is no part of a footprint (PEF; Annex II of Regulation (EU) 2023/1542 the
same, recalled): it may be told beside it. Each row is a finding whose effect is the size of the claim, which no figure
holds. A factor below zero outside the group of uptake brings a reduction into the figure without saying so, so an
activity or waste that is valued by one is found too, with what it takes off. Credits of avoided lines are stated as
that, and not looked at here.
"""

from collections.abc import Iterator
from decimal import Decimal

from ledger.footprint.factors import below_zero
from ledger.footprint.graph import Observation
from ledger.footprint.reader import Reader, product
from schemas.inventory import Inventory
from schemas.rows import ActivityInput, Waste


def offset_faults(reader: Reader) -> Iterator[Observation]:
    """Offsets that were told, and rows whose factor is an offset in disguise."""
    for record, inventory in reader.entries:
        for row in inventory.offsets or ():
            detail = f"an offset of {row.kg} kg CO2e, {row.certificate}, is told and not counted"
            yield Observation(
                "offset.not_counted", record.id, detail, Decimal(row.kg).copy_negate()
            )
        for valued in _valued(inventory) if reader.table.takes_off else ():
            taken_off = below_zero(reader.used_values(record, valued))
            if taken_off:
                detail = f"the factor of {valued.flow} is below zero and no uptake"
                kg = product(Decimal(valued.amount), taken_off)
                effect = reader.counted(kg, record.id, valued.purpose)
                yield Observation("factor.negative", record.id, detail, effect)


def _valued(inventory: Inventory) -> Iterator[ActivityInput | Waste]:
    """The rows that factors value."""
    for row in inventory.inputs:
        if isinstance(row, ActivityInput):
            yield row
    yield from inventory.wastes
