"""Choices of process energy: goods made with less energy than their physics, or any known plant, needs.

Goods have a floor by the code of their process or by what they consist of, so another code frees nothing, and every
output of that class counts, whichever is called main. Goods that state no element may be of any class. The energy of an
entry is all of its inputs in kWh and MJ, under whatever flow and purpose; energy in other units is not known, and
counts as none. The alternative: what is missing to the rulebook's floor has the mix of the site's country. Heat
recovered from another process is honest, and a visit settles it.
"""

from collections.abc import Iterator
from decimal import Decimal

from ledger.choices.choice import Choice
from ledger.choices.composition_class import consists_of
from ledger.choices.context import ChoiceContext
from ledger.choices.coordinates import Option, RowChange
from ledger.choices.families.electricity import dearest_mix
from ledger.choices.hydrates import elements_of_line
from ledger.footprint.graph.goods import product_line, weight
from ledger.footprint.graph.numbers import EXPLAIN, ONE, ZERO, explained_sum, format_rounded
from ledger.footprint.graph.resolution import EntryRecord
from ledger.footprint.plausibility.context import product
from ledger.footprint.plausibility.power import MJ_PER_KWH
from schemas.conservative import Conservative
from schemas.inventory import Inventory
from schemas.vocabulary import OutputRole, Stage, Unit

_KWH = {Unit.KWH: ONE, Unit.MJ: MJ_PER_KWH}
"""The units of energy, each with the number of them in one kWh."""


def floor_choices(context: ChoiceContext) -> Iterator[Choice]:
    """The entries whose goods have a floor, and whose stated energy is below it."""
    rule = context.rule
    if rule is None:
        return
    behind = context.resolution.upstream(entry for entry, _ in context.products)
    for record, inventory in context.graph.entries:
        if record.id not in context.needed:
            continue
        is_goods = record.entry.process.stage is not Stage.END_OF_LIFE or record.id in behind
        kg, needed = _needed(context, rule, record, inventory, is_goods=is_goods)
        stated = _energy(inventory)
        if needed > stated:
            yield _choice(context, record, kg, needed, stated)


def _needed(
    context: ChoiceContext,
    rule: Conservative,
    record: EntryRecord,
    inventory: Inventory,
    *,
    is_goods: bool,
) -> tuple[Decimal, Decimal]:
    """The kg of the outputs that have a floor, and the kWh that they need.

    Goods that state no element may be of any class; the waste that is treated at the end is none.
    """
    kg, needed = ZERO, ZERO
    for output in inventory.outputs:
        line = product_line(record, output.line)
        is_unknown = is_goods and not elements_of_line(line) and output.batteries is None
        counts = output.role is OutputRole.MAIN or (record.id, output.line) in context.lines
        floors = [
            Decimal(floor.kwh.value)
            for floor in rule.process_floors
            if ((floor.process is record.entry.process or is_unknown) and counts)
            or consists_of(line, floor)
        ]
        weighs = weight(Decimal(output.amount), output.unit, line)
        if floors and weighs is not None:
            kg = EXPLAIN.add(kg, weighs)
            needed = EXPLAIN.fma(weighs, max(floors), needed)
    return kg, needed


def _choice(
    context: ChoiceContext, record: EntryRecord, kg: Decimal, needed: Decimal, stated: Decimal
) -> Choice:
    each, floor = (format_rounded(EXPLAIN.divide(kwh, kg)) for kwh in (stated, needed))
    detail = (
        f"{record.entry.process.value} states {each} kWh of energy per kg; the floor is {floor}"
    )
    mix = dearest_mix(context, record)
    missing = EXPLAIN.subtract(needed, stated)
    options = () if mix is None else (Option(product(missing, mix.price)),)
    changes = [RowChange(record.id, "physics.process_floor", options)] if options else []
    return context.choice("physics.process_floor", record, detail, changes)


def _energy(inventory: Inventory) -> Decimal:
    """The kWh of all energy that an entry states, under whatever purpose."""
    return explained_sum(
        EXPLAIN.divide(Decimal(row.amount), _KWH[row.unit])
        for row in inventory.inputs
        if row.unit in _KWH
    )
