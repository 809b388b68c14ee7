"""The database under the logs: its own check, and each statement looked up by its id as readers do.

The other parts read tables in order. A reader asks for an id, so a row that an index hides exists for them and not for
the reader.
"""

from collections.abc import Collection, Iterator
from itertools import islice

from ledger.audit.findings import Findings, StepNumber
from ledger.footprint.graph.resolution import Problem
from ledger.monitoring.progress import BATCH, Progress
from ledger.store.engine import Connection
from ledger.store.head import read_heads
from ledger.store.integrity import problems_of
from ledger.store.log import LOGS, size_of
from ledger.store.statements import statements_of
from schemas.errors import sentence

STEP = StepNumber.INTEGRITY
DATABASE = "database"
"""The subject of findings on the database itself."""


def check_database(connection: Connection, findings: Findings, progress: Progress) -> None:
    """Run the database's own check, and compare the heads with the logs."""
    progress("database", 0, 1)
    findings.checked(STEP)
    for problem in problems_of(connection):
        findings.contradict(STEP, Problem("store.damaged", DATABASE, sentence(problem)))
    progress("database", 1, 1)


def check_heads(connection: Connection, findings: Findings) -> None:
    """Compare the sizes that the next batch appends at with the leaves, and the epochs, which rise together."""
    heads = read_heads(connection)
    findings.checked(STEP, len(LOGS))
    sizes = {log: size_of(connection, log) for log in LOGS}
    if {log: size for log, (size, _) in heads.items()} != sizes:
        detail = f"The logs have {sizes} leaves, and their heads say otherwise; restore a backup."
        findings.contradict(STEP, Problem("log.head", DATABASE, detail))
    elif len({epoch for _, epoch in heads.values()}) != 1:
        detail = "The heads of the two logs have different epochs, so nothing can be appended."
        findings.contradict(STEP, Problem("log.head", DATABASE, detail))


def look_up(
    connection: Connection, ids: Collection[str], findings: Findings, progress: Progress
) -> None:
    """Find each statement by its id; one that is stored and not found is a finding."""
    for start, batch in _batches(ids):
        progress("ids", start, len(ids))
        findings.checked(STEP, len(batch))
        stored_ids = {row.id for row in statements_of(connection, batch)}
        for name in sorted(set(batch) - stored_ids):
            detail = "It is stored and is not found by its id; restore the database from a backup."
            findings.contradict(STEP, Problem("statement.hidden", name, detail), name)


def _batches(ids: Collection[str]) -> Iterator[tuple[int, list[str]]]:
    left = iter(ids)
    for start in range(0, len(ids), BATCH):
        yield start, list(islice(left, BATCH))
