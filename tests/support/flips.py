"""Single flipped bytes in the database of a ledger, at seeded places in every kind of page of every table and index.

The ledger has rows in every table of the logs, pages of every kind, and accounts. A place is found if the monitor does
not say "consistent".
"""

import random
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from support.http_api import furnished
from support.ledger_battery import battery_chain, power
from support.ledger_world import made
from support.sqlite_pages import Part, Run, runs_of

from ledger.append.submit import submit_many
from ledger.operation.monitor import monitor_folder
from ledger.state.drafting import sign_draft
from ledger.store.place import DATABASE
from ledger.store.schema import MUTABLE
from schemas.errors import CradleError
from schemas.signed.entry import Site

ENTRIES, ROWS = 120, 40
"""Entries, so that tables and indexes have interior pages; input rows of one, so that it needs overflow pages."""

NOT_REPEATED = MUTABLE | {"journal"}
"""Tables whose texts nothing repeats: a changed character is not seen. Indexes, types and references are checked."""


class Flip(NamedTuple):
    """A byte of the file that is combined with a mask, and the table or index that it is part of."""

    run: Run
    at: int
    mask: int

    def __str__(self) -> str:
        return f"{self.run.owner}: {self.run.part} of a {self.run.page} page, byte {self.at} ^ {self.mask:#04x}"


def build(folder: Path) -> None:
    """Make a ledger with pages of every kind, and close it."""
    with battery_chain(folder) as chain:
        begun, mine = chain.world, chain.mine
        drafts = [
            begun.entry(
                mine,
                [made(mine)],
                inputs=[power(str(row)) for row in range(1, 2 if number else ROWS)],
                site=Site(code=f"site-{number}", country="SE"),
            )
            for number in range(ENTRIES)
        ]
        submit_many(begun.ledger, [sign_draft(draft, [mine.working]) for draft in drafts])
        calculation = begun.submit(chain.calculation(), chain.plant.working).id
        begun.submit(chain.attestation(calculation), chain.auditor.working)
        begun.withdraw(chain.recycler, chain.treatment)
        furnished(chain)


def kinds_of(path: Path, *parts: Part) -> dict[tuple[str, str, Part], list[Run]]:
    """The runs of these parts, by table or index, kind of page, and part."""
    kinds: dict[tuple[str, str, Part], list[Run]] = {}
    for run in runs_of(path):
        if run.part in parts:
            kinds.setdefault((run.owner, run.page, run.part), []).append(run)
    return dict(sorted(kinds.items()))


def choose(kinds: Sequence[list[Run]], count: int, seed: int) -> Iterator[Flip]:
    """Choose places in turn from each kind, in an order that the seed decides."""
    chance = random.Random(seed)  # noqa: S311 - the same places each time
    order = [*kinds]
    chance.shuffle(order)
    for number in range(count):
        runs = order[number % len(order)]
        (run,) = chance.choices(runs, [run.end - run.start for run in runs])
        yield Flip(run, chance.randrange(run.start, run.end), chance.randrange(1, 256))


def is_index(owner: str) -> bool:
    """True for the name of an index."""
    return owner.startswith(("ix_", "sqlite_autoindex_", "uq_"))


def is_ledger_row(owner: str) -> bool:
    """True for the name of a table of which every value is checked."""
    return not is_index(owner) and owner not in NOT_REPEATED


@contextmanager
def flipped(folder: Path, flip: Flip) -> Iterator[None]:
    """A closed ledger's database with one other byte."""
    path = folder / DATABASE
    whole = path.read_bytes()
    changed = bytearray(whole)
    changed[flip.at] ^= flip.mask
    path.write_bytes(changed)
    try:
        yield
    finally:
        for left in folder.glob(f"{DATABASE}-*"):
            left.unlink()
        path.write_bytes(whole)


def outcome(folder: Path, flip: Flip) -> str:
    """The verdict of a monitor, or the code of its refusal."""
    with flipped(folder, flip):
        try:
            return monitor_folder(folder, "2026-01-01").verdict
        except CradleError as error:
            return error.code


def missed(folder: Path, flips: Sequence[Flip]) -> tuple[list[Flip], Counter[str]]:
    """The places that the monitor did not find, and how often each outcome came."""
    outcomes = [outcome(folder, flip) for flip in flips]
    pairs = zip(flips, outcomes, strict=True)
    return [flip for flip, found in pairs if found == "consistent"], Counter(outcomes)
