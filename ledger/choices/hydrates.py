"""The elements that tell what goods are, and the part of goods that water and air cannot have brought, by formula.

A formula counts if the elements that the section states bear it out within the rulebook's margin, so that water cannot
be written into goods at will. How much water and oxygen a formula can hold at most is chemistry
(`ledger.footprint.graph.formulas`).
"""

from collections.abc import Mapping
from decimal import Decimal

from ledger.footprint.graph.formulas import mass_fractions, matter
from ledger.footprint.graph.numbers import EXPLAIN, explained_sum
from schemas.signed.entry import ProductLine
from schemas.signed.rows import ActivityInput, ExternalInput
from schemas.signed.rulebook import Factor
from schemas.vocabulary import Unit

OF_WATER = frozenset({"H", "O"})
"""Elements that water and air bring."""

LEAST = Decimal("0.01")
"""The mass fraction from which an element tells what goods are."""


def elements_of_line(line: ProductLine | None) -> Mapping[str, Decimal]:
    """The fractions of the elements that tell what a line is; empty if it states none."""
    elements = () if line is None else line.elements
    fractions = {row.element: Decimal(row.fraction) for row in elements}
    return {
        name: part for name, part in fractions.items() if part >= LEAST and name not in OF_WATER
    }


def elements_of(row: ActivityInput | ExternalInput, factor: Factor | None) -> Mapping[str, Decimal]:
    """The kg of each element in bought goods: of the stated material, or as their dataset states them."""
    if not isinstance(row, ActivityInput) or row.unit is not Unit.KG:
        return {}
    kg = Decimal(row.amount)
    if factor is not None and factor.elements:
        return {it.element: EXPLAIN.multiply(kg, Decimal(it.fraction)) for it in factor.elements}
    return {} if row.material is None else {str(row.material): kg}


def formula_fractions(line: ProductLine | None, margin: Decimal) -> Mapping[str, Decimal] | None:
    """The mass fractions of the elements of a line's formula; None if it states none that counts.

    Args:
        line: the product section's row.
        margin: the share by which a stated fraction may differ from that of the formula.
    """
    fractions = mass_fractions(line.formula) if line is not None and line.formula else None
    if line is None or fractions is None:
        return None
    pairs = [
        (Decimal(row.fraction), fractions[row.element])
        for row in line.elements
        if row.element in fractions and row.element not in OF_WATER
    ]
    agree = all(
        EXPLAIN.subtract(fraction, other).copy_abs() <= EXPLAIN.multiply(margin, other)
        for fraction, other in pairs
    )
    return fractions if pairs and agree else None


def solid_part(line: ProductLine | None, margin: Decimal) -> Decimal | None:
    """The mass fraction of a line without water and oxygen; None and arguments as `formula_fractions`."""
    fractions = formula_fractions(line, margin)
    return None if fractions is None else matter(fractions)


def dry_parts(line: ProductLine | None, margin: Decimal) -> Mapping[str, Decimal] | None:
    """The parts of the elements of a line's formula in their sum, without water's; None as `formula_fractions`."""
    fractions = formula_fractions(line, margin)
    if fractions is None:
        return None
    dry = {name: part for name, part in fractions.items() if name not in OF_WATER}
    whole = explained_sum(dry.values())
    return {name: EXPLAIN.divide(part, whole) for name, part in dry.items()} if whole else None
