"""Goods that an entry uses under deliveries, and the supplier's statements on them: for the checks of plausibility.

Goods have the purposes material and packaging. Energy and transport are no goods, and processing is work on goods that
another row counts. Only the part of a line that the recipient may know is used: the supplier's product section.
"""

from collections.abc import Collection, Iterator
from decimal import Decimal
from typing import NamedTuple

from ledger.footprint.graph.numbers import EXACT, EXPLAIN, format_rounded
from ledger.footprint.graph.resolution import EntryRecord, Resolution
from schemas.signed.entry import ProductLine
from schemas.signed.inventory import Inventory
from schemas.vocabulary import Purpose, Unit

GOODS = frozenset({Purpose.MATERIAL, Purpose.PACKAGING})

UNITS_OF_GOODS = frozenset({Unit.KG, Unit.KWP, Unit.M, Unit.M2, Unit.M3, Unit.PIECE, Unit.UNIT})
"""The units of things that have a mass; the others are of energy, services and land."""


class UsedGoods(NamedTuple):
    """An amount of goods used, the record of the entry that made them, and its statements on the line.

    `delivery` is the delivery as the row cites it, `purpose` material or packaging.
    """

    delivery: str
    amount: Decimal
    supplier: EntryRecord
    line: str
    product: ProductLine | None
    purpose: Purpose

    @property
    def mass(self) -> Decimal | None:
        """The mass in kg; None if the supplier does not state it."""
        return mass(self.amount, self.product)

    @property
    def weight(self) -> Decimal | None:
        """The mass in kg; the amount itself if the line is in kg, whatever its product section states."""
        inventory = self.supplier.inventory
        output = None if inventory is None else inventory.output(self.line)
        return None if output is None else weight(self.amount, output.unit, self.product)


class EntryGoods(NamedTuple):
    """An entry, its inventory, and the goods that it uses under deliveries."""

    record: EntryRecord
    inventory: Inventory
    goods: tuple[UsedGoods, ...]


def used_goods(
    inventory: Inventory, resolution: Resolution, purposes: Collection[Purpose] = GOODS
) -> Iterator[UsedGoods]:
    """The goods of an inventory, or its rows of other purposes, under deliveries that could be resolved."""
    for row in inventory.delivery_inputs:
        source = resolution.sources.get(row.delivery)
        if row.purpose in purposes and source is not None:
            newest, entry = source
            supplier, line = resolution.record(entry), resolution.lines[newest]
            product = product_line(supplier, line)
            yield UsedGoods(row.delivery, Decimal(row.amount), supplier, line, product, row.purpose)


def product_line(record: EntryRecord, line: str) -> ProductLine | None:
    """The product section's line of an entry; None if it is not shown."""
    lines = () if record.product is None else record.product.lines
    for row in lines:
        if row.line == line:
            return row
    return None


def mass(amount: Decimal, product: ProductLine | None) -> Decimal | None:
    """The mass of an amount of a line in kg; None if it is not stated."""
    if product is None or product.kg_per_unit is None:
        return None
    return EXACT.multiply(amount, Decimal(product.kg_per_unit))


def weight(amount: Decimal, unit: Unit, product: ProductLine | None) -> Decimal | None:
    """The mass in kg of an amount of a line; None if it is not stated.

    A line in kg weighs its amount: kg per unit is not asked, so it can neither be left out nor state another mass.
    """
    return amount if unit is Unit.KG else mass(amount, product)


def per_unit(value: Decimal, inventory: Inventory) -> str:
    """A total of the entry per unit of its main output, to 4 digits."""
    return format_rounded(EXPLAIN.divide(value, Decimal(inventory.main.amount)))


def unit_of(inventory: Inventory) -> str:
    """The unit of `per_unit`, in words."""
    return f"per {inventory.main.unit.value} of {inventory.main.name}"
