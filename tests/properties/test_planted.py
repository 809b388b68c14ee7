"""Planted removals: without one kind of choice, a climb over the grammar of the schemas finds a breach of the law.

Each row names the honest chain, the rulebook and the seed of a climb that finds it; under the rules as they are, the
same plan is no breach. These kinds have no row, since another rule has what they have, or none is worth a figure:

    selection.excluded, selection.period    `selection.twin_entry` has the same entries of the battery
    history.look_alike    and here it has goods of a look-alike lot too
    recovery.feedstock    where goods hold an element, `factor.route` has more
    recovery.joint_process    no mutation here lowers the share of a recycler's process
    physics.charge_carrier, physics.specific_energy    `unit.capacity` counts less than either bound
    mass.purpose    what it adds is what goods that are counted already explain
    mass.unstated    every battery here states its mass and its composition
    factor.cut_off, time.old    have no alternative

The number of batteries has the alternative of their capacity (`TOGETHER`), so both go at once.
"""

from collections.abc import Iterator
from typing import NamedTuple

import pytest
from support.grammar.chains import CHAINS
from support.grammar.lean import stationary
from support.grammar.mutations import PLANTED
from support.grammar.run import LIFE, RULEBOOKS
from support.grammar.search import Found, Law, breaks, climb
from support.grammar.substitution import by_dataset
from support.grammar.world import judge

from ledger.choices import conservative
from ledger.choices.choice import Choice
from ledger.choices.context import ChoiceContext
from ledger.choices.register import find_choices


class Planted(NamedTuple):
    """A climb: an honest chain, the place of a rulebook among those that rotate, and a seed."""

    chain: str
    at: int
    seed: int


MADE = {**CHAINS, "stationary": stationary}
WORDS = Law(judge, tuple(kind for kind in PLANTED if kind is not by_dataset))
DATASETS = Law(judge, PLANTED)
"""With what a dataset stands for, which is a word itself, so that not all of it is covered."""

MOST = 20
"""Climbs until a planted removal must be found, if the first one no longer finds it."""

REMOVED = {
    "allocation.burden_free": Planted("works", 1, 7),
    "allocation.co_product": Planted("works", 1, 4),
    "electricity.below_mix": Planted("works", 1, 1),
    "electricity.carrier": Planted("works", 1, 2),
    "factor.below_zero": Planted("works", 1, 10),
    "factor.geography": Planted("works", 1, 20),
    "factor.lower": Planted("works", 1, 1),
    "factor.old": Planted("works", 1, 27),
    "factor.route": Planted("nickel", 1, 1),
    "factor.supplied": Planted("works", 1, 22),
    "gas.origin": Planted("works", 1, 1),
    "history.corrected": Planted("works", 1, 22),
    "history.redated": Planted("shifts", 1, 12),
    "history.withdrawn": Planted("works", 1, 2),
    "mass.element_gap": Planted("works", 1, 5),
    "mass.gap": Planted("works", 1, 3),
    "physics.process_floor": Planted("works", 1, 7),
    "recovery.credit": Planted("works", 1, 16),
    "recovery.energy": Planted("works", 1, 18),
    "selection.other_delivery": Planted("works", 1, 22),
    "selection.twin_entry": Planted("works", 1, 4),
    "site.country": Planted("works", 2, 1),
    "supplier.dataset": Planted("works", 1, 7),
    "supplier.external": Planted("works", 1, 2),
    "supplier.processing": Planted("works", 1, 0),
    "time.sample": Planted("works", 0, 1),
    "transport.leg": Planted("nickel", 1, 2),
    "unit.capacity": Planted("works", 1, 1),
    "unit.category": Planted("works", 1, 0),
    "unit.cycle_life": Planted("stationary", 2, 0),
    "unit.service_life": Planted("works", 1, 0),
}
"""The climb that finds the removal of each kind of choice."""

TOGETHER = {"unit.capacity": {"unit.capacity", "unit.batteries"}}
"""The kinds that are removed with one that shares its alternative."""


@pytest.mark.parametrize("kind", REMOVED)
def test_a_planted_removal_is_found(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """And what is found is no breach once the kind is there again."""

    def without(context: ChoiceContext) -> Iterator[Choice]:
        gone = TOGETHER.get(kind, {kind})
        return (row for row in find_choices(context) if row.kind.code not in gone)

    it = REMOVED[kind]
    law = LIFE if kind.startswith("unit.") else WORDS
    law = DATASETS if kind.startswith("supplier.") else law
    make, rulebook, found = MADE[it.chain], RULEBOOKS[it.at], Found()
    with monkeypatch.context() as planted:
        planted.setattr(conservative, "find_choices", without)
        for seed in range(it.seed, it.seed + MOST):
            if not found.breaches:
                climb(make(), rulebook, seed, found, lambda: True, law)
    (breach,) = found.breaches
    assert not breaks(make(), rulebook, breach.plan, breach.honest, law.judged)


def test_twenty_removals_are_found() -> None:
    """As many as the law of the conservative figure asks for."""
    assert len(REMOVED) >= 20
