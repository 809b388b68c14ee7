"""All mutations of a world, in a random order of their kinds."""

from collections.abc import Callable, Iterator
from random import Random

from support.grammar.claims import claims
from support.grammar.history import another_lot, left_out, restated
from support.grammar.life import lived
from support.grammar.mutation import Mutation
from support.grammar.rows_left_out import added, dropped, energy, split, undelivered
from support.grammar.structure import between, mined, recounted, shared, wetted
from support.grammar.substitution import (
    as_heat,
    as_work,
    by_dataset,
    by_file,
    credited,
    moved,
    no_power,
    recycled,
    valued,
)
from support.grammar.unsaid import unsaid
from support.grammar.world import World

Kind = Callable[[World, Random], Iterator[Mutation]]

PLANTED: tuple[Kind, ...] = (
    *[claims] * 6,
    shared,
    dropped,
    undelivered,
    added,
    split,
    energy,
    between,
    recounted,
    wetted,
    restated,
    another_lot,
    left_out,
    valued,
    recycled,
    as_heat,
    as_work,
    no_power,
    moved,
    by_file,
    credited,
    by_dataset,
)
"""The kinds of mutations by which planted removals are found; words are the most, and come most often."""

KINDS = (*(kind for kind in PLANTED if kind is not by_dataset), mined, unsaid)
"""The kinds of which the law holds: what else a dataset may stand for is a word itself, and a blind spot."""

OF_LIFE: tuple[Kind, ...] = (lived,)
"""The kinds that change what divides a figure; only an unsettled figure prices them."""


def mutations(world: World, random: Random, kinds: tuple[Kind, ...] = KINDS) -> Iterator[Mutation]:
    """Mutations of a world in a random order of their kinds, each with random values."""
    for make in random.sample(kinds, len(kinds)):
        found = list(make(world, random))
        random.shuffle(found)
        yield from found
