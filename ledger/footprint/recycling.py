"""A recycler's entry under the Circular Footprint Formula: what of its burdens and credits end of life counts.

The entry treats used batteries by one joint process (ErecEoL) and replaces virgin production by what it recovers, one
avoided line for each material (E*v). Of both, end of life counts (1-A), of the credit times Qsout/Qp; the rest belongs
to whoever uses the recyclate. The joint process is shared out by the mass recovered, so with unequal A its counted
share is

    sum of (1-A) mass / sum of mass

a ratio, which enters the one division of the figure: the other rows are multiplied by its denominator. Transport to
the recycler is collection and not scaled by A. Everything is scaled by the rulebook's collection rate. R2 is what the
lines recover. Not counted: Ed of what is neither collected nor recovered, for which no value was found.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from ledger.footprint.cells import exact_sum
from ledger.footprint.cff import user_shares
from ledger.footprint.graph import EntryRecord, Problem
from ledger.footprint.numbers import EXACT, ONE
from schemas.rows import Avoided
from schemas.rulebook import CircularFootprint, Rulebook
from schemas.vocabulary import Purpose, Stage, Unit


@dataclass(frozen=True, slots=True)
class Weights:
    """What the rows of an entry are multiplied by, and the divisor that makes up for it.

    Attributes:
        joint: of every burden but transport.
        transport: of transport, which is collection.
        credits: of each avoided line, in their order.
        divisor: what all of them are too large by.
    """

    joint: Decimal = ONE
    transport: Decimal = ONE
    credits: tuple[Decimal, ...] = ()
    divisor: Decimal = ONE

    def of(self, purpose: Purpose) -> Decimal:
        """The weight of a burden of that purpose."""
        return self.transport if purpose is Purpose.TRANSPORT else self.joint


def weigh(record: EntryRecord, rulebook: Rulebook) -> tuple[Weights, tuple[Problem, ...]]:
    """The weights of an entry's rows, and what keeps the formula from being applied."""
    lines = record.inventory.avoided if record.inventory is not None else ()
    formula = rulebook.circular_footprint
    if formula is None:
        return Weights(credits=(ONE,) * len(lines)), ()
    if not lines:
        return Weights(), ()
    if record.entry.process.stage is not Stage.END_OF_LIFE:
        detail = f"rulebook {rulebook.id} takes avoided lines at end of life only"
        return Weights(), (Problem("avoided.refused", record.id, detail),)
    if any(row.unit is not Unit.KG for row in lines):
        detail = "the joint process is shared out by mass; state what was recovered in kg"
        return Weights(), (Problem("cff.basis", record.id, detail),)
    return _weights(lines, formula), ()


def _weights(lines: tuple[Avoided, ...], formula: CircularFootprint) -> Weights:
    rate = Decimal(formula.collection_rate.value)
    masses = [Decimal(row.amount) for row in lines]
    shares = [user_shares(*parameters(row, formula)) for row in lines]
    mass = exact_sum(masses)
    counted = exact_sum(
        EXACT.multiply(recycling, kg) for (recycling, _), kg in zip(shares, masses, strict=True)
    )
    collected = EXACT.multiply(rate, mass)
    return Weights(
        joint=EXACT.multiply(rate, counted),
        transport=collected,
        credits=tuple(EXACT.multiply(collected, displacing) for _, displacing in shares),
        divisor=mass,
    )


def parameters(row: Avoided, formula: CircularFootprint) -> tuple[Decimal, Decimal]:
    """A and Qsout/Qp of what a line recovers: those of its material, else the default A and 1."""
    for known in formula.materials:
        if known.material == row.material:
            return Decimal(known.a.value), Decimal(known.qs_out.value)
    return Decimal(formula.default_a.value), ONE


def default_materials(record: EntryRecord, rulebook: Rulebook) -> Iterator[Problem]:
    """Lines whose material the rulebook does not list, so that its default A is taken."""
    formula = rulebook.circular_footprint
    if formula is None or record.inventory is None:
        return
    listed = {known.material for known in formula.materials}
    for row in record.inventory.avoided:
        if row.material not in listed:
            what = row.material or "no material"
            detail = f"a line recovers {what}; A = {formula.default_a.value} is the default"
            yield Problem("cff.default_a", record.id, detail)
