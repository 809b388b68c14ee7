"""The names of exchanges in words, with the exchanged values: amounts per unit of a site's main output."""

from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from ledger.documents.difference.counted import RowChange
from ledger.documents.difference.site import Change, Site
from ledger.documents.difference.slots import Slot
from ledger.documents.difference.world import World
from ledger.footprint.analysis.unit_of_figure import made
from ledger.footprint.graph.numbers import EXPLAIN, show_figure
from ledger.footprint.graph.resolution import EntryRecord
from schemas.signed.calculation import AssertedCalculation, CompositionRow
from schemas.signed.rows import ActivityInput, DeliveryInput, Row

NAMED = 4
"""The rows of one slot that are named."""


class ChangeWords(NamedTuple):
    """The exchanged values in words; None where a name says everything."""

    before: str | None = None
    after: str | None = None


_PARTS = {
    "outputs": "outputs, co-products and their allocation",
    "product": "mass and content of the product",
    "recyclability": "evidence of recyclability",
    "grid": "country, grid and year of the site",
}


def change_words(world: World, site: Site, change: Change) -> tuple[str, ChangeWords]:
    """The name of a change at a site, and its values."""
    if change.slot is None:
        return _PARTS[change.what], _part_words(site, change)
    slot = site.slots[change.slot]
    if change.what == "intake":
        words = ChangeWords("1", _show(site.shared(slot)))
        return f"intake of {_slot_name(world, slot)}", words
    outputs = [Fraction(inventory.main.amount) for inventory in site.inventories]
    name = _slot_name(world, slot)
    before, after = (
        _slot_words(world, rows, output, site, name)
        for rows, output in zip((slot.before, slot.after), outputs, strict=True)
    )
    return name, ChangeWords(before, after)


def _part_words(site: Site, change: Change) -> ChangeWords:
    if change.what == "grid":
        return ChangeWords(_grid(site.before), _grid(site.after))
    if change.what == "recyclability":
        states = ("none" if row.recyclability is None else "stated" for row in site.inventories)
        return ChangeWords(*states)
    return ChangeWords()


def _grid(record: EntryRecord) -> str:
    entry = record.entry
    zone = "" if entry.site.zone is None else f", {entry.site.zone}"
    return f"{entry.site.country}{zone}, to {entry.period.end}"


def _slot_name(world: World, slot: Slot) -> str:
    """The goods of a slot: the name of the delivered product, or the flow."""
    rows = slot.before or slot.after
    return _goods(world, rows[0])


def _goods(world: World, row: Row) -> str:
    if isinstance(row, DeliveryInput):
        maker, line = _source(world, row.delivery)
        output = None if maker.inventory is None else maker.inventory.output(line)
        return row.delivery if output is None else output.name
    for name in ("flow", "material", "product"):
        value = getattr(row, name, None)
        if value is not None:
            return str(value)
    return str(getattr(row, "gas", "") or _goods_avoided(world, row))


def _goods_avoided(world: World, row: Row) -> str:
    delivery = getattr(row, "delivery", None)
    return "" if delivery is None else _source(world, delivery)[0].entry.site.code


def _source(world: World, delivery: str) -> tuple[EntryRecord, str]:
    """The entry behind a delivery in either state, and its line."""
    for state in (world.before, world.after):
        source = state.records.deliveries.get(delivery)
        if source is not None:
            return state.records.entries[source.delivery.entry], source.delivery.line
    raise KeyError(delivery)


def _slot_words(world: World, rows: Iterable[Row], output: Fraction, site: Site, name: str) -> str:
    unit = site.inventories[0].main.unit.value
    shown = [
        f"{_show(Fraction(row.amount) / output)} {row.unit.value}{_from(world, row, name)}"
        for row in rows
    ]
    more = f" and {len(shown) - NAMED} more" if len(shown) > NAMED else ""
    return f"{', '.join(shown[:NAMED])}{more} per {unit}" if shown else "none"


def _from(world: World, row: Row, name: str) -> str:
    """The supplier's site, or the supply and a flow that the slot is not named by."""
    if isinstance(row, DeliveryInput):
        return f" from {_source(world, row.delivery)[0].entry.site.code}"
    if isinstance(row, ActivityInput):
        supply = "" if row.electricity is None else f", {row.electricity.supply.value}"
        return f"{'' if row.flow == name else f' of {row.flow}'}{supply}"
    return ""


def counted_words(world: World, change: RowChange) -> tuple[str, ChangeWords]:
    """The name of a change among the counted rows, and its rows per battery or declared unit."""
    sides = []
    for state in (world.before, world.after):
        rows = [
            row for row in state.composition.rows if world.counted.key(row, state) == change.key
        ]
        number = Fraction(made(state.calculation))
        sides.append(", ".join(_row_words(world, row, number) for row in rows[:NAMED]) or "none")
    declared = world.before.calculation.declared_unit
    each = "battery" if declared is None else declared.unit.value
    return change.role, ChangeWords(*(f"{side} per {each}" for side in sides))


def _row_words(world: World, row: CompositionRow, number: Fraction) -> str:
    if row.entry is None:
        record = _source(world, row.delivery or "")[0]
    else:
        earlier = world.before.records.entries.get(row.entry)
        record = earlier or world.after.records.entries[row.entry]
    amount = _show(Fraction(row.amount) / number)
    return f"{amount} {row.unit.value} of {record.entry.site.code}"


def energy_words(before: AssertedCalculation, after: AssertedCalculation) -> ChangeWords:
    """The total energy of one battery on both sides, in kWh."""
    return ChangeWords(*(f"{_show(_ratio(side))} kWh" for side in (before, after)))


def _ratio(side: AssertedCalculation) -> Fraction:
    energy = side.battery.total_energy
    return Fraction(energy.numerator) / Fraction(energy.denominator)


def _show(value: Fraction) -> str:
    return show_figure(EXPLAIN.divide(Decimal(value.numerator), Decimal(value.denominator)))
