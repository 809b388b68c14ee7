"""One battery of a calculation, as its maker and suppliers state it: its mass, and the elements in it.

The content is that of the product section; if that states no carrier of charge, what the suppliers state
(`graph.contents`, an upper bound: no loss on the way), provided that whoever made the cathode states it: where the
cathode was bought as a dataset, the rest of the chain holds only traces. A cathode is one by what it consists of, under
whatever process.
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import NamedTuple

from ledger.choices.composition_class import lines_of_class
from ledger.choices.context import CalculationContext
from ledger.footprint.graph.composition import Part
from ledger.footprint.graph.goods import product_line, weight
from ledger.footprint.graph.numbers import EXPLAIN, ZERO
from ledger.rules.batteries import battery_count
from schemas.signed.conservative import Conservative
from schemas.vocabulary import ProcessCode


class Battery(NamedTuple):
    """One battery of a product line.

    Attributes:
        kg: its mass; None if it is not stated.
        own: the kg of each element that its maker states.
        content: the kg of each element by its maker, or else by the suppliers; empty if no carrier is known.
    """

    kg: Decimal | None
    own: Mapping[str, Decimal]
    content: Mapping[str, Decimal]


def battery_of(context: CalculationContext, part: Part, rule: Conservative) -> Battery | None:
    """The battery of a product row; None if its line counts none."""
    output = part.output
    if output is None or not battery_count(output):
        return None
    count, line = battery_count(output), product_line(part.record, output.line)
    whole = weight(Decimal(output.amount), output.unit, line)
    kg = None if whole is None else EXPLAIN.divide(whole, count)
    elements = () if line is None or kg is None else line.elements
    own = {row.element: EXPLAIN.multiply(kg or ZERO, Decimal(row.fraction)) for row in elements}
    carriers = {row.element for row in rule.charge_carriers}
    if not carriers.isdisjoint(own):
        return Battery(kg, own, own)
    return Battery(kg, own, _by_chain(context, part, rule) or {})


def _by_chain(
    context: CalculationContext, part: Part, rule: Conservative
) -> Mapping[str, Decimal] | None:
    """The content by the statements of the suppliers; None if the makers of the cathode name no carrier."""
    contents, output = context.graph.contents, part.output
    cathodes = [
        contents[it.record.id, line.line]
        for it in context.entries
        for line in lines_of_class(
            it.record, it.inventory, rule, ProcessCode.CATHODE_ACTIVE_MATERIAL
        )
    ]
    carriers = {row.element for row in rule.charge_carriers}
    if output is None or not cathodes or any(carriers.isdisjoint(held) for held in cathodes):
        return None
    each = EXPLAIN.divide(Decimal(output.amount), battery_count(output))
    held = contents[part.entry, output.line]
    return {element: EXPLAIN.multiply(row.kg, each) for element, row in held.items()}
