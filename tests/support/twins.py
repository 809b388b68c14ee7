"""Two ledgers with one key: the honest one, and its twin that parted from it."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from support.worlds import LOG_SIGNERS, World, made, world

from ledger.service.append.ledger import Ledger
from ledger.service.operation.unlock import unlock
from ledger.store.log import latest_checkpoint
from schemas.vocabulary import Role


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
