"""Goods that nobody is said to have carried, as far as the rows of an entry tell.

Where legs name the deliveries that they carried, that is all goods from another site which none names. Where none names
anything and no transport is stated at all, it is the goods from another country; a region word is no country, so a
border cannot be told there. An entry whose transport rows name nothing says nothing of single goods.
"""

from ledger.footprint.goods import Taken, goods_taken
from ledger.footprint.graph import EntryRecord, Resolution
from schemas.inventory import Inventory
from schemas.rows import ActivityInput
from schemas.values import REGIONS
from schemas.vocabulary import Purpose


def named_deliveries(inventory: Inventory) -> frozenset[str]:
    """The deliveries that the legs of an entry name."""
    return frozenset(
        delivery
        for row in inventory.inputs
        if isinstance(row, ActivityInput) and row.leg is not None
        for delivery in row.leg.deliveries
    )


def goods_without_leg(
    record: EntryRecord, inventory: Inventory, resolution: Resolution
) -> list[Taken]:
    """The goods of an entry that no leg carried."""
    goods, named = goods_taken(inventory, resolution), named_deliveries(inventory)
    if named:
        return [row for row in goods if row.delivery not in named and _moved(row, record)]
    if any(row.purpose is Purpose.TRANSPORT for row in inventory.inputs):
        return []
    return [row for row in goods if _crosses(row, record.entry.site.country)]


def _moved(row: Taken, record: EntryRecord) -> bool:
    """Whether goods come from another site than the entry's."""
    there, here = row.supplier.entry, record.entry
    return (there.issuer, there.site.code) != (here.issuer, here.site.code)


def _crosses(row: Taken, here: str) -> bool:
    there = row.supplier.entry.site.country
    return there != here and not {there, here} & REGIONS
