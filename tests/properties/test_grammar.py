"""The law of the conservative figure, searched over the grammar of the schemas (`support.grammar`).

For given facts, an accepted statement whose words, structure or balanced rows differ from the honest one has a
conservative figure at or above the honest declared one. The life and capacity of the battery are settled throughout,
so that what divides every figure alike hides nothing. `make adversary` searches for hours.
"""

from random import Random

import pytest
from support.grammar.chains import CHAINS
from support.grammar.mutations import mutations
from support.grammar.run import RULEBOOKS
from support.grammar.search import ROUNDING, Found, climb
from support.grammar.world import judge

from schemas.signed.facts import FIELDS

CLIMBS = 1
"""Climbs from each chain under each rulebook; half a minute in all."""

PLACES = [(chain, at) for chain in CHAINS for at in range(len(RULEBOOKS))]


@pytest.mark.parametrize(("chain", "at"), PLACES)
def test_an_honest_chain_is_accepted_at_or_above_its_figure(chain: str, at: int) -> None:
    """And its data cost less than half more, where nothing of them is settled."""
    verdict = judge(CHAINS[chain](), RULEBOOKS[at])
    assert verdict is not None
    assert verdict.is_accepted, verdict.outcome.refused
    assert verdict.settled is not None
    assert verdict.outcome.total - ROUNDING <= verdict.settled < verdict.outcome.total * 3 / 2


@pytest.mark.parametrize(("chain", "at"), PLACES)
def test_no_accepted_plan_is_below_the_honest_figure(chain: str, at: int) -> None:
    """Each climb has its own seed."""
    found = Found()
    for seed in range(CLIMBS):
        climb(CHAINS[chain](), RULEBOOKS[at], seed, found, lambda: True)
    breaches = [(it.seed, [(row.name, row.place) for row in it.plan]) for it in found.breaches]
    assert not breaches
    assert found.lower, "no accepted plan lowers the declared figure, so nothing was searched"


def test_every_claim_is_mutated_or_says_why_not() -> None:
    """Mutations come from the schemas, so a new claim is said otherwise, or left out, without a line here."""
    random = Random(0)  # noqa: S311 - the same mutations each time
    made = {
        row.name
        for chain in CHAINS.values()
        for _ in range(3)
        for row in mutations(chain(), random)
    }
    claims = {
        f"{model}.{field}"
        for model, fields in FIELDS.items()
        for field, known in fields.items()
        if known.kinds
    }
    unstated = {name for name in claims - made if name.partition(".")[0] in NOT_STATED}
    assert claims - made - unstated == set(OTHERWISE)


NOT_STATED = {"Exclusion", "Warranty"}
"""Models that no chain states: what is excluded has a mutation of its own, and the life is settled."""

OTHERWISE = {
    "ActivityInput.flow": "another substance is a blind spot; power is moved by a mutation of its own",
    "ActivityInput.unit": "an amount in another unit is another quantity",
    "AssertedCalculation.batteries": "settled, as all that divides the figure",
    "AssertedCalculation.capacity_kwh": "settled",
    "AssertedCalculation.cycle_life": "settled",
    "AssertedCalculation.total_energy": "settled",
    "AssertedCalculation.model": "names the entries that are counted",
    "AssertedCalculation.site": "names the entries that are counted",
    "Avoided.allocation_value": "no rulebook here shares a joint process by price",
    "Avoided.delivery": "a credit is played by `test_choice_laws`",
    "Avoided.flow": "a credit is played by `test_choice_laws`",
    "Avoided.other_product": "a digest of evidence",
    "Avoided.unit": "an amount in another unit is another quantity",
    "Delivery.product": "is refused unless it is the line's",
    "Delivery.supersedes": "a world has one version of a delivery",
    "Delivery.unit": "recounted together with its line",
    "Delivery.valid_until": "is refused for physical goods",
    "DeliveryInput.unit": "recounted together with its line",
    "Emission.unit": "is refused unless it is kg",
    "Entry.supersedes": "corrected by mutations of their own",
    "LoopCut.unit": "an amount in another unit is another quantity",
    "ExternalInput.unit": "an amount in another unit is another quantity",
    "Recyclability.collected": "a digest of evidence",
    "Recyclability.facilities": "a digest of evidence",
    "Recyclability.recycled": "a digest of evidence",
    "Recycled.delivery": "the virgin goods have a mutation of their own",
    "Recycled.flow": "the virgin goods have a mutation of their own",
    "Waste.flow": "another waste is a blind spot",
    "Waste.unit": "an amount in another unit is another quantity",
}
"""Claims that the grammar does not mutate, and why."""
