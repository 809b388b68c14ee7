"""Recycled feedstock that lowers a figure by an amount that cannot be recomputed, under the Circular Footprint Formula.

Goods of a recycler that are not stated as recycled count A = 1: Erec alone, without (1-A) Ev. A virgin counterpart that
replaces more than the chain uses of it may have been bought only to be named.
"""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from ledger.footprint.circular.recycled_content import is_closed_loop
from ledger.footprint.graph.cells import exact_sum
from ledger.footprint.graph.composition import Part, product_rows
from ledger.footprint.graph.goods import GOODS, product_line
from ledger.footprint.graph.numbers import EXPLAIN, ZERO, format_rounded
from ledger.footprint.graph.resolution import EntryRecord, Observation
from ledger.footprint.plausibility.context import PlausibilityContext
from ledger.footprint.plausibility.supply import (
    Flow,
    Goods,
    entry_parts,
    replaced_production,
    source_of,
    supply_key,
    virgin_supply,
)
from schemas.signed.rows import DeliveryInput
from schemas.vocabulary import CircularTerm, Stage


def feedstock_faults(rows: Sequence[Part], context: PlausibilityContext) -> Iterator[Observation]:
    """Faults in the goods that entries use from recyclers; none without the formula.

    Args:
        rows: of the composition; each has a figure.
        context: the graph behind them.
    """
    if context.rulebook.circular_footprint is None:
        return
    yield from _virgin_above_supply(rows, context)
    yield from _virgin_below_feedstock(context)
    yield from _unstated_content(context)
    for record, inventory in context.entries:
        if record.entry.process.stage is not Stage.END_OF_LIFE:
            for row in inventory.delivery_inputs:
                yield from _recyclers_goods(record, row, context)


def _recyclers_goods(
    record: EntryRecord, row: DeliveryInput, context: PlausibilityContext
) -> Iterator[Observation]:
    source = source_of(row.delivery, context.resolution)
    if source is None or source.maker.entry.process.stage is not Stage.END_OF_LIFE:
        return
    maker = source.maker
    closed = is_closed_loop(record.entry, maker.entry)
    if row.purpose in GOODS and row.recycled is None and not closed:
        detail = f"goods of the recycler {maker.id} are not stated as recycled"
        yield Observation("cff.unstated_feedstock", record.id, detail)


def _virgin_below_feedstock(context: PlausibilityContext) -> Iterator[Observation]:
    """Feedstock that counts less because it is called recycled; the effect is the added part of its figure."""
    for record, inventory in context.entries:
        figure = context.figures.entries[record.id]
        for row, said in inventory.recycled:
            beside = exact_sum(
                term.value
                for term in figure.terms
                if term.row is row and term.key.term is CircularTerm.RECYCLED_CONTENT
            )
            if beside < ZERO:
                named = said.delivery or said.flow or said.material
                detail = f"feedstock is called recycled, and its virgin counterpart {named} counts less than it does"
                effect = EXPLAIN.divide(beside, figure.divisor)
                yield Observation("cff.virgin_below_feedstock", record.id, detail, effect)


def _unstated_content(context: PlausibilityContext) -> Iterator[Observation]:
    """Virgin counterparts that do not state that they contain the material."""
    for it in replaced_production(context.resolution):
        source = None if it.feedstock is None else source_of(it.row.delivery, context.resolution)
        product = None if source is None else product_line(source.maker, source.line)
        if source is not None and (product is None or not product.elements):
            detail = f"goods of {source.maker.id} are named as virgin {it.row.material} and state no elements"
            yield Observation("cff.content_unstated", it.record.id, detail)


def _virgin_above_supply(
    rows: Sequence[Part], context: PlausibilityContext
) -> Iterator[Observation]:
    """Virgin counterparts that replace more than the product uses of them."""
    named = [
        (it, Decimal(it.feedstock.amount))
        for it in replaced_production(context.resolution)
        if it.feedstock is not None
    ]
    if not named:
        return
    parts = entry_parts(product_rows(rows), context)
    taken = virgin_supply(parts, context.resolution)
    stood_for: dict[Goods | Flow, Decimal] = {}
    where: dict[Goods | Flow, tuple[str, str]] = {}
    for it, replaced in named:
        source = source_of(it.row.delivery, context.resolution)
        key = supply_key(it.row.flow, it.unit, it.row.material, source)
        amount = EXPLAIN.multiply(parts.get(it.record.id, ZERO), replaced)
        stood_for[key] = EXPLAIN.add(stood_for.get(key, ZERO), amount)
        where[key] = (it.record.id, it.label)
    for key, amount in stood_for.items():
        if key in taken and amount > taken[key]:
            node, label = where[key]
            times = format_rounded(EXPLAIN.divide(amount, taken[key]))
            detail = f"{label} replaces {times} times the amount that the battery uses as virgin"
            yield Observation("cff.virgin_above_supply", node, detail)
