"""A recycler's entry under the Circular Footprint Formula: the burdens and credits that end of life counts.

The entry treats used batteries by one joint process (ErecEoL). The recovered materials replace virgin production, one
avoided line for each material (E*v). End of life counts (1-A) of both, and the credit also times Qsout/Qp; the rest
belongs to the user of the recyclate. The joint process is allocated to the materials by the rulebook's basis (mass, or
revenue), so with unequal A its counted share is

    sum of (1-A) basis / sum of basis

a ratio, which enters the one division of the figure: the other rows are multiplied by its denominator. R2 is the
material that the lines recover. Not scaled by A: transport to the recycler, unless the rulebook defines ErecEoL as
starting with collection; rows of purpose `disposal` (Ed); and those of purpose `energy_recovery` (EER) with the energy
they replace, times (1-B). Treated mass that is neither recovered nor accounted for by such rows counts at the
rulebook's Ed. Without recovered material nothing is shared. If the rulebook requires evidence of recyclability and the
entry has none, R2 is 0: no credit of a recovered material counts, and all burdens do.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from ledger.footprint.circular.cff import user_shares
from ledger.footprint.graph.cells import exact_sum
from ledger.footprint.graph.numbers import EXACT, ONE, ZERO
from ledger.footprint.graph.resolution import EntryRecord, Observation, Problem
from schemas.signed.circular import CircularFootprint, RecoveredMaterial
from schemas.signed.inventory import Inventory
from schemas.signed.rows import Avoided
from schemas.signed.rulebook import Rulebook
from schemas.vocabulary import CircularTerm, Purpose, Stage, Unit


class Weight(NamedTuple):
    """A row's multiplier, and the term of the formula that the row belongs to."""

    factor: Decimal = ONE
    term: CircularTerm | None = None


_UNSCALED_PURPOSES = frozenset({Purpose.TRANSPORT, Purpose.DISPOSAL, Purpose.ENERGY_RECOVERY})
"""The purposes whose rows A does not scale."""

PLAIN = Weight()
"""A row outside the formula, which counts whole."""


@dataclass(frozen=True, slots=True)
class Weights:
    """The multipliers of an entry's rows, and the divisor that compensates for them.

    Attributes:
        process: of every burden that the next three do not cover.
        collection: of transport to the recycler.
        disposal: of rows of that purpose.
        energy: of rows of purpose energy recovery.
        credits: of each avoided line, in their order.
        divisor: the factor by which all of them are too large.
        unaccounted: kg treated that no row accounts for, times the divisor.
    """

    process: Weight = PLAIN
    collection: Weight = PLAIN
    disposal: Weight = PLAIN
    energy: Weight = PLAIN
    credits: tuple[Weight, ...] = ()
    divisor: Decimal = ONE
    unaccounted: Decimal = ZERO

    def of(self, purpose: Purpose) -> Weight:
        """The weight of a burden of that purpose."""
        if purpose not in _UNSCALED_PURPOSES:
            return self.process
        if purpose is Purpose.TRANSPORT:
            return self.collection
        return self.disposal if purpose is Purpose.DISPOSAL else self.energy

    @property
    def counts_recycling(self) -> bool:
        """True if the formula counts recycling in the entry: a part of its process, or a credit."""
        is_shared = self.process.term is CircularTerm.RECYCLING
        return is_shared or any(credit.factor for credit in self.credits)


UNWEIGHED = Weights()
"""An entry all of whose rows count whole."""


def weigh(record: EntryRecord, rulebook: Rulebook) -> tuple[Weights, tuple[Problem, ...]]:
    """The weights of an entry's rows, and the problems that prevent the formula."""
    inventory, formula = record.inventory, rulebook.circular_footprint
    lines = inventory.avoided if inventory is not None else ()
    if formula is None or inventory is None:
        return Weights(credits=(PLAIN,) * len(lines)) if lines else UNWEIGHED, ()
    if record.entry.process.stage is not Stage.END_OF_LIFE:
        if not lines:
            return UNWEIGHED, ()
        detail = f"rulebook {rulebook.id} accepts avoided lines at end of life only"
        return UNWEIGHED, (Problem("avoided.refused", record.id, detail),)
    recovered = [row for row in lines if row.recovery is None]
    if any(row.unit is not Unit.KG for row in recovered):
        detail = "recovered material must be stated in kg"
        return UNWEIGHED, (Problem("cff.basis", record.id, detail),)
    if formula.joint_basis == "revenue" and any(row.allocation_value is None for row in recovered):
        detail = (
            "the joint process is shared out by revenue; state the value of each recovered material"
        )
        return UNWEIGHED, (Problem("cff.basis", record.id, detail),)
    return _weights(inventory, formula), ()


def _weights(inventory: Inventory, formula: CircularFootprint) -> Weights:
    recovered = [row for row in inventory.avoided if row.recovery is None]
    counted_lines = recovered if has_recyclability(inventory, formula) else []
    bases = [_basis(row, formula) for row in counted_lines]
    whole = exact_sum(bases) if bases else ONE
    counted = exact_sum(
        EXACT.multiply(recovery_shares(row, formula)[0], basis)
        for row, basis in zip(counted_lines, bases, strict=True)
    )
    process = Weight(counted, CircularTerm.RECYCLING) if bases else PLAIN
    burnt = EXACT.multiply(whole, EXACT.subtract(ONE, Decimal(formula.b.value)))
    energy = Weight(burnt, CircularTerm.ENERGY_RECOVERY)

    def credit(row: Avoided) -> Weight:
        if row.recovery is not None:
            return energy
        share = recovery_shares(row, formula)[1] if bases else ZERO
        return Weight(EXACT.multiply(whole, share), CircularTerm.SUBSTITUTION)

    return Weights(
        process=process,
        collection=process if formula.follows("collection_shared") else Weight(whole),
        disposal=Weight(whole, CircularTerm.DISPOSAL),
        energy=energy,
        credits=tuple(credit(row) for row in inventory.avoided),
        divisor=whole,
        unaccounted=EXACT.multiply(whole, _unaccounted(inventory)) if bases else ZERO,
    )


def has_recyclability(inventory: Inventory, formula: CircularFootprint) -> bool:
    """True if recovered material counts: the rulebook requires no evidence, or the entry has it."""
    return inventory.recyclability is not None or not formula.follows("recyclability")


def _basis(row: Avoided, formula: CircularFootprint) -> Decimal:
    by_mass = formula.joint_basis == "mass" or row.allocation_value is None
    return Decimal(row.amount if by_mass else row.allocation_value or "0")


def recovery_shares(row: Avoided, formula: CircularFootprint) -> tuple[Decimal, Decimal]:
    """(1-A), and (1-A) Qsout/Qp, of a recovered material; without Qsout/Qp if E*v is another product."""
    material = material_of(row.material, formula)
    another = row.other_product is not None and formula.follows("other_product")
    quality = ONE if material is None or another else Decimal(material.qs_out.value)
    return user_shares(a_of(material, formula), quality)


def a_of(material: RecoveredMaterial | None, formula: CircularFootprint) -> Decimal:
    """A of a material: its own, else the default."""
    own = None if material is None else material.a
    return Decimal((formula.default_a if own is None else own).value)


def material_of(material: str | None, formula: CircularFootprint) -> RecoveredMaterial | None:
    """The rulebook's parameters of a material; None if it lists none."""
    return next((row for row in formula.materials if row.material == material), None)


def _unaccounted(inventory: Inventory) -> Decimal:
    """The kg treated, less the kg recovered, disposed of or burnt as stated; zero if no kg are treated."""
    if inventory.main.unit is not Unit.KG:
        return ZERO
    amounts = [row.amount for row in inventory.avoided if row.recovery is None]
    amounts += [
        row.amount
        for row in inventory.wastes
        if row.unit is Unit.KG and row.purpose in {Purpose.DISPOSAL, Purpose.ENERGY_RECOVERY}
    ]
    return EXACT.subtract(Decimal(inventory.main.amount), exact_sum(map(Decimal, amounts)))


def default_materials(record: EntryRecord, rulebook: Rulebook) -> Iterator[Observation]:
    """Recovered or recycled materials for which the rulebook has no A, so that its default applies."""
    formula = rulebook.circular_footprint
    if formula is None or record.inventory is None:
        return
    recovered = [row.material for row in record.inventory.avoided if row.recovery is None]
    recycled = [said.material for _, said in record.inventory.recycled]
    for material in dict.fromkeys([*recovered, *recycled]):
        rulebook_material = material_of(material, formula)
        if rulebook_material is None or rulebook_material.a is None:
            what = material or "no material"
            detail = f"a row states {what}; A = {formula.default_a.value} is the default"
            yield Observation("cff.default_a", record.id, detail)
