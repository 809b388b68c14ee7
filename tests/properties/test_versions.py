"""Versions of an entry beside the one that counts: of the same words they cost nothing, of others they hide nothing."""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

import pytest
from support.grammar.chains import CHAINS
from support.grammar.fields import Value
from support.grammar.history import WAYS, beside_the_truth, true_name
from support.grammar.run import RULEBOOKS
from support.grammar.search import ROUNDING
from support.grammar.world import World, judge

VERSIONS = WAYS[:3]
"""An earlier version, a later one, and one that was withdrawn."""

COUNTED_TWICE = {"iron": {"lithium"}, "circular": {"part"}}
"""Entries whose version counts as more, up to 7 %: what one says of a co-product, or of a cut, the other has not."""


def _same(world: World, name: str, way: str) -> World:
    """A version beside an entry that states the same."""
    changed, stated = beside_the_truth(world, name, 0, way), world.entries[name]
    kept = replace(changed.entries[name], inventory=stated.inventory)
    return changed.with_entry(name, kept)


@pytest.mark.parametrize("way", VERSIONS)
@pytest.mark.parametrize("chain", CHAINS)
def test_a_version_of_the_same_words_costs_nothing(chain: str, way: str) -> None:
    """An honest firm that corrects an entry, a recycler too, has the conservative figure that it had."""
    world = CHAINS[chain]()
    honest = judge(world, RULEBOOKS[1])
    assert honest is not None
    assert honest.settled is not None
    for name in world.entries:
        verdict = judge(_same(world, name, way), RULEBOOKS[1])
        assert verdict is not None
        assert verdict.settled is not None
        more = "1.07" if name in COUNTED_TWICE.get(chain, ()) else "1"
        most = honest.settled * Decimal(more) + ROUNDING
        assert honest.settled - ROUNDING <= verdict.settled <= most


def _credited(row: Mapping[str, Value], what: str) -> list[Mapping[str, Value]]:
    if what == "twice as much":
        return [{**row, "amount": "10000"}]
    burnt = {key: value for key, value in row.items() if key != "material"}
    return [row, {**burnt, "flow": "t:steam", "unit": "MJ", "recovery": "energy"}]


@pytest.mark.parametrize("what", ["twice as much", "energy too"])
@pytest.mark.parametrize("way", VERSIONS)
@pytest.mark.parametrize("chain", ["works", "circular", "shifts"])
def test_a_version_that_credits_more_hides_no_power(chain: str, way: str, what: str) -> None:
    """What counts lacks the recycler's power; the other version has it, and credits more than there is."""
    world = CHAINS[chain]()
    changed, before = beside_the_truth(world, "recycler", 0, way), true_name("recycler")
    stated = changed.entries[before]
    (row,) = stated.inventory["avoided"]  # type: ignore[misc]
    inventory = {**stated.inventory, "avoided": _credited(row, what)}
    changed = changed.with_entry(before, replace(stated, inventory=inventory))
    for rulebook in RULEBOOKS:
        honest, verdict = judge(world, rulebook), judge(changed, rulebook)
        assert honest is not None
        assert verdict is not None
        assert verdict.settled is not None
        assert verdict.settled >= honest.outcome.total - ROUNDING
