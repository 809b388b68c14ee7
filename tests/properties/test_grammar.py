"""The law of the conservative figure, searched over the grammar of the schemas (`support.grammar`).

For given facts, an accepted statement whose words, structure or balanced rows differ from the honest one has a
conservative figure at or above the honest declared one. The life and capacity of the battery are settled throughout,
so that what divides every figure alike hides nothing. `make adversary` searches for hours.
"""

from collections.abc import Iterator
from random import Random

import pytest
from support.grammar.chains import CHAINS
from support.grammar.mutations import mutations
from support.grammar.run import RULEBOOKS
from support.grammar.search import ROUNDING, Found, climb
from support.grammar.world import judge

from ledger.choices import conservative
from ledger.choices.choice import Choice
from ledger.choices.context import ChoiceContext
from ledger.choices.register import find_choices
from schemas.facts import FIELDS

CLIMBS = 5
"""Climbs from each chain under each rulebook; a minute in all."""

PLACES = [(chain, at) for chain in CHAINS for at in range(len(RULEBOOKS))]


@pytest.mark.parametrize(("chain", "at"), PLACES)
def test_an_honest_chain_is_accepted_at_or_above_its_figure(chain: str, at: int) -> None:
    """And its data cost less than half more, where nothing of them is settled."""
    verdict = judge(CHAINS[chain](), RULEBOOKS[at])
    assert verdict is not None
    assert verdict.is_accepted, verdict.outcome.refused
    assert verdict.settled is not None
    assert verdict.outcome.total - ROUNDING <= verdict.settled < verdict.outcome.total * 3 / 2


@pytest.mark.no_cover
@pytest.mark.parametrize(("chain", "at"), PLACES)
def test_no_accepted_plan_is_below_the_honest_figure(chain: str, at: int) -> None:
    """Each climb has its own seed."""
    found = Found()
    for seed in range(CLIMBS):
        climb(CHAINS[chain](), RULEBOOKS[at], seed, found, lambda: True)
    breaches = [(it.seed, [(row.name, row.place) for row in it.plan]) for it in found.breaches]
    assert not breaches
    assert found.lower, "no accepted plan lowers the declared figure, so nothing was searched"


def test_every_claim_of_the_statements_is_mutated() -> None:
    """Mutations come from the schemas: a claim that a chain states is said otherwise, or left out, by some of them."""
    random = Random(0)
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
        if known.nature == "claim"
    }
    assert claims - made == NOT_STATED


NOT_STATED = {
    *(
        f"{model}.{field}"
        for model in ("ExternalInput", "Recycled", "Emission", "Waste")
        for field in FIELDS[model]
    ),
}
"""Claims of models that no chain states."""


@pytest.mark.no_cover
@pytest.mark.parametrize("kind", [])
def test_a_planted_removal_is_found(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without one kind of choice, a climb finds a breach within a minute."""

    def without(context: ChoiceContext) -> Iterator[Choice]:
        return (row for row in find_choices(context) if row.kind.code != kind)

    monkeypatch.setattr(conservative, "find_choices", without)
    found, seed = Found(), 0
    while not found.breaches and seed < 60:
        chain, at = PLACES[seed % len(PLACES)]
        climb(CHAINS[chain](), RULEBOOKS[at], seed, found, lambda: True)
        seed += 1
    assert found.breaches
