"""Choices of process energy: a process that states less energy than its physics, or any known plant, needs.

The energy of an entry is all of its rows of purpose energy, in kWh and MJ, under whatever flow; energy in other units
has no stated heating value, so an entry with such a row is not judged, nor one whose main output has no mass. The
alternative: what is missing to the rulebook's floor has the mix of the site's country. Heat recovered from another
process is honest, and a visit settles it.
"""

from collections.abc import Iterator
from decimal import Decimal

from ledger.choices.choice import Choice
from ledger.choices.context import ChoiceContext
from ledger.choices.coordinates import Option, RowChange
from ledger.choices.families.electricity import dearest_mix
from ledger.footprint.graph.goods import product_line, weight
from ledger.footprint.graph.numbers import EXPLAIN, explained_sum, format_rounded
from ledger.footprint.graph.resolution import EntryRecord
from ledger.footprint.plausibility.context import product
from ledger.footprint.plausibility.power import MJ_PER_KWH
from schemas.inventory import Inventory
from schemas.vocabulary import Purpose, Unit

_KWH = {Unit.KWH: Decimal(1), Unit.MJ: MJ_PER_KWH}
"""The units of energy, each with the number of them in one kWh."""


def floor_choices(context: ChoiceContext) -> Iterator[Choice]:
    """The entries whose process has a floor, and whose stated energy is below it."""
    rule = context.rule
    floors = (
        {} if rule is None else {it.process: Decimal(it.kwh.value) for it in rule.process_floors}
    )
    for record, inventory in context.graph.entries:
        floor = floors.get(record.entry.process)
        if floor is None or record.id not in context.reach.parts:
            continue
        kg, stated = _weight(record, inventory), _energy(inventory)
        if kg is None or stated is None:
            continue
        missing = EXPLAIN.subtract(product(kg, floor), stated)
        if missing > 0:
            yield _choice(context, record, EXPLAIN.divide(stated, kg), floor, missing)


def _choice(
    context: ChoiceContext, record: EntryRecord, each: Decimal, floor: Decimal, missing: Decimal
) -> Choice:
    detail = (
        f"{record.entry.process.value} states {format_rounded(each)} kWh of energy per kg; the floor is"
        f" {format_rounded(floor)}"
    )
    mix = dearest_mix(context, record)
    options = () if mix is None else (Option(product(missing, mix.price)),)
    changes = [RowChange(record.id, "physics.process_floor", options)] if options else []
    return context.choice("physics.process_floor", record, detail, changes)


def _weight(record: EntryRecord, inventory: Inventory) -> Decimal | None:
    """The kg of the main output; None if its mass is not stated."""
    main = inventory.main
    return weight(Decimal(main.amount), main.unit, product_line(record, main.line))


def _energy(inventory: Inventory) -> Decimal | None:
    """The kWh of all energy that an entry states; None if a row has another unit."""
    rows = [row for row in inventory.inputs if row.purpose is Purpose.ENERGY]
    if any(row.unit not in _KWH for row in rows):
        return None
    return explained_sum(EXPLAIN.divide(Decimal(row.amount), _KWH[row.unit]) for row in rows)
