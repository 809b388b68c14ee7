"""The kg of an element that an entry's lines state, and the processes at which an element begins.

    kg of e in a line = amount x kg per unit x mass fraction of e

as the product section states it. Graphite is the carbon of lines whose formula is `C`: carbon in a binder, a separator
or a steel is none. What is not stated is unknown and never zero: a line has a known content of an element if it states
it, or, where nothing is mined, if it states its composition. A composition is a formula, or fractions that are a
hundredth of the mass together. What an ore holds beside the elements that it states is not known, and a fraction below
the least content of an ore of the element is none (`ore_grades`).
"""

from collections.abc import Iterator
from decimal import Decimal
from typing import Final, NamedTuple

from ledger.footprint.graph.cells import exact_sum
from ledger.footprint.graph.goods import product_line, weight
from ledger.footprint.graph.numbers import EXACT, ONE
from ledger.footprint.graph.ore_grades import EXTRACTION, GRADES, GRAPHITE
from ledger.footprint.graph.resolution import EntryRecord
from schemas.signed.entry import Entry, ProductLine
from schemas.signed.inventory import BURDEN_FREE, Inventory, Output
from schemas.vocabulary import ProcessCode, Stage

ELEMENTS: Final = ("Li", "Ni", "Co", "Mn", GRAPHITE)
"""The elements whose origin is stated: Annex X of Regulation (EU) 2023/1542, and manganese."""


LEAST_STATED: Final = Decimal("0.01")
"""The part of a line's mass below which its fractions are traces and no composition."""


class HeldLine(NamedTuple):
    """An output line and the kg of the element in all of it; None if its product section does not state the element."""

    output: Output
    kg: Decimal | None


def extracts(entry: Entry) -> bool:
    """True for a mine or a brine operation."""
    return entry.process in EXTRACTION


def recycles(entry: Entry) -> bool:
    """True for a process that recovers material from waste."""
    return entry.process.stage is Stage.END_OF_LIFE and entry.process is not ProcessCode.DISPOSAL


def makes_graphite(entry: Entry, element: str) -> bool:
    """True for a process that makes synthetic graphite."""
    return element == GRAPHITE and entry.process is ProcessCode.GRAPHITIZATION


def is_known(record: EntryRecord, output: Output, element: str) -> bool:
    """True if the content of an element in a line is known: stated, or left out of a composition that is."""
    product = product_line(record, output.line)
    if product is None:
        return False
    if extracts(record.entry):
        return _fraction(record, product, element) is not None
    return _has_composition(product)


def _has_composition(product: ProductLine) -> bool:
    stated_fraction = exact_sum(Decimal(row.fraction) for row in product.elements)
    return product.formula is not None or stated_fraction >= LEAST_STATED


def held_lines(record: EntryRecord, inventory: Inventory, element: str) -> tuple[HeldLine, ...]:
    """The output lines of an entry, each with the kg of the element that it states."""
    lines = []
    for output in inventory.outputs:
        product = product_line(record, output.line)
        fraction = _fraction(record, product, element)
        kg = weight(Decimal(output.amount), output.unit, product)
        if fraction is None or kg is None:
            lines.append(HeldLine(output, None))
        else:
            lines.append(HeldLine(output, EXACT.multiply(kg, fraction)))
    return tuple(lines)


def _fraction(record: EntryRecord, product: ProductLine | None, element: str) -> Decimal | None:
    """The mass fraction of an element that a line states; None if it states none, or an ore less than an ore holds."""
    if product is None or (element == GRAPHITE and product.formula != GRAPHITE):
        return None
    fractions = (row.fraction for row in product.elements if row.element == element)
    fraction = next(map(Decimal, fractions), None)
    if fraction is not None and extracts(record.entry) and fraction < GRADES[element].least:
        return None
    return fraction


def stated_kg(lines: tuple[HeldLine, ...]) -> Decimal:
    """The kg of the element that all lines state together."""
    return exact_sum(line.kg for line in lines if line.kg is not None)


def silent(lines: tuple[HeldLine, ...]) -> tuple[Output, ...]:
    """The main output and co-products that do not state the element, and may hold it."""
    return tuple(
        [line.output for line in lines if line.kg is None and line.output.role not in BURDEN_FREE]
    )


def unstated(record: EntryRecord, inventory: Inventory, element: str) -> tuple[Output, ...]:
    """The main output and co-products whose content of an element is not known."""
    return tuple([row for row in inventory.sharing if not is_known(record, row, element)])


def weight_ratio(
    record: EntryRecord, outputs: tuple[Output, ...], output: Output
) -> tuple[Decimal, Decimal]:
    """One output's share of the total mass; of the number of outputs if a mass is unknown."""
    kg = {row.line: _weight(record, row) for row in outputs}
    known_kg = {line: value for line, value in kg.items() if value is not None}
    if len(known_kg) < len(kg):
        return ONE, Decimal(len(outputs))
    return known_kg[output.line], exact_sum(known_kg.values())


def goods_kg(record: EntryRecord, outputs: tuple[Output, ...]) -> Decimal:
    """The kg of some outputs; one whose mass is unknown weighs nothing."""
    return exact_sum(_known_weights(record, outputs))


def _known_weights(record: EntryRecord, outputs: tuple[Output, ...]) -> Iterator[Decimal]:
    for output in outputs:
        kg = _weight(record, output)
        if kg is not None:
            yield kg


def _weight(record: EntryRecord, output: Output) -> Decimal | None:
    return weight(Decimal(output.amount), output.unit, product_line(record, output.line))
