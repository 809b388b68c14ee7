"""Choices of a circular chain: the share of a recycler's process that counts, and recycled feedstock.

The process of a recycler counts with the smallest A of its materials, whatever their masses; whole, if it recovers less
than half of what it treats, of each material at most the rulebook's rate of the content. Its transport and waste, and
the work of another recycler, count whole in any case: A is not meant for them, or was taken off already. Recycled
feedstock counts as the virgin material that it replaces, or whole as the goods that it is, if that is more.
"""

from collections.abc import Iterator
from decimal import Decimal
from functools import partial
from typing import NamedTuple

from ledger.choices.choice import Choice
from ledger.choices.context import ChoiceContext
from ledger.choices.coordinates import Option, RowChange
from ledger.choices.families.credits import Credits
from ledger.choices.wording import in_percent, in_words
from ledger.footprint.circular.cff import user_shares
from ledger.footprint.circular.recycled_content import is_closed_loop
from ledger.footprint.circular.recycling import a_of, has_recyclability, material_of
from ledger.footprint.graph.numbers import EXPLAIN, ONE, ZERO, format_rounded
from ledger.footprint.graph.resolution import EntryRecord
from ledger.footprint.plausibility.context import product
from ledger.footprint.plausibility.shared_burdens import low_recovery
from ledger.footprint.plausibility.supply import source_of
from schemas.signed.circular import CircularFootprint
from schemas.signed.inventory import Inventory
from schemas.signed.rows import ActivityInput, DeliveryInput, Recycled, Row, Waste
from schemas.vocabulary import CircularTerm, Stage, Unit


def joint_process_choices(context: ChoiceContext) -> Iterator[Choice]:
    """The joint processes that the figure rests on."""
    credited = Credits(context)
    for it in context.entries:
        yield from _joint_process(context, it.record, it.inventory, credited)


def feedstock_choices(context: ChoiceContext) -> Iterator[Choice]:
    """The recycled feedstock that the figure rests on."""
    for it in context.entries:
        yield from _feedstock(context, it.record, it.inventory)


def _joint_process(
    context: ChoiceContext, record: EntryRecord, inventory: Inventory, credited: Credits
) -> Iterator[Choice]:
    """A recycler's process, of which the formula leaves a part to the users of what it recovers."""
    formula, weights = context.graph.rulebook.circular_footprint, context.graph.weights(record.id)
    process = weights.process
    if formula is None or process.term is not CircularTerm.RECYCLING or not process.factor:
        return
    counted = EXPLAIN.divide(process.factor, weights.divisor)
    least = min(_a_values(inventory, formula))
    recovered = low_recovery(record, context.graph, partial(credited.share_in, record))
    share = user_shares(least, ONE)[0] if recovered is None else ONE
    shares = _Shares(formula, EXPLAIN.divide(share, counted), EXPLAIN.divide(ONE, counted))
    changes = [*_own(context, record, inventory, shares), *_drawn_work(context, record, shares)]
    words = f"with the smallest A alone, {format_rounded(least)}, {in_percent(share)} %"
    if recovered is not None:
        words = f"with {format_rounded(recovered)} kg recovered per kg treated, all of it"
    detail = (
        f"{in_percent(counted)} % of its process count, by the masses of its materials; {words},"
        " and all of its transport, its waste and other recyclers' work"
    )
    yield context.choice("recovery.joint_process", record, detail, changes, at="")


class _Shares(NamedTuple):
    """The growth of a recycler's rows: of its process, and of what A is not meant for."""

    formula: CircularFootprint
    process: Decimal
    whole: Decimal

    def of(self, row: Row) -> Decimal:
        """The growth of a row: transport and waste are no recycling, unless the method shares collection."""
        moved = row.unit is Unit.TKM and not self.formula.follows("collection_shared")
        return self.whole if moved or isinstance(row, Waste) else self.process


def _own(
    context: ChoiceContext, record: EntryRecord, inventory: Inventory, shares: _Shares
) -> Iterator[RowChange]:
    """The recycler's own rows of its process, grown."""
    figure = context.graph.figures.entries[record.id]
    rows = {id(row): row for row in (*inventory.inputs, *inventory.wastes, *inventory.emissions)}
    own: dict[int, Decimal] = {}
    for term in figure.terms:
        if term.key.term is CircularTerm.RECYCLING and id(term.row) in rows:
            kg = EXPLAIN.divide(term.value, figure.divisor)
            own[id(term.row)] = EXPLAIN.add(own.get(id(term.row), ZERO), kg)
    for key, kg in own.items():
        option = Option(EXPLAIN.multiply(kg, shares.of(rows[key])))
        yield RowChange(record.id, rows[key], (option,))


def _drawn_work(
    context: ChoiceContext, record: EntryRecord, shares: _Shares
) -> Iterator[RowChange]:
    """The goods that its process draws, grown; the work of another recycler, off which A was taken already, whole."""
    figure, resolution = context.graph.figures.entries[record.id], context.graph.resolution
    for draw in figure.draws:
        if draw.assignment is not None and draw.assignment.term is CircularTerm.RECYCLING:
            newest, maker = resolution.sources[draw.row.delivery]
            again = maker in context.graph.recyclers
            growth = shares.whole if again else shares.of(draw.row)
            amount = product(EXPLAIN.divide(draw.amount, figure.divisor), growth)
            option = Option(draws=(((maker, resolution.lines[newest]), amount),))
            yield RowChange(record.id, draw.row, (option,))


def _a_values(inventory: Inventory, formula: CircularFootprint) -> list[Decimal]:
    """A of each recovered material that counts; one if none does."""
    counted = has_recyclability(inventory, formula)
    rows = [row for row in inventory.avoided if counted and row.recovery is None]
    return [a_of(material_of(row.material, formula), formula) for row in rows] or [ONE]


def _feedstock(
    context: ChoiceContext, record: EntryRecord, inventory: Inventory
) -> Iterator[Choice]:
    """Recycled feedstock, which may count less than virgin material, or than the goods themselves."""
    formula = context.graph.rulebook.circular_footprint
    if formula is None or record.entry.process.stage is Stage.END_OF_LIFE:
        return
    for row, said in inventory.recycled:
        source = source_of(
            row.delivery if isinstance(row, DeliveryInput) else None, context.graph.resolution
        )
        closed = source is not None and is_closed_loop(record.entry, source.maker.entry)
        if not closed:
            named = said.delivery or said.flow or said.material
            detail = (
                f"{in_words(row.amount, row.unit)} of feedstock are recycled, in place of {named}"
            )
            options = (_itself(context, row), _virgin(context, row, said, formula))
            change = RowChange(record.id, row, options)
            yield context.choice("recovery.feedstock", record, detail, [change], row)


def _itself(context: ChoiceContext, row: DeliveryInput | ActivityInput) -> Option:
    """The goods as they are delivered or valued, and not as recycled."""
    if isinstance(row, DeliveryInput):
        return _drawn(context, row.delivery, row.amount)
    return _bought(context, row.flow, row)


def _virgin(
    context: ChoiceContext,
    row: DeliveryInput | ActivityInput,
    said: Recycled,
    formula: CircularFootprint,
) -> Option:
    """The virgin material that the feedstock replaces."""
    if said.delivery is not None:
        return _drawn(context, said.delivery, row.amount)
    material = material_of(said.material, formula)
    return _bought(context, said.flow or (None if material is None else material.virgin), row)


def _bought(context: ChoiceContext, flow: str | None, row: DeliveryInput | ActivityInput) -> Option:
    """The amount of a row of a flow; nothing if no set values it."""
    price = context.graph.price(flow or "", row.unit) or ZERO
    return Option(EXPLAIN.multiply(Decimal(row.amount), price))


def _drawn(context: ChoiceContext, delivery: str, amount: str) -> Option:
    """An amount of the goods of a delivery."""
    newest, maker = context.graph.resolution.sources[delivery]
    return Option(draws=(((maker, context.graph.resolution.lines[newest]), Decimal(amount)),))
