"""Choices of mass: kg and elements that no input explains, masses not stated, and goods that leave the balance.

A gap weighs as much as the entry's inputs do on average: every row of goods, after its own alternatives, grows by gap
over mass in, and its transport with it. An element is filled first, by the goods that bring it (`balance`); what is
then missing is of all goods, or of the others, whichever weighs more. What the calculation fills is not missing.
Whatever is too little to be more than rounding is left out: the rulebook's share of the output, far below the
tolerance from which the balance is a finding.

Goods under the purpose `processing` bring no mass. They are shown, and if the balance rests on them the gap without
them is filled too. Not at end of life, where the product treated is no input.
"""

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal

from ledger.choices.balance import Balance, Goods
from ledger.choices.choice import Choice
from ledger.choices.context import ChoiceContext
from ledger.choices.coordinates import Option, RowChange
from ledger.choices.families.transport import shortfalls
from ledger.footprint.graph.goods import (
    GOODS,
    UNITS_OF_GOODS,
    EntryGoods,
    per_unit,
    product_line,
    unit_of,
    weight,
)
from ledger.footprint.graph.numbers import EXPLAIN, ONE, ZERO, explained_sum
from schemas.rows import DeliveryInput, ExternalInput
from schemas.vocabulary import Purpose, Stage, Unit

COUNTED = UNITS_OF_GOODS - {Unit.KG}
"""Units of goods that do not show their mass."""

Growth = Mapping[int, Decimal]
"""The share by which each row grows, by its identity."""


def mass_choices(context: ChoiceContext) -> Iterator[Choice]:
    """The gaps, unstated masses and left-out goods of the entries before end of life."""
    for it in context.entries:
        if it.record.entry.process.stage is Stage.END_OF_LIFE:
            continue
        balance = Balance(context, it)
        for find in (_elements, _gap, _purpose):
            choice = find(context, it, balance)
            if choice is not None:
                yield choice
        yield from _unstated(context, it)


def _elements(context: ChoiceContext, it: EntryGoods, balance: Balance) -> Choice | None:
    if not balance.elements:
        return None
    gaps = ", ".join(
        f"{per_unit(gap.taken, it.inventory)} kg of {gap.element} go in and"
        f" {per_unit(gap.made, it.inventory)} kg come out"
        for gap in balance.elements
    )
    option = _grown(context, it, balance.goods, balance.scaled)
    changes = [RowChange(it.record.id, "mass.element_gap", (option,))] if balance.scaled else []
    rows = [row.row for row in balance.goods if id(row.row) in balance.scaled]
    detail = f"{unit_of(it.inventory)}, {gaps}"
    return context.choice("mass.element_gap", it.record, detail, changes, *rows)


def _gap(context: ChoiceContext, it: EntryGoods, balance: Balance) -> Choice | None:
    missing = balance.missing(balance.worked_on)
    if not missing:
        return None
    detail = (
        f"{unit_of(it.inventory)}, {per_unit(missing, it.inventory)} kg come out that no input"
        " brings, water and oxygen of stated formulas not counted"
    )
    if not balance.goods:
        process = it.record.entry.process.value
        detail += f"; no goods are stated, and {process} does not say that they come from nature"
    changes = _mean(context, it, balance, "mass.gap", missing)
    rows = [row.row for row in balance.goods]
    return context.choice("mass.gap", it.record, detail, changes, *rows)


def _purpose(context: ChoiceContext, it: EntryGoods, balance: Balance) -> Choice | None:
    rows = balance.worked_on
    if not rows:
        return None
    kg = explained_sum(row.kg or ZERO for row in rows)
    detail = (
        f"{unit_of(it.inventory)}, {per_unit(kg, it.inventory)} kg of goods count as work on others"
    )
    more = EXPLAIN.subtract(balance.missing(), balance.missing(rows))
    changes = _mean(context, it, balance, "mass.purpose", more) if more else []
    return context.choice("mass.purpose", it.record, detail, changes, *[row.row for row in rows])


def _mean(
    context: ChoiceContext, it: EntryGoods, balance: Balance, key: str, kg: Decimal
) -> list[RowChange]:
    """The change that adds kg of the mean of the goods, or of the goods worked on if there are no others.

    What the element gap fills is there already, so the rest may also be of the other goods alone.
    """
    goods = balance.goods or balance.worked_on
    others = tuple(row for row in goods if id(row.row) not in balance.scaled)
    options = []
    for rows in (goods, others) if len(others) < len(goods) else (goods,):
        taken = explained_sum(row.kg or ZERO for row in rows)
        if taken:
            share = EXPLAIN.divide(kg, taken)
            growth = {id(row.row): share for row in rows}
            options.append(_grown(context, it, rows, growth))
    return [RowChange(it.record.id, key, tuple(options))] if options else []


def _grown(
    context: ChoiceContext, it: EntryGoods, goods: tuple[Goods, ...], growth: Growth
) -> Option:
    """The contribution of rows that grow by a share, and of their transport."""
    rows = [(row.row, growth[id(row.row)]) for row in goods if growth.get(id(row.row))]
    whole = explained_sum(row.kg or ZERO for row in goods)
    more = explained_sum(
        EXPLAIN.multiply(row.kg or ZERO, growth.get(id(row.row), ZERO)) for row in goods
    )
    carrying = [row for row in it.inventory.inputs if row.purpose is Purpose.TRANSPORT]
    if whole:
        rows += [(row, EXPLAIN.divide(more, whole)) for row in carrying]
    return Option(_short(context, it, goods, growth), rows=tuple(rows))


def _short(
    context: ChoiceContext, it: EntryGoods, goods: tuple[Goods, ...], growth: Growth
) -> Decimal:
    """The kg CO2e of carrying what deliveries grow by that `transport` adds to the legs as stated."""
    lacking, shares = shortfalls(context, it), dict[str, Decimal]()
    for row in goods:
        if isinstance(row.row, DeliveryInput):
            share = growth.get(id(row.row), ZERO)
            shares[row.row.delivery] = max(share, shares.get(row.row.delivery, ZERO))
    return explained_sum(
        EXPLAIN.multiply(kg, shares.get(name, ZERO)) for name, kg in lacking.items()
    )


def _unstated(context: ChoiceContext, it: EntryGoods) -> Iterator[Choice]:
    """The masses and compositions that the entry leaves open."""
    clauses = [clause for find in _UNSTATED for clause in find(context, it)]
    if clauses:
        yield context.choice("mass.unstated", it.record, "; ".join(clauses), [])


def _weightless(context: ChoiceContext, it: EntryGoods) -> Iterator[str]:
    for output in it.inventory.outputs:
        line = product_line(it.record, output.line)
        drawn = (it.record.id, output.line) in context.reach.lines
        if drawn and output.unit in COUNTED and weight(ONE, output.unit, line) is None:
            yield f"the mass of a {output.unit.value} of {output.name} is not stated"


def _bought(context: ChoiceContext, it: EntryGoods) -> Iterator[str]:
    del context
    for row in it.inventory.inputs:
        if row.purpose in GOODS and row.unit in COUNTED and not isinstance(row, DeliveryInput):
            name = row.product if isinstance(row, ExternalInput) else row.flow
            yield f"{name} is bought by {row.unit.value}, without a mass"


def _composition(context: ChoiceContext, it: EntryGoods) -> Iterator[str]:
    for output in it.inventory.outputs:
        line = product_line(it.record, output.line)
        drawn = (it.record.id, output.line) in context.reach.lines
        if drawn and output.batteries and (line is None or not line.elements):
            yield f"the composition of {output.name} is not stated"


_UNSTATED: tuple[Callable[[ChoiceContext, EntryGoods], Iterator[str]], ...] = (
    _weightless,
    _bought,
    _composition,
)
