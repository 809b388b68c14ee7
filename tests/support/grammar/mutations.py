"""All mutations of a world, in a random order of their kinds."""

from collections.abc import Iterator
from random import Random

from support.grammar.claims import claims
from support.grammar.mutation import Mutation
from support.grammar.rows_left_out import added, dropped, energy, split, undelivered
from support.grammar.structure import between, recounted, shared, wetted
from support.grammar.world import World

KINDS = (
    *[claims] * 4,
    shared,
    dropped,
    undelivered,
    added,
    split,
    energy,
    between,
    recounted,
    wetted,
)
"""The kinds of mutations; words are the most, and come most often."""


def mutations(world: World, random: Random) -> Iterator[Mutation]:
    """Mutations of a world in a random order of their kinds, each with random values."""
    for make in random.sample(KINDS, len(KINDS)):
        found = list(make(world, random))
        random.shuffle(found)
        yield from found
