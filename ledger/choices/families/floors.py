"""Choices of process energy: goods made with less energy than their physics, or any known plant, needs.

Goods have a floor by the code of their process or by what they consist of, so another code frees nothing, and every
output of that class counts, whichever is called main. Goods are of every class that what they state leaves open: a
stated element is what it is, and another may be in what is left of a kg; only ore is none. The energy of an
entry is all of its inputs in kWh and MJ, under whatever flow and purpose; energy in other units is not known, and
counts as none. The alternative: what is missing to the rulebook's floor has the mix of the site's country. Heat
recovered from another process is honest, and a visit settles it.
"""

from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from decimal import Decimal

from ledger.choices.accounts import accounts
from ledger.choices.choice import Choice
from ledger.choices.composition_class import consists_of, may_be
from ledger.choices.context import ChoiceContext
from ledger.choices.coordinates import Option, RowChange
from ledger.choices.families.power_price import power_price
from ledger.footprint.analysis.contributions import Line
from ledger.footprint.graph.goods import EntryGoods, product_line, weight
from ledger.footprint.graph.numbers import EXPLAIN, ONE, ZERO, explained_sum, format_rounded
from ledger.footprint.graph.resolution import EntryRecord
from ledger.footprint.plausibility.context import product
from ledger.footprint.valuation.grid_mix import MJ_PER_KWH
from schemas.signed.conservative import Conservative
from schemas.signed.inventory import Inventory
from schemas.vocabulary import OutputRole, Unit

_KWH = {Unit.KWH: ONE, Unit.MJ: MJ_PER_KWH}
"""The units of energy, each with the number of them in one kWh."""


def floor_choices(context: ChoiceContext) -> Iterator[Choice]:
    """The entries whose goods have a floor, and whose stated energy is below it."""
    rule = context.rule
    if rule is None:
        return
    balances = {it.record.id: balance for it, balance in accounts(context)}
    for it in context.entries:
        balance = balances.get(it.record.id)
        unknown = frozenset() if balance is None else _lines(it) - balance.ores
        kg, needed = _needed(context, rule, it, unknown)
        energy = _energy(it.inventory)
        if needed > energy:
            yield _choice(context, it.record, kg, needed, energy)


def _lines(it: EntryGoods) -> frozenset[Line]:
    """The lines of an entry that are no batteries."""
    outputs = it.inventory.outputs
    return frozenset((it.record.id, output.line) for output in outputs if not output.batteries)


def _needed(
    context: ChoiceContext, rule: Conservative, it: EntryGoods, unknown: AbstractSet[Line]
) -> tuple[Decimal, Decimal]:
    """The kg of the outputs that have a floor, and the kWh that they need.

    Args:
        context: of the figure.
        rule: the rulebook's floors.
        it: the entry.
        unknown: its lines that are of every class that what they state leaves open.
    """
    kg, needed = ZERO, ZERO
    for output in it.inventory.outputs:
        at = it.record.id, output.line
        line = product_line(it.record, output.line)
        counts = output.role is OutputRole.MAIN or at in context.lines
        floors = [
            Decimal(floor.kwh.value)
            for floor in rule.process_floors
            if (counts and floor.process is it.record.entry.process)
            or (counts and at in unknown and may_be(line, floor))
            or consists_of(line, floor)
        ]
        weighs = weight(Decimal(output.amount), output.unit, line)
        if floors and weighs is not None:
            kg = EXPLAIN.add(kg, weighs)
            needed = EXPLAIN.fma(weighs, max(floors), needed)
    return kg, needed


def _choice(
    context: ChoiceContext, record: EntryRecord, kg: Decimal, needed: Decimal, energy: Decimal
) -> Choice:
    each, floor = (format_rounded(EXPLAIN.divide(kwh, kg)) for kwh in (energy, needed))
    detail = (
        f"{record.entry.process.value} states {each} kWh of energy per kg; the floor is {floor}"
    )
    price = power_price(context, record)
    missing = EXPLAIN.subtract(needed, energy)
    options = () if price is None else (Option(product(missing, price.kg)),)
    changes = [RowChange(record.id, "physics.process_floor", options)] if options else []
    return context.choice("physics.process_floor", record, detail, changes, at="")


def _energy(inventory: Inventory) -> Decimal:
    """The kWh of all energy that an entry states, under whatever purpose."""
    return explained_sum(
        EXPLAIN.divide(Decimal(row.amount), _KWH[row.unit])
        for row in inventory.inputs
        if row.unit in _KWH
    )
