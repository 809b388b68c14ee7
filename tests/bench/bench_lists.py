"""The instructions of SQLite and the time of each list, by the size of the ledger.

    PYTHONPATH=tests python tests/bench/bench_lists.py [statements ...]

Half of the statements are entries of one firm, half their deliveries to another; a third firm has one entry. A list has
50 items and is asked at the desk, without HTTP, with the statements in memory and no computed value kept. Instructions
are the same in each run; the time is the median of eleven. SQLite.
"""

import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter

from structlog.testing import capture_logs
from support.desks import desk
from support.http_api import furnish
from support.ledger_battery import BatteryChain, battery_chain, power
from support.ledger_world import Party, made
from support.listing import fill, parties
from support.sql_plans import asking

from ledger.desk.local import LocalDesk
from ledger.service.access.principal import Principal
from schemas.errors import CradleError
from schemas.vocabulary import CredentialKind, Role

SIZES = (1_000, 10_000, 100_000)
BATCH, RUNS, LIMIT = 250, 11, 50

LISTS = {
    "entries": ("list_statements", {"kind": "entry", "limit": LIMIT}),
    "deliveries": ("list_statements", {"kind": "delivery", "limit": LIMIT}),
    "attestations": ("list_statements", {"kind": "attestation", "limit": LIMIT}),
    "firms": ("participants", {"name": "Plant Ltd"}),
    "requests": ("data_requests", {"limit": LIMIT}),
    "products": ("products", {"limit": LIMIT}),
    "notices": ("notices", {"limit": LIMIT}),
    "journal": ("journal", {"limit": LIMIT}),
}


def readers(chain: BatteryChain, small: Party) -> Iterator[Principal]:
    """The operator, the firm with all entries, the one with all deliveries, and the firm with one entry."""
    yield from (party for party in parties(chain) if party.credential != "auditor")
    roles = frozenset({Role.SUPPLIER})
    yield Principal("small", CredentialKind.PERSON, "small", small.id, roles)


def measure(chain: BatteryChain, asker: LocalDesk, name: str) -> tuple[int, float]:
    """The instructions of a list, and its median time in ms."""
    question, given = LISTS[name]
    steps, times = 0, []
    for run in range(RUNS + 1):
        chain.world.ledger.memory.computed.clear()
        begun = perf_counter()
        if run:
            getattr(asker, question)(**given)
            times.append((perf_counter() - begun) * 1e3)
            continue
        with asking(chain.world.ledger.store.engine) as asked:
            getattr(asker, question)(**given)
        steps = asked.steps
    return steps, median(times)


def run(folder: Path, count: int) -> None:
    """Print the lists of a ledger of so many statements."""
    with battery_chain(folder, None) as chain:
        furnish(chain)
        small = chain.world.register("small", Role.SUPPLIER)
        chain.world.submit(
            chain.world.entry(small, [made(small)], inputs=[power("1")]), small.working
        )
        for first in range(0, count // 2, BATCH):
            fill(chain, first, min(first + BATCH, count // 2))
        for reader in readers(chain, small):
            for name in LISTS:
                with suppress(CradleError):
                    steps, ms = measure(chain, desk(chain.world.ledger, reader), name)
                    print(f"{count} {name} {reader.credential}: {steps} steps, {ms:.2f} ms")
                    sys.stdout.flush()


if __name__ == "__main__":
    for size in tuple(map(int, sys.argv[1:])) or SIZES:
        with TemporaryDirectory() as scratch, capture_logs():
            run(Path(scratch) / "ledger", size)
