"""Elements: the inputs of an entry contain at least what its main output contains of an element.

    in  = goods under deliveries x kg per unit x mass fraction, over the lines that state the element
    out = outputs x kg per unit x mass fraction

for each element that is stated for the main output and for a line used. Out above in by more than the rulebook's
tolerance, a share of the output, is the sign of a dry amount cited for a hydrated salt, or of a wrong assay. The
elements of a bought flow are not stated, so it does not count as input. The effect is the missing amount at the
footprint of the lines that brought the element; if one line contains two elements that are short, their effects
overlap.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from ledger.footprint.graph.cells import exact_sum, total_of
from ledger.footprint.graph.goods import UsedGoods, mass, per_unit, product_line, unit_of
from ledger.footprint.graph.numbers import EXACT, EXPLAIN, ZERO, format_rounded
from ledger.footprint.graph.resolution import EntryRecord, Observation
from ledger.footprint.plausibility.context import PlausibilityContext
from ledger.footprint.valuation.figure import Figures
from schemas.signed.entry import ProductLine
from schemas.signed.inventory import Inventory


@dataclass(frozen=True, slots=True)
class _Balance:
    """The input and output of one element, in kg over the entry's period."""

    element: str
    taken: Decimal
    made: Decimal
    sources: tuple[UsedGoods, ...]

    @property
    def missing(self) -> Decimal:
        return EXACT.subtract(self.made, self.taken)


def element_faults(context: PlausibilityContext) -> Iterator[Observation]:
    """The elements whose output exceeds the input of an entry."""
    balances = context.rulebook.balances
    if balances is None:
        return
    tolerance = Decimal(balances.element.value)
    for record, inventory, goods in context.entry_goods:
        main = product_line(record, inventory.main.line)
        if main is None or not main.elements:
            continue
        for row in _balances(record, inventory, main, goods):
            if row.missing > EXACT.multiply(tolerance, row.made):
                effect = _effect(row, context.figures)
                yield Observation("balance.element", record.id, _detail(row, inventory), effect)


def _balances(
    record: EntryRecord, inventory: Inventory, main: ProductLine, goods: Iterable[UsedGoods]
) -> Iterator[_Balance]:
    """The balance of each element that is known."""
    lines = [(Decimal(row.amount), product_line(record, row.line)) for row in inventory.outputs]
    for element in (row.element for row in main.elements):
        sources = tuple(row for row in goods if _fraction(row.product, element))
        taken = _content([(row.amount, row.product) for row in sources], element)
        output_kg = _content(lines, element)
        if taken and output_kg is not None:
            yield _Balance(element, taken, output_kg, sources)


def _content(lines: list[tuple[Decimal, ProductLine | None]], element: str) -> Decimal | None:
    """The kg of an element in amounts of lines; None if one that contains it has no stated mass."""
    masses = []
    for amount, product in lines:
        fraction = _fraction(product, element)
        if fraction:
            kg = mass(amount, product)
            if kg is None:
                return None
            masses.append(EXACT.multiply(kg, fraction))
    return exact_sum(masses)


def _fraction(product: ProductLine | None, element: str) -> Decimal:
    """The mass fraction of an element; zero if none is stated."""
    elements = () if product is None else product.elements
    return next((Decimal(row.fraction) for row in elements if row.element == element), ZERO)


def _detail(row: _Balance, inventory: Inventory) -> str:
    into, out, less = (per_unit(kg, inventory) for kg in (row.taken, row.made, row.missing))
    share = EXPLAIN.divide(EXPLAIN.multiply(row.missing, Decimal(100)), row.made)
    return (
        f"{unit_of(inventory)}, {into} kg of {row.element} go in and {out} kg come out: "
        f"{less} kg missing, {format_rounded(share)} %"
    )


def _effect(row: _Balance, figures: Figures) -> Decimal | None:
    """The missing amount in kg CO2e, with the sign of a figure that is too low."""
    cost = ZERO
    for source in row.sources:
        line = figures.line(source.supplier.id, source.line)
        if line is None:
            return None
        cost = EXPLAIN.add(cost, EXPLAIN.multiply(source.amount, total_of(line.cells)))
    return EXPLAIN.divide(EXPLAIN.multiply(cost, row.missing), row.taken).copy_negate()
