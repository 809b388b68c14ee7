"""Small ledgers: one for tests that damage it, and two with one key that fork."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from support.ledger_folders import built_once
from support.ledger_world import LOG_SIGNERS, Party, World, made, taken, world

from ledger.append.ledger import Ledger
from ledger.operation.unlock import unlock
from ledger.store.log import latest_checkpoint
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


@built_once
@contextmanager
def small_ledger(folder: Path, database: str | None = None) -> Iterator[Small]:
    """The mine makes 100 kg and ships 10; the plant uses all of them."""
    with world(folder, database) as begun:
        mine, plant = (begun.register(name, Role.SUPPLIER) for name in ("mine", "plant"))
        ore = begun.enter(mine, [made(mine)])
        sent = begun.deliver(mine, ore, plant)
        packs = begun.enter(plant, [made(plant)], inputs=[taken(sent)])
        yield Small(begun, mine, plant, ore, sent, packs)


def grow(ledger: World, name: str) -> str:
    """Both logs grow: a supplier registers and enters what it made; the entry's id."""
    party = ledger.register(name, Role.SUPPLIER)
    return ledger.enter(party, [made(party)])


@contextmanager
def copied(folder: Path, ledger: World, to: Path) -> Iterator[World]:
    """The ledger as it was when its folder was copied, unlocked and opened beside it."""
    with ledger.ledger.view() as view:
        _, shown = latest_checkpoint(view.connection, "entries")
    shutil.copytree(folder, to)
    unlock(to, LOG_SIGNERS, shown)
    with Ledger.open(to, LOG_SIGNERS) as opened:
        yield World(opened, ledger.registrar)


@contextmanager
def twins(folder: Path, honest: int = 1, other: int = 1) -> Iterator[tuple[World, World]]:
    """Two ledgers that share three entries and then grow apart, each by so many."""
    with world(folder / "ledger") as ledger:
        for name in ("a", "b", "c"):
            grow(ledger, name)
        with copied(folder / "ledger", ledger, folder / "twin") as twin:
            for step in range(honest):
                grow(ledger, f"honest-{step}")
            for step in range(other):
                grow(twin, f"twin-{step}")
            yield ledger, twin
