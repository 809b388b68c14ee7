"""Conservation: a composition counts no more than was made, and treats each kg of the product once.

A row on an own line counts at most what the line made. At end of life rows are in kg: those that treat come to exactly
the mass of the product lines, those that collect to at most it. Only end of life may be below zero; if the rulebook has
the Circular Footprint Formula, only its credits (substitution, energy recovery) may; a row that only collects has no
credit. Source: conservation of mass, and PEF, Annex I, for the formula's terms. Left out: another issuer's line that is
counted beyond its output, which is a remark of the audit, and the same line in two calculations.
"""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple

from ledger.footprint.analysis.declared_figure import counted_amount
from ledger.footprint.graph.cells import Cells, exact_sum, term_total, total_of
from ledger.footprint.graph.composition import Part, product_mass, product_rows
from ledger.footprint.graph.numbers import EXACT, EXPLAIN, ZERO, format_decimal, format_rounded
from ledger.footprint.graph.resolution import Problem
from ledger.footprint.valuation.figure import Figures
from schemas.signed.calculation import AssertedCalculation
from schemas.signed.rulebook import Rulebook
from schemas.vocabulary import CircularTerm, CompositionRole, Group, Sign, Unit

CREDITS = frozenset({CircularTerm.SUBSTITUTION, CircularTerm.ENERGY_RECOVERY})
"""The terms of the formula that may be below zero; all others are burdens."""

END_OF_LIFE = CompositionRole.END_OF_LIFE.value


class Fault(NamedTuple):
    """A broken rule, with its effect on the figure.

    Attributes:
        kg: kg CO2e over all batteries by which the figure is too high, below zero too low; None if unknown.
    """

    problem: Problem
    kg: Decimal | None


def conservation_faults(
    calculation: AssertedCalculation, rows: Sequence[Part], figures: Figures, rulebook: Rulebook
) -> Iterator[Fault]:
    """Rows that count more than was made, treat another mass than the product's, or are below zero."""
    worth = _Prices(figures, rulebook)
    yield from _above_output(calculation, rows, worth)
    yield from _end_of_life(rows, worth)
    for part in rows:
        line = figures.line(part.entry, part.row.line)
        if line is not None:
            yield from _below_zero(part, line.cells, rulebook)


class _Prices(NamedTuple):
    """The figures that price rows, by the rulebook that counts them."""

    figures: Figures
    rulebook: Rulebook

    def of(self, rows: Sequence[Part], too_much: Decimal) -> Decimal | None:
        """The kg CO2e of the excess amount of rows; None if a figure is missing."""
        lines = [self.figures.line(part.entry, part.row.line) for part in rows]
        counted = exact_sum(Decimal(part.row.amount) for part in rows)
        if not rows or None in lines:
            return None
        whole = exact_sum(
            EXACT.multiply(counted_amount(part.row, self.rulebook), total_of(line.cells))
            for part, line in zip(rows, lines, strict=True)
            if line is not None
        )
        return EXPLAIN.divide(EXPLAIN.multiply(whole, too_much), counted)


def _above_output(
    calculation: AssertedCalculation, rows: Sequence[Part], worth: _Prices
) -> Iterator[Fault]:
    """Own lines whose rows together count more than was made, also by deliveries to oneself."""
    own: dict[tuple[str, str], list[Part]] = {}
    for part in rows:
        is_own = part.record.entry.issuer == calculation.issuer
        if is_own and part.row.role is not CompositionRole.PRODUCT and part.output is not None:
            own.setdefault((part.entry, part.row.line), []).append(part)
    for (entry, line), counting in own.items():
        output = counting[0].output
        counted = exact_sum(Decimal(part.row.amount) for part in counting)
        over = EXACT.subtract(counted, Decimal(output.amount if output else "0"))
        if over > 0:
            detail = (
                f"line {line} made {format_decimal(EXACT.subtract(counted, over))}, and"
                f" {format_decimal(counted)} are counted; count no more than was made"
            )
            problem = Problem("composition.above_output", entry, detail)
            yield Fault(problem, worth.of(counting, over))


def _end_of_life(rows: Sequence[Part], worth: _Prices) -> Iterator[Fault]:
    """End of life that treats another mass than the product's, or collects more."""
    products = product_rows(rows)
    ends = [part for part in rows if part.row.role is CompositionRole.END_OF_LIFE]
    if any(None in (part.record.inventory, part.record.product) for part in products) or not ends:
        return
    odd = [part for part in ends if part.row.unit is not Unit.KG]
    for part in odd:
        detail = f"end of life must be in kg, the row is in {part.row.unit.value}"
        yield Fault(Problem("composition.end_of_life_amount", part.entry, detail), None)
    mass = product_mass(products)
    if mass is None:
        detail = "a product line states no mass; state its kg per unit"
        yield Fault(Problem("composition.end_of_life_amount", END_OF_LIFE, detail), None)
    elif not odd:
        yield from _other_mass(ends, mass, worth)


def _other_mass(ends: Sequence[Part], mass: Decimal, worth: _Prices) -> Iterator[Fault]:
    for word, rows, exact in (
        ("treat", [part for part in ends if part.treats], True),
        ("collect", [part for part in ends if part.collects], False),
    ):
        counted = exact_sum(Decimal(part.row.amount) for part in rows)
        if counted > mass or (exact and counted != mass):
            bound = "exactly" if exact else "at most"
            detail = (
                f"the rows {word} {format_decimal(counted)} kg; the product weighs"
                f" {format_decimal(mass)} kg, and they {word} {bound} that"
            )
            problem = Problem("composition.end_of_life_amount", END_OF_LIFE, detail)
            yield Fault(problem, worth.of(rows, EXACT.subtract(counted, mass)))


def _below_zero(part: Part, cells: Cells, rulebook: Rulebook) -> Iterator[Fault]:
    """A row below zero that its role, or the rulebook's formula, does not permit below zero."""
    if part.collects:
        code, below = "composition.collection_credit", _credits(cells)
        detail = (
            "a row that only collects has no credit; state recovery where batteries are treated"
        )
    elif part.row.role is not CompositionRole.END_OF_LIFE:
        code, below = "composition.net_negative", [min(total_of(cells), ZERO)]
        detail = "only end of life may be below zero"
    elif rulebook.circular_footprint is not None:
        code, below = "composition.outside_formula", _outside_credits(cells)
        detail = "under the formula only substitution and energy recovery may be below zero"
    else:
        return
    if any(below):
        off = exact_sum(below)
        off_kg = format_rounded(off.copy_negate())
        detail = f"per {part.row.unit.value} it takes off {off_kg} kg CO2e; {detail}"
        kg = EXACT.multiply(off, counted_amount(part.row, rulebook))
        yield Fault(Problem(code, part.entry, detail), kg)


def _credits(cells: Cells) -> list[Decimal]:
    """Credits and cells below zero; uptake by biomass only if it makes the row as a whole negative."""
    off = [
        value
        for key, value in cells.items()
        if value and (key.sign is Sign.CREDIT or (value < 0 and key.group is not Group.UPTAKE))
    ]
    return off or [min(total_of(cells), ZERO)]


def _outside_credits(cells: Cells) -> list[Decimal]:
    """The terms that are below zero, and are no credits of the formula."""
    terms = {key.term for key in cells} - CREDITS
    return [value for term in terms if (value := term_total(cells, term)) < 0]
