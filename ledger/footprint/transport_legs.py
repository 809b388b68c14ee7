"""Transport legs: goods that crossed a border were carried by somebody, and the receiver states it.

The receiver reports every leg from the supplier's gate to its own. An entry that takes in goods
made at a site in another country and has no transport row at all left out at least one leg; that is
one fault for each entry. A region word is no country, so a border cannot be told there. Not seen
here: legs within a country, a leg that is too short, and a leg left out beside one that is stated,
because a transport row does not say whose goods it carried.
"""

from collections.abc import Iterator

from ledger.footprint.cells import exact_sum
from ledger.footprint.goods import Taken, goods_taken, per_unit, unit_of
from ledger.footprint.graph import Observation, Resolution
from schemas.inventory import Inventory
from schemas.values import REGIONS
from schemas.vocabulary import Purpose


def transport_faults(resolution: Resolution) -> Iterator[Observation]:
    """The entries that take in goods from another country and state no transport."""
    for node in resolution.order:
        record = resolution.record(node)
        inventory = record.inventory
        if inventory is None or any(row.purpose is Purpose.TRANSPORT for row in inventory.inputs):
            continue
        here = record.entry.site.country
        abroad = [row for row in goods_taken(inventory, resolution) if _crosses(row, here)]
        if abroad:
            yield Observation("transport.missing_leg", node, _detail(abroad, here, inventory))


def _crosses(row: Taken, here: str) -> bool:
    there = row.supplier.entry.site.country
    return there != here and not {there, here} & REGIONS


def _detail(abroad: list[Taken], here: str, inventory: Inventory) -> str:
    countries = ", ".join(sorted({row.supplier.entry.site.country for row in abroad}))
    masses = [row.mass for row in abroad]
    known = [kg for kg in masses if kg is not None]
    weight = f"{per_unit(exact_sum(known), inventory)} kg"
    if len(known) < len(masses):
        weight += " and goods of unstated mass"
    return f"goods come from {countries} to {here} and no transport is stated; {unit_of(inventory)} {weight}"
