"""Goods with no stated transport leg, by the rows of an entry.

If legs name the deliveries that they carried, these are all goods from another site that no leg names. If no leg names
a delivery and no transport is stated at all, they are the goods from another country, or from another site if the
rulebook requires domestic legs too; a region word is not a country, so no border is known there. An entry whose
transport rows name no delivery says nothing about single goods.
"""

from collections.abc import Iterable

from ledger.footprint.graph.goods import UsedGoods
from ledger.footprint.graph.resolution import EntryRecord
from schemas.signed.inventory import Inventory
from schemas.signed.rows import ActivityInput, TransportLeg
from schemas.signed.rulebook import Rulebook
from schemas.values import REGIONS
from schemas.vocabulary import Purpose

Leg = tuple[ActivityInput, TransportLeg]


def legs(inventory: Inventory) -> list[Leg]:
    """The rows of an entry that state a leg, each with its leg."""
    return [
        (row, row.leg) for row in inventory.inputs if row.type == "activity" and row.leg is not None
    ]


def named_deliveries(carried: Iterable[Leg]) -> set[str]:
    """The deliveries that legs name."""
    return {delivery for _, leg in carried for delivery in leg.deliveries}


def goods_without_leg(
    record: EntryRecord, inventory: Inventory, goods: Iterable[UsedGoods], rulebook: Rulebook
) -> list[UsedGoods]:
    """The goods of an entry that none of its legs carried."""
    named = named_deliveries(legs(inventory))
    left = [
        row
        for row in goods_to_carry(record, inventory, goods, rulebook)
        if row.delivery not in named
    ]
    if not named and any(row.purpose is Purpose.TRANSPORT for row in inventory.inputs):
        return []
    return left


def goods_to_carry(
    record: EntryRecord, inventory: Inventory, goods: Iterable[UsedGoods], rulebook: Rulebook
) -> list[UsedGoods]:
    """The goods of an entry that must have a leg, stated or not."""
    defaults = rulebook.transport
    domestic = defaults is not None and defaults.follows("domestic")
    if domestic or named_deliveries(legs(inventory)):
        return [row for row in goods if _moved(row, record)]
    return [row for row in goods if _crosses(row, record.entry.site.country)]


def _moved(row: UsedGoods, record: EntryRecord) -> bool:
    """True if goods come from another site than the entry's."""
    there, here = row.supplier.entry, record.entry
    return (there.issuer, there.site.code) != (here.issuer, here.site.code)


def _crosses(row: UsedGoods, here: str) -> bool:
    there = row.supplier.entry.site.country
    return there != here and not {there, here} & REGIONS
