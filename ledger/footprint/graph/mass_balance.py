"""Mass: the outputs of an entry weigh no more than its inputs.

    in  = goods under deliveries x kg per unit + activities and imports in kg that bring material or packaging
    out = outputs x kg per unit

If a material is used and all masses are known, output above input by more than the rulebook's tolerance, a share of the
output, means that an input was left out. More in than out is normal: tailings and off-gases are rarely stated. Not at
end of life, where the product treated is not counted as an input. Brine, water and air that a process takes from nature
look like a missing input too, so this is a remark and not a refusal.
"""

from collections.abc import Iterable, Iterator
from decimal import Decimal

from ledger.footprint.graph.goods import (
    GOODS,
    EntryGoods,
    UsedGoods,
    mass,
    per_unit,
    product_line,
    unit_of,
    used_goods,
)
from ledger.footprint.graph.numbers import EXACT, ZERO
from ledger.footprint.graph.resolution import EntryRecord, Observation, Resolution
from schemas.signed.inventory import Inventory
from schemas.signed.rows import DeliveryInput
from schemas.signed.rulebook import Rulebook
from schemas.vocabulary import Stage, Unit


def mass_faults(entries: Iterable[EntryGoods], rulebook: Rulebook) -> Iterator[Observation]:
    """The entries whose outputs weigh more than their inputs."""
    if rulebook.balances is None:
        return
    tolerance = Decimal(rulebook.balances.mass.value)
    for record, inventory, goods in entries:
        if record.entry.process.stage is Stage.END_OF_LIFE:
            continue
        taken, output_mass = _masses(record, inventory, goods)
        if not taken or output_mass is None:
            continue
        missing = EXACT.subtract(output_mass, taken)
        if missing > EXACT.multiply(tolerance, output_mass):
            into, out, less = [per_unit(kg, inventory) for kg in (taken, output_mass, missing)]
            detail = (
                f"{unit_of(inventory)}, {into} kg go in and {out} kg come out: {less} kg missing"
            )
            yield Observation("balance.mass", record.id, detail)


def mass_missing(
    record: EntryRecord, inventory: Inventory, resolution: Resolution
) -> Decimal | None:
    """The kg by which outputs exceed the goods used; None if a mass is unknown, or no goods are used."""
    taken, output_mass = _masses(record, inventory, used_goods(inventory, resolution))
    return EXACT.subtract(output_mass, taken) if taken and output_mass is not None else None


def _masses(
    record: EntryRecord, inventory: Inventory, goods: Iterable[UsedGoods]
) -> tuple[Decimal | None, Decimal | None]:
    return _mass_in(inventory, goods), _mass_out(record, inventory)


def _mass_in(inventory: Inventory, goods: Iterable[UsedGoods]) -> Decimal | None:
    """The kg of all goods used; None if a mass is unknown."""
    bought = [
        Decimal(row.amount) if row.unit is Unit.KG else None
        for row in inventory.inputs
        if row.purpose in GOODS and not isinstance(row, DeliveryInput)
    ]
    return _sum([*bought, *[taken.mass for taken in goods]])


def _mass_out(record: EntryRecord, inventory: Inventory) -> Decimal | None:
    """The kg of all outputs; None if a line does not state its mass."""
    return _sum(
        [mass(Decimal(row.amount), product_line(record, row.line)) for row in inventory.outputs]
    )


def _sum(masses: list[Decimal | None]) -> Decimal | None:
    total = ZERO
    for kg in masses:
        if kg is None:
            return None
        total = EXACT.add(total, kg)
    return total
