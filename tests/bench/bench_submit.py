"""How many entries a second a ledger takes in durably, against the sum of the parts that nobody can do without.

    python tests/bench/bench_submit.py [entries]

The floor is what any ledger does: verify one signature for each entry, and insert the same rows into
the same tables with the driver alone, a synchronised transaction for each batch. Both run side by
side, a batch of one after a batch of the other, so a busy machine slows both; the ratio is the median
over the batches. What lies above the floor is strict parsing, the typed models and their canonical
form, the rules, the trees, the re-reading before signing, and a checked proof for each entry.
"""

import sqlite3
import sys
import tempfile
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

from sqlalchemy import literal_column, select
from support.worlds import Party, World, made, world

from ledger.service.drafting import sign_draft
from ledger.service.sequencer import BATCH
from ledger.service.submit import submit_many
from ledger.store.tables import Table
from ledger.trust.envelope import pae, parse_envelope
from ledger.trust.keys import verify
from ledger.trust.submission import Submission
from schemas.entry import Site
from schemas.log import Receipt
from schemas.vocabulary import DataBasis, Role

UNTOLD = ("head", "checkpoint")
"""Tables that a batch touches once, whatever its size."""

Rows = dict[str, list[tuple[Any, ...]]]


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
    copy: sqlite3.Connection, key: bytes, batch: Sequence[Submission], rows: Rows
) -> float:
    """The time in which the batch's signatures verify and its rows are inserted, and no more."""
    messages = [parse_envelope(submission.envelope) for submission in batch]
    signed = [(one.signatures[0], pae(one.payload_type, one.payload)) for one in messages]
    start = perf_counter()
    for signature, message in signed:
        assert verify(key, signature, message)
    copy.execute("BEGIN IMMEDIATE")
    for table, values in rows.items():
        marks = ", ".join("?" * len(values[0]))
        copy.executemany(f"INSERT INTO {table} VALUES ({marks})", values)  # noqa: S608 - our tables
    copy.execute("COMMIT")
    return perf_counter() - start


def new_rows(begun: World, seen: dict[str, int]) -> Rows:
    """The rows that each table has got since it was last looked at; SQLite numbers them."""
    found = {}
    with begun.ledger.store.read() as connection:
        for table in Table.metadata.sorted_tables:
            if table.name in UNTOLD:
                continue
            query = select(table, literal_column("rowid")).where(
                literal_column(f"{table.name}.rowid") > seen.get(table.name, 0)
            )
            rows = [tuple(row) for row in connection.execute(query)]
            if rows:
                seen[table.name] = max(row[-1] for row in rows)
                found[table.name] = [row[:-1] for row in rows]
    return found


def copy_of(folder: Path) -> sqlite3.Connection:
    """The same tables, triggers and indices in a database of their own, opened as a ledger's is."""
    with closing(sqlite3.connect(folder / "ledger.db")) as source:
        copy = sqlite3.connect(folder / "copy.db", isolation_level=None)
        source.backup(copy)
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
        copy.execute(f"PRAGMA {pragma}")
    return copy


def main(entries: int) -> None:
    """Builds, measures, prints."""
    with tempfile.TemporaryDirectory() as folder, world(Path(folder) / "ledger") as begun:
        mine = begun.register("mine", Role.SUPPLIER)
        copy = copy_of(Path(folder) / "ledger")
        times, seen = [], {}
        new_rows(begun, seen)
        for batch in batches(begun, mine, entries):
            ours = seconds_of_the_ledger(begun, batch)
            rows = new_rows(begun, seen)
            parts = seconds_of_the_parts(copy, mine.working.public, batch, rows)
            times.append((ours / len(batch), parts / len(batch)))
        copy.close()
    ours, parts = (median(column) for column in zip(*times, strict=True))
    ratio = median(part / our for our, part in times)
    print(f"{entries} signed entries in batches of {BATCH}, verified and durable, with receipts:")
    print(f"  ledger {1 / ours:.0f} a second ({ours * 1e6:.0f} us each)")
    print(f"  parts  {1 / parts:.0f} a second ({parts * 1e6:.0f} us each)")
    print(f"  ledger / parts = {ratio:.2f}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 20 * BATCH)
