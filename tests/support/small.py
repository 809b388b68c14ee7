"""A small ledger for tests that damage one: a mine ships to a plant, which makes packs of it all."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from support.worlds import Party, World, made, taken, world

from schemas.vocabulary import Role


@dataclass(frozen=True)
class Small:
    """The parties, and the ids of what they stated."""

    world: World
    mine: Party
    plant: Party
    ore: str
    sent: str
    packs: str


@contextmanager
def small_ledger(folder: Path) -> Iterator[Small]:
    """The mine makes 100 kg and ships 10; the plant uses all of them."""
    with world(folder) as begun:
        mine, plant = (begun.register(name, Role.SUPPLIER) for name in ("mine", "plant"))
        ore = begun.enter(mine, [made(mine)])
        sent = begun.deliver(mine, ore, plant)
        packs = begun.enter(plant, [made(plant)], inputs=[taken(sent)])
        yield Small(begun, mine, plant, ore, sent, packs)
