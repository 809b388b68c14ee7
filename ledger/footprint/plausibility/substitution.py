"""Credits that rest on facts that cannot be recomputed, each reported with its reduction; no figure changes.

Without the Circular Footprint Formula an avoided line may name any flow or goods; a credit for a supply outside the
chain of the battery is a finding. With the formula such a line is refused (`ledger.rules.circular`); the findings are
goods that do not state the material they should contain, and another product as E*v. Either way there are two more:
more of a supply credited than the battery uses of it, and recovered energy, whose flow is the recycler's choice.
"""

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple

from ledger.footprint.graph.composition import Part, product_rows
from ledger.footprint.graph.goods import product_line
from ledger.footprint.graph.numbers import EXPLAIN, ONE, ZERO, format_rounded
from ledger.footprint.graph.resolution import EntryRecord, Observation
from ledger.footprint.plausibility.context import PlausibilityContext
from ledger.footprint.plausibility.supply import (
    Flow,
    Goods,
    Source,
    by_flow,
    chain_parts,
    entry_parts,
    replaced_production,
    source_of,
    supply_key,
    virgin_supply,
)
from schemas.signed.rows import Avoided

ROUNDING = Decimal("1e-30")
"""The excess over the amount used that is still rounding, as a share: explanatory amounts have 50 digits."""


class CreditRow(NamedTuple):
    """An avoided line, its entry, and the goods that it replaces, if it names any."""

    record: EntryRecord
    row: Avoided
    source: Source | None


def substitution_faults(
    rows: Sequence[Part], context: PlausibilityContext
) -> Iterator[Observation]:
    """Credits that rest on facts that cannot be recomputed.

    Args:
        rows: of the composition; each has a figure.
        context: the graph behind them.
    """
    credited = [
        CreditRow(it.record, it.row, source_of(it.row.delivery, context.resolution))
        for it in replaced_production(context.resolution)
        if isinstance(it.row, Avoided)
    ]
    if credited:
        yield from _above_supply(rows, credited, context)
    for record, inventory in context.entries:
        for row in inventory.avoided:
            if row.recovery is not None:
                detail = f"energy recovered in place of {row.flow}, a flow of the recycler's choice"
                yield Observation("avoided.energy_flow", record.id, detail, context.credit(row))
    if context.rulebook.circular_footprint is not None:
        for it in credited:
            yield from _asserted(it, context)
    elif credited:
        yield from _freely_named(rows, credited, context)


def _freely_named(
    rows: Sequence[Part], credited: Iterable[CreditRow], context: PlausibilityContext
) -> Iterator[Observation]:
    """Avoided lines that name a supply outside the chain of the battery."""
    makers = [part.entry for part in product_rows(rows)]
    parts = chain_parts(makers, context.resolution)
    taken = by_flow(virgin_supply(parts, context.resolution))
    for it in credited:
        flow, effect = it.row.flow, context.credit(it.row)
        if flow is not None and Flow(flow, it.row.unit, None) not in taken:
            detail = f"it replaces {flow}, which no entry that feeds the battery uses"
            yield Observation("avoided.free_flow", it.record.id, detail, effect)
        elif it.source is not None and it.source.goods not in taken:
            maker = it.source.maker.id
            detail = f"it replaces goods of {maker}, whose maker does not feed the battery"
            yield Observation("avoided.outside_battery", it.record.id, detail, effect)


def _asserted(it: CreditRow, context: PlausibilityContext) -> Iterator[Observation]:
    """Goods that do not state that they contain the material, and goods that are another product."""
    row, source = it.row, it.source
    if source is None:
        return
    product = product_line(source.maker, source.line)
    effect = context.credit(row)
    if row.other_product is not None:
        detail = (
            f"{row.material} is credited as another product, goods of {source.maker.id}; "
            f"ask for the evidence {row.other_product}"
        )
        yield Observation("cff.other_product", it.record.id, detail, effect)
    elif product is None or not product.elements:
        detail = f"goods of {source.maker.id} are credited as {row.material} and state no elements"
        yield Observation("cff.content_unstated", it.record.id, detail, effect)


def _above_supply(
    rows: Sequence[Part], credited: Iterable[CreditRow], context: PlausibilityContext
) -> Iterator[Observation]:
    """Lines that credit more of a supply than the battery uses; the effect is the credit of the excess."""
    products = product_rows(rows)
    by_material = context.rulebook.circular_footprint is not None
    taken = virgin_supply(entry_parts(products, context), context.resolution)
    taken = taken if by_material else by_flow(taken)
    treated = entry_parts(rows, context)
    claims: dict[Goods | Flow, list[CreditRow]] = {}
    for it in credited:
        key = supply_key(
            it.row.flow, it.row.unit, it.row.material if by_material else None, it.source
        )
        if key in taken:
            claims.setdefault(key, []).append(it)
    for key, lines in claims.items():
        held, claimed = taken[key], ZERO
        for it in lines:
            claimed = EXPLAIN.fma(treated.get(it.record.id, ZERO), Decimal(it.row.amount), claimed)
        if EXPLAIN.subtract(claimed, held) > EXPLAIN.multiply(ROUNDING, claimed):
            for it in lines:
                yield _excess(it, EXPLAIN.divide(held, claimed), context)


def _excess(it: CreditRow, held: Decimal, context: PlausibilityContext) -> Observation:
    times = format_rounded(EXPLAIN.divide(ONE, held))
    label = it.row.delivery or it.row.flow
    detail = f"{times} times the battery's use of {label} is credited"
    taken_off = context.credit(it.row)
    effect = EXPLAIN.multiply(taken_off, EXPLAIN.subtract(ONE, held))
    return Observation("cff.above_supply", it.record.id, detail, effect)
